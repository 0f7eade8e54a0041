//! Which text nodes of a page are its body.
//!
//! The extraction library is good at finding the body but gives a bare string: it is aligned with our own text nodes,
//! which know where they stand in the source. Where the library must not be asked (a page nested or grown beyond the
//! bounds) or has no answer, Memcon's own extraction finds the body in one pass.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rs_trafilatura::Options;
use rs_trafilatura::page_type::PageType;

use super::align::{align, hash};
use super::nodes::{Block, Nodes};
use crate::intake::bounds::Bounds;
use crate::intake::furniture::{self, FurnitureKind};

/// What costs the library more than it is long, and how much of it the library may see. Pages of the web stay far below:
/// of ninety, none has a tenth of any.
const LIMITS: Limits =
    Limits { depths: 1_000_000, attributes: 1_000, looks: 50_000_000, reopened: 500_000, marks: 400_000 };

/// See [`LIMITS`].
struct Limits {
    /// The nesting of all elements together: each is looked at with all those around it.
    depths: usize,
    /// The attributes of one element: each is compared with all others.
    attributes: usize,
    /// The octets of the classes and ids around all elements and texts: each is looked at for each of these.
    looks: usize,
    /// Formatting elements closed by another's end, times elements: each is opened again in every block.
    reopened: usize,
    /// Signs that start a tag or a character reference: each is a step of its own.
    marks: usize,
}

/// Share of the words of the library's answer that must be found in the page for the answer to be used.
const FOUND_SHARE: f64 = 0.5;

/// The body of a page.
#[derive(Debug)]
pub(super) struct Body {
    /// For every node whether it belongs to the body.
    pub keep: Vec<bool>,
    /// Why the body was not found by the library, if it was not.
    pub fallback: Option<String>,
}

/// Finds the body of a page.
pub(super) fn find(html: &str, nodes: &Nodes, bounds: &Bounds) -> Body {
    let reason = match too_much(html, nodes, bounds) {
        Some(reason) => reason,
        None => match by_library(html, nodes) {
            Ok(keep) => return Body { keep, fallback: None },
            Err(reason) => reason,
        },
    };
    Body { keep: by_density(nodes), fallback: Some(reason) }
}

/// A body that is all there is.
pub(super) fn all(nodes: &Nodes) -> Body {
    let mut keep = vec![false; nodes.texts.len()];
    for block in nodes.blocks.iter().filter(|block| !block.barred) {
        keep.get_mut(block.nodes.clone()).into_iter().flatten().for_each(|keep| *keep = true);
    }
    Body { keep, fallback: None }
}

/// Why the library must not see a page.
fn too_much(html: &str, nodes: &Nodes, bounds: &Bounds) -> Option<String> {
    let marks = html.bytes().filter(|byte| matches!(byte, b'<' | b'&')).count();
    let measures = [
        ("levels of nested elements", nodes.nesting, bounds.nesting),
        ("elements", nodes.elements, bounds.elements),
        ("levels of nested elements in all", nodes.depths, LIMITS.depths),
        ("attributes on one element", nodes.attributes, LIMITS.attributes),
        ("octets of classes and ids to look at", nodes.looks, LIMITS.looks),
        ("formatting elements to open again", nodes.misnested.saturating_mul(nodes.elements), LIMITS.reopened),
        ("signs that start a tag or a character reference", marks, LIMITS.marks),
    ];
    let over = measures.into_iter().find(|(_, count, most)| count > most)?;
    Some(format!("the page has {} {}, over the bound of {}", over.1, over.0, over.2))
}

/// The nodes that the library's answer is made of.
fn by_library(html: &str, nodes: &Nodes) -> Result<Vec<bool>, String> {
    // Articles only: the library then need not guess the kind of page, which is slower and no better on news.
    let options = Options { page_type: Some(PageType::Article), max_extracted_len: usize::MAX, ..Options::default() };
    let answer = catch_unwind(AssertUnwindSafe(|| rs_trafilatura::extract_with_options(html, &options)));
    let answer = match answer {
        Ok(Ok(found)) => found.content_text,
        Ok(Err(error)) => return Err(format!("the extraction library found no body: {error}")),
        Err(_) => return Err("the extraction library failed on this page".to_owned()),
    };
    let words = Words::of(nodes);
    let theirs: Vec<u64> = split(&answer).map(|(_, word)| hash(word)).collect();
    let matched = align(&words.hashes, &theirs);
    let found = matched.iter().filter(|found| **found).count();
    if theirs.is_empty() || (found as f64) < FOUND_SHARE * theirs.len() as f64 {
        return Err("the extraction library found no body among the text of the page".to_owned());
    }
    Ok(words.vote(nodes, &matched))
}

