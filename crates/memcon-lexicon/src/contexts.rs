//! Cues of contexts (`lexicon/contexts.txt`): words, events and parties that tell what an event is about.
//!
//! The file's own header explains its lines. Cues are indexed by their first word, so that a sentence is looked
//! through once for all contexts.

use std::collections::HashMap;

use crate::frames::FrameError;
use crate::lines::add_lines;
use crate::plover::{Category, Context, Mode};
use crate::sector::Sector;

/// What a cue's words count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// One is enough: two points.
    Strong,
    /// Two different ones are needed: one point.
    Weak,
    /// The words are no cue of the context, nor is any of them.
    Not,
}

/// The part of speech that a cue of one word must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordKind {
    /// Common or proper noun.
    Noun,
    /// Verb.
    Verb,
    /// Adjective, participles included.
    Adjective,
    /// Any.
    Any,
}

/// Words that speak for a context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextCue {
    /// The context.
    pub context: Context,
    /// What the words count.
    pub weight: Weight,
    /// Part of speech, asked where the cue is one word.
    pub kind: WordKind,
    /// The words, folded by [`spelling`].
    pub words: Vec<String>,
}

/// The cues of all contexts, and what implies a context without any words.
#[derive(Clone, Debug, Default)]
pub struct Contexts {
    by_first_word: HashMap<String, Vec<ContextCue>>,
    events: Vec<(Context, Category, Option<Mode>)>,
    actors: Vec<(Context, Sector)>,
    parties: Vec<(Context, Sector)>,
    states: Vec<(Context, Category)>,
}

impl Contexts {
    /// Adds the lines of a file; a later line overrides an earlier one.
    ///
    /// # Errors
    /// Every mistake of the file; the sound lines are added all the same.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), Vec<FrameError>> {
        let mut context = None;
        add_lines(file, text, |line| match line.strip_prefix('@') {
            Some(name) => name.trim().parse().map(|found| context = Some(found)).map_err(|e| format!("{e}")),
            None => match context {
                Some(context) => self.add_line(context, line),
                None => Err("a line before the first `@ CONTEXT`".to_owned()),
            },
        })
    }

    fn add_line(&mut self, context: Context, line: &str) -> Result<(), String> {
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        match word {
            "strong" => self.add_cues(context, Some(Weight::Strong), rest),
            "weak" => self.add_cues(context, Some(Weight::Weak), rest),
            "drop" => self.add_cues(context, None, rest),
            "not" => {
                for cue in items(rest) {
                    self.set(ContextCue { context, weight: Weight::Not, kind: WordKind::Any, words: words(cue) });
                }
                Ok(())
            }
            "event" => items(rest).try_for_each(|item| {
                let (category, mode) = item.split_once('/').map_or((item, None), |(c, m)| (c, Some(m)));
                let category: Category = category.parse().map_err(|e| format!("{e}"))?;
                let mode = mode.map(str::parse::<Mode>).transpose().map_err(|e| format!("{e}"))?;
                if let Some(mode) = mode.filter(|mode| !category.modes().contains(mode)) {
                    return Err(format!("{category} has no mode {mode}"));
                }
                self.events.push((context, category, mode));
                Ok(())
            }),
            "actor" => add_named(context, rest, &mut self.actors),
            "party" => add_named(context, rest, &mut self.parties),
            "states" => add_named(context, rest, &mut self.states),
            other => Err(format!(
                "{other:?} opens no line; lines open with @, strong, weak, drop, not, event, actor, party or states"
            )),
        }
    }

    fn add_cues(&mut self, context: Context, weight: Option<Weight>, rest: &str) -> Result<(), String> {
        let (kind, cues) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let kind = match kind {
            "noun" => WordKind::Noun,
            "verb" => WordKind::Verb,
            "adj" => WordKind::Adjective,
            "any" => WordKind::Any,
            other => return Err(format!("{other:?} is no kind; the kinds are noun, verb, adj, any")),
        };
        for cue in items(cues) {
            let words = words(cue);
            match weight {
                Some(weight) => self.set(ContextCue { context, weight, kind, words }),
                None => self.drop_cue(context, kind, &words),
            }
        }
        Ok(())
    }

    /// Adds a cue, in place of the same cue of before.
    fn set(&mut self, cue: ContextCue) {
        let Some(first) = cue.words.first().cloned() else { return };
        self.drop_cue(cue.context, cue.kind, &cue.words);
        self.by_first_word.entry(first).or_default().push(cue);
    }

    fn drop_cue(&mut self, context: Context, kind: WordKind, words: &[String]) {
        if let Some(cues) = words.first().and_then(|first| self.by_first_word.get_mut(first)) {
            cues.retain(|c| c.context != context || c.kind != kind || c.words != words);
        }
    }

    /// The cues that open with a word, as [`spelling`] folds it.
    pub fn opening_with(&self, word: &str) -> &[ContextCue] {
        self.by_first_word.get(word).map(Vec::as_slice).unwrap_or_default()
    }

    /// The contexts that an event implies by its category and modes.
    pub fn of_event(&self, category: Category, modes: &[Mode]) -> impl Iterator<Item = Context> {
        let fits = move |(_, c, mode): &&(Context, Category, Option<Mode>)| {
            *c == category && mode.is_none_or(|mode| modes.contains(&mode))
        };
        self.events.iter().filter(fits).map(|(context, ..)| *context)
    }

    /// The contexts for which a sector speaks weakly, as actor or, with `is_actor` false, as recipient.
    pub fn of_sector(&self, sector: Sector, is_actor: bool) -> impl Iterator<Item = Context> {
        let actors = if is_actor { self.actors.as_slice() } else { &[] };
        self.parties.iter().chain(actors).filter(move |(_, own)| *own == sector).map(|(context, _)| *context)
    }

    /// The contexts that a category implies between two states.
    pub fn between_states(&self, category: Category) -> impl Iterator<Item = Context> {
        self.states.iter().filter(move |(_, own)| *own == category).map(|(context, _)| *context)
    }

    /// All cues, in no order.
    pub fn cues(&self) -> impl Iterator<Item = &ContextCue> {
        self.by_first_word.values().flatten()
    }
}

