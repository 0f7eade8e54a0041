//! Numbers that a sentence states: in figures and words, with multipliers, bounds and ranges.
//!
//! "53.7 million", "at least 13", "a dozen", "200 to 300", "hundreds of". What such a number measures is for
//! [`super::figures`] and [`super::size`] to say. Ordinals, years as such, ages and numbers that are names
//! ("Resolution 2254", "Flight 370") are no quantities.

use crate::reading::{Sentence, Upos, Xpos};
use crate::when::cardinal;

/// How exactly a number is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Qualifier {
    /// "about 40", "some 200", "nearly half".
    About,
    /// "at least 13", "more than 200".
    AtLeast,
    /// "up to 50", "fewer than ten".
    AtMost,
    /// "dozens", "hundreds of": the value is the least that the word can mean.
    Vague,
}

impl Qualifier {
    /// `about`, `at-least`, `at-most` or `vague`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::About => "about",
            Self::AtLeast => "at-least",
            Self::AtMost => "at-most",
            Self::Vague => "vague",
        }
    }
}

/// A number with the words that state it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantity {
    /// The number, or the lower end of a range.
    pub value: f64,
    /// The upper end of a range.
    pub upper: Option<f64>,
    /// How exactly it is meant; `None` where it is simply stated.
    pub qualifier: Option<Qualifier>,
    /// The first of its words, qualifier included.
    pub first: usize,
    /// The first word of the number itself.
    pub number: usize,
    /// The last of its words, multipliers included.
    pub last: usize,
}

const MULTIPLIERS: [(&str, f64); 20] = [
    ("hundred", 1e2),
    ("thousand", 1e3),
    ("million", 1e6),
    ("billion", 1e9),
    ("trillion", 1e12),
    ("dozen", 12.0),
    ("score", 20.0),
    ("lakh", 1e5),
    ("lakhs", 1e5),
    ("crore", 1e7),
    ("crores", 1e7),
    ("k", 1e3),
    ("m", 1e6),
    ("mn", 1e6),
    ("mln", 1e6),
    ("mil", 1e6),
    ("bn", 1e9),
    ("bln", 1e9),
    ("tn", 1e12),
    ("trn", 1e12),
];

/// Plural multipliers by themselves, with the least that they can mean: two of them.
const VAGUE: [(&str, f64); 7] = [
    ("dozens", 24.0),
    ("scores", 40.0),
    ("hundreds", 200.0),
    ("thousands", 2e3),
    ("millions", 2e6),
    ("billions", 2e9),
    ("tens", 20.0),
];

/// Words before a number that qualify it, the longer first.
const QUALIFIERS: [(&[&str], Qualifier); 34] = [
    (&["no", "fewer", "than"], Qualifier::AtLeast),
    (&["no", "less", "than"], Qualifier::AtLeast),
    (&["not", "less", "than"], Qualifier::AtLeast),
    (&["no", "more", "than"], Qualifier::AtMost),
    (&["not", "more", "than"], Qualifier::AtMost),
    (&["as", "many", "as"], Qualifier::AtMost),
    (&["as", "much", "as"], Qualifier::AtMost),
    (&["at", "least"], Qualifier::AtLeast),
    (&["at", "most"], Qualifier::AtMost),
    (&["more", "than"], Qualifier::AtLeast),
    (&["greater", "than"], Qualifier::AtLeast),
    (&["upwards", "of"], Qualifier::AtLeast),
    (&["in", "excess", "of"], Qualifier::AtLeast),
    (&["less", "than"], Qualifier::AtMost),
    (&["fewer", "than"], Qualifier::AtMost),
    (&["up", "to"], Qualifier::AtMost),
    (&["close", "to"], Qualifier::About),
    (&["a", "minimum", "of"], Qualifier::AtLeast),
    (&["a", "maximum", "of"], Qualifier::AtMost),
    (&["over"], Qualifier::AtLeast),
    (&["above"], Qualifier::AtLeast),
    (&["exceeding"], Qualifier::AtLeast),
    (&["under"], Qualifier::AtMost),
    (&["below"], Qualifier::AtMost),
    (&["about"], Qualifier::About),
    (&["around"], Qualifier::About),
    (&["approximately"], Qualifier::About),
    (&["roughly"], Qualifier::About),
    (&["nearly"], Qualifier::About),
    (&["almost"], Qualifier::About),
    (&["some"], Qualifier::About),
    (&["an", "estimated"], Qualifier::About),
    (&["estimated"], Qualifier::About),
    (&["circa"], Qualifier::About),
];

