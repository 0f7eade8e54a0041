//! Figures: amounts that a story states, of money, people, shares, weights, lengths and areas.
//!
//! A number counts with what it measures: a unit beside it ("20,000 **tonnes**", "**$**1.2bn", "12 **percent**"), or
//! people counted ("13 **rebels**"). Dates, ages, ordinals and numbers in names are no figures, nor are small counts
//! of things ("two sides"). `codebook/figures.md` has the rules.

use std::collections::BTreeSet;

use super::clause::Clauses;
use super::coder::Story;
use super::extent::head_of_clause;
use super::parties::Cast;
use super::quantity::{Qualifier, Quantity, quantities};
use crate::Span;
use crate::reading::{Deprel, EntityKind, Sentence, Upos, Xpos};
use crate::when::{TimeExpression, TimexType};
use crate::who::{Kind, Party};

/// An amount that a text states.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The number, multiplied out; the lower end of a range, the least that a vague word can mean.
    pub value: f64,
    /// The upper end of a range.
    pub value_max: Option<f64>,
    /// How exactly it is meant; `None` where it is simply stated.
    pub qualifier: Option<Qualifier>,
    /// What it is counted in: an ISO 4217 code, or the word for money whose country is not said ("rupee"); `percent`;
    /// `person`; a measure in the singular ("tonne", "square kilometre"). `None` for other things counted.
    pub unit: Option<String>,
    /// What is measured or counted: "bilateral trade", "wheat"; of people `dead`, `injured`, `arrested`, `displaced`
    /// or `missing` where the text says so, else the noun ("troops").
    pub what: Option<String>,
    /// The parties named in its clause.
    pub parties: Vec<Party>,
    /// TIMEX3 value of the date or period in its clause.
    pub period: Option<String>,
    /// The words that state it.
    pub span: Span,
}

/// Counts of things below this are seldom news: "two sides", "three rounds".
const FEWEST_THINGS: f64 = 10.0;

/// Signs and codes before a number.
const MONEY_BEFORE: [(&str, &str); 26] = [
    ("$", "USD"),
    ("us$", "USD"),
    ("usd", "USD"),
    ("€", "EUR"),
    ("eur", "EUR"),
    ("£", "GBP"),
    ("gbp", "GBP"),
    ("¥", "JPY"),
    ("₹", "INR"),
    ("inr", "INR"),
    ("₽", "RUB"),
    ("₩", "KRW"),
    ("₦", "NGN"),
    ("₺", "TRY"),
    ("₴", "UAH"),
    ("₱", "PHP"),
    ("₪", "ILS"),
    ("a$", "AUD"),
    ("au$", "AUD"),
    ("c$", "CAD"),
    ("hk$", "HKD"),
    ("s$", "SGD"),
    ("nt$", "TWD"),
    ("r$", "BRL"),
    ("rs", "rupee"),
    ("rs.", "rupee"),
];

/// Codes of ISO 4217 that follow a number.
const CODES: [&str; 34] = [
    "AED", "AFN", "AUD", "BDT", "BRL", "CAD", "CHF", "CNY", "DKK", "EGP", "ETB", "EUR", "GBP", "GHS", "HKD", "IDR",
    "ILS", "INR", "JPY", "KES", "KRW", "KZT", "MXN", "NGN", "NOK", "PKR", "PLN", "QAR", "RUB", "SAR", "SEK", "TRY",
    "UAH", "ZAR",
];