fn add_named<T>(context: Context, rest: &str, list: &mut Vec<(Context, T)>) -> Result<(), String>
where
    T: std::str::FromStr + PartialEq,
    T::Err: std::fmt::Display,
{
    for item in items(rest) {
        let entry = (context, item.parse().map_err(|e| format!("{e}"))?);
        if !list.contains(&entry) {
            list.push(entry);
        }
    }
    Ok(())
}

fn items(list: &str) -> impl Iterator<Item = &str> {
    list.split(';').map(str::trim).filter(|item| !item.is_empty())
}

/// The words of a cue as a reader parts them: hyphens are blanks, a possessive stands by itself.
fn words(cue: &str) -> Vec<String> {
    let parted = cue.replace('-', " ").replace('’', "'").replace("'s ", " 's ").replace("s' ", "s ' ");
    parted.split_whitespace().map(spelling).collect()
}

/// Folds a word to lower case and American and British spellings to one: -ize and -ise, -or and -our, -se and -ce.
/// Other words change too; both sides are folded alike.
pub fn spelling(word: &str) -> String {
    let lower = word.to_lowercase().replace('’', "'");
    let folded = lower.replace("iz", "is").replace("yz", "ys").replace("ense", "ence");
    if folded.len() > 5 { folded.replace("our", "or") } else { folded }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_cues() {
        let mut all = Contexts::default();
        all.add("c.txt", "@ legal\nstrong noun high court; judge\nnot tennis court\nparty JUD\nevent SANCTION/convict")
            .expect("sound");
        assert_eq!(all.opening_with("high")[0].words, ["high", "court"]);
        assert_eq!(all.opening_with("tennis")[0].weight, Weight::Not);
        assert_eq!(all.of_event(Category::Sanction, &[Mode::Convict]).collect::<Vec<_>>(), [Context::Legal]);
        assert_eq!(all.of_event(Category::Sanction, &[]).count(), 0);
        assert_eq!(all.of_sector(Sector::Judiciary, false).count(), 1);
        all.add("mine.txt", "@ legal\nweak noun judge\ndrop noun high court").expect("sound");
        assert_eq!(all.opening_with("judge").iter().map(|c| c.weight).collect::<Vec<_>>(), [Weight::Weak]);
        assert!(all.opening_with("high").is_empty());
    }

    #[test]
    fn mistakes_name_their_line() {
        let text = "strong noun x\n@ weather\n@ legal\nstrong thing y\nevent SANCTION/visit\nodd noun z\nparty QQQ";
        let errors = Contexts::default().add("c.txt", text).unwrap_err();
        assert_eq!(errors.iter().map(|e| e.line).collect::<Vec<_>>(), [1, 2, 4, 5, 6, 7]);
    }

    #[test]
    fn spellings_are_one() {
        for (a, b) in [("Demobilize", "demobilise"), ("labor", "labour"), ("defense", "defence")] {
            assert_eq!(spelling(a), spelling(b));
        }
        assert_eq!(words("women's-right group"), ["women", "'s", "right", "group"]);
    }
}