/// Signs and words of money that may stand between a qualifier and its number.
const MONEY_BEFORE: [&str; 19] =
    ["$", "€", "£", "¥", "₹", "₽", "₩", "₦", "₺", "us$", "a$", "c$", "hk$", "s$", "rs", "rs.", "usd", "eur", "re"];

/// The quantities of a sentence in text order.
pub fn quantities(sentence: &Sentence) -> Vec<Quantity> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < sentence.words.len() {
        match quantity(sentence, at) {
            Some(quantity) => {
                at = quantity.last + 1;
                found.push(quantity);
            }
            None => at += 1,
        }
    }
    found
}

/// The quantity whose number begins at a word.
pub fn quantity(sentence: &Sentence, at: usize) -> Option<Quantity> {
    let (value, last) = number(sentence, at).or_else(|| vague(sentence, at))?;
    if is_name_or_age(sentence, at, last) {
        return None;
    }
    let is_vague = number(sentence, at).is_none();
    let (upper, last) = if is_vague { (None, last) } else { range(sentence, value, last) };
    let (first, qualifier) = qualifier(sentence, at);
    let value = match upper {
        // "2 to 3 million": the multiplier is for both.
        Some(upper) if value < upper && upper >= 1e5 && value < 1e3 => value * multiplier_at(sentence, last),
        _ => value,
    };
    let qualifier = if is_vague { Some(Qualifier::Vague) } else { qualifier };
    Some(Quantity { value, upper, qualifier, first, number: at, last })
}

fn multiplier_at(sentence: &Sentence, at: usize) -> f64 {
    multiplier(&form(sentence, at)).unwrap_or(1.0)
}

/// A number from a word on, with its last word: "53.7 million", "two hundred and fifty", "a dozen", "half a million".
fn number(sentence: &Sentence, at: usize) -> Option<(f64, usize)> {
    let first = form(sentence, at);
    if matches!(first.as_str(), "a" | "an") {
        // "a hundred", "a dozen", "a million": not "a few hundred".
        let value = multiplier(&form(sentence, at + 1)).filter(|_| first == "a" && form(sentence, at + 1).len() > 3)?;
        return Some(multiplied(sentence, value, at + 1));
    }
    if first == "half" {
        let next = if form(sentence, at + 1) == "a" { at + 2 } else { at + 1 };
        let value = multiplier(&form(sentence, next)).filter(|_| form(sentence, next).len() > 3)?;
        return Some((value / 2.0, next));
    }
    if is_ordinal(sentence, at) {
        return None;
    }
    let value = plain(&first)?;
    Some(multiplied(sentence, value, at))
}

/// Goes on from a plain number: further words of it, and multipliers.
fn multiplied(sentence: &Sentence, value: f64, at: usize) -> (f64, usize) {
    let (mut total, mut part, mut last) = (0.0, value, at);
    for _ in 0..12 {
        let next = form(sentence, last + 1);
        let adjoins = sentence.words.get(last + 1).is_some();
        if !adjoins {
            break;
        }
        if let Some(factor) = multiplier(&next) {
            // "m" and "k" multiply figures that they adjoin, not words: "five m" is no number.
            let glued = sentence.words[last].span.end == sentence.words[last + 1].span.start;
            if next.len() <= 3 && !(glued || next.len() > 1) {
                break;
            }
            part *= factor;
            last += 1;
            if factor >= 1e3 {
                total += part;
                part = 0.0;
            }
            continue;
        }
        let is_word = |at: usize| sentence.words.get(at).is_some_and(|w| w.form.chars().all(char::is_alphabetic));
        let (skip, word) = if next == "and" || next == "-" { (2, form(sentence, last + 2)) } else { (1, next) };
        let follows = is_word(last) && is_word(last + skip) && (skip == 1 || total + part >= 20.0);
        match plain(&word).filter(|own| follows && *own < 100.0 && fits_after(total + part, part, *own)) {
            Some(own) => {
                part += own;
                last += skip;
            }
            None => break,
        }
    }
    // 16.6 million is 16,600,000, whatever binary fractions make of it.
    (((total + part) * 1e4).round() / 1e4, last)
}

