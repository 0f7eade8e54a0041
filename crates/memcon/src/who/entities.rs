//! Mentions of a story joined into entities: names, surnames, titles, definite descriptions, pronouns.

mod completing;
mod linking;
mod nouns;
mod offices;
mod pairs;
mod pronouns;
mod syntax;

use nouns::{
    are_synonyms, head_of, is_general_post, is_holder, is_leader, is_no_state, is_short_for, is_stranger, is_synonym,
};
use std::collections::HashMap;
use syntax::{is_anaphoric, is_foreign, is_inside_name, set_kind_by_reader, set_person_by_reader};

use memcon_lexicon::countries::BODIES;
use memcon_lexicon::people::Gender;
use memcon_lexicon::words::{fold, words};
use memcon_lexicon::{Day, Sector};

use super::canonical::{body_name, holder, is_single_office, people_name};
use super::noun_phrase;
use super::party::{Kind, Office, Party, Resolution, Tenure};
use super::phrase::Town;
use super::resolve::{Context, Resolver, is_general};
use crate::Span;
use crate::place::Toponym;
use crate::reading::{Deprel, EntityKind, Reading, Sentence, Upos};

/// Verbs by which somebody is said to say something.
const SAYING: [&str; 10] = ["say", "tell", "add", "write", "warn", "insist", "claim", "argue", "declare", "announce"];

/// Who is who in a story.
#[derive(Debug)]
pub struct Entities {
    text: String,
    mentions: Vec<Mention>,
    by_head: HashMap<(usize, usize), usize>,
    known: Vec<Entity>,
    coordinations: HashMap<(usize, usize), Vec<usize>>,
    offices: Vec<Office>,
}

/// A mention of somebody in a story, as [`Entities::mentions`] gives it.
#[derive(Clone, Copy, Debug)]
pub struct EntityMentioned<'a> {
    /// Index of the sentence.
    pub sentence: usize,
    /// Index of the head word in it.
    pub head: usize,
    /// Numbers of the entities: one, or several for "both sides"; none for a pronoun that is not resolved.
    pub entities: &'a [usize],
    /// A name or a pronoun, no description.
    pub is_named: bool,
    /// It speaks of a person, a state, a body or a place.
    pub is_somebody: bool,
}

#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "what the syntax says of it, each independent")]
struct Mention {
    sentence: usize,
    head: usize,
    span: Span,
    found: Resolution,
    /// One entity, or several for "both sides".
    entities: Vec<usize>,
    subject: bool,
    /// It is an argument of a verb, not a modifier of a noun.
    argument: bool,
    pronoun: bool,
    /// It stands with an article, a pronoun or a possessor that says it is known, or as a body's bare name.
    definite: bool,
    /// "Foreign", "other": not of the state spoken of.
    foreign: bool,
}

#[derive(Clone, Debug, Default)]
struct Entity {
    name: Option<String>,
    /// Folded words of a person's name as the story writes it.
    person: Vec<String>,
    kind: Kind,
    country: Option<String>,
    sector: Option<Sector>,
    sectors: Vec<Sector>,
    office: Option<String>,
    /// The body that the office belongs to.
    of: Option<String>,
    gender: Option<Gender>,
    plural: bool,
    identifier: Option<String>,
    nouns: Vec<String>,
    aliases: Vec<String>,
    stated: bool,
    /// The name is only a description's words.
    descriptive: bool,
    why: Vec<String>,
}

impl Entities {
    /// Reads who is who out of a story of a day. `toponyms`, where given, are the story's: a town that only the tables
    /// know is none.
    pub fn read(
        resolver: Resolver<'_>,
        text: &str,
        reading: &Reading,
        day: Option<Day>,
        toponyms: Option<&[Toponym]>,
    ) -> Self {
        Joiner::new(resolver, text, reading, day, toponyms).join()
    }

    /// The parties that a noun phrase names, by sentence and head word; what is coordinated with the head
    /// counts too. Empty where the word heads no noun phrase.
    pub fn parties_at(&self, sentence: usize, head: usize) -> Vec<Party> {
        let alone = [head];
        let heads = self.coordinations.get(&(sentence, head)).map_or(&alone[..], Vec::as_slice);
        heads.iter().flat_map(|&h| self.parties_of(sentence, h)).collect()
    }