/// The words of a text: runs of letters and digits, with their place.
fn split(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| (word.as_ptr().addr() - text.as_ptr().addr(), word))
}

/// The words of a page and the nodes that they start in.
struct Words {
    hashes: Vec<u64>,
    nodes: Vec<usize>,
}

impl Words {
    fn of(nodes: &Nodes) -> Self {
        let mut words = Self { hashes: Vec::new(), nodes: Vec::new() };
        for block in nodes.blocks.iter().filter(|block| !block.barred) {
            let text = nodes.text.get(block.span.clone()).unwrap_or_default();
            let mut node = block.nodes.start;
            for (at, word) in split(text) {
                while nodes.texts.get(node).is_some_and(|node| node.span.end <= block.span.start + at) {
                    node += 1;
                }
                words.hashes.push(hash(word));
                words.nodes.push(node);
            }
        }
        words
    }

    /// Which nodes are in, by how many of their words are matched: a block as a whole if nearly all of it is, else its
    /// nodes one by one.
    fn vote(&self, nodes: &Nodes, matched: &[bool]) -> Vec<bool> {
        let mut votes = vec![(0_usize, 0_usize); nodes.texts.len()];
        for (node, matched) in self.nodes.iter().zip(matched) {
            if let Some((found, all)) = votes.get_mut(*node) {
                *found += usize::from(*matched);
                *all += 1;
            }
        }
        let mut keep = vec![false; nodes.texts.len()];
        for block in &nodes.blocks {
            let votes = votes.get(block.nodes.clone()).unwrap_or_default();
            let (found, all) = votes.iter().fold((0, 0), |sum, vote| (sum.0 + vote.0, sum.1 + vote.1));
            if found == 0 {
                continue;
            }
            let whole = found * 10 >= all * 8;
            let mut last = whole;
            for (node, (found, all)) in block.nodes.clone().zip(votes) {
                // A node without words, a dash or a bracket, goes with the one before it.
                last = whole || if *all == 0 { last } else { found * 2 >= *all };
                if let Some(keep) = keep.get_mut(node) {
                    *keep = last;
                }
            }
        }
        keep
    }
}

/// Memcon's own extraction: the run of blocks with the most running text, short of the blocks in it that are links or
/// furniture. Every block counts its words for or against, and the run with the highest sum is taken.
fn by_density(nodes: &Nodes) -> Vec<bool> {
    let worths: Vec<i64> = nodes.blocks.iter().map(|block| worth(nodes, block)).collect();
    let (mut best, mut best_sum, mut start, mut sum) = (0..0, 0, 0, 0);
    for (at, worth) in worths.iter().enumerate() {
        if sum <= 0 {
            (start, sum) = (at, 0);
        }
        sum += worth;
        if sum > best_sum {
            (best, best_sum) = (start..at + 1, sum);
        }
    }
    let mut keep = vec![false; nodes.texts.len()];
    for (at, block) in nodes.blocks.iter().enumerate() {
        let in_body = if best_sum > 0 {
            best.contains(&at) && worths.get(at).is_some_and(|w| *w > -SHORT_LINE * 2)
        } else {
            true
        };
        if in_body && !block.barred {
            keep.get_mut(block.nodes.clone()).into_iter().flatten().for_each(|keep| *keep = true);
        }
    }
    keep
}

/// What a line that is no sentence counts against a body.
const SHORT_LINE: i64 = 4;