/// "twenty" + "five", "two hundred" + "fifty".
fn fits_after(whole: f64, part: f64, own: f64) -> bool {
    let tens = (20.0..100.0).contains(&part) && part % 10.0 == 0.0 && own < 10.0;
    tens || whole >= 100.0 && part % 100.0 == 0.0
}

/// "dozens", "tens of thousands": the least that they can mean, and the last word.
fn vague(sentence: &Sentence, at: usize) -> Option<(f64, usize)> {
    let first = form(sentence, at);
    let (_, value) = VAGUE.iter().find(|(word, _)| *word == first)?;
    if form(sentence, at + 1) == "of"
        && let Some((_, of)) = VAGUE.iter().find(|(word, _)| *word == form(sentence, at + 2))
        && value < of
    {
        // "tens of thousands": two tens of a thousand.
        return Some((value * of / 2.0, at + 2));
    }
    (first != "tens").then_some((*value, at))
}

/// "200 **to 300**", "200**-300**".
fn range(sentence: &Sentence, value: f64, last: usize) -> (Option<f64>, usize) {
    let link = form(sentence, last + 1);
    if !matches!(link.as_str(), "to" | "-" | "–" | "—" | "and" | "or") {
        return (None, last);
    }
    let skip = usize::from(MONEY_BEFORE.contains(&form(sentence, last + 2).as_str()));
    let is_between = || (0..3).any(|back| last.checked_sub(back + 1).is_some_and(|i| form(sentence, i) == "between"));
    match number(sentence, last + 2 + skip) {
        Some((upper, end)) if upper > value && (link != "and" || is_between()) => (Some(upper), end),
        _ => (None, last),
    }
}

fn qualifier(sentence: &Sentence, at: usize) -> (usize, Option<Qualifier>) {
    let mut before = at;
    if before > 0 && MONEY_BEFORE.contains(&form(sentence, before - 1).as_str()) {
        before -= 1;
    }
    for (words, qualifier) in QUALIFIERS {
        let Some(first) = before.checked_sub(words.len()) else { continue };
        if words.iter().enumerate().all(|(i, word)| form(sentence, first + i) == *word) {
            return (first, Some(qualifier));
        }
    }
    (before, None)
}

/// "Resolution **2254**", "Article **5**", "a **34**-year-old", "aged **34**", "the **1990**s".
fn is_name_or_age(sentence: &Sentence, at: usize, last: usize) -> bool {
    const AGES: [&str; 5] = ["year-old", "years-old", "year", "old", "years"];
    let word = &sentence.words[at];
    let next = |i: usize| form(sentence, last + i);
    let hyphen = usize::from(next(1) == "-");
    let is_age = AGES.contains(&next(1 + hyphen).as_str()) && (next(2 + hyphen) == "old" || next(2 + hyphen) == "-");
    let before = at.checked_sub(1).map(|i| (&sentence.words[i], form(sentence, i)));
    let aged = before
        .as_ref()
        .is_some_and(|(_, form)| matches!(form.as_str(), "aged" | "age" | "no" | "no." | "number" | "#"));
    let after_name = before.as_ref().is_some_and(|(before, form)| {
        let names = word.head == Some(at - 1) && word.deprel.base() != "conj" || before.upos == Upos::Propn;
        let is_figures = word.form.chars().all(|c| c.is_ascii_digit());
        names
            && is_figures
            && before.form.chars().any(char::is_alphabetic)
            && !MONEY_BEFORE.contains(&form.as_str())
            && matches!(before.upos, Upos::Noun | Upos::Propn)
    });
    let between_commas = before.as_ref().is_some_and(|(_, form)| form == ",")
        && next(1) == ","
        && at >= 2
        && sentence.words[at - 2].upos == Upos::Propn;
    is_age || aged || after_name || between_commas
}

fn is_ordinal(sentence: &Sentence, at: usize) -> bool {
    sentence.words.get(at).is_some_and(|word| {
        word.upos == Upos::Adj && word.xpos == Xpos::Jj || word.upos == Upos::Propn || word.upos == Upos::Pron
    })
}

fn multiplier(form: &str) -> Option<f64> {
    MULTIPLIERS.iter().find(|(word, _)| *word == form).map(|(_, value)| *value)
}

