//! Which language a text is in.

use whatlang::{Lang, Script};

/// How much of a text is looked at, in bytes: enough to be sure, and a bound on the work.
const SAMPLE_BYTES: usize = 12_000;

/// Share of English function words from which a text is taken to be English whatever its letters look like. Running
/// English has .35 and more; other languages that share some of these words (Dutch "is", "of", "was") stay under .12.
const ENGLISH_SHARE: f64 = 0.2;

/// Words from which on Latin letters tell a language well.
const ENOUGH_WORDS: usize = 12;

/// The commonest English function words.
const ENGLISH_WORDS: &[&str] = &[
    "the", "of", "to", "and", "a", "in", "that", "for", "is", "on", "with", "was", "by", "as", "at", "from", "it",
    "has", "have", "be", "are", "said", "he", "his", "its", "an", "this", "were", "which", "will", "who", "not",
    "their", "they", "been", "after", "had", "would", "between", "also", "over", "against",
];

/// A language and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Language {
    /// ISO 639-1 code; "und" (ISO 639-2) where there is too little text to tell.
    pub code: &'static str,
    /// From 0 to 1.
    pub confidence: f64,
}

impl Language {
    /// A text too short to tell.
    pub const UNKNOWN: Self = Self { code: "und", confidence: 0.0 };

    /// The language of a text.
    pub fn of(text: &str) -> Self {
        let sample = sample(text);
        let share = english_share(sample);
        if share >= ENGLISH_SHARE {
            return Self { code: "en", confidence: (0.5 + share * 2.0).min(1.0) };
        }
        let found = whatlang::detect(sample);
        // In a short sentence names outweigh words ("Brazil met Peru").
        let is_short = sample.split_whitespace().take(ENOUGH_WORDS).count() < ENOUGH_WORDS;
        match found.filter(|found| !is_short || found.script() != Script::Latin) {
            Some(found) => Self { code: code(found.lang()), confidence: found.confidence() },
            None => Self::UNKNOWN,
        }
    }

    /// Whether it is English. A text too short to tell is not held against.
    pub fn is_english(self) -> bool {
        self.code == "en" || self == Self::UNKNOWN
    }
}

/// The beginning of a text, cut at a character.
fn sample(text: &str) -> &str {
    let end = text.floor_char_boundary(SAMPLE_BYTES);
    text.get(..end).unwrap_or_default()
}

/// The share of English function words among all words.
fn english_share(text: &str) -> f64 {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let (mut all, mut english) = (0_usize, 0_usize);
    for word in words {
        all += 1;
        english += usize::from(ENGLISH_WORDS.iter().any(|known| known.eq_ignore_ascii_case(word)));
    }
    if all == 0 { 0.0 } else { english as f64 / all as f64 }
}

/// The two-letter code of ISO 639-1, for languages that have one.
fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Afr => "af",
        Lang::Aka => "ak",
        Lang::Amh => "am",
        Lang::Ara => "ar",
        Lang::Aze => "az",
        Lang::Bel => "be",
        Lang::Ben => "bn",
        Lang::Bul => "bg",
        Lang::Cat => "ca",
        Lang::Ces => "cs",
        Lang::Cmn => "zh",
        Lang::Dan => "da",
        Lang::Deu => "de",
        Lang::Ell => "el",
        Lang::Eng => "en",
        Lang::Epo => "eo",
        Lang::Est => "et",
        Lang::Fin => "fi",
        Lang::Fra => "fr",
        Lang::Guj => "gu",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Hrv => "hr",
        Lang::Hun => "hu",
        Lang::Hye => "hy",
        Lang::Ind => "id",
        Lang::Ita => "it",
        Lang::Jav => "jv",
        Lang::Jpn => "ja",
        Lang::Kan => "kn",
        Lang::Kat => "ka",
        Lang::Khm => "km",
        Lang::Kor => "ko",
        Lang::Lat => "la",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Mal => "ml",
        Lang::Mar => "mr",
        Lang::Mkd => "mk",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Nld => "nl",
        Lang::Nob => "nb",
        Lang::Ori => "or",
        Lang::Pan => "pa",
        Lang::Pes => "fa",
        Lang::Pol => "pl",
        Lang::Por => "pt",
        Lang::Ron => "ro",
        Lang::Rus => "ru",
        Lang::Sin => "si",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Sna => "sn",
        Lang::Spa => "es",
        Lang::Srp => "sr",
        Lang::Swe => "sv",
        Lang::Tam => "ta",
        Lang::Tel => "te",
        Lang::Tgl => "tl",
        Lang::Tha => "th",
        Lang::Tuk => "tk",
        Lang::Tur => "tr",
        Lang::Ukr => "uk",
        Lang::Urd => "ur",
        Lang::Uzb => "uz",
        Lang::Vie => "vi",
        Lang::Yid => "yi",
        Lang::Zul => "zu",
        Lang::Cym => "cy",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_make_a_sentence_foreign() {
        for text in
            ["Brazil met Peru.", "Lula met Prime Minister Ana Torres.", "Chancellor Merkel met Macron in Berlin."]
        {
            assert!(Language::of(text).is_english(), "{text}: {:?}", Language::of(text));
        }
        assert!(!Language::of("Президент встретился с послом в Москве.").is_english());
    }

    #[test]
    fn english_with_foreign_names_is_english() {
        let text = "Foreign Minister Jüri Ratas met Kassym-Jomart Tokayev and Mirziyoyev in Nukus on Monday.";
        assert_eq!(Language::of(text).code, "en");
    }

    #[test]
    fn other_languages_have_their_codes() {
        let german =
            "Der Außenminister traf am Montag seinen Amtskollegen in der Hauptstadt, um über den Vertrag zu sprechen.";
        assert_eq!(Language::of(german).code, "de");
        let russian = "Министр иностранных дел встретился в понедельник со своим коллегой, чтобы обсудить договор.";
        assert_eq!(Language::of(russian).code, "ru");
        let dutch =
            "De minister van Buitenlandse Zaken is maandag in de hoofdstad aangekomen voor overleg over het verdrag.";
        assert_eq!(Language::of(dutch).code, "nl");
        assert!(!Language::of(dutch).is_english());
    }

    #[test]
    fn nothing_to_tell_from_is_undetermined() {
        assert_eq!(Language::of("1234 – 5678"), Language::UNKNOWN);
    }
}
