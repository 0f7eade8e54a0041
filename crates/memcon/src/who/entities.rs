//! Mentions of a story joined into entities: names, surnames, titles, definite descriptions, pronouns.

mod completing;
mod linking;
mod offices;

use std::collections::HashMap;

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
use crate::reading::{Deprel, EntityKind, Reading, Sentence, Upos, Xpos};

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

    /// The two parties that "the two countries", "both leaders" mean.
    fn pair(&mut self, s: usize, sentence: &Sentence, head: usize, found: &Resolution) -> Option<Vec<usize>> {
        let noun = found.noun.as_deref()?;
        if let Some(states) = self.numbered(s, sentence, head, found) {
            return Some(states);
        }
        if noun == "country" && found.plural && found.country.is_none() && is_bare_definite(sentence, head, noun) {
            let named = self.named_together(s);
            if named.len() == 2 && named.iter().all(|&e| self.out.known[e].kind == Kind::State) {
                return Some(named);
            }
        }
        let two = noun == "both"
            || sentence
                .children(head)
                .any(|c| matches!(sentence.words[c].lemma.to_lowercase().as_str(), "two" | "both"))
            || PAIRED_ALONE.contains(&noun) && is_bare_definite(sentence, head, noun);
        if two && (found.plural || noun == "both") && matches!(noun, "side" | "party" | "both") {
            let named = self.named_together(s);
            let rivals = if named.len() == 2 { named } else { self.rivals() };
            if rivals.len() == 2 {
                return Some(rivals);
            }
            if noun == "party" {
                return None;
            }
        }
        let bodies = !PAIRED.contains(&noun) && found.sector.is_some_and(|sector| !is_no_state(sector));
        if !two || !found.plural || !(PAIRED.contains(&noun) || bodies) || found.country.is_some() {
            return None;
        }
        let people = noun == "leader" || noun == "president" || noun.ends_with("minister") || noun == "head of state";
        let mut pair: Vec<usize> = Vec::new();
        let mut codes: Vec<String> = Vec::new();
        let near = |m: &&Mention| s.saturating_sub(m.sentence) <= DESCRIPTION_REACH;
        let recent: Vec<usize> =
            self.out.mentions.iter().rev().take_while(near).flat_map(|m| m.entities.iter().copied()).collect();
        for e in recent {
            let entity = &self.out.known[e];
            let Some(code) = entity.country.clone() else { continue };
            let fits = if people {
                let holds = matches!(noun, "leader" | "head of state") || goes_by(entity, noun);
                holds && entity.kind == Kind::Person && !entity.plural && entity.sector == Some(Sector::Government)
            } else {
                entity.sector == Some(Sector::Government)
            };
            if pair.len() < 2 && fits && !codes.contains(&code) && !pair.contains(&e) {
                pair.push(match (people, bodies) {
                    (true, _) => e,
                    (_, true) => self.body_of(&code, found),
                    _ => self.state(&code).unwrap_or(e),
                });
                codes.push(code);
            }
        }
        pair.reverse();
        (pair.len() == 2).then_some(pair)
    }

    /// The bodies or states last named together: "the army and the rebels".
    fn named_together(&self, s: usize) -> Vec<usize> {
        let near = |m: &&Mention| s.saturating_sub(m.sentence) <= DESCRIPTION_REACH;
        let members = |m: &Mention| {
            let heads = self.out.coordinations.get(&(m.sentence, m.head))?;
            let members = heads.iter().filter_map(|&h| self.out.by_head.get(&(m.sentence, h)));
            let mut all: Vec<usize> = members.flat_map(|&i| self.out.mentions[i].entities.iter().copied()).collect();
            all.dedup();
            let body = |e: &Entity| matches!(e.kind, Kind::Organisation | Kind::State) && e.sector.is_some();
            (all.len() == 2 && all.iter().all(|&e| body(&self.out.known[e]))).then_some(all)
        };
        self.out.mentions.iter().rev().take_while(near).find_map(members).unwrap_or_default()
    }

    /// The two armed bodies that a sentence names as the arguments of a verb: "the army has fought the front".
    fn rivals(&self) -> Vec<usize> {
        let armed = |m: &&Mention| {
            let e = m.entities.first().map(|&e| &self.out.known[e]);
            m.argument
                && e.is_some_and(|e| {
                    e.kind == Kind::Organisation
                        && matches!(e.sector, Some(Sector::Military | Sector::Rebel | Sector::Paramilitary))
                })
        };
        let mut last: Option<&Mention> = None;
        for mention in self.out.mentions.iter().rev().filter(armed) {
            if let Some(later) = last.filter(|l| l.sentence == mention.sentence && l.entities != mention.entities) {
                return vec![mention.entities[0], later.entities[0]];
            }
            last = Some(mention);
        }
        Vec::new()
    }

    /// "The three countries" after "Mali, Niger and Chad".
    fn numbered(&self, s: usize, sentence: &Sentence, head: usize, found: &Resolution) -> Option<Vec<usize>> {
        const NUMBERS: [&str; 7] = ["three", "four", "five", "six", "seven", "eight", "nine"];
        let noun = found.noun.as_deref()?;
        let states = matches!(noun, "country" | "nation" | "state" | "government" | "neighbor" | "neighbour" | "ally");
        if !states || !found.plural || found.country.is_some() || !is_anaphoric(sentence, head, Kind::Group) {
            return None;
        }
        let number = sentence.children(head).find_map(|c| {
            let lemma = sentence.words[c].lemma.to_lowercase();
            NUMBERS.iter().position(|n| *n == lemma).map(|at| at + 3)
        })?;
        let near = |m: &&Mention| s.saturating_sub(m.sentence) <= DESCRIPTION_REACH;
        let listed = |m: &Mention| {
            let members = self.out.coordinations.get(&(m.sentence, m.head))?;
            let members = members.iter().filter_map(|&h| self.out.by_head.get(&(m.sentence, h)));
            let mut all: Vec<usize> = members.flat_map(|&i| self.out.mentions[i].entities.iter().copied()).collect();
            all.retain(|&e| self.out.known[e].kind == Kind::State);
            all.dedup();
            (all.len() == number).then_some(all)
        };
        self.out.mentions.iter().rev().take_while(near).find_map(listed)
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

    /// Whom a pronoun means: the antecedent of a relative, else the nearest that fits in gender and number,
    /// subjects first. Empty where nobody fits.
    fn pronoun(&self, s: usize, sentence: &Sentence, head: usize) -> Vec<usize> {
        let word = &sentence.words[head];
        let lemma = word.form.to_lowercase();
        if matches!(lemma.as_str(), "who" | "which" | "that" | "whose" | "whom") {
            return self.antecedent(s, sentence, head);
        }
        let Some(wanted) = Wanted::of(&lemma) else { return Vec::new() };
        let near = |m: &&Mention| s - m.sentence <= PRONOUN_REACH;
        let possessive = word.deprel == Deprel::NmodPoss;
        if let Some(partner) = self.partner(s, sentence, head).filter(|_| possessive) {
            let m = &self.out.mentions[partner];
            if m.entities.iter().any(|&e| wanted.fits(&self.out.known[e], m)) {
                return m.entities.clone();
            }
        }
        if let Some(body) = self.own_body(s, sentence, head).filter(|_| !wanted.person) {
            return vec![body];
        }
        let speaker = self.quoted_speaker(s, sentence, head);
        let speaks = |e: usize| {
            let known = &self.out.known[e];
            speaker.as_ref().is_some_and(|speaker| {
                speaker.name.is_some() && speaker.name == known.name
                    || !wanted.person && speaker.country.is_some() && speaker.country == known.country
            })
        };
        let rival = |m: &&Mention| {
            m.sentence == s
                && !possessive
                && sentence.words[m.head].head == word.head
                && word.head.is_some()
                && !lemma.ends_with("self")
                && !lemma.ends_with("selves")
        };
        let own_possessor = |m: &&Mention| m.sentence == s && possessive && word.head == Some(m.head);
        let others = self.other_arguments(s, sentence, head);
        let other = |m: &&Mention| !possessive && m.entities.iter().any(|e| others.contains(e));
        let best = (self.out.mentions.iter().enumerate().rev())
            .take_while(|(_, m)| near(m))
            .filter(|(_, m)| !rival(m) && !own_possessor(m) && !other(m))
            .filter(|(_, m)| !m.entities.iter().any(|&e| speaks(e)))
            .filter(|(_, m)| m.entities.iter().any(|&e| wanted.fits(&self.out.known[e], m)))
            .max_by_key(|(at, m)| (self.salience(s, m, &wanted), *at));
        let Some((_, best)) = best else {
            return if wanted.plural { self.together(s) } else { Vec::new() };
        };
        if wanted.plural && best.entities.iter().all(|&e| !self.out.known[e].plural) && best.entities.len() == 1 {
            // A body may be "they", but "Chad and Niger" of the same sentence are so first.
            let together = self.together_within(s, 0);
            if !together.is_empty() {
                return together;
            }
        }
        best.entities.clone()
    }

    /// "A ministry spokesman said **it** had called on Chad": the body for which somebody speaks.
    fn own_body(&self, s: usize, sentence: &Sentence, head: usize) -> Option<usize> {
        let verb = sentence.words[head].head.filter(|_| sentence.words[head].deprel.base() == "nsubj")?;
        let says = sentence.words[verb].head.filter(|&says| {
            sentence.words[verb].deprel == Deprel::Ccomp && SAYING.contains(&sentence.words[says].lemma.as_str())
        })?;
        let speaker = sentence.children_by(says, Deprel::Nsubj).next().filter(|&speaker| speaker < head)?;
        let speaker = self.out.by_head.get(&(s, speaker)).map(|&m| &self.out.mentions[m])?;
        let of = speaker.found.of.as_deref()?;
        let body = self.out.known.iter().position(|e| e.kind == Kind::Organisation && e.name.as_deref() == Some(of));
        body.or_else(|| speaker.entities.first().copied())
    }

    /// "Chad and its army": what a possessor's noun is coordinated with.
    fn partner(&self, s: usize, sentence: &Sentence, head: usize) -> Option<usize> {
        let noun = &sentence.words[sentence.words[head].head?];
        let partner = noun.head.filter(|_| noun.deprel.base() == "conj")?;
        self.out.by_head.get(&(s, partner)).copied()
    }

    /// Who says the words that a pronoun stands in, where the same sentence names him outside the quotation marks: "they"
    /// of his words is neither he nor his side.
    fn quoted_speaker(&self, s: usize, sentence: &Sentence, head: usize) -> Option<Resolution> {
        let at = sentence.words[head].span.start;
        let quoted = |at: usize| {
            let before = self.text.get(..at).unwrap_or_default();
            let paragraph = before.rfind('\n').map_or(before, |newline| &before[newline..]);
            let curly = paragraph.matches('“').count() > paragraph.matches('”').count();
            curly || paragraph.matches('"').count() % 2 == 1
        };
        if !quoted(at) {
            return None;
        }
        let speaks = |w: &usize| {
            let word = &sentence.words[*w];
            let verb = word.head.map(|verb| &sentence.words[verb]);
            word.deprel == Deprel::Nsubj
                && verb.is_some_and(|verb| SAYING.contains(&verb.lemma.as_str()))
                && !quoted(word.span.start)
        };
        let speaker = (0..sentence.words.len()).find(speaks)?;
        self.found.get(&(s, speaker)).cloned()
    }

    /// Whom the words behind a pronoun name as another argument of its verb: "he" who warned Paz is not Paz.
    fn other_arguments(&self, s: usize, sentence: &Sentence, head: usize) -> Vec<usize> {
        let Some(verb) = sentence.words[head].head else { return Vec::new() };
        let behind = sentence.children(verb).filter(|&c| c > head);
        let argument = |&c: &usize| matches!(sentence.words[c].deprel.base(), "obj" | "iobj" | "obl" | "nsubj");
        let entity = |c: usize| {
            let found = self.found.get(&(s, c))?;
            let name = found.person.as_deref().map(|name| words(name).into_iter().map(|w| w.norm).collect::<Vec<_>>());
            name.and_then(|name| self.known_person(&name)).or_else(|| self.known_name(found))
        };
        behind.filter(argument).filter_map(entity).collect()
    }

    /// People named together nearby: "they" after "Ana Paz and her husband".
    fn together(&self, s: usize) -> Vec<usize> {
        self.together_within(s, PRONOUN_REACH)
    }

    fn together_within(&self, s: usize, reach: usize) -> Vec<usize> {
        let near = |m: &&Mention| s - m.sentence <= reach;
        let whole = |m: &Mention| {
            let heads = self.out.coordinations.get(&(m.sentence, m.head))?;
            let members = heads.iter().filter_map(|&h| self.out.by_head.get(&(m.sentence, h)));
            let mut all: Vec<usize> = members.flat_map(|&i| self.out.mentions[i].entities.iter().copied()).collect();
            all.dedup();
            let people = all.iter().all(|&e| matches!(self.out.known[e].kind, Kind::Person | Kind::State));
            (all.len() > 1 && people).then_some(all)
        };
        self.out.mentions.iter().rev().take_while(near).find_map(whole).unwrap_or_default()
    }

    fn salience(&self, s: usize, mention: &Mention, wanted: &Wanted) -> i32 {
        let distance = i32::try_from(s - mention.sentence).unwrap_or(i32::MAX / 16);
        let named = mention.entities.iter().any(|&e| self.out.known[e].name.is_some());
        let known = mention.entities.iter().any(|&e| self.out.known[e].kind != Kind::Unknown);
        // "As our correspondent Ana Paz reports": who tells the story is not in it.
        let tells = mention
            .entities
            .iter()
            .any(|&e| self.out.known[e].kind == Kind::Person && self.out.known[e].sector == Some(Sector::Media));
        let gender =
            wanted.gender.is_some() && mention.entities.iter().any(|&e| self.out.known[e].gender == wanted.gender);
        -4 * distance
            + 5 * i32::from(mention.subject)
            + 2 * i32::from(mention.argument)
            + 3 * i32::from(named)
            + 4 * i32::from(known)
            + 3 * i32::from(gender)
            - 6 * i32::from(tells)
            + self.prominence(mention)
    }

    /// How often the story has spoken of an entity, up to four times: its hero is "he".
    fn prominence(&self, mention: &Mention) -> i32 {
        let Some(entity) = mention.entities.first() else { return 0 };
        let before = self.out.mentions.iter().rev().take(200).filter(|m| m.entities.first() == Some(entity)).take(4);
        i32::try_from(before.count()).unwrap_or(0)
    }

    fn antecedent(&self, s: usize, sentence: &Sentence, head: usize) -> Vec<usize> {
        let mut at = Some(head);
        for _ in 0..sentence.words.len() {
            let Some(word) = at.and_then(|i| sentence.words.get(i)) else { break };
            if word.deprel == Deprel::AclRelcl {
                let mention = word.head.and_then(|h| self.out.by_head.get(&(s, h)));
                let Some(&mention) = mention else { return Vec::new() };
                let nearer = self.named_before_comma(sentence, head, mention).unwrap_or(mention);
                return self.out.mentions[nearer].entities.clone();
            }
            at = word.head;
        }
        Vec::new()
    }

    /// "To the speaker, Ana Paz, Bo Li, who…": not the first of the names that a tree puts before "who", but the last.
    fn named_before_comma(&self, sentence: &Sentence, head: usize, antecedent: usize) -> Option<usize> {
        let pronoun = &sentence.words[head];
        let before = &self.out.mentions[antecedent];
        let last = self.out.mentions.last()?;
        let between = |from: usize, to: usize| self.text.get(from..to).is_some_and(|text| text.trim() == ",");
        let named = last.found.kind == Kind::Person || !last.found.person.as_deref().unwrap_or_default().is_empty();
        let fits = matches!(pronoun.form.to_lowercase().as_str(), "who" | "whom" | "whose") && named;
        (fits && between(before.span.end, last.span.start) && between(last.span.end, pronoun.span.start))
            .then(|| self.out.mentions.len() - 1)
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

/// What a pronoun asks for.
struct Wanted {
    person: bool,
    plural: bool,
    gender: Option<Gender>,
}

impl Wanted {
    fn of(pronoun: &str) -> Option<Self> {
        let wanted = |person, plural, gender| Some(Self { person, plural, gender });
        match pronoun {
            "he" | "him" | "his" | "himself" => wanted(true, false, Some(Gender::Male)),
            "she" | "her" | "hers" | "herself" => wanted(true, false, Some(Gender::Female)),
            "it" | "its" | "itself" => wanted(false, false, None),
            "they" | "them" | "their" | "theirs" | "themselves" => wanted(false, true, None),
            _ => None,
        }
    }

    fn fits(&self, entity: &Entity, mention: &Mention) -> bool {
        if self.person {
            let gender = entity.gender.is_none() || entity.gender == self.gender;
            // A name of unknown kind may be a person's; `salience` puts it behind known people.
            let maybe = entity.kind == Kind::Unknown && !entity.person.is_empty();
            return (entity.kind == Kind::Person || maybe) && !entity.plural && gender;
        }
        if self.plural {
            let collective = entity.kind == Kind::Organisation && entity.name.is_some();
            return mention.entities.len() > 1 || entity.plural || collective;
        }
        // "The court did its work": a body that is described is "it" too.
        let body = entity.kind == Kind::Organisation && entity.sector.is_some() && mention.definite;
        matches!(entity.kind, Kind::Organisation | Kind::State | Kind::Place)
            && !entity.plural
            && (entity.name.is_some() || body)
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

/// Persons and organisations that the reader told apart.
fn set_kind_by_reader(sentence: &Sentence, head: usize, found: &mut Resolution) {
    if found.kind != Kind::Unknown || found.name.is_none() {
        return;
    }
    let holds = |e: &&crate::reading::EntityMention| {
        e.first <= head && head <= e.last && sentence.head_of(e.first, e.last) == head
    };
    found.kind = match sentence.entities.iter().find(holds).map(|e| e.kind) {
        Some(EntityKind::Person) => Kind::Person,
        Some(EntityKind::Organization) => Kind::Organisation,
        Some(EntityKind::Place) => Kind::Place,
        // A work, a day, a plant: nobody's name.
        Some(_) => {
            found.person = None;
            Kind::Unknown
        }
        // Names whose words are equals ("flat") are people's; those of bodies have a syntax of their own.
        None if sentence.words[head].upos == Upos::Propn
            && sentence.children_by(head, Deprel::Flat).next().is_some() =>
        {
            Kind::Person
        }
        None => Kind::Unknown,
    };
}

/// "A Hungarian **astronaut**" is a private person, and not Hungary: whom the reader takes for a person and no table knows.
fn set_person_by_reader(sentence: &Sentence, head: usize, found: &mut Resolution) {
    let word = &sentence.words[head];
    let is_open = found.kind == Kind::Unknown && found.name.is_none() && found.country.is_some();
    let is_person = |e: &crate::reading::EntityMention| {
        e.kind == EntityKind::Person && e.first <= head && head <= e.last && sentence.head_of(e.first, e.last) == head
    };
    let told = found.sector.is_some_and(|sector| sector != Sector::Unknown);
    if is_open && !told && word.upos == Upos::Noun && sentence.entities.iter().any(is_person) {
        found.plural = matches!(word.xpos, Xpos::Nns | Xpos::Nnps);
        found.kind = if found.plural { Kind::Group } else { Kind::Person };
        found.sector = Some(Sector::Civilian);
        found.of = None;
        found.why.push("rule: a person by the reader, and no office".to_owned());
    }
}

/// Whether a name of a state before a noun is only a part of another name ("the Korean Peninsula") or says who is
/// behind somebody ("Russian-backed").
fn is_mere_label(sentence: &Sentence, word: usize) -> bool {
    const BEHIND: [&str; 14] = [
        "backed",
        "supported",
        "funded",
        "trained",
        "aligned",
        "allied",
        "linked",
        "friendly",
        "controlled",
        "held",
        "occupied",
        "born",
        "speaking",
        "made",
    ];
    let form = sentence.words[word].form.to_lowercase();
    let tail = form.rsplit_once('-').map(|(_, tail)| tail.to_owned());
    let next = |at: usize| sentence.words.get(at).map(|w| w.form.to_lowercase());
    let tail = tail.or_else(|| next(word + 1).filter(|n| n == "-").and_then(|_| next(word + 2)));
    let governor = noun_phrase::governor(sentence, word);
    if form == "european" && sentence.words[governor].form.starts_with(char::is_uppercase) && governor != word {
        return true;
    }
    let by = sentence.words[word].head.into_iter().chain([governor]).filter(|&g| g != word);
    let part_of_name = by
        .map(|g| sentence.words[g].form.as_str())
        .any(|form| form.starts_with(char::is_uppercase) && LABELLED.contains(&form.to_lowercase().as_str()));
    part_of_name || tail.is_some_and(|tail| BEHIND.contains(&tail.as_str()))
}

/// Whether a capitalised noun stands within a body's name: "Justice" in "Centre for Peace and Justice".
fn is_inside_name(sentence: &Sentence, word: usize) -> bool {
    let within = |m: &crate::reading::EntityMention| {
        m.named && m.kind == EntityKind::Organization && m.first < word && word <= m.last && {
            let head = sentence.head_of(m.first, m.last);
            head < word && sentence.words[head].form.starts_with(char::is_uppercase)
        }
    };
    sentence.words[word].deprel.base() == "conj"
        && sentence.words[word].form.starts_with(char::is_uppercase)
        && sentence.entities.iter().any(within)
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

/// Sectors of those who are no part of a state.
fn is_no_state(sector: Sector) -> bool {
    use Sector::{Elite, Government, Intelligence, Judiciary, Legislature, Military, Police};
    !matches!(sector, Government | Military | Police | Judiciary | Legislature | Intelligence | Elite)
}

/// Who is named by a possessor but need not be of its country.
fn is_stranger(noun: &str) -> bool {
    matches!(
        noun,
        "counterpart"
            | "colleague"
            | "opposite number"
            | "host"
            | "guest"
            | "interlocutor"
            | "ally"
            | "partner"
            | "enemy"
            | "foe"
            | "rival"
            | "neighbor"
            | "neighbour"
            | "friend"
            | "opponent"
            | "attacker"
            | "captor"
            | "killer"
            | "critic"
            | "invader"
    )
}

/// "The council" is short for the Security Council: the last word of a body's name.
fn is_short_for(noun: &str, entity: &Entity) -> bool {
    entity.kind == Kind::Organisation
        && entity.name.iter().chain(&entity.aliases).any(|name| {
            let name = name.to_lowercase();
            name.split(' ').count() > 1 && name.ends_with(noun) && name[..name.len() - noun.len()].ends_with(' ')
        })
}

/// Whether a phrase points back: with "the", "this", "that"; a body without any article too ("police").
fn is_anaphoric(sentence: &Sentence, head: usize, kind: Kind) -> bool {
    let determiner = sentence.children_by(head, Deprel::Det).next();
    let bare = determiner.is_none() && kind == Kind::Organisation;
    (bare
        || determiner.is_some_and(|d| {
            matches!(sentence.words[d].form.to_lowercase().as_str(), "the" | "this" | "that" | "these" | "those")
        }))
        && sentence.children_by(head, Deprel::NmodPoss).next().is_none()
}

/// The word that a noun of several turns on: "commissioner" of "commissioner of police".
fn head_of(noun: &str) -> &str {
    let head = noun.split(" of ").next().unwrap_or(noun);
    head.rsplit(' ').next().unwrap_or(head)
}

/// Whether a noun, of one word or more, stands with "the" and nothing else.
fn is_bare_definite(sentence: &Sentence, head: usize, noun: &str) -> bool {
    let own = |c: usize| noun.split(' ').any(|word| word == sentence.words[c].form.to_lowercase());
    is_anaphoric(sentence, head, Kind::Group)
        && sentence
            .children(head)
            .all(|c| own(c) || !matches!(sentence.words[c].deprel.base(), "amod" | "compound" | "nmod"))
}

/// "Foreign diplomats", "other countries": of another state than the one spoken of.
fn is_foreign(sentence: &Sentence, head: usize) -> bool {
    sentence.children(head).any(|c| {
        matches!(sentence.words[c].lemma.to_lowercase().as_str(), "foreign" | "other" | "international" | "overseas")
    })
}

fn is_general_post(noun: &str) -> bool {
    matches!(
        noun,
        "leader" | "official" | "chief" | "head" | "minister" | "politician" | "diplomat" | "envoy" | "president"
    )
}

/// Whether an entity is the one person of a state who goes by a noun or a synonym of it.
fn is_holder(entity: &Entity, noun: Option<&str>, country: Option<&str>) -> bool {
    let Some(noun) = noun else { return false };
    entity.kind == Kind::Person
        && !entity.plural
        && entity.country.is_some()
        && entity.country.as_deref() == country
        && (entity.nouns.iter().any(|n| n == noun) || is_synonym(noun, entity))
}

/// Whether a story or table calls somebody by the noun of a post, or by one for the same post.
fn goes_by(entity: &Entity, noun: &str) -> bool {
    entity.nouns.iter().chain(&entity.office).any(|own| own == noun || are_synonyms(own, noun) || own.ends_with(noun))
}

/// Some posts go by several nouns.
fn is_synonym(noun: &str, entity: &Entity) -> bool {
    entity.nouns.iter().any(|n| are_synonyms(noun, n))
}

/// Nouns for one post.
const SYNONYMS: [&[&str]; 8] = [
    &["delegation", "mission", "trade mission"],
    &["envoy", "ambassador", "diplomat", "special envoy", "emissary", "representative"],
    &["prime minister", "premier", "pm", "head of government"],
    &["president", "head of state"],
    &["king", "monarch", "sovereign"],
    &["foreign minister", "top diplomat", "chief diplomat", "fm"],
    &["army chief", "chief of army staff", "chief of the army staff", "military chief", "coas"],
    &["police chief", "chief of police", "inspector general of police", "igp"],
];

fn are_synonyms(one: &str, other: &str) -> bool {
    SYNONYMS.iter().any(|group| group.contains(&one) && group.contains(&other))
}

/// A named person whom the story, or a table for its day, knows as head of a state or of its government.
fn is_head_of_state(entity: &Entity) -> bool {
    const HEADS: [&str; 9] = [
        "president",
        "prime minister",
        "chancellor",
        "king",
        "premier",
        "emir",
        "sultan",
        "supreme leader",
        "crown prince",
    ];
    entity.kind == Kind::Person
        && !is_unnamed(entity)
        && entity.sector == Some(Sector::Government)
        && entity.nouns.iter().chain(&entity.office).any(|n| HEADS.contains(&n.as_str()))
}

/// Nouns for who leads a body.
fn is_leader(noun: &str) -> bool {
    matches!(
        noun,
        "head"
            | "chief"
            | "leader"
            | "director"
            | "executive director"
            | "secretary general"
            | "director general"
            | "general secretary"
            | "chairman"
            | "chairwoman"
            | "chair"
            | "chairperson"
            | "chief executive"
    )
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