/// Words for money: the word, and the code that it means by itself.
const MONEY: [(&str, &str); 38] = [
    ("dollar", "USD"),
    ("usd", "USD"),
    ("buck", "USD"),
    ("euro", "EUR"),
    ("pound", "GBP"),
    ("sterling", "GBP"),
    ("yuan", "CNY"),
    ("renminbi", "CNY"),
    ("yen", "JPY"),
    ("won", "KRW"),
    ("ruble", "RUB"),
    ("rouble", "RUB"),
    ("hryvnia", "UAH"),
    ("zloty", "PLN"),
    ("forint", "HUF"),
    ("koruna", "CZK"),
    ("lira", "TRY"),
    ("shekel", "ILS"),
    ("naira", "NGN"),
    ("cedi", "GHS"),
    ("rand", "ZAR"),
    ("birr", "ETB"),
    ("taka", "BDT"),
    ("ringgit", "MYR"),
    ("baht", "THB"),
    ("rupiah", "IDR"),
    ("dong", "VND"),
    ("kyat", "MMK"),
    ("tenge", "KZT"),
    ("afghani", "AFN"),
    ("rupee", "rupee"),
    ("dinar", "dinar"),
    ("dirham", "dirham"),
    ("riyal", "riyal"),
    ("rial", "rial"),
    ("peso", "peso"),
    ("franc", "franc"),
    ("shilling", "shilling"),
];

/// Words for money that several states share, with the adjective that tells.
const MONEY_OF: [(&str, &str, &str); 36] = [
    ("australian", "dollar", "AUD"),
    ("canadian", "dollar", "CAD"),
    ("singapore", "dollar", "SGD"),
    ("taiwan", "dollar", "TWD"),
    ("kong", "dollar", "HKD"),
    ("zealand", "dollar", "NZD"),
    ("zimbabwean", "dollar", "ZWG"),
    ("namibian", "dollar", "NAD"),
    ("egyptian", "pound", "EGP"),
    ("sudanese", "pound", "SDG"),
    ("syrian", "pound", "SYP"),
    ("lebanese", "pound", "LBP"),
    ("indian", "rupee", "INR"),
    ("pakistani", "rupee", "PKR"),
    ("nepalese", "rupee", "NPR"),
    ("lankan", "rupee", "LKR"),
    ("iraqi", "dinar", "IQD"),
    ("kuwaiti", "dinar", "KWD"),
    ("jordanian", "dinar", "JOD"),
    ("libyan", "dinar", "LYD"),
    ("algerian", "dinar", "DZD"),
    ("tunisian", "dinar", "TND"),
    ("serbian", "dinar", "RSD"),
    ("moroccan", "dirham", "MAD"),
    ("uae", "dirham", "AED"),
    ("emirati", "dirham", "AED"),
    ("saudi", "riyal", "SAR"),
    ("qatari", "riyal", "QAR"),
    ("iranian", "rial", "IRR"),
    ("yemeni", "rial", "YER"),
    ("mexican", "peso", "MXN"),
    ("philippine", "peso", "PHP"),
    ("argentine", "peso", "ARS"),
    ("swiss", "franc", "CHF"),
    ("cfa", "franc", "XOF"),
    ("kenyan", "shilling", "KES"),
];

/// Measures: the lemma, and the unit that it gives.
const MEASURES: [(&str, &str); 40] = [
    ("%", "percent"),
    ("percent", "percent"),
    ("cent", "percent"),
    ("pc", "percent"),
    ("tonne", "tonne"),
    ("ton", "ton"),
    ("kg", "kilogram"),
    ("kilo", "kilogram"),
    ("kilogram", "kilogram"),
    ("kilogramme", "kilogram"),
    ("gram", "gram"),
    ("ounce", "ounce"),
    ("barrel", "barrel"),
    ("bushel", "bushel"),
    ("litre", "litre"),
    ("liter", "litre"),
    ("gallon", "gallon"),
    ("km", "kilometre"),
    ("kilometre", "kilometre"),
    ("kilometer", "kilometre"),
    ("mile", "mile"),
    ("metre", "metre"),
    ("meter", "metre"),
    ("foot", "foot"),
    ("ft", "foot"),
    ("hectare", "hectare"),
    ("acre", "acre"),
    ("megawatt", "megawatt"),
    ("mw", "megawatt"),
    ("gigawatt", "gigawatt"),
    ("gw", "gigawatt"),
    ("kilowatt", "kilowatt"),
    ("kiloton", "kiloton"),
    ("megaton", "megaton"),
    ("degree", "degree"),
    ("knot", "knot"),
    ("point", "point"),
    ("sq", "square kilometre"),
    ("container", "container"),
    ("bpd", "barrel a day"),
];

