//! Counts of what was found, and the shares that follow from them.

use std::collections::{BTreeMap, HashMap};
use std::iter::Sum;
use std::ops::{Add, AddAssign};

use super::matching::{is_pooled, key, matched, telling_words, words};
use super::records::{Record, RecordedEvent, RecordedParty};

/// An attribute of a matched event that may be right or wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The act still to come, or that there is none.
    Act,
    /// All modes and no other.
    Mode,
    /// The status.
    Status,
    /// A telling word of the names of the first actor and recipient.
    Name,
    /// Country and sector of the first actor and recipient.
    Sector,
    /// The date of the event.
    Date,
    /// The date of the act.
    ActDate,
    /// The country of the place.
    PlaceCountry,
}

impl Mark {
    /// All of them, in the order in which they are printed.
    pub const ALL: [Self; 8] =
        [Self::Act, Self::Mode, Self::Status, Self::Name, Self::Sector, Self::Date, Self::ActDate, Self::PlaceCountry];

    /// Its name in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Act => "act",
            Self::Mode => "mode",
            Self::Status => "status",
            Self::Name => "name",
            Self::Sector => "sector",
            Self::Date => "date",
            Self::ActDate => "act_date",
            Self::PlaceCountry => "place_country",
        }
    }

    /// Whether a strict match needs it.
    fn is_strict(self) -> bool {
        !matches!(self, Self::Mode | Self::PlaceCountry)
    }

    fn is_right(self, gold: &RecordedEvent, system: &RecordedEvent) -> bool {
        match self {
            Self::Act => gold.act == system.act,
            Self::Mode => gold.modes == system.modes,
            Self::Status => gold.status == system.status,
            Self::Name => principals_agree(gold, system, has_name_of),
            Self::Sector => principals_agree(gold, system, has_role_of),
            Self::Date => gold.date == system.date,
            Self::ActDate => gold.act_date == system.act_date,
            Self::PlaceCountry => gold.place_country == system.place_country,
        }
    }
}

/// Whether the gold's first actor and first recipient each have a counterpart on the same side; on either side where
/// sides do not matter.
fn principals_agree(
    gold: &RecordedEvent,
    system: &RecordedEvent,
    agree: impl Fn(&RecordedParty, &RecordedParty) -> bool,
) -> bool {
    let pooled = is_pooled(gold);
    let found = |principal: Option<&RecordedParty>, side: &[RecordedParty], other: &[RecordedParty]| {
        principal.is_none_or(|p| side.iter().any(|x| agree(p, x)) || pooled && other.iter().any(|x| agree(p, x)))
    };
    found(gold.actors.first(), &system.actors, &system.recipients)
        && found(gold.recipients.first(), &system.recipients, &system.actors)
}

fn has_name_of(gold: &RecordedParty, system: &RecordedParty) -> bool {
    let wanted = telling_words(gold.name.as_deref().unwrap_or(&gold.text));
    let has = |text: &str| !words(text).is_disjoint(&wanted);
    wanted.is_empty() || has(system.name.as_deref().unwrap_or_default()) || has(&system.text)
}

fn has_role_of(gold: &RecordedParty, system: &RecordedParty) -> bool {
    key(gold) == key(system) && (gold.sector.is_none() || gold.sector == system.sector)
}

/// How many events there were, and how many of them were right: of an article, a category or all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Events of the gold.
    pub gold: usize,
    /// Events of the system.
    pub system: usize,
    /// Events of the gold that one of the system's matches.
    pub matched: usize,
    /// Matched events with all strict attributes right.
    pub strict: usize,
    /// Core events of the gold.
    pub core_gold: usize,
    /// Those of them that are matched.
    pub core_matched: usize,
    /// Matched events with each attribute right, in the order of [`Mark::ALL`].
    pub right: [usize; Mark::ALL.len()],
}

impl Add for Counts {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.gold += other.gold;
        self.system += other.system;
        self.matched += other.matched;
        self.strict += other.strict;
        self.core_gold += other.core_gold;
        self.core_matched += other.core_matched;
        for (own, more) in self.right.iter_mut().zip(other.right) {
            *own += more;
        }
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), Add::add)
    }
}

/// Precision, recall and their harmonic mean, each from 0 to 1 and rounded to four decimals; 0 where nothing was there
/// to divide by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// Of the system's events, the share that is right.
    pub precision: f64,
    /// Of the gold's events, the share that was found.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
}

impl Rates {
    fn of(right: usize, system: usize, gold: usize) -> Self {
        let (precision, recall) = (share(right, system), share(right, gold));
        let sum = precision + recall;
        let f1 = if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 };
        Self { precision: rounded(precision), recall: rounded(recall), f1: rounded(f1) }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// To four decimals, as decimal notation rounds and not as binary multiplication would.
fn rounded(share: f64) -> f64 {
    format!("{share:.4}").parse().unwrap_or(share)
}

impl Counts {
    /// How well events were found.
    pub fn events(&self) -> Rates {
        Rates::of(self.matched, self.system, self.gold)
    }

