//! Page furniture: lines of a text that are not the story.

mod phrases;

use std::collections::HashMap;

use super::dates;
use super::lines::{Line, key, words};
use crate::evidence::{DateEvidence, DateSource};
use crate::span::Span;

/// What a line of furniture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FurnitureKind {
    /// The headline of the page or story, or the headline said again.
    Headline,
    /// A bullet that sums up the story before it begins.
    Summary,
    /// What stands under a picture, or credits it.
    Caption,
    /// Who wrote it.
    Byline,
    /// When it was published or updated.
    Date,
    /// An agency's tag or a copyright line.
    Agency,
    /// A short address of the page.
    ShortUrl,
    /// A prompt to follow or subscribe to something.
    Follow,
    /// Links to share, save, print or comment.
    Share,
    /// A pointer to another story: "Read more", "Also read".
    ReadMore,
    /// A list of other stories, or its heading.
    Related,
    /// A mark that an advertisement stands here.
    Advertisement,
    /// A prompt to take a newsletter or an app.
    Newsletter,
    /// A consent banner.
    Cookies,
}

impl FurnitureKind {
    /// Its name in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Summary => "summary",
            Self::Caption => "caption",
            Self::Byline => "byline",
            Self::Date => "date",
            Self::Agency => "agency",
            Self::ShortUrl => "short-url",
            Self::Follow => "follow",
            Self::Share => "share",
            Self::ReadMore => "read-more",
            Self::Related => "related",
            Self::Advertisement => "advertisement",
            Self::Newsletter => "newsletter",
            Self::Cookies => "cookies",
        }
    }

    /// Whether it is written by the newsroom about the story and can tell of events: headlines, summaries, captions.
    /// The rest is not to be read.
    pub fn is_readable(self) -> bool {
        matches!(self, Self::Headline | Self::Summary | Self::Caption)
    }
}

/// A line, or the part of one, that is furniture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Furniture {
    /// What it is.
    pub kind: FurnitureKind,
    /// Where it stands in the page's `text`.
    pub span: Span,
}

/// A line that was left out of the text of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// What it is.
    pub kind: FurnitureKind,
    /// Its words.
    pub text: String,
}

/// The furniture among the lines of a text whose headline is `title`, in order.
pub(crate) fn find(text: &str, lines: &[Line], title: Option<&str>) -> Vec<Furniture> {
    let page = Looks::of(text, lines, title);
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let kind = page.headline(at).or_else(|| page.own(at)).or_else(|| page.in_a_list(at));
        let whole = kind.map(|kind| Furniture { kind, span: line.span });
        found.extend(whole.or_else(|| credit_at_end(text, line.span)));
    }
    found
}

/// The credit in brackets that ends a paragraph: "… on Friday. (Reporting by Jane Roe; Editing by John Doe)".
fn credit_at_end(text: &str, line: Span) -> Option<Furniture> {
    let words = line.of(text);
    let start = words.strip_suffix(')')?.rfind(" (")? + 1;
    let credit = words.get(start..)?;
    let kind = of_line(credit, None).filter(|kind| matches!(kind, FurnitureKind::Byline | FurnitureKind::Agency))?;
    let after_a_sentence = ends_a_sentence(words.get(..start)?.trim_end());
    after_a_sentence.then_some(Furniture { kind, span: Span::new(line.start + start, line.end) })
}

/// What a line is by its own words and markup.
pub(crate) fn of_line(line: &str, hint: Option<FurnitureKind>) -> Option<FurnitureKind> {
    let words = words(line, 61);
    if words == 0 {
        return None;
    }
    if words <= 30 {
        let lower = line.to_lowercase();
        let bare = lower.trim_matches(|c: char| !c.is_alphanumeric() && c != '(');
        if let Some(kind) = of_short_line(line, &lower, bare, words) {
            return Some(kind);
        }
    }
    if is_caption(line, words) {
        return Some(FurnitureKind::Caption);
    }
    // A paragraph is a paragraph whatever the class of the element around it, unless it stands under a picture.
    hint.filter(|kind| words <= 60 && (*kind == FurnitureKind::Caption || !is_paragraph(line)))
}