/// The words of a block, for or against a body.
fn worth(nodes: &Nodes, block: &Block) -> i64 {
    let text = nodes.text.get(block.span.clone()).unwrap_or_default();
    let words = i64::try_from(text.split_whitespace().count()).unwrap_or(i64::MAX / 2);
    let linked: usize = nodes
        .texts
        .get(block.nodes.clone())
        .unwrap_or_default()
        .iter()
        .filter(|node| node.link)
        .map(|node| node.span.len())
        .sum();
    let furniture =
        furniture::of_line(text, block.hint).is_some_and(|kind| !kind.is_readable() && kind != FurnitureKind::Byline);
    if block.barred || furniture || linked * 2 > text.len() {
        -words - SHORT_LINE * 2
    } else if words >= 8 && (furniture::ends_a_sentence(text) || words >= 30) {
        words
    } else {
        -SHORT_LINE
    }
}

/// Words of running text, and paragraphs of it, that make a further story.
const STORY: (i64, usize) = (60, 2);

/// The blocks of a story that starts at the heading `start` and ends before `end`: heading, furniture and paragraphs up
/// to the last paragraph. None if there is no body below the heading.
///
/// A page that loads the next story below the one asked for shows it so; the library may take the first alone.
pub(super) fn further_story(nodes: &Nodes, start: usize, end: usize) -> Option<Range<usize>> {
    const GAP: usize = 8;
    let (mut words, mut paragraphs, mut last) = (0, 0, start);
    for at in start + 1..end {
        let Some(block) = nodes.blocks.get(at).filter(|_| at - last <= GAP) else { break };
        let worth = worth(nodes, block);
        if worth > 0 {
            (words, paragraphs, last) = (words + worth, paragraphs + 1, at);
        }
    }
    (words >= STORY.0 && paragraphs >= STORY.1).then_some(start..last + 1)
}

#[cfg(test)]
mod tests {
    use super::super::nodes;
    use super::*;

    fn kept(html: &str, bounds: &Bounds) -> (String, Option<String>) {
        let nodes = nodes::read(html);
        let body = find(html, &nodes, bounds);
        let text = nodes.texts.iter().zip(&body.keep).filter(|(_, keep)| **keep);
        (text.map(|(node, _)| &nodes.text[node.span.clone()]).collect::<Vec<_>>().join("|"), body.fallback)
    }

    fn page() -> String {
        let paragraph = "<p>The two island states signed an accord on <b>fishing</b> on Tuesday after nine years of dispute \
                         over the northern bank, a spokesman said in the evening.</p>";
        format!(
            "<html><body><nav><a href=a>Home</a> <a href=b>World news of the day</a></nav><article><h1>Accord signed</h1>{}\
             </article><footer>Contact us at the office.</footer></body></html>",
            paragraph.repeat(3).replacen("signed an", "have signed an", 1)
        )
    }

    #[test]
    fn the_library_and_our_own_extraction_agree_on_a_plain_page() {
        let (by_library, fallback) = kept(&page(), &Bounds::default());
        assert_eq!(fallback, None);
        let (by_density, fallback) = kept(&page(), &Bounds { nesting: 1, ..Bounds::default() });
        assert!(fallback.is_some_and(|reason| reason.contains("nested")));
        for text in [by_library, by_density] {
            assert_eq!(text.matches("northern bank").count(), 3, "{text}");
            assert!(!text.contains("Home") && !text.contains("Contact"), "{text}");
        }
    }

    #[test]
    fn a_class_that_has_swallowed_much_of_the_page_is_not_looked_at_again_and_again() {
        let page = |class: &str| {
            let paragraph = |n| format!("<p>The envoy spoke of ship number {n} on Tuesday evening.</p>");
            let paragraphs = (0..60).map(paragraph).collect::<Vec<_>>().concat();
            format!("<body><article class='{class}'>{paragraphs}</article></body>")
        };
        let (text, fallback) = kept(&page(&"\u{4e8b}".repeat(17_000)), &Bounds::default());
        assert!(fallback.is_some_and(|reason| reason.contains("classes")) && text.contains("number 59"));
        assert_eq!(kept(&page("\u{4e8b}"), &Bounds::default()).1, None);
    }

    #[test]
    fn a_page_with_too_many_elements_is_read_by_our_own_extraction() {
        let (text, fallback) = kept(&page(), &Bounds { elements: 5, ..Bounds::default() });
        assert!(fallback.is_some_and(|reason| reason.contains("elements")));
        assert!(text.contains("northern bank"));
    }
}