    /// The same, where only events count whose strict attributes are right as well.
    pub fn strict(&self) -> Rates {
        Rates::of(self.strict, self.system, self.gold)
    }

    /// Share of the core events that were found.
    pub fn core_recall(&self) -> f64 {
        rounded(share(self.core_matched, self.core_gold))
    }

    /// Of the matched events, the share in which an attribute is right.
    pub fn on_matched(&self, mark: Mark) -> f64 {
        let right = Mark::ALL.iter().zip(self.right).find(|(known, _)| **known == mark);
        rounded(share(right.map_or(0, |(_, count)| count), self.matched))
    }
}

/// An event without counterpart, with its article.
#[derive(Clone, Copy, Debug)]
pub struct Unmatched<'r> {
    /// Id of the article.
    pub article: &'r str,
    /// The event.
    pub event: &'r RecordedEvent,
}

/// What came out of a comparison.
#[derive(Clone, Debug, Default)]
pub struct Scores<'r> {
    /// Counts of each article, in the order of the gold.
    pub articles: Vec<Counts>,
    /// Counts of each category that gold or system has; those of the marks and of `core` are left at 0.
    pub categories: BTreeMap<String, Counts>,
    /// Events of the gold that the system lacks.
    pub missed: Vec<Unmatched<'r>>,
    /// Events of the system that the gold lacks.
    pub invented: Vec<Unmatched<'r>>,
    /// Ids of articles of the system that the gold does not have: they are not scored.
    pub unknown: Vec<&'r str>,
}

impl Scores<'_> {
    /// Counts of all articles together.
    pub fn total(&self) -> Counts {
        self.articles.iter().copied().sum()
    }
}

/// Compares what a system found with gold records. Records of one id are one article.
pub fn score<'r>(gold: &'r [Record], system: &'r [Record]) -> Scores<'r> {
    let (gold, system) = (Articles::of(gold), Articles::of(system));
    let mut scores = Scores::default();
    for (&id, events) in gold.ids.iter().zip(&gold.events) {
        let found = system.place.get(id).and_then(|&place| system.events.get(place));
        scores.add_article(id, events, found.map(Vec::as_slice).unwrap_or_default());
    }
    scores.unknown = system.ids.into_iter().filter(|id| !gold.place.contains_key(id)).collect();
    scores
}

/// The events of records by article, in the order in which the articles first come.
#[derive(Default)]
struct Articles<'r> {
    ids: Vec<&'r str>,
    events: Vec<Vec<&'r RecordedEvent>>,
    /// Where in both lists an article is.
    place: HashMap<&'r str, usize>,
}

impl<'r> Articles<'r> {
    fn of(records: &'r [Record]) -> Self {
        let mut articles = Self::default();
        for Record { id, events } in records {
            let place = *articles.place.entry(id).or_insert(articles.ids.len());
            if place == articles.ids.len() {
                articles.ids.push(id);
                articles.events.push(Vec::new());
            }
            articles.events[place].extend(events);
        }
        articles
    }
}

impl<'r> Scores<'r> {
    fn add_article(&mut self, article: &'r str, gold: &[&'r RecordedEvent], system: &[&'r RecordedEvent]) {
        let pairs = matched(gold, system);
        let mut counts = Counts { gold: gold.len(), system: system.len(), matched: pairs.len(), ..Counts::default() };
        for (i, event) in gold.iter().enumerate() {
            self.category(event).gold += 1;
            counts.core_gold += usize::from(event.core);
            if !pairs.iter().any(|&(g, _)| g == i) {
                self.missed.push(Unmatched { article, event });
            }
        }
        for (i, event) in system.iter().enumerate() {
            self.category(event).system += 1;
            if !pairs.iter().any(|&(_, s)| s == i) {
                self.invented.push(Unmatched { article, event });
            }
        }
        for (g, s) in pairs {
            self.category(gold[g]).matched += 1;
            counts.add_match(gold[g], system[s]);
        }
        self.articles.push(counts);
    }

    fn category(&mut self, event: &RecordedEvent) -> &mut Counts {
        self.categories.entry(event.category.clone().unwrap_or_else(|| "None".to_owned())).or_default()
    }
}