/// Verbs and adjectives that say what befell people, with the word that `what` then is.
const FATES: [(&str, &str); 29] = [
    ("kill", "dead"),
    ("die", "dead"),
    ("perish", "dead"),
    ("slay", "dead"),
    ("murder", "dead"),
    ("execute", "dead"),
    ("massacre", "dead"),
    ("drown", "dead"),
    ("dead", "dead"),
    ("death", "dead"),
    ("fatality", "dead"),
    ("injure", "injured"),
    ("injury", "injured"),
    ("injured", "injured"),
    ("wound", "injured"),
    ("wounded", "injured"),
    ("hurt", "injured"),
    ("hospitalise", "injured"),
    ("arrest", "arrested"),
    ("detain", "arrested"),
    ("detained", "arrested"),
    ("jail", "arrested"),
    ("imprison", "arrested"),
    ("displace", "displaced"),
    ("displaced", "displaced"),
    ("uproot", "displaced"),
    ("missing", "missing"),
    ("deport", "deported"),
    ("evacuate", "evacuated"),
];

/// Nouns for people, where the reader does not mark a person.
const PEOPLE: [&str; 62] = [
    "activist",
    "adult",
    "army",
    "attacker",
    "boy",
    "casualty",
    "child",
    "citizen",
    "civilian",
    "combatant",
    "conscript",
    "deportee",
    "detainee",
    "doctor",
    "demonstrator",
    "employee",
    "extremist",
    "family",
    "farmer",
    "fighter",
    "foreigner",
    "girl",
    "guard",
    "guerrilla",
    "hostage",
    "household",
    "immigrant",
    "inhabitant",
    "inmate",
    "insurgent",
    "journalist",
    "man",
    "marcher",
    "medic",
    "member",
    "migrant",
    "militant",
    "monk",
    "nurse",
    "observer",
    "officer",
    "official",
    "passenger",
    "patient",
    "peacekeeper",
    "people",
    "person",
    "personnel",
    "policeman",
    "prisoner",
    "protester",
    "rebel",
    "refugee",
    "resident",
    "serviceman",
    "settler",
    "soldier",
    "student",
    "troop",
    "victim",
    "villager",
    "woman",
];

/// Verbs whose subject an amount measures: "trade **reached** $5bn".
const REACHING: [&str; 29] = [
    "amount", "average", "be", "climb", "come", "cost", "decline", "decrease", "drop", "exceed", "expand", "fall",
    "grow", "hit", "increase", "jump", "near", "number", "plunge", "reach", "rise", "shrink", "soar", "stand", "surge",
    "surpass", "top", "total", "value",
];

/// The figures of a story in text order.
pub fn figures(story: &Story) -> Vec<Figure> {
    let mut found = Vec::new();
    for (index, sentence) in story.reading.sentences.iter().enumerate() {
        let mut measured = Measured {
            story,
            sentence,
            cast: Cast::new(story.entities, sentence, index, &[]),
            clauses: Clauses::new(sentence),
            parties: None,
        };
        found.extend(quantities(sentence).into_iter().filter_map(|quantity| measured.figure(quantity)));
    }
    found
}

/// What a number is counted in, as its words say.
struct Unit {
    name: Option<String>,
    /// First and last word of number and unit.
    words: (usize, usize),
    /// The word that stands for the amount in the tree: the noun counted, or the unit.
    head: usize,
}

/// The numbers of one sentence with what is around them.
struct Measured<'a> {
    story: &'a Story<'a>,
    sentence: &'a Sentence,
    cast: Cast<'a>,
    clauses: Clauses<'a>,
    /// The parties of the sentence with the heads of their clauses, found when first asked for.
    parties: Option<Vec<(usize, Party)>>,
}