/// A number in figures or in one word.
fn plain(form: &str) -> Option<f64> {
    if let Some(value) = cardinal(form) {
        return Some(value as f64);
    }
    if let Some((tens, unit)) = form.split_once('-') {
        let (tens, unit) = (plain(tens)?, plain(unit)?);
        return ((20.0..100.0).contains(&tens) && unit < 10.0 && form.chars().all(|c| c.is_alphabetic() || c == '-'))
            .then_some(tens + unit);
    }
    let figures = form.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.');
    let whole = form.split('.').next().unwrap_or_default();
    // "1,200" and "5,00,000" are figures, "1,2" is none.
    let grouped = whole.split(',').skip(1).all(|group| group.len() == 2 || group.len() == 3)
        && (!whole.contains(',') || whole.rsplit(',').next().is_some_and(|group| group.len() == 3));
    let is_number = figures && grouped && form.starts_with(|c: char| c.is_ascii_digit()) && !form.ends_with(['.', ',']);
    is_number.then(|| form.replace(',', "").parse().ok()).flatten()
}

/// The lower-cased form of a word; empty beyond the sentence.
fn form(sentence: &Sentence, at: usize) -> String {
    sentence.words.get(at).map(|word| word.form.to_lowercase()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Reading;

    /// A flat reading of words, tagged `word/UPOS`, NOUN where nothing is said.
    fn sentence(words: &str) -> Sentence {
        let line = |(i, word): (usize, &str)| {
            let (form, upos) = word.split_once('/').unwrap_or((word, "NOUN"));
            let (head, relation) = if i == 0 { (0, "root") } else { (1, "dep") };
            format!("{} {form} {form} {upos} NN _ {head} {relation} _ _", i + 1)
        };
        let conllu = words.split(' ').enumerate().map(line).collect::<Vec<_>>().join("\n");
        let (_, mut reading) = Reading::from_conllu(&conllu).expect("well formed");
        reading.sentences.remove(0)
    }

    fn read(words: &str) -> Vec<(f64, Option<f64>, Option<Qualifier>)> {
        quantities(&sentence(words)).iter().map(|q| (q.value, q.upper, q.qualifier)).collect()
    }

    #[test]
    fn figures_words_and_multipliers() {
        for (text, value) in [
            ("paid/VERB 53.7/NUM million/NUM", 53.7e6),
            ("paid/VERB 1,200/NUM", 1200.0),
            ("paid/VERB 5/NUM crore/NUM", 5e7),
            ("saw/VERB two/NUM hundred/NUM and fifty/NUM people", 250.0),
            ("saw/VERB twenty/NUM five/NUM people", 25.0),
            ("saw/VERB forty-two/NUM people", 42.0),
            ("saw/VERB a/DET dozen/NUM people", 12.0),
            ("lost/VERB half/DET a/DET million/NUM", 5e5),
        ] {
            let found = read(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!((found[0].0 - value).abs() < 1e-6 * value, "{text}: {found:?}");
        }
    }

    #[test]
    fn bounds_ranges_and_vague_words() {
        assert_eq!(read("killed/VERB at/ADP least/ADJ 13/NUM rebels"), [(13.0, None, Some(Qualifier::AtLeast))]);
        assert_eq!(read("hurt/VERB up/ADP to/ADP 40/NUM"), [(40.0, None, Some(Qualifier::AtMost))]);
        assert_eq!(read("freed/VERB 200/NUM to/ADP 300/NUM men"), [(200.0, Some(300.0), None)]);
        assert_eq!(read("sold/VERB 2/NUM to/ADP 3/NUM million/NUM"), [(2e6, Some(3e6), None)]);
        assert_eq!(read("saw/VERB dozens of/ADP men"), [(24.0, None, Some(Qualifier::Vague))]);
        assert_eq!(read("saw/VERB tens of/ADP thousands of/ADP men"), [(2e4, None, Some(Qualifier::Vague))]);
    }

    #[test]
    fn names_ages_and_odd_figures_are_none() {
        for text in [
            "Article/PROPN 5/NUM",
            "a/DET 34/NUM -/PUNCT year -/PUNCT old",
            "aged/ADJ 34/NUM",
            "score 1,2/NUM",
            "1.2.3/NUM",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }
}