impl Counts {
    fn add_match(&mut self, gold: &RecordedEvent, system: &RecordedEvent) {
        self.core_matched += usize::from(gold.core);
        let right = Mark::ALL.map(|mark| mark.is_right(gold, system));
        for (count, right) in self.right.iter_mut().zip(right) {
            *count += usize::from(right);
        }
        let is_strict = Mark::ALL.iter().zip(right).all(|(mark, right)| right || !mark.is_strict());
        self.strict += usize::from(is_strict);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::records::tests::event;
    use super::*;

    fn record(id: &str, events: &[&str]) -> Record {
        Record { id: id.to_owned(), events: events.iter().map(|short| event(short)).collect() }
    }

    #[test]
    fn shares_follow_from_counts() {
        let gold =
            [record("a", &["AID PER>CHL", "ACCUSE PER>CHL", "CONSULT PER+CHL"]), record("b", &["PROTEST PER.CVL"])];
        let system = [record("a", &["CONSULT CHL>PER", "AID PER>CHL"]), record("c", &["AID PER>CHL"])];
        let scores = score(&gold, &system);
        let total = scores.total();
        assert_eq!((total.gold, total.system, total.matched), (4, 2, 2));
        assert_eq!(total.events(), Rates { precision: 1.0, recall: 0.5, f1: 0.6667 });
        assert_eq!(scores.missed.iter().map(|m| m.article).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!((scores.invented.len(), scores.unknown.as_slice()), (0, &["c"][..]));
        assert_eq!(scores.categories["CONSULT"], Counts { gold: 1, system: 1, matched: 1, ..Counts::default() });
    }

    type Change = fn(&mut RecordedEvent);

    #[test]
    fn every_strict_attribute_can_fail_a_match() {
        let gold = record("a", &["ACCUSE PER.GOV>CHL.MIL @2024-03-01"]);
        let changes: [(Mark, bool, Change); 8] = [
            (Mark::Act, true, |e| e.act = Some("AID".into())),
            (Mark::Mode, false, |e| e.modes = vec!["allege".into()]),
            (Mark::Status, true, |e| e.status = Some("denied".into())),
            (Mark::Name, true, |e| e.actors[0].text = "Quispe".into()),
            (Mark::Sector, true, |e| e.recipients[0].sector = Some("REB".into())),
            (Mark::Date, true, |e| e.date = None),
            (Mark::ActDate, true, |e| e.act_date = Some("2024".into())),
            (Mark::PlaceCountry, false, |e| e.place_country = Some("PER".into())),
        ];
        for (mark, strict, change) in changes {
            let (mut gold, mut system) = (gold.clone(), gold.clone());
            gold.events[0].actors[0].text = "Huaman".into();
            system.events[0].actors[0].text = "the envoy Huaman".into();
            change(&mut system.events[0]);
            let total = score(std::slice::from_ref(&gold), std::slice::from_ref(&system)).total();
            assert_eq!((total.matched, total.strict), (1, usize::from(!strict)), "{mark:?}");
            let wrong = |m: &&Mark| total.on_matched(**m) < 1.0;
            assert_eq!(Mark::ALL.iter().filter(wrong).collect::<Vec<_>>(), [&mark]);
        }
    }

    #[test]
    fn records_of_one_id_are_one_article() {
        let gold = [record("a", &["AID PER>CHL"]), record("b", &[]), record("a", &["AID CHL>PER"])];
        let scores = score(&gold, &gold[..1]);
        assert_eq!(scores.articles.iter().map(|c| (c.gold, c.matched)).collect::<Vec<_>>(), [(2, 1), (0, 0)]);
    }

    #[test]
    fn shares_are_rounded_as_decimals_are() {
        // 1/32 and 3/32 lie half-way between two decimals: the even one is taken.
        assert_eq!([rounded(0.03125), rounded(0.09375)].map(|x| x.to_string()), ["0.0312", "0.0938"]);
    }

    fn events() -> impl Strategy<Value = Vec<RecordedEvent>> {
        let categories = prop::sample::select(vec!["AID", "CONSULT", "ASSAULT", "COERCE"]);
        let side = prop::sample::subsequence(vec!["PER", "CHL.GOV", "CHL.REB", ".CVL"], 0..4);
        let one = (categories, side.clone(), side).prop_map(|(category, actors, recipients)| {
            event(&format!("{category} {}>{}", actors.join("+"), recipients.join("+")))
        });
        prop::collection::vec(one, 0..7)
    }

    proptest! {
        #[test]
        fn counts_are_consistent(gold in events(), system in events()) {
            let [gold, system] = [gold, system].map(|events| [Record { id: "a".into(), events }]);
            let scores = score(&gold, &system);
            let total = scores.total();
            prop_assert!(total.strict <= total.matched && total.matched <= total.gold.min(total.system));
            prop_assert_eq!(scores.missed.len(), total.gold - total.matched);
            prop_assert_eq!(scores.invented.len(), total.system - total.matched);
            let by_category: Counts = scores.categories.values().copied().sum();
            prop_assert_eq!((by_category.gold, by_category.system, by_category.matched), (total.gold, total.system, total.matched));
        }

        #[test]
        fn the_order_of_events_does_not_matter(gold in events(), system in events()) {
            let turned: Vec<RecordedEvent> = system.iter().rev().cloned().collect();
            let [gold, system, turned] = [gold, system, turned].map(|events| [Record { id: "a".into(), events }]);
            prop_assert_eq!(score(&gold, &system).total().matched, score(&gold, &turned).total().matched);
        }

        #[test]
        fn gold_agrees_with_itself(gold in events()) {
            // An event without any party matches nothing, not even itself.
            let gold: Vec<RecordedEvent> = gold.into_iter().filter(|e| !e.actors.is_empty()).collect();
            let gold = [Record { id: "a".into(), events: gold }];
            let total = score(&gold, &gold).total();
            prop_assert_eq!((total.matched, total.strict), (total.gold, total.gold));
        }
    }
}