    /// The parties that one noun phrase names, without what is coordinated with it.
    pub fn parties_of(&self, sentence: usize, head: usize) -> Vec<Party> {
        let Some(mention) = self.by_head.get(&(sentence, head)).and_then(|&m| self.mentions.get(m)) else {
            return Vec::new();
        };
        mention.entities.iter().filter_map(|&e| self.party(mention, e)).collect()
    }

    /// The mentions of the story with the entities that they are taken for, in the order of reading; an entity's
    /// number is [`Party::entity`].
    pub fn mentions(&self) -> impl Iterator<Item = EntityMentioned<'_>> {
        self.mentions.iter().map(|mention| {
            let known = mention.entities.iter().filter_map(|&e| self.known.get(e));
            let somebody = |e: &Entity| matches!(e.kind, Kind::Person | Kind::State | Kind::Organisation | Kind::Place);
            EntityMentioned {
                sentence: mention.sentence,
                head: mention.head,
                entities: &mention.entities,
                is_named: mention.found.noun.is_none() || mention.found.person.is_some(),
                is_somebody: known.into_iter().any(somebody),
            }
        })
    }

    /// The court that the story last spoke of, up to a sentence, else next: to which lawyers plead.
    pub fn court_near(&self, sentence: usize) -> Option<Party> {
        let is_court = |e: &Entity| {
            let named = e.name.as_deref().is_some_and(|name| name.ends_with("ourt") || name.contains("Court "));
            e.kind == Kind::Organisation
                && e.sector == Some(Sector::Judiciary)
                && !e.plural
                && (named || e.nouns.iter().any(|noun| head_of(noun) == "court" || noun == "tribunal"))
        };
        let courts = |m: &Mention| {
            let &[entity] = m.entities.as_slice() else { return None };
            self.known.get(entity).filter(|e| !m.pronoun && is_court(e))?;
            self.party(m, entity)
        };
        let (before, after): (Vec<&Mention>, Vec<&Mention>) =
            self.mentions.iter().partition(|m| m.sentence <= sentence);
        before.into_iter().rev().find_map(courts).or_else(|| after.into_iter().find_map(courts))
    }

    /// The words that first describe an entity without a name, its article left out: whom "they" are.
    fn description(&self, entity: usize) -> Option<String> {
        const LONGEST: usize = 80;
        let described = |m: &&Mention| !m.pronoun && m.entities == [entity];
        let words = self.mentions.iter().find(described)?.span.of(&self.text);
        let bare = ["the ", "The ", "a ", "A ", "an ", "An ", "these ", "those "];
        let words = bare.iter().find_map(|article| words.strip_prefix(article)).unwrap_or(words);
        (words.len() <= LONGEST && !words.contains('\n')).then(|| words.to_owned())
    }

    fn party(&self, mention: &Mention, entity: usize) -> Option<Party> {
        let known = self.known.get(entity)?;
        let mut why = mention.found.why.clone();
        why.extend(known.why.iter().filter(|w| !mention.found.why.contains(w)).cloned());
        Some(Party {
            text: mention.span.of(&self.text).to_owned(),
            span: mention.span,
            name: known.name.clone().or_else(|| self.description(entity).filter(|_| mention.pronoun)),
            country: known.country.clone(),
            sector: known.sector,
            sectors: known.sectors.clone(),
            office: known.office.clone(),
            identifier: known.identifier.clone(),
            kind: known.kind,
            plural: known.plural,
            entity,
            why,
        })
    }
}

/// Nouns for a pair of parties just named.
const PAIRED: [&str; 20] = [
    "country",
    "nation",
    "side",
    "neighbor",
    "neighbour",
    "government",
    "state",
    "leader",
    "president",
    "minister",
    "party",
    "ally",
    "capital",
    "foreign minister",
    "prime minister",
    "defence minister",
    "defense minister",
    "head of state",
    "delegation",
    "both",
];

/// Plural nouns that mean the two just named without "two": "the presidents", "the parties".
const PAIRED_ALONE: [&str; 7] =
    ["president", "prime minister", "foreign minister", "defence minister", "defense minister", "leader", "party"];