/// What a line of up to thirty words is.
fn of_short_line(line: &str, lower: &str, bare: &str, words: usize) -> Option<FurnitureKind> {
    if let Some(kind) = whole_line(bare) {
        return Some(kind);
    }
    if let Some(kind) = opening(bare, words) {
        return Some(kind);
    }
    if dates::of_line(line).is_some() {
        return Some(FurnitureKind::Date);
    }
    if is_byline(line, bare, words) {
        return Some(FurnitureKind::Byline);
    }
    is_agency(lower, bare, words).then_some(FurnitureKind::Agency)
}

/// Lines that are furniture when they say nothing else.
fn whole_line(bare: &str) -> Option<FurnitureKind> {
    phrases::WHOLE_LINES.iter().find(|(_, lines)| lines.contains(&bare)).map(|(kind, _)| *kind)
}

/// Lines that are furniture by how they open.
fn opening(bare: &str, words: usize) -> Option<FurnitureKind> {
    let fits = |most: usize, opening: &str| words <= most && bare.starts_with(opening);
    if words <= 3 && is_address(bare) {
        return Some(FurnitureKind::Share);
    }
    let named =
        phrases::OPENINGS.iter().find(|(_, most, openings)| openings.iter().any(|opening| fits(*most, opening)));
    // "3 comments", "1.2k shares"
    named.map(|(kind, ..)| *kind).or_else(|| is_count(bare, words).then_some(FurnitureKind::Share))
}

/// A line that is the address of a mailbox or an account.
fn is_address(bare: &str) -> bool {
    let account = bare.starts_with("twitter.com/") || bare.starts_with('@');
    !bare.contains(' ') && (account || (bare.contains('@') && bare.contains('.') && !bare.contains('/')))
}

/// A count of comments, shares or readers.
fn is_count(bare: &str, words: usize) -> bool {
    words == 2
        && bare.split_once(' ').is_some_and(|(number, what)| {
            number.bytes().next().is_some_and(|b| b.is_ascii_digit())
                && matches!(
                    what,
                    "comments" | "comment" | "shares" | "share" | "views" | "likes" | "reads" | "min read" | "replies"
                )
        })
}

/// "By Jane Roe", "By Jane Roe and John Doe, Staff Writers", "Reporting by …; editing by …", "Jane Roe, Correspondent".
fn is_byline(line: &str, bare: &str, words: usize) -> bool {
    // "Reported by the ministry, the attack …" opens in the same way, but goes on in small letters.
    if phrases::CREDITS.iter().any(|credit| bare.starts_with(credit)) && mostly_names(line) {
        return true;
    }
    if words <= 30 && phrases::THANKS.iter().any(|thanks| bare.contains(thanks)) {
        return true;
    }
    let by = bare.starts_with("by ") || bare.starts_with("by: ");
    let dated = line.split('|').any(|part| dates::of_line(part.trim()).is_some_and(|line| line.date.is_some()));
    if dated && line.contains('|') && mostly_names(line) {
        return true;
    }
    by && words <= 18 && !ends_a_sentence(line) && mostly_names(line.get(3..).unwrap_or_default())
}

/// Whether the words of a line start with capitals, as names do, but for a few small ones.
fn mostly_names(line: &str) -> bool {
    let words = line.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic));
    let (mut all, mut names) = (0, 0);
    for word in words {
        let first = word.chars().find(|c| c.is_alphanumeric());
        all += 1;
        let small = matches!(word, "and" | "of" | "in" | "for" | "the" | "at" | "on" | "de" | "al" | "by" | "from");
        let work = ["reporting", "editing", "writing", "inputs", "a.m.", "p.m."].iter().any(|work| word.contains(work));
        let name = first.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
        names += usize::from(small || work || name);
    }
    all > 0 && names * 10 >= all * 7
}

/// Whether a line ends as a sentence does.
pub(crate) fn ends_a_sentence(line: &str) -> bool {
    let end = line.trim_end_matches(['"', '”', '’', '\'', ')', ']', ' ']);
    let abbreviation =
        ["Jr.", "Sr.", "a.m.", "p.m.", "A.M.", "P.M."].iter().any(|abbreviation| end.ends_with(abbreviation));
    end.ends_with(['.', '!', '?', '…', '。']) && !abbreviation
}

