//! Scores who is who against the coreference of GUM: the `CoNLL` score of named and pronominal mentions of people,
//! organisations and places, and how many pronouns are linked to the right entity.
//!
//! Tokens and sentences are the treebank's; the tree, the names and the links are Memcon's. Mentions are matched by
//! their heads. First and second person are left out (the treebank knows its speakers, a story's reader does not),
//! and so are singletons, as in the `CoNLL` 2012 shared task.

mod clusters;
mod gold;

use memcon::Span;
use memcon::lexicon::Lexicon;
use memcon::reading::{Reader, Reading, conllu};
use memcon::who::{Entities, Knowledge, Resolver};

use clusters::{Clusters, Scores};
use gold::GoldMention;

/// Genres of GUM that are like what Memcon reads.
const GENRES: [&str; 4] = ["news", "interview", "speech", "bio"];

/// A mention of the system: index of its head in the document, entity, whether a pronoun, whether it counts.
struct Found {
    head: usize,
    entity: usize,
    pronoun: bool,
    counts: bool,
}

/// Right and all.
#[derive(Clone, Copy, Default)]
struct Share {
    right: usize,
    all: usize,
}

impl Share {
    fn share(self) -> f64 {
        self.right as f64 / (self.all as f64).max(1.0)
    }
}

/// Runs the command on CoNLL-U files; with `show`, lists the pronouns that are linked wrongly.
pub fn run(files: &[&str], show: bool) -> Result<(), String> {
    let reader = Reader::new().map_err(|e| e.to_string())?;
    let lexicon = Lexicon::shipped().map_err(|e| e.to_string())?;
    let (mut scores, mut pronouns, mut documents) = (Scores::default(), Share::default(), 0);
    for file in files {
        let treebank = std::fs::read_to_string(file).map_err(|e| format!("{file}: {e}"))?;
        for (id, block) in conllu::documents(&treebank) {
            if !id.split('_').nth(1).is_some_and(|genre| GENRES.contains(&genre)) {
                continue;
            }
            let gold = gold::mentions(block);
            let (text, reading) = read(&reader, block)?;
            let found = found(&lexicon.knowledge, &text, &reading);
            let own = pronoun_share(id, &gold, &found, show.then_some((&text, &reading)));
            let document = Scores::of(&gold_clusters(&gold), &system_clusters(&gold, &found));
            println!("{id:32} {}  pronouns {}/{}", document.report(), own.right, own.all);
            pronouns.right += own.right;
            pronouns.all += own.all;
            scores.add(&document);
            documents += 1;
        }
    }
    println!(
        "documents {documents}  {}\npronouns linked to the right entity {:.3} ({} of {})",
        scores.report(),
        pronouns.share(),
        pronouns.right,
        pronouns.all
    );
    Ok(())
}

/// A document of a treebank read on its own tokens.
fn read(reader: &Reader, block: &str) -> Result<(String, Reading), String> {
    let (text, gold) = Reading::from_conllu(block)?;
    let mut reading = Reading::default();
    for sentence in &gold.sentences {
        let spans: Vec<Span> = sentence.words.iter().map(|w| w.span).collect();
        let read = reader.sentence(&text, &spans).map_err(|e| e.to_string())?;
        reading.sentences.push(read.unwrap_or_else(|| sentence.clone()));
    }
    Ok((text, reading))
}

fn found(knowledge: &Knowledge, text: &str, reading: &Reading) -> Vec<Found> {
    let entities = Entities::read(Resolver::new(knowledge), text, reading, None, None);
    let mut starts = Vec::new();
    let mut words = 0;
    for sentence in &reading.sentences {
        starts.push(words);
        words += sentence.words.len();
    }
    // Several entities of one mention ("they") are an entity of their own.
    let mut sets: Vec<Vec<usize>> = Vec::new();
    let mut found: Vec<Found> = Vec::new();
    for mention in entities.mentions() {
        if mention.entities.is_empty() {
            continue;
        }
        let entity = sets.iter().position(|set| set == mention.entities).unwrap_or_else(|| {
            sets.push(mention.entities.to_vec());
            sets.len() - 1
        });
        let word = &reading.sentences[mention.sentence].words[mention.head];
        let pronoun = gold::is_pronoun(&word.form);
        let counts = mention.is_somebody && (pronoun || mention.is_named);
        found.push(Found { head: starts[mention.sentence] + mention.head, entity, pronoun, counts });
    }
    found.sort_by_key(|f| f.head);
    found
}