/// Verbs that make an office of a clause: "who advises the president".
const OFFICE_VERBS: [(&str, &str); 6] = [
    ("advise", "adviser"),
    ("head", "head"),
    ("lead", "leader"),
    ("chair", "chairman"),
    ("command", "commander"),
    ("represent", "representative"),
];

/// How many sentences back a pronoun or a description looks.
const PRONOUN_REACH: usize = 3;
const DESCRIPTION_REACH: usize = 12;

/// How many sentences make a lead, and how many sentences later the person is named whom it describes.
const LEAD: usize = 3;
const LEAD_REACH: usize = 8;

/// Words behind an adjective or name of a state that make a name of a place or thing of the two.
const LABELLED: [&str; 16] = [
    "sea",
    "seas",
    "ocean",
    "peninsula",
    "gulf",
    "strait",
    "straits",
    "river",
    "war",
    "language",
    "dollar",
    "dollars",
    "channel",
    "island",
    "islands",
    "border",
];

struct Joiner<'r, 'k> {
    resolver: Resolver<'k>,
    text: &'r str,
    reading: &'r Reading,
    day: Option<Day>,
    /// The places of the story, in text order.
    toponyms: Option<&'r [Toponym]>,
    /// The state that the story is about, where one is.
    story: Option<String>,
    /// What each phrase says by itself, by sentence and head word.
    found: HashMap<(usize, usize), Resolution>,
    out: Entities,
}

impl<'r, 'k> Joiner<'r, 'k> {
    fn new(
        resolver: Resolver<'k>,
        text: &'r str,
        reading: &'r Reading,
        day: Option<Day>,
        toponyms: Option<&'r [Toponym]>,
    ) -> Self {
        let out = Entities {
            text: text.to_owned(),
            mentions: Vec::new(),
            by_head: HashMap::new(),
            known: Vec::new(),
            coordinations: HashMap::new(),
            offices: Vec::new(),
        };
        Self { resolver, text, reading, day, toponyms, story: None, found: HashMap::new(), out }
    }

    fn join(mut self) -> Entities {
        self.found = self.resolve_all();
        self.story = story_country(&self.found);
        for (s, sentence) in self.reading.sentences.iter().enumerate() {
            for head in 0..sentence.words.len() {
                if let Some(resolution) = self.found.get(&(s, head)).cloned() {
                    self.add(s, sentence, head, resolution);
                }
            }
            self.link_predicates(s, sentence);
            self.skip_dateline(s, sentence);
            self.spread_members(s, sentence);
        }
        for (s, sentence) in self.reading.sentences.iter().enumerate() {
            self.spread_offices(s, sentence);
        }
        self.identify_unnamed();
        self.add_modifiers();
        self.fill_countries();
        self.join_namesakes();
        self.collect_offices();
        for entity in &mut self.out.known {
            // As the resolver says it: the United Nations govern nobody, whatever noun describes them.
            let none = matches!(entity.sector, Some(Sector::Government | Sector::Unknown));
            if none && entity.country.as_deref() == Some("UNO") {
                entity.sector = None;
            }
        }
        self.out
    }

    fn resolve_all(&mut self) -> HashMap<(usize, usize), Resolution> {
        let mut found = HashMap::new();
        for (s, sentence) in self.reading.sentences.iter().enumerate() {
            for head in (0..sentence.words.len()).filter(|&h| noun_phrase::heads_phrase(sentence, h)) {
                let resolution = self.resolve(sentence, head);
                if resolution.noun.is_some() && is_inside_name(sentence, head) {
                    continue;
                }
                found.insert((s, head), resolution);
                let together = noun_phrase::coordinated(sentence, head);
                if together.len() > 1 {
                    self.out.coordinations.insert((s, head), together);
                }
            }
        }
        found
    }