/// An agency's tag, or a line of copyright.
fn is_agency(lower: &str, bare: &str, words: usize) -> bool {
    let notice = ["copyright", "(copyright", "(c) 1", "(c) 2"].iter().any(|opening| lower.starts_with(opening));
    if words <= 30 && (notice || lower.contains('©') || lower.contains("all rights reserved")) {
        return true;
    }
    let tag = bare.trim_matches(|c: char| "()[]-–—| ".contains(c));
    let tag = tag.strip_prefix("source:").unwrap_or(tag);
    let mut parts = tag.split([',', '/', '|']).map(str::trim).filter(|part| !part.is_empty()).peekable();
    parts.peek().is_some() && words <= 8 && parts.all(|part| phrases::AGENCIES.contains(&part))
}

/// A caption, by the credit in it: "(Photo: …)", "… / Getty Images", "File photo of …", "… [Handout via Reuters]".
fn is_caption(line: &str, words: usize) -> bool {
    if words > 60 {
        return false;
    }
    let lower = line.to_lowercase();
    let opens = phrases::CAPTION_OPENINGS.iter().any(|opening| lower.starts_with(opening));
    // A credit closes a caption; a story that speaks of photographs does so anywhere.
    let tail = lower.get(lower.floor_char_boundary(lower.len().saturating_sub(70))..).unwrap_or_default();
    let credited = phrases::PHOTO_CREDITS.iter().any(|credit| tail.contains(credit));
    opens || (credited && (words <= 12 || lower.ends_with([')', ']']) || !ends_a_sentence(line)))
}

/// Whether a line opens with a bullet.
pub(crate) fn is_bullet(line: &str) -> bool {
    line.starts_with(['•', '●', '▪', '‣', '◦', '■', '∙', '·']) || line.starts_with("* ") || line.starts_with("- ")
}

/// Whether a line is long enough to be a paragraph of a story.
pub(crate) fn is_paragraph(line: &str) -> bool {
    words(line, 13) > 12 && ends_a_sentence(line) && !is_bullet(line)
}

/// The lines of a text with what each of them looks like by itself.
struct Looks {
    lines: Vec<Look>,
    /// The key of the page's headline.
    title: Option<String>,
    /// How often each key of a possible headline occurs.
    counts: HashMap<String, usize>,
}

/// What a line looks like by itself.
#[allow(clippy::struct_excessive_bools)] // each is a sign of its own
struct Look {
    own: Option<FurnitureKind>,
    /// Its key, if it may be a headline.
    key: Option<String>,
    paragraph: bool,
    bullet: bool,
    /// It is a sentence or longer.
    sentence: bool,
    /// It is marked up as a heading of the first rank.
    first_rank: bool,
}

/// How many lines furniture reaches: a list below its heading, a headline said again, bullets below a headline.
const REACH: usize = 12;

impl Looks {
    fn of(text: &str, lines: &[Line], title: Option<&str>) -> Self {
        let looks: Vec<Look> = lines.iter().map(|line| Look::of(line.span.of(text), line)).collect();
        let mut counts = HashMap::new();
        for key in looks.iter().filter_map(|look| look.key.clone()) {
            *counts.entry(key).or_default() += 1;
        }
        Self { lines: looks, title: title.map(key).filter(|key| key.len() >= 8), counts }
    }

    fn own(&self, at: usize) -> Option<FurnitureKind> {
        self.lines.get(at)?.own
    }

    /// Whether a line is a headline: the page's title, or a short line said again close by. What is said more than
    /// three times is the head of a table or the label of a list.
    fn headline(&self, at: usize) -> Option<FurnitureKind> {
        let key = self.lines.get(at)?.key.as_ref()?;
        let near = || (at.saturating_sub(REACH)..at).chain(at + 1..at + 1 + REACH);
        let said = |other: usize| self.lines.get(other).is_some_and(|look| look.key.as_ref() == Some(key));
        let again = self.counts.get(key).is_some_and(|count| (2..=3).contains(count)) && near().any(said);
        (self.title.as_ref() == Some(key) || again).then_some(FurnitureKind::Headline)
    }