fn gold_clusters(gold: &[GoldMention]) -> Clusters {
    Clusters::of(gold.iter().filter(|m| m.counts()).map(|m| (m.head, m.entity.clone())))
}

/// The system's clusters, its heads put where the gold's are for the same mention.
fn system_clusters(gold: &[GoldMention], found: &[Found]) -> Clusters {
    let measured: Vec<&GoldMention> = gold.iter().filter(|m| m.counts()).collect();
    let place = |head: usize| {
        let own = measured.iter().find(|m| m.head == head);
        own.or_else(|| measured.iter().find(|m| m.core.contains(&head))).map_or(head, |m| m.head)
    };
    Clusters::of(found.iter().filter(|f| f.counts).map(|f| (place(f.head), f.entity.to_string())))
}

/// Of the third-person pronouns whose entity is described or named somewhere: how many are linked to a mention of it.
fn pronoun_share(id: &str, gold: &[GoldMention], found: &[Found], show: Option<(&String, &Reading)>) -> Share {
    let mut share = Share::default();
    for pronoun in gold.iter().filter(|m| m.is_somebody() && m.pronoun) {
        let antecedents: Vec<&str> =
            pronoun.split.iter().map(String::as_str).chain([pronoun.entity.as_str()]).collect();
        let mentioned = gold.iter().any(|m| !m.pronoun && antecedents.contains(&m.entity.as_str()));
        if !mentioned {
            continue;
        }
        let own = found.iter().find(|f| f.head == pronoun.head);
        let linked = own.and_then(|own| nearest(own, gold, found));
        let right = linked.is_some_and(|m| antecedents.contains(&m.entity.as_str()));
        share.all += 1;
        share.right += usize::from(right);
        if let (false, Some((text, reading))) = (right, show) {
            print_wrong(id, pronoun, linked, text, reading);
        }
    }
    share
}

/// The gold mention nearest to a pronoun that the system takes for the same entity and that is no pronoun: before it,
/// else behind.
fn nearest<'g>(own: &Found, gold: &'g [GoldMention], found: &[Found]) -> Option<&'g GoldMention> {
    let same = |f: &&Found| f.entity == own.entity && !f.pronoun;
    let known = |f: &Found| {
        let exact = gold.iter().find(|m| m.head == f.head && !m.pronoun);
        exact.or_else(|| gold.iter().find(|m| !m.pronoun && m.core.contains(&f.head)))
    };
    let before = found.iter().filter(|f| f.head < own.head).filter(same).rev().find_map(known);
    before.or_else(|| found.iter().filter(|f| f.head > own.head).filter(same).find_map(known))
}

fn print_wrong(id: &str, pronoun: &GoldMention, linked: Option<&GoldMention>, text: &str, reading: &Reading) {
    let mut at = pronoun.head;
    for (s, sentence) in reading.sentences.iter().enumerate() {
        if at < sentence.words.len() {
            let before = s.checked_sub(1).map_or("", |s| reading.sentences[s].span.of(text));
            let (form, entity) = (&sentence.words[at].form, &pronoun.entity);
            let linked = linked.map_or("nobody".to_owned(), |m| format!("{} ({})", m.text, m.entity));
            println!(
                "  {id} {form}@{at} is {entity}, linked to {linked}\n    {before}\n    {}",
                sentence.span.of(text)
            );
            return;
        }
        at -= sentence.words.len();
    }
}