    fn resolve(&self, sentence: &Sentence, head: usize) -> Resolution {
        let span = noun_phrase::span(sentence, head);
        let phrase = span.of(self.text);
        let common = |offset: usize| {
            let at = span.start + offset;
            let word = sentence.words.iter().position(|w| w.span.start <= at && at < w.span.end);
            word.is_some_and(|w| match sentence.words[w].upos {
                Upos::Propn | Upos::Adj | Upos::X | Upos::Sym | Upos::Num => false,
                Upos::Noun => w == 0 && !sentence.words[w].form.chars().all(char::is_uppercase),
                _ => true,
            })
        };
        let at = sentence.words[head].span.start.checked_sub(span.start);
        let town = |range: std::ops::Range<usize>| {
            self.town(sentence, Span::new(span.start + range.start, span.start + range.end))
        };
        self.resolver.resolve(phrase, Context { day: self.day, head: at, common: &common, town: &town })
    }

    /// What the story's places say of a few words.
    fn town(&self, sentence: &Sentence, words: Span) -> Town {
        /// How sure a place must be to say more than the tables.
        const SURE: f64 = 0.3;
        let Some(toponyms) = self.toponyms else { return Town::Untold };
        let at = toponyms.partition_point(|t| t.span.end <= words.start);
        let Some(toponym) = toponyms.get(at).filter(|t| t.span.overlaps(words)) else {
            let person = |e: &&crate::reading::EntityMention| {
                e.kind == EntityKind::Person && e.named && sentence.span_of(e.first, e.last).contains(words)
            };
            return match sentence.entities.iter().find(person) {
                // "Jordan" of "Jordan Dyer", but not of "Jordan's King Abdullah".
                Some(e)
                    if (e.first..=e.last).all(|w| sentence.words[w].upos == Upos::Propn)
                        && sentence.span_of(e.first, e.last) != words =>
                {
                    Town::InPerson
                }
                Some(_) => Town::Nowhere,
                None => Town::Untold,
            };
        };
        if toponym.span != words && toponym.span.contains(words) {
            return Town::WithinName(toponym.country.clone());
        }
        match &toponym.country {
            Some(country) if !toponym.demonym && toponym.confidence >= SURE => Town::In(country.clone()),
            _ => Town::Untold,
        }
    }

    fn add(&mut self, s: usize, sentence: &Sentence, head: usize, mut found: Resolution) {
        let word = &sentence.words[head];
        let pronoun = word.upos == Upos::Pron;
        set_kind_by_reader(sentence, head, &mut found);
        set_person_by_reader(sentence, head, &mut found);
        if !pronoun {
            self.belong(s, sentence, head, &mut found);
        }
        let entities = if pronoun {
            self.pronoun(s, sentence, head)
        } else if let Some(pair) = self.pair(s, sentence, head, &found) {
            pair
        } else {
            vec![self.entity(s, sentence, head, &found)]
        };
        let span = noun_phrase::span(sentence, head);
        let subject = word.deprel.base() == "nsubj";
        if let (Some(&entity), false) = (entities.first(), pronoun) {
            self.note_abbreviation(span, entity);
        }
        self.out.by_head.insert((s, head), self.out.mentions.len());
        let definite =
            is_anaphoric(sentence, head, found.kind) || sentence.children_by(head, Deprel::NmodPoss).next().is_some();
        let argument = matches!(word.deprel.base(), "nsubj" | "obj" | "iobj" | "obl");
        let foreign = is_foreign(sentence, head);
        let mention =
            Mention { sentence: s, head, span, found, entities, subject, argument, pronoun, definite, foreign };
        self.out.mentions.push(mention);
        if !pronoun {
            self.link_apposition(sentence);
        }
    }

    /// The entity of a phrase with a noun: one already known, or a new one.
    fn entity(&mut self, s: usize, sentence: &Sentence, head: usize, found: &Resolution) -> usize {
        let person = found.person.as_deref().map(|name| words(name).into_iter().map(|w| w.norm).collect::<Vec<_>>());
        let known = match &person {
            _ if self.is_gloss(s, sentence, head, found) => {
                self.out.mentions.last().and_then(|m| m.entities.first().copied())
            }
            Some(name) => self.known_person(name).or_else(|| self.known_name(found)),
            None if found.kind == Kind::Person && found.country.is_some() && !found.plural => {
                let definite = is_anaphoric(sentence, head, found.kind);
                let known = self.known_name(found).or_else(|| self.holder(found));
                known.or_else(|| if definite { self.leader_of(found) } else { None })
            }
            None if found.kind != Kind::Unknown
                && found.country.is_none()
                && found.tenure == Tenure::Current
                && is_anaphoric(sentence, head, found.kind) =>
            {
                self.described(s, found)
            }
            None => self.known_name(found),
        };
        if let Some(known) = known {
            self.merge(known, found, person);
            return known;
        }
        self.new_entity(found, person.filter(|_| found.kind != Kind::Organisation))
    }

