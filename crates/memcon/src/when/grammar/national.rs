//! National days, which need their country beside them: "Ukraine's Independence Day".

use super::{Expr, Found, Grammar, Named, Year};
use crate::when::tokens::Token;

impl Grammar<'_> {
    /// "Independence Day" behind "Ukraine's" or "Ukrainian", or before "of Ukraine".
    pub(super) fn national_day(&self, at: usize) -> Found<Expr> {
        let end = self.words(at, "independence day").filter(|_| self.get(at).is_some_and(Token::capital))?;
        let (country, end) = self.country_before(at).map(|days| (days, end)).or_else(|| self.country_of(end))?;
        let (month, day) = country;
        let after = self.skip_mark(end, ',');
        let (year, end) = match self.year(after) {
            Some((y, e)) => (Year::Known(y), e),
            None => self.relative_year(end).unwrap_or((Year::Open, end)),
        };
        Some((Expr::Named { named: Named::Fixed(month, day), year }, end))
    }

    /// The day of the country whose name, or its adjective, ends right before `at`.
    fn country_before(&self, at: usize) -> Option<(i8, i8)> {
        let possessive = at >= 2 && self.is(at - 1, "s") && (self.mark(at - 2, '\'') || self.mark(at - 2, '’'));
        let last = at.checked_sub(if possessive { 3 } else { 1 })?;
        // The longest name: "South Sudan's" before "Sudan's".
        let ends_here = |name: &str| {
            let length = name.split(' ').count();
            let first = (last + 1).checked_sub(length)?;
            self.words(first, name).filter(|&end| end == last + 1).map(|_| length)
        };
        let found = INDEPENDENCE.iter().filter_map(|row| Some((ends_here(row.0).or_else(|| ends_here(row.1))?, row)));
        found.max_by_key(|(length, _)| *length).map(|(_, row)| (row.2, row.3))
    }

    /// The day of the country that "of" names at `at`.
    fn country_of(&self, at: usize) -> Found<(i8, i8)> {
        let start = self.words(at, "of")?;
        let found = INDEPENDENCE.iter().filter_map(|row| Some((self.words(start, row.0)?, row)));
        found.max_by_key(|(end, _)| *end).map(|(end, row)| ((row.2, row.3), end))
    }
}

/// Country, its adjective, month and day of its Independence Day.
const INDEPENDENCE: &[(&str, &str, i8, i8)] = &[
    ("afghanistan", "afghan", 8, 19),
    ("algeria", "algerian", 7, 5),
    ("america", "american", 7, 4),
    ("angola", "angolan", 11, 11),
    ("argentina", "argentine", 7, 9),
    ("armenia", "armenian", 9, 21),
    ("bangladesh", "bangladeshi", 3, 26),
    ("belarus", "belarusian", 7, 3),
    ("bolivia", "bolivian", 8, 6),
    ("botswana", "botswanan", 9, 30),
    ("brazil", "brazilian", 9, 7),
    ("burundi", "burundian", 7, 1),
    ("chile", "chilean", 9, 18),
    ("colombia", "colombian", 7, 20),
    ("costa rica", "costa rican", 9, 15),
    ("cuba", "cuban", 5, 20),
    ("cyprus", "cypriot", 10, 1),
    ("ecuador", "ecuadorean", 8, 10),
    ("el salvador", "salvadoran", 9, 15),
    ("estonia", "estonian", 2, 24),
    ("finland", "finnish", 12, 6),
    ("gabon", "gabonese", 8, 17),
    ("georgia", "georgian", 5, 26),
    ("ghana", "ghanaian", 3, 6),
    ("greece", "greek", 3, 25),
    ("guatemala", "guatemalan", 9, 15),
    ("guyana", "guyanese", 5, 26),
    ("haiti", "haitian", 1, 1),
    ("honduras", "honduran", 9, 15),
    ("india", "indian", 8, 15),
    ("indonesia", "indonesian", 8, 17),
    ("ivory coast", "ivorian", 8, 7),
    ("jamaica", "jamaican", 8, 6),
    ("jordan", "jordanian", 5, 25),
    ("kazakhstan", "kazakh", 12, 16),
    ("kosovo", "kosovar", 2, 17),
    ("kyrgyzstan", "kyrgyz", 8, 31),
    ("latvia", "latvian", 11, 18),
    ("lebanon", "lebanese", 11, 22),
    ("lithuania", "lithuanian", 2, 16),
    ("madagascar", "malagasy", 6, 26),
    ("malaysia", "malaysian", 8, 31),
    ("mali", "malian", 9, 22),
    ("malta", "maltese", 9, 21),
    ("mauritius", "mauritian", 3, 12),
    ("mexico", "mexican", 9, 16),
    ("moldova", "moldovan", 8, 27),
    ("montenegro", "montenegrin", 5, 21),
    ("morocco", "moroccan", 11, 18),
    ("mozambique", "mozambican", 6, 25),
    ("myanmar", "burmese", 1, 4),
    ("namibia", "namibian", 3, 21),
    ("nicaragua", "nicaraguan", 9, 15),
    ("niger", "nigerien", 8, 3),
    ("nigeria", "nigerian", 10, 1),
    ("north macedonia", "macedonian", 9, 8),
    ("pakistan", "pakistani", 8, 14),
    ("papua new guinea", "papuan", 9, 16),
    ("paraguay", "paraguayan", 5, 15),
    ("peru", "peruvian", 7, 28),
    ("philippines", "philippine", 6, 12),
    ("poland", "polish", 11, 11),
    ("rwanda", "rwandan", 7, 1),
    ("senegal", "senegalese", 4, 4),
    ("sierra leone", "sierra leonean", 4, 27),
    ("slovenia", "slovenian", 12, 26),
    ("somalia", "somali", 7, 1),
    ("south sudan", "south sudanese", 7, 9),
    ("sri lanka", "sri lankan", 2, 4),
    ("sudan", "sudanese", 1, 1),
    ("syria", "syrian", 4, 17),
    ("tajikistan", "tajik", 9, 9),
    ("tanzania", "tanzanian", 12, 9),
    ("timor - leste", "timorese", 5, 20),
    ("tunisia", "tunisian", 3, 20),
    ("turkmenistan", "turkmen", 9, 27),
    ("uganda", "ugandan", 10, 9),
    ("ukraine", "ukrainian", 8, 24),
    ("uruguay", "uruguayan", 8, 25),
    ("uzbekistan", "uzbek", 9, 1),
    ("venezuela", "venezuelan", 7, 5),
    ("zambia", "zambian", 10, 24),
    ("zimbabwe", "zimbabwean", 4, 18),
];