    /// A bullet before the body, or a line below "Related" and the like.
    fn in_a_list(&self, at: usize) -> Option<FurnitureKind> {
        let look = self.lines.get(at)?;
        if look.bullet && self.before_body(at) {
            return Some(FurnitureKind::Summary);
        }
        // A heading of the first rank is above such lists, never in one: it opens the next story.
        let in_list = |look: &&Look| !look.paragraph && !look.first_rank;
        let mut above = self.lines.get(at.saturating_sub(REACH)..at)?.iter().rev().take_while(in_list);
        let listed = above.find_map(|look| look.own) == Some(FurnitureKind::Related);
        (listed && !look.sentence && !look.first_rank).then_some(FurnitureKind::Related)
    }

    /// Whether no paragraph stands between the headline (or the top) and a line, and a paragraph follows.
    fn before_body(&self, at: usize) -> bool {
        let above = (at.saturating_sub(REACH)..at).rev().take_while(|line| self.headline(*line).is_none()).count();
        let begins = above < REACH || at == REACH;
        let paragraph = |look: &Look| look.paragraph && !look.bullet && look.own.is_none();
        let body = self.lines.get(at + 1..).unwrap_or_default().iter().take(8).any(paragraph);
        begins && body && !self.lines.get(at - above..at).unwrap_or_default().iter().any(paragraph)
    }
}

impl Look {
    fn of(words: &str, line: &Line) -> Self {
        let own = of_line(words, line.hint);
        // A class alone does not keep a line from being the headline.
        let by_words = if line.hint.is_some() { of_line(words, None) } else { own };
        Self {
            own,
            key: if by_words.is_none() { headline_key(words) } else { None },
            paragraph: is_paragraph(words),
            bullet: line.item || is_bullet(words),
            sentence: ends_a_sentence(words),
            first_rank: line.heading == Some(1),
        }
    }
}

/// The key of a line that may be a headline: three to thirty words that are no paragraph.
fn headline_key(line: &str) -> Option<String> {
    ((3..=30).contains(&words(line, 31)) && !is_bullet(line) && !is_paragraph(line)).then(|| key(line))
}

/// What the furniture within `span` says of the date of the story there.
pub(crate) fn dates_in(text: &str, furniture: &[Furniture], span: Span) -> Vec<DateEvidence> {
    let dated = |kind| matches!(kind, FurnitureKind::Date | FurnitureKind::Byline);
    let lines = furniture.iter().filter(|piece| dated(piece.kind) && span.contains(piece.span));
    lines.flat_map(|piece| dates_of(piece.span.of(text))).collect()
}

