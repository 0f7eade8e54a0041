//! Lemmas from a table: exceptions by form and Penn tag, else the rule of the longest known suffix.
//!
//! `training/memcon_training/lemma_table.py` learns the table from the treebanks' training parts. An edit
//! `k|suffix` cuts k characters off the lower-cased form and appends the suffix.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use super::{Upos, Xpos};

/// The longest suffix, in characters, that a rule may have.
const LONGEST_SUFFIX: usize = 5;

/// A suffix rule's edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Edit {
    cut: usize,
    suffix: &'static str,
}

/// The table.
pub struct Lemmas {
    rules: HashMap<(&'static str, Xpos), Edit, FxBuildHasher>,
    exceptions: HashMap<(&'static str, Xpos), &'static str, FxBuildHasher>,
}

impl Lemmas {
    /// Reads a table: `-suffix TAB tag TAB edit` is a rule, `form TAB tag TAB lemma` an exception.
    ///
    /// # Errors
    /// Names the line that is not understood.
    pub fn parse(table: &'static str) -> Result<Self, String> {
        let mut lemmas = Self { rules: HashMap::default(), exceptions: HashMap::default() };
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let problem = || format!("lemma table: {line:?} is no rule or exception");
            let mut columns = line.split('\t');
            let (Some(form), Some(tag), Some(value)) = (columns.next(), columns.next(), columns.next()) else {
                return Err(problem());
            };
            let tag: Xpos = tag.parse().map_err(|e| format!("lemma table: {e}"))?;
            match form.strip_prefix('-') {
                Some(ending) => {
                    let (cut, suffix) = value.split_once('|').ok_or_else(problem)?;
                    let cut = cut.parse().map_err(|_| problem())?;
                    lemmas.rules.insert((ending, tag), Edit { cut, suffix });
                }
                None => {
                    lemmas.exceptions.insert((form, tag), value);
                }
            }
        }
        Ok(lemmas)
    }

    /// The lemma of a word. Lower case, but proper nouns, and adjectives that are capitalised within a
    /// sentence ("Kenyan"), keep the capitals of their form.
    pub fn lemma(&self, form: &str, upos: Upos, xpos: Xpos, opens_sentence: bool) -> String {
        let lower = form.to_lowercase();
        if matches!(form, "I" | "i" | "me" | "Me" | "my" | "My") && matches!(xpos, Xpos::Prp | Xpos::PrpPoss) {
            return if lower == "my" { "my".to_owned() } else { "I".to_owned() };
        }
        let is_capitalised = form.chars().next().is_some_and(char::is_uppercase);
        let keeps_case =
            upos == Upos::Propn || upos == Upos::Adj && !opens_sentence && is_capitalised && !is_all_capitals(form);
        let lemma = self.lower(&lower, xpos);
        if keeps_case { with_case_of(form, &lemma) } else { lemma }
    }

    fn lower(&self, form: &str, xpos: Xpos) -> String {
        if let Some(lemma) = self.exceptions.get(&(form, xpos)) {
            return (*lemma).to_owned();
        }
        let starts: Vec<usize> = form.char_indices().map(|(at, _)| at).chain([form.len()]).collect();
        let longest = starts.len().saturating_sub(1 + LONGEST_SUFFIX);
        let rule =
            starts.get(longest..).unwrap_or_default().iter().find_map(|&at| self.rules.get(&(&form[at..], xpos)));
        let Some(rule) = rule else {
            return form.to_owned();
        };
        match starts.len().checked_sub(1 + rule.cut).and_then(|kept| starts.get(kept)) {
            Some(&kept) => format!("{}{}", &form[..kept], rule.suffix),
            None => form.to_owned(),
        }
    }
}

fn is_all_capitals(form: &str) -> bool {
    form.chars().filter(|c| c.is_alphabetic()).count() > 1 && !form.chars().any(char::is_lowercase)
}

/// Gives a lemma the capitals of its form: "EMIRATES" → "EMIRATE", "Emirates" → "Emirate".
fn with_case_of(form: &str, lemma: &str) -> String {
    let is_all_capitals =
        form.chars().filter(|c| c.is_alphabetic()).count() > 1 && !form.chars().any(char::is_lowercase);
    if is_all_capitals {
        return lemma.to_uppercase();
    }
    let mut cased = String::with_capacity(lemma.len());
    let mut from_form = form.chars();
    for c in lemma.chars() {
        match from_form.next() {
            Some(own) if own.to_lowercase().eq(std::iter::once(c)) => cased.push(own),
            _ => cased.push(c),
        }
    }
    cased
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> Lemmas {
        Lemmas::parse(memcon_model::LEMMAS).expect("shipped")
    }

    #[test]
    fn rules_and_exceptions() {
        let all = shipped();
        let lemma = |form, upos, xpos| all.lemma(form, upos, xpos, false);
        assert_eq!(lemma("talks", Upos::Noun, Xpos::Nns), "talk");
        assert_eq!(lemma("Met", Upos::Verb, Xpos::Vbd), "meet");
        assert_eq!(lemma("overthrew", Upos::Verb, Xpos::Vbd), "overthrow");
        assert_eq!(lemma("was", Upos::Aux, Xpos::Vbd), "be");
        assert_eq!(lemma("shelling", Upos::Verb, Xpos::Vbg), "shell");
        assert_eq!(lemma("envoys", Upos::Noun, Xpos::Nns), "envoy");
        assert_eq!(lemma("Emirates", Upos::Propn, Xpos::Nnps), "Emirate");
        assert_eq!(lemma("NATO", Upos::Propn, Xpos::Nnp), "NATO");
        assert_eq!(lemma("me", Upos::Pron, Xpos::Prp), "I");
    }

    #[test]
    fn proper_adjectives_keep_their_capitals() {
        let all = shipped();
        assert_eq!(all.lemma("Kenyan", Upos::Adj, Xpos::Jj, false), "Kenyan");
        assert_eq!(all.lemma("Bilateral", Upos::Adj, Xpos::Jj, true), "bilateral");
    }

    #[test]
    fn irregular_verbs_of_the_lexicon_are_in_the_table() {
        let lemmas = shipped();
        let frames = crate::Lexicon::shipped().expect("sound").frames;
        let irregular = include_str!("../../../../training/irregular.txt");
        for line in irregular.lines().filter(|line| !line.starts_with('#')) {
            let forms: Vec<&str> = line.split_whitespace().collect();
            let [base, past, participle] = forms[..] else { continue };
            let is_trigger = frames.of(base, memcon_lexicon::frames::TriggerKind::Verb).next().is_some();
            if is_trigger && past != base {
                assert_eq!(
                    lemmas.lemma(past, Upos::Verb, Xpos::Vbd, false),
                    base,
                    "run training/run's step for lemmas"
                );
                assert_eq!(lemmas.lemma(participle, Upos::Verb, Xpos::Vbn, false), base, "{participle}");
            }
        }
    }

    #[test]
    fn odd_forms_are_left_alone() {
        let all = shipped();
        for form in ["", "İ", "s", "外交", "\u{301}"] {
            for &xpos in Xpos::ALL {
                let _ = all.lemma(form, Upos::Propn, xpos, false);
            }
        }
        assert!(Lemmas::parse("form\tNN").is_err());
        assert!(Lemmas::parse("-s\tNN\tx|").is_err());
    }
}