    /// "The Chief of Defence Staff (CDS)": a bracket that says the noun before it again.
    fn is_gloss(&self, s: usize, sentence: &Sentence, head: usize, found: &Resolution) -> bool {
        let Some(before) = self.out.mentions.last().filter(|m| m.sentence == s && found.noun.is_some()) else {
            return false;
        };
        let word = &sentence.words[head];
        let between = self.text.get(before.span.end..word.span.start).map(str::trim);
        let capitals = word.form.len() > 1 && word.form.chars().all(|c| c.is_ascii_uppercase());
        let initials = |noun: &str| -> String { noun.split(' ').filter_map(|w| w.chars().next()).collect() };
        let short = word.form.to_lowercase();
        let same = before.found.noun.as_deref().is_some_and(|noun| {
            let full: String = initials(noun);
            let told: String = noun.split(' ').filter(|w| *w != "of").filter_map(|w| w.chars().next()).collect();
            full == short || told == short || found.noun.as_deref().is_some_and(|own| are_synonyms(own, noun))
        });
        between == Some("(") && capitals && same
    }

    fn new_entity(&mut self, found: &Resolution, person: Option<Vec<String>>) -> usize {
        self.out.known.push(Entity {
            name: found.name.clone(),
            person: person.unwrap_or_default(),
            kind: found.kind,
            country: found.country.clone(),
            sector: found.sector,
            sectors: found.sectors.clone(),
            office: found.office.clone(),
            of: found.of.clone(),
            gender: found.gender,
            plural: found.plural,
            identifier: found.identifier.clone(),
            nouns: found.noun.iter().cloned().collect(),
            aliases: Vec::new(),
            stated: found.stated,
            descriptive: found.descriptive,
            why: found.why.clone(),
        });
        self.out.known.len() - 1
    }

    /// The latest person of whose name this is all or a part: a surname, a given name.
    fn known_person(&self, name: &[String]) -> Option<usize> {
        let fits = |e: &Entity| {
            let (short, long) =
                if name.len() <= e.person.len() { (name, &e.person[..]) } else { (&e.person[..], name) };
            !short.is_empty() && is_subsequence(short, long) && (short.len() > 1 || is_name_end(&short[0], long))
        };
        self.recent(usize::MAX).find(|&e| fits(&self.out.known[e]))
    }

    fn known_name(&self, found: &Resolution) -> Option<usize> {
        let name = found.name.as_deref()?;
        if found.plural && found.kind != Kind::Organisation {
            // "Boko Haram fighters" are Boko Haram.
            let side = |e: &Entity| e.kind == Kind::Organisation && e.name.as_deref() == Some(name);
            return self.out.known.iter().position(side).filter(|_| found.sector.is_some_and(is_no_state));
        }
        let known = self.out.known.iter().position(|e| {
            e.name.as_deref() == Some(name) && e.kind == found.kind || e.aliases.iter().any(|a| a == name)
        });
        known.or_else(|| self.spelt_out(name))
    }