/// What a line says of the date, if it is a date line, has a part set off that is one, or is a byline with a date.
pub(crate) fn dates_of(line: &str) -> Vec<DateEvidence> {
    let evidence =
        |text: &str, date, updated| DateEvidence { source: DateSource::Byline, date, text: text.to_owned(), updated };
    let whole = std::iter::once(line);
    let parts = line.split(['|', '•', '·', '/']).filter(|part| part.len() < line.len());
    let found: Vec<DateEvidence> = whole
        .chain(parts)
        .filter_map(|part| {
            let said = dates::of_line(part.trim())?;
            Some(evidence(part.trim(), said.date?, said.updated))
        })
        .collect();
    let byline = || of_line(line, None) == Some(FurnitureKind::Byline);
    match dates::in_words(line) {
        Some((date, _)) if found.is_empty() && byline() => vec![evidence(line, date, false)],
        _ => found,
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines;
    use super::FurnitureKind::*;
    use super::*;

    fn kind(line: &str) -> Option<FurnitureKind> {
        of_line(line, None)
    }

    #[test]
    fn lines_known_by_their_words() {
        for (line, expected) in [
            ("Short Url", ShortUrl),
            ("Follow", Follow),
            ("Follow us on Twitter @deskexample", Follow),
            ("Share this article", Share),
            ("12 comments", Share),
            ("Read more: Ministers agree on ferry line", ReadMore),
            ("RELATED STORIES", Related),
            ("Advertisement", Advertisement),
            ("Sign up for our morning briefing", Newsletter),
            ("We use cookies to make this site work.", Cookies),
            ("By Maria Novak and Ivo Petrov, Staff Writers", Byline),
            ("(Reporting by Maria Novak; editing by Ivo Petrov)", Byline),
            ("Additional reporting by Maria Novak in Port Esk", Byline),
            ("By Maria Novak on Monday, May 2nd, 2022 at 11:04 a.m.", Byline),
            ("Port Esk, Coast Bureau | Updated : 3 May 2022, 09:01 AM", Byline),
            ("Updated 3 May 2022", Date),
            ("Updated 9 sec ago", Date),
            ("(Reuters, AFP, dpa)", Agency),
            ("(Copyright ©2019 by the Example Wire. All rights reserved.)", Agency),
            ("The envoy arrives at the port on Monday. (Photo: Ministry of Fisheries)", Caption),
            ("Image copyright Example Pictures", Caption),
            ("FILE – The two ministers shake hands in Oslo, March 2, 2019.", Caption),
        ] {
            assert_eq!(kind(line), Some(expected), "{line}");
        }
    }

    #[test]
    fn sentences_of_a_story_are_none() {
        for line in [
            "By Friday the two sides had agreed on a text.",
            "The minister shared photographs of the meeting with reporters.",
            "Follow-up talks were held in Oslo on 3 May 2022.",
            "Read aloud in parliament, the letter caused an uproar.",
            "The ministry said cookies were served to the delegates.",
            "Syria",
            "By continuing to arm the rebels the minister broke the accord, the envoy said.",
            "Reported by the ministry late on Sunday, the attack left no one hurt.",
            "Sign up to the accord or leave the bank, the envoy told them.",
            "Also read out was a letter of the president.",
            "Ministers of both countries discussed a reform of copyright law.",
            "“We will not sign,” he said.",
        ] {
            assert_eq!(kind(line), None, "{line}");
        }
    }

    #[test]
    fn headlines_bullets_and_captions_stay_readable() {
        let text = "Island states sign fishing accord\nUpdated 3 May 2022\nIsland states sign fishing accord\n\
                    • Accord ends a dispute of nine years\n• Patrols to be joint from June\n\
                    The two island states signed an accord on fishing on Tuesday after nine years of dispute over the bank.\n\
                    • Joint patrols";
        let found = find(text, &lines::of_text(text), None);
        let kinds: Vec<_> = found.iter().map(|piece| piece.kind).collect();
        assert_eq!(kinds, [Headline, Date, Headline, Summary, Summary]);
        assert!([Headline, Summary, Caption].iter().all(|kind| kind.is_readable()));
        assert!(!Date.is_readable());
    }

    #[test]
    fn the_lines_under_related_are_related() {
        let text = "The two island states signed an accord on fishing on Tuesday after nine years of dispute.\n\
                    Related stories\nFerry line to open in June\nPort strike enters second week";
        let found = find(text, &lines::of_text(text), None);
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|piece| piece.kind == FurnitureKind::Related));
    }

    #[test]
    fn a_credit_may_end_a_paragraph() {
        let text = "The union accepted the offer of the harbour board on Friday. (Reporting by Maria Novak; Editing by Ivo Petrov)\n\
                    The dock workers of Port Esk had asked for more (they were refused) but were content with what they got.";
        let found = find(text, &lines::of_text(text), None);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].kind, Byline);
        assert!(found[0].span.of(text).starts_with("(Reporting") && found[0].span.of(text).ends_with("Petrov)"));
    }

    #[test]
    fn the_date_is_read_from_date_lines_only() {
        let text =
            "Updated 3 May 2022\nThe accord of 5 June 2021 was signed in the capital by both of the foreign ministers.";
        let found = find(text, &lines::of_text(text), None);
        let dates = dates_in(text, &found, Span::new(0, text.len()));
        assert_eq!(dates.len(), 1);
        assert_eq!((dates[0].date.to_string().as_str(), dates[0].updated), ("2022-05-03", true));
    }
}