impl Measured<'_> {
    fn figure(&mut self, quantity: Quantity) -> Option<Figure> {
        let number = self.sentence.span_of(quantity.number, quantity.last);
        if self.times().any(|time| time.span.overlaps(number)) {
            return None;
        }
        let unit = self.money(&quantity).or_else(|| self.measure(&quantity)).or_else(|| self.counted(&quantity))?;
        let span = self.sentence.span_of(unit.words.0, unit.words.1);
        let clause = head_of_clause(self.sentence, unit.head);
        let is_people = unit.name.as_deref() == Some("person");
        let fate = if is_people { self.fate(unit.head, clause) } else { None };
        if is_people && fate.is_none() && !self.is_news(&quantity, unit.head) {
            return None;
        }
        let is_count = is_people || unit.name.is_none();
        let what =
            fate.or_else(|| if is_count { self.noun(unit.head, Some(quantity.last)) } else { self.subject(&unit) });
        Some(Figure {
            value: quantity.value,
            value_max: quantity.upper,
            qualifier: quantity.qualifier,
            unit: unit.name,
            what,
            parties: self.parties_of(clause, span),
            period: self.period(clause),
            span,
        })
    }

    /// "**$**1.2bn", "53.7 million **USD**", "300 million **Pakistani rupees**".
    fn money(&self, quantity: &Quantity) -> Option<Unit> {
        if let Some(before) = quantity.number.checked_sub(1)
            && let Some((_, code)) = MONEY_BEFORE.iter().find(|(sign, _)| *sign == self.form(before))
        {
            let words = (quantity.first.min(before), self.with_word(quantity.last, &["dollars", "euros", "pounds"]));
            return Some(Unit { name: Some((*code).to_owned()), words, head: before });
        }
        // "53.7 million Pakistani rupees", "5m US dollars"
        for after in 1..=3 {
            let at = quantity.last + after;
            let Some(word) = self.sentence.words.get(at) else { break };
            let lemma = word.lemma.to_lowercase();
            let code = CODES.iter().find(|code| **code == word.form).map(|code| (*code).to_owned());
            let named = || MONEY.iter().find(|(money, _)| *money == lemma).map(|(_, code)| (*code).to_owned());
            let own = || {
                let of = |(country, money, _): &&(&str, &str, &str)| {
                    *money == lemma && (1..after).any(|i| self.form(quantity.last + i) == *country)
                };
                MONEY_OF.iter().find(of).map(|(.., code)| (*code).to_owned())
            };
            // "five pounds of cocaine" are a weight.
            let is_weight = lemma == "pound" && self.form(at + 1) == "of";
            if let Some(code) = code.or_else(own).or_else(named).filter(|_| !is_weight) {
                return Some(Unit { name: Some(code), words: (quantity.first, at), head: at });
            }
            if !matches!(word.upos, Upos::Adj | Upos::Propn | Upos::Punct) || self.form(at) == "," {
                break;
            }
        }
        None
    }

    /// "12 **percent**", "20,000 **metric tons**", "300 **square kilometres**".
    fn measure(&self, quantity: &Quantity) -> Option<Unit> {
        for after in 1..=3 {
            let at = quantity.last + after;
            let word = self.sentence.words.get(at)?;
            let lemma = word.lemma.to_lowercase();
            if let Some((_, unit)) = MEASURES.iter().find(|(measure, _)| *measure == lemma) {
                let before = self.form(at.saturating_sub(1));
                let name = match (before.as_str(), *unit) {
                    ("square" | "sq" | "sq.", unit) => format!("square {unit}"),
                    ("cubic", unit) => format!("cubic {unit}"),
                    ("percentage", "point") => "percentage point".to_owned(),
                    // "15-point plan", "40 degrees of" something else
                    (_, "point" | "degree") => return None,
                    ("metric", "ton") => "tonne".to_owned(),
                    _ if lemma == "cent" && before != "per" => return None,
                    (_, unit) => unit.to_owned(),
                };
                let a_day = matches!(self.form(at + 1).as_str(), "per" | "a") && self.form(at + 2) == "day";
                let last = if a_day { at + 2 } else { at };
                let name = if a_day { format!("{name} a day") } else { name };
                return Some(Unit { name: Some(name), words: (quantity.first, last), head: at });
            }
            let goes_on = matches!(
                self.form(at).as_str(),
                "-" | "metric" | "square" | "sq" | "sq." | "cubic" | "per" | "percentage"
            );
            if !goes_on {
                return None;
            }
        }
        None
    }

    /// "13 **rebels**", "the **dead**", "dozens of **people**", "at least 40 **of them**".
    fn counted(&self, quantity: &Quantity) -> Option<Unit> {
        let words = quantity.number..=quantity.last;
        let outer =
            words.clone().rev().find(|&w| self.sentence.words[w].head.is_none_or(|head| !words.contains(&head)))?;
        let governor = self.sentence.words[outer].head;
        let is_modifier = matches!(self.sentence.words[outer].deprel.base(), "nummod" | "compound" | "det" | "amod");
        let of = self.clauses.phrases(outer).into_iter().find(|p| p.preposition == "of").map(|p| p.head);
        // "nine were wounded" has no noun.
        let head = governor.filter(|_| is_modifier).or(of).unwrap_or(outer);
        let noun = &self.sentence.words[head];
        // "a 15-nation bloc"
        if self.form(quantity.last + 1) == "-" {
            return None;
        }
        if !matches!(noun.upos, Upos::Noun | Upos::Propn | Upos::Num | Upos::Adj | Upos::Pron) {
            return None;
        }
        let is_bare = head == outer;
        let is_person =
            self.is_people(head) || is_bare && self.fate(head, head_of_clause(self.sentence, head)).is_some();
        if !is_person && (is_bare || quantity.value < FEWEST_THINGS || noun.upos == Upos::Pron) {
            return None;
        }
        let far = head > quantity.last + 8 || head < quantity.first;
        let last = if far { quantity.last } else { head.max(quantity.last) };
        let name = is_person.then(|| "person".to_owned());
        Some(Unit { name, words: (quantity.first, last), head })
    }

    /// "Two sides", "the two leaders", "one of them" are no figures.
    fn is_news(&self, quantity: &Quantity, head: usize) -> bool {
        let lemma = self.sentence.words[head].lemma.to_lowercase();
        quantity.value > 2.0 && !matches!(lemma.as_str(), "side" | "party" | "one" | "country" | "state" | "member")
    }

    fn is_people(&self, head: usize) -> bool {
        let word = &self.sentence.words[head];
        let is_marked = || {
            let person = |m: &&crate::reading::EntityMention| m.kind == EntityKind::Person;
            self.sentence.entities.iter().filter(person).any(|m| self.sentence.head_of(m.first, m.last) == head)
        };
        let lemma = word.lemma.to_lowercase();
        let adjective = word.upos == Upos::Adj && FATES.iter().any(|(fate, _)| *fate == lemma);
        let noun =
            PEOPLE.contains(&lemma.as_str()) || matches!(lemma.as_str(), "death" | "fatality" | "injury" | "arrest");
        // "800 Venezuelans": a people in the plural.
        let plural = matches!(word.xpos, Xpos::Nns | Xpos::Nnps);
        let several = || self.cast.parties(&[head], false).iter().any(|p| matches!(p.kind, Kind::Person | Kind::Group));
        adjective || noun || plural && (is_marked() || several())
    }

    /// What befell the people counted: dead, injured, arrested, displaced.
    fn fate(&self, head: usize, clause: usize) -> Option<String> {
        let of = |word: usize| {
            let lemma = self.sentence.words[word].lemma.to_lowercase();
            FATES.iter().find(|(fate, _)| *fate == lemma).map(|(_, what)| (*what).to_owned())
        };
        let own = of(head).or_else(|| {
            let modifiers = self
                .sentence
                .children(head)
                .filter(|&c| matches!(self.sentence.words[c].deprel.base(), "amod" | "acl"));
            modifiers.filter(|&c| self.clauses.is_passive(c) || !self.clauses.is_verb(c)).find_map(of)
        });
        let is_intransitive = matches!(self.sentence.words[clause].lemma.as_str(), "die" | "perish" | "drown");
        let told = || {
            let whom = if is_intransitive { self.clauses.agents(clause) } else { self.clauses.patients(clause) };
            whom.contains(&head).then(|| of(clause)).flatten()
        };
        // "left 13 dead", "13 people are dead"
        let left = || {
            let beside = self.sentence.children(clause).filter(|&c| self.sentence.words[c].deprel == Deprel::Xcomp);
            let is_patient = self.clauses.patients(clause).contains(&head);
            let is_subject = self.clauses.child(clause, Deprel::Nsubj) == Some(head);
            let adjective = (is_subject && !self.clauses.is_verb(clause)).then_some(clause);
            adjective.into_iter().chain(beside.filter(|_| is_patient)).find_map(of)
        };
        own.or_else(told).or_else(left)
    }

    /// What an amount of money or a measure is of.
    fn subject(&self, unit: &Unit) -> Option<String> {
        // "$5m **in aid**", "20 tonnes **of wheat**", "$5m **worth of goods**"
        let of = self.clauses.phrases(unit.head).into_iter();
        let mut of = of.filter(|p| matches!(p.preposition.as_str(), "of" | "in") && !self.is_time_or_place(p.head));
        if let Some(phrase) = of.next() {
            return self.noun(phrase.head, Some(unit.words.1));
        }
        let word = &self.sentence.words[unit.head];
        let governor = word.head?;
        let governing = &self.sentence.words[governor];
        // "$5m worth **of goods**"
        if governing.lemma == "worth" && governing.upos == Upos::Noun {
            let of = self.clauses.phrases(governor).into_iter().find(|p| p.preposition == "of")?;
            return self.noun(of.head, Some(unit.words.1));
        }
        // "a $50 million **loan**", "**arms** worth $50m"
        if matches!(word.deprel.base(), "amod" | "compound" | "nmod" | "nummod") && governing.upos == Upos::Noun {
            return self.noun(governor, Some(unit.words.1));
        }
        if governing.lemma == "worth" {
            let noun = governing.head.or_else(|| self.clauses.child(governor, Deprel::Nsubj))?;
            return self.noun(noun, None);
        }
        // "**bilateral trade** reached $5bn"
        let verb = if self.clauses.is_verb(governor) { governor } else { head_of_clause(self.sentence, unit.head) };
        let is_measure = word.head.is_none() || self.clauses.child(unit.head, Deprel::Nsubj).is_some();
        if is_measure {
            return self.clauses.child(unit.head, Deprel::Nsubj).and_then(|subject| self.noun(subject, None));
        }
        let reaches = REACHING.contains(&self.sentence.words[verb].lemma.as_str());
        let subject = self.clauses.child(verb, Deprel::Nsubj).filter(|_| reaches);
        subject
            .or_else(|| self.clauses.child(verb, Deprel::Obj).filter(|&o| o != unit.head && word.deprel == Deprel::Obl))
            .and_then(|noun| self.noun(noun, None))
    }

    fn is_time_or_place(&self, word: usize) -> bool {
        let span = self.sentence.words[word].span;
        self.times().any(|time| time.span.overlaps(span))
            || self.story.toponyms.iter().any(|place| place.span.overlaps(span))
    }

    /// A noun with what stands close before it, but after word `from` where the noun does: "bilateral trade"; without
    /// articles, numbers and possessors.
    fn noun(&self, head: usize, from: Option<usize>) -> Option<String> {
        let word = self.sentence.words.get(head)?;
        if !matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Adj) {
            return None;
        }
        let mut first = head;
        while let Some(before) =
            first.checked_sub(1).filter(|&before| from.is_none_or(|from| before > from || head <= from))
        {
            let own = &self.sentence.words[before];
            // "self-propelled artillery"
            if own.form == "-"
                && before > from.map_or(0, |from| from + 1)
                && own.span.end == self.sentence.words[first].span.start
            {
                first = before - 1;
                continue;
            }
            let part = own.head == Some(head)
                && matches!(own.deprel.base(), "amod" | "compound" | "nmod")
                && matches!(own.upos, Upos::Adj | Upos::Noun | Upos::Propn | Upos::Verb)
                && own.deprel != Deprel::NmodPoss
                && own.xpos != Xpos::Jjr;
            if !part {
                break;
            }
            first = before;
        }
        let text = self.sentence.span_of(first, head).of(self.story.text);
        Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn parties_of(&mut self, clause: usize, figure: Span) -> Vec<Party> {
        if self.parties.is_none() {
            self.parties = Some(self.all_parties());
        }
        let mut known = BTreeSet::new();
        let all = self.parties.iter().flatten();
        let here: Vec<&Party> = all.filter(|(own, _)| *own == clause).map(|(_, party)| party).collect();
        // "the **U.S.** Senate" is one party, not two; people counted are figures of their own.
        let is_part =
            |party: &Party| here.iter().any(|other| other.span != party.span && other.span.contains(party.span));
        let parties = here.iter().filter(|party| !party.span.overlaps(figure) && !is_part(party));
        parties.filter(|party| known.insert(party.entity)).copied().cloned().collect()
    }

    fn all_parties(&self) -> Vec<(usize, Party)> {
        // "200 demonstrators" are counted, "the two countries" are named.
        let counts = quantities(self.sentence).into_iter().filter(|q| q.value > 2.0);
        let counted: Vec<Span> = counts.map(|q| self.sentence.span_of(q.number, q.last)).collect();
        let is_party = |party: &Party| {
            let is_coded = party.name.is_some() || party.country.is_some();
            is_coded && party.kind != Kind::Unknown && !counted.iter().any(|number| number.overlaps(party.span))
        };
        let nominal = |&w: &usize| {
            let word = &self.sentence.words[w];
            matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Pron) && word.deprel != Deprel::NmodPoss
                || word.upos == Upos::Propn
        };
        let heads = (0..self.sentence.words.len()).filter(nominal);
        heads
            .flat_map(|head| {
                let clause = head_of_clause(self.sentence, head);
                self.cast
                    .parties(&[head], false)
                    .into_iter()
                    .filter(is_party)
                    .map(move |party| (clause, party))
                    .collect::<Vec<_>>()
            })
            .collect()
    }

    /// The date or period in the clause: a month, quarter or year before a day.
    fn period(&self, clause: usize) -> Option<String> {
        let here = self.times().filter(|time| {
            let word = self.sentence.words.iter().position(|word| time.span.contains(word.span));
            matches!(time.kind, TimexType::Date)
                && word.is_some_and(|word| head_of_clause(self.sentence, word) == clause)
        });
        let is_vague = |value: &str| value.contains('X') || value.contains("REF");
        here.filter(|time| !is_vague(&time.value))
            .min_by_key(|time| (time.value.len(), time.span))
            .map(|time| time.value.clone())
    }

    fn times(&self) -> impl Iterator<Item = &TimeExpression> {
        self.story.times.iter().filter(|time| self.sentence.span.contains(time.span))
    }

    /// Takes the next word in where it is one of some: "$5 million dollars".
    fn with_word(&self, last: usize, words: &[&str]) -> usize {
        if words.contains(&self.form(last + 1).as_str()) { last + 1 } else { last }
    }

    fn form(&self, at: usize) -> String {
        self.sentence.words.get(at).map(|word| word.form.to_lowercase()).unwrap_or_default()
    }
}