    /// "The NCRD" is the National Council for Relief and Development that the story named before, with or without a
    /// bracket.
    fn spelt_out(&self, name: &str) -> Option<usize> {
        const SHORTEST: usize = 3;
        if name.len() < SHORTEST || !name.chars().all(|c| c.is_ascii_uppercase()) {
            return None;
        }
        let initials = |full: &str| -> String {
            full.split([' ', '-']).filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).collect()
        };
        let body = |e: &Entity| {
            matches!(e.kind, Kind::Organisation | Kind::Unknown)
                && e.name.as_deref().is_some_and(|n| initials(n) == name)
        };
        self.out.known.iter().position(body)
    }

    /// Entities by how recently they were mentioned, within so many sentences.
    fn recent(&self, reach: usize) -> impl Iterator<Item = usize> + '_ {
        let now = self.out.mentions.last().map_or(0, |m| m.sentence);
        let within = move |m: &&Mention| now.saturating_sub(m.sentence) <= reach;
        self.out.mentions.iter().rev().take_while(within).flat_map(|m| m.entities.iter().copied())
    }

    /// Whom "the Peruvian envoy" means: who of that state goes by that noun in the story.
    fn holder(&self, found: &Resolution) -> Option<usize> {
        let holds = |e: &Entity| is_holder(e, found.noun.as_deref(), found.country.as_deref());
        self.recent(usize::MAX).find(|&e| holds(&self.out.known[e]))
    }

    /// Whom "the UNICEF director" means: who leads that body in the story under any noun for it.
    fn leader_of(&self, found: &Resolution) -> Option<usize> {
        let (noun, of) = (found.noun.as_deref()?, found.of.as_deref()?);
        let leads = |e: &Entity| {
            e.kind == Kind::Person
                && e.of.as_deref() == Some(of)
                && is_leader(noun)
                && e.nouns.iter().any(|own| is_leader(own))
        };
        self.recent(usize::MAX).find(|&e| leads(&self.out.known[e]))
    }

    /// Whom "the envoy", "the group", "the court" mean.
    fn described(&self, s: usize, found: &Resolution) -> Option<usize> {
        let noun = found.noun.as_deref()?;
        let last = |n: &str| head_of(n).to_owned();
        let near = |m: &&Mention| s.saturating_sub(m.sentence) <= DESCRIPTION_REACH;
        let same_noun = |e: &Entity| {
            (e.plural == found.plural
                || found.plural && e.kind == Kind::Organisation && e.sector.is_some_and(is_no_state))
                && (e.nouns.iter().any(|n| n == noun || last(n) == last(noun))
                    || e.office.as_deref() == Some(noun)
                    || !found.plural && is_short_for(noun, e))
        };
        let alike = |e: &Entity| match found.kind {
            Kind::Person => e.kind == Kind::Person && !e.plural && e.sector == found.sector && is_general_post(noun),
            _ if noun == "country" || noun == "kingdom" || noun == "nation" => e.kind == Kind::State && !found.plural,
            Kind::Organisation if is_general(noun) => {
                e.kind == Kind::Organisation
                    && e.name.is_some()
                    && (found.sector.is_none() || e.sector == found.sector)
                    && (noun != "group" || e.sector.is_none_or(is_no_state))
            }
            _ => false,
        };
        let synonym = |e: &Entity| !found.plural && is_synonym(noun, e);
        let tests: [&dyn Fn(&Entity) -> bool; 3] = [&same_noun, &synonym, &alike];
        tests.into_iter().find_map(|test| {
            // People and governments are told apart by how much the story speaks of them, things by how near they stand.
            (self.out.mentions.iter().enumerate().rev())
                .take_while(|(_, m)| near(m))
                .filter_map(|(at, m)| {
                    let e = m.entities.iter().copied().find(|&e| test(&self.out.known[e]))?;
                    let weighs = found.kind == Kind::Person || noun == "government" || noun == "president";
                    let weight = if weighs { self.weight(s, m) } else { 0 };
                    Some((weight, at, e))
                })
                .max()
                .map(|(_, _, e)| e)
        })
    }

    /// How likely a description of a person means this mention: near, named, subject, spoken of often.
    fn weight(&self, s: usize, mention: &Mention) -> i32 {
        let distance = i32::try_from(s - mention.sentence).unwrap_or(i32::MAX / 16);
        let named = mention.entities.iter().any(|&e| self.out.known[e].name.is_some());
        -3 * distance + 4 * i32::from(mention.subject) + 3 * i32::from(named) + self.prominence(mention)
    }

    /// Story knowledge first: what the words state fills and overrides what only a table gave.
    fn merge(&mut self, entity: usize, found: &Resolution, person: Option<Vec<String>>) {
        let known = &mut self.out.known[entity];
        if let Some(person) = person
            && person.len() > known.person.len()
            && (known.name.is_none() || matches!(known.kind, Kind::Person | Kind::Unknown))
        {
            known.person = person;
            known.name.clone_from(&found.name);
            known.descriptive = false;
        }
        let less = known.sector == Some(Sector::Opposition) && found.sector == Some(Sector::Party);
        if found.stated && !known.stated && found.sector.is_some() && !less {
            known.sector = found.sector;
            known.sectors.clone_from(&found.sectors);
            known.country = found.country.clone().or(known.country.take());
            known.stated = true;
            known.why.extend(found.why.iter().cloned());
        }
        if known.country.is_none() {
            known.country.clone_from(&found.country);
        }
        if known.sector.is_none() {
            known.sector = found.sector;
            known.sectors.clone_from(&found.sectors);
        }
        if known.kind == Kind::Unknown {
            known.kind = found.kind;
        }
        if known.office.is_none() || found.noun.is_some() && found.office.is_some() {
            known.office = found.office.clone().or(known.office.take());
        }
        known.of = known.of.take().or_else(|| found.of.clone());
        known.gender = known.gender.or(found.gender);
        known.identifier = known.identifier.take().or_else(|| found.identifier.clone());
        known.nouns.extend(found.noun.iter().filter(|n| !known.nouns.contains(n)).cloned().collect::<Vec<_>>());
    }

    /// The entity of a state, made where the story has none yet.
    fn state(&mut self, code: &str) -> Option<usize> {
        let name = self.resolver.knowledge.country(code)?.name.to_string();
        let known = self.out.known.iter().position(|e| e.kind == Kind::State && e.name.as_deref() == Some(&name));
        Some(known.unwrap_or_else(|| {
            let found = Resolution {
                name: Some(name),
                kind: Kind::State,
                country: Some(code.to_owned()),
                sector: Some(Sector::Government),
                stated: true,
                ..Resolution::default()
            };
            self.new_entity(&found, None)
        }))
    }

    /// "His aides", "the group's leader", "its army" belong where their possessor does.
    fn belong(&self, s: usize, sentence: &Sentence, head: usize, found: &mut Resolution) {
        if self.link_side(s, sentence, head, found) {
            return;
        }
        let Some(noun) = found.noun.as_deref() else { return };
        // "His teams in Sudan" are his.
        let open = found.country.is_none() || found.sector.is_none() && self.takes_sector(noun);
        if !open
            || is_foreign(sentence, head)
            || found.person.is_some()
            || found.kind == Kind::Unknown
            || is_stranger(noun)
        {
            return;
        }
        let Some(owner) = self.owner(s, sentence, head).map(|e| &self.out.known[e]) else { return };
        if owner.country.is_none() {
            return;
        }
        found.country.clone_from(&owner.country);
        if owner.kind == Kind::Organisation && self.takes_sector(noun) && owner.sector.is_some() {
            found.sector = owner.sector;
            found.of.clone_from(&owner.name);
        }
        // "Her teams", said of who leads a body, are the body's.
        let staff = owner.kind == Kind::Person && found.plural && found.sector.is_none() && self.takes_sector(noun);
        let body = owner.of.clone().filter(|_| staff);
        if body.is_some() {
            found.sector = owner.sector;
            found.of.clone_from(&body);
        }
        let owner_name = owner.name.clone().unwrap_or_default();
        found.why.push(format!("rule: belongs to {owner_name}"));
        found.name = body.or_else(|| self.canonical(found));
    }

    /// "Fighters linked with Boko Haram", "gunmen loyal to the front" are that side.
    fn link_side(&self, s: usize, sentence: &Sentence, head: usize, found: &mut Resolution) -> bool {
        const LINKED: [&str; 9] =
            ["link", "linked", "affiliate", "affiliated", "ally", "allied", "loyal", "belong", "associated"];
        if found.kind != Kind::Group || !found.sector.is_some_and(is_no_state) {
            return false;
        }
        let linked = |&c: &usize| {
            sentence.words[c].deprel.base() == "acl"
                && LINKED.contains(&sentence.words[c].lemma.to_lowercase().as_str())
                || sentence.words[c].deprel.base() == "amod"
                    && c > head
                    && LINKED.contains(&sentence.words[c].lemma.as_str())
        };
        let Some(link) = sentence.children(head).find(linked) else { return false };
        let side = sentence.children(link).filter(|&c| sentence.words[c].deprel.base() == "obl");
        let Some(side) = side.filter_map(|c| self.found.get(&(s, c))).find(|side| {
            side.kind == Kind::Organisation && side.name.is_some() && side.sector.is_some_and(is_no_state)
        }) else {
            return false;
        };
        found.name.clone_from(&side.name);
        found.country = side.country.clone().or(found.country.take());
        found.sector = side.sector;
        found.why.extend(side.why.iter().cloned());
        true
    }

    /// To whom a thing belongs: its possessor, or "the group" behind "of".
    fn owner(&self, s: usize, sentence: &Sentence, head: usize) -> Option<usize> {
        if let Some(owner) = sentence.children_by(head, Deprel::NmodPoss).next() {
            let mention = self.out.by_head.get(&(s, owner)).map(|&m| &self.out.mentions[m])?;
            return mention.entities.first().copied().filter(|_| mention.entities.len() == 1);
        }
        let of = |&c: &usize| {
            sentence.words[c].deprel.base() == "nmod"
                && sentence.children_by(c, Deprel::Case).any(|case| sentence.words[case].lemma == "of")
        };
        let complement = sentence.children(head).find(of)?;
        let found = self.found.get(&(s, complement))?;
        if found.country.is_none() && found.noun.is_none() && found.name.is_some() {
            return self.known_name(found);
        }
        let points_back = found.country.is_none() && is_anaphoric(sentence, complement, found.kind);
        points_back.then(|| self.described(s, found)).flatten()
    }

    /// Whether a noun takes the sector of the body that it belongs to.
    fn takes_sector(&self, noun: &str) -> bool {
        let k = self.resolver.knowledge;
        k.nouns(noun).iter().any(|entry| k.roles.get(entry.role as usize).is_some_and(|role| role.belongs))
    }

    /// The canonical name of what a noun and a country say.
    fn canonical(&self, found: &Resolution) -> Option<String> {
        let (noun, code) = (found.noun.as_deref()?, found.country.as_deref()?);
        let k = self.resolver.knowledge;
        if is_single_office(noun) {
            let current = found.tenure == Tenure::Current && !found.plural;
            return holder(k, noun, code, self.day).filter(|_| current).map(|p| p.name.to_string());
        }
        if found.plural { people_name(k, noun, code, found.sector) } else { body_name(k, noun, code, found.sector) }
    }
}

/// The state that most mentions with a state speak of, where it has four of ten or half more than the next.
fn story_country(found: &HashMap<(usize, usize), Resolution>) -> Option<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let states = found.values().filter_map(|r| r.country.as_deref());
    for code in states.filter(|c| !BODIES.contains(c)) {
        *counts.entry(code).or_default() += 1;
    }
    let total: usize = counts.values().sum();
    // Ties are broken by the code, so that the answer does not depend on the order of the map.
    let mut ranked: Vec<(&str, usize)> = counts.into_iter().collect();
    ranked.sort_by_key(|&(code, count)| (std::cmp::Reverse(count), code));
    let (code, count) = *ranked.first()?;
    let next = ranked.get(1).map_or(0, |(_, count)| *count);
    (10 * count >= 4 * total || 2 * count >= 3 * next).then(|| code.to_owned())
}

/// A body or state by its own name.
fn is_named_body(mention: &Mention) -> bool {
    mention.found.noun.is_none()
        && mention.found.name.is_some()
        && !mention.pronoun
        && matches!(mention.found.kind, Kind::State | Kind::Organisation)
}

/// A noun that describes a body or state.
fn is_description(mention: &Mention) -> bool {
    mention.found.noun.is_some()
        && mention.found.person.is_none()
        && !mention.found.plural
        && matches!(mention.found.kind, Kind::Organisation | Kind::State | Kind::Unknown | Kind::Group)
}

/// Nobody's name: none, or the words of a description.
fn is_unnamed(entity: &Entity) -> bool {
    entity.person.is_empty() && (entity.name.is_none() || entity.descriptive)
}

fn is_subsequence(short: &[String], long: &[String]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|word| rest.any(|other| other == word))
}

/// A single word stands for a person where it is the surname, the given name or, in names of three and more
/// words, one of them.
fn is_name_end(word: &str, name: &[String]) -> bool {
    name.last().is_some_and(|l| l == word)
        || name.first().is_some_and(|f| f == word)
        || name.len() > 2 && !fold(word).is_empty()
}
