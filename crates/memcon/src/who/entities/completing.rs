//! What only the whole story tells: whom descriptions mean that come before the name, who stands for several, to
//! which state the unnamed belong.

use std::collections::HashMap;

use memcon_lexicon::Sector;
use memcon_lexicon::countries::BODIES;

use super::nouns::{are_synonyms, is_head_of_state, is_leader, is_no_state};
use super::syntax::is_mere_label;
use super::{Entity, Joiner, LEAD, LEAD_REACH, Mention, PAIRED, SAYING, is_unnamed};
use crate::place::Toponym;
use crate::reading::{Deprel, Sentence, Upos};
use crate::who::noun_phrase;
use crate::who::party::{BY_SENTENCE, BY_STORY, Kind, Resolution};

/// Nouns whose plural speaks of several states or of those who act for them.
fn is_state_noun(noun: &str) -> bool {
    PAIRED.contains(&noun) || matches!(noun, "republic" | "kingdom" | "power" | "member state")
}

impl Joiner<'_, '_> {
    /// "LIMA (AP) Nurses marched", "LIMA: Nurses marched": where a reader takes the dateline for the subject, it is what follows.
    pub(super) fn skip_dateline(&mut self, s: usize, sentence: &Sentence) {
        const LONGEST: usize = 6;
        let form = |at: usize| sentence.words.get(at).map_or("", |w| w.form.as_str());
        let capitals = form(0).len() > 2 && form(0).chars().all(char::is_uppercase);
        let close = match (1..LONGEST).find(|&at| form(at) == "(" || form(at) == ":").filter(|_| capitals) {
            Some(colon) if form(colon) == ":" => colon,
            Some(open) => match (open + 1..open + LONGEST).find(|&at| form(at) == ")") {
                Some(close) => close,
                None => return,
            },
            None => return,
        };
        let next = (close + 1..sentence.words.len()).find_map(|at| self.out.by_head.get(&(s, at)).copied());
        let Some(next) = next else { return };
        for word in 0..close {
            if self.out.by_head.contains_key(&(s, word)) {
                self.out.by_head.insert((s, word), next);
            }
        }
    }

    /// "The Turkish offensive", "US plans": states and bodies that stand before a noun are parties too, for who
    /// asks at their word; they come last, so that no pronoun or description takes them for a mention.
    pub(super) fn add_modifiers(&mut self) {
        for (s, sentence) in self.reading.sentences.iter().enumerate() {
            for word in 0..sentence.words.len() {
                let w = &sentence.words[word];
                let modifier = matches!(w.upos, Upos::Adj | Upos::Propn | Upos::Noun)
                    && w.form.starts_with(char::is_uppercase)
                    && matches!(w.deprel.base(), "amod" | "compound" | "nmod" | "root" | "conj");
                if !modifier || self.out.by_head.contains_key(&(s, word)) || is_mere_label(sentence, word) {
                    continue;
                }
                let found = self.resolve(sentence, word);
                if matches!(found.kind, Kind::State | Kind::Organisation) && found.country.is_some() {
                    let entity = self.known_name(&found).unwrap_or_else(|| self.new_entity(&found, None));
                    let span = noun_phrase::span(sentence, word);
                    self.out.by_head.insert((s, word), self.out.mentions.len());
                    let entities = vec![entity];
                    let (subject, argument, pronoun, definite) = (false, false, false, false);
                    self.out.mentions.push(Mention {
                        sentence: s,
                        head: word,
                        span,
                        found,
                        entities,
                        subject,
                        argument,
                        pronoun,
                        definite,
                        foreign: false,
                    });
                }
            }
        }
    }

    /// The entity of a state's own body or office: Chad's of "the two defence ministries".
    pub(super) fn body_of(&mut self, code: &str, found: &Resolution) -> usize {
        let mut own = Resolution { country: Some(code.to_owned()), plural: false, name: None, ..found.clone() };
        if own.noun.as_deref().is_some_and(is_leader) && own.sector == Some(Sector::Government) {
            // A leader is whom the story calls president, prime minister or king.
            if let Some(leader) = self.only(|e| is_head_of_state(e) && e.country.as_deref() == Some(code)) {
                return leader;
            }
        }
        own.kind = if own.office.is_some() { Kind::Person } else { Kind::Organisation };
        own.name = self.canonical(&own);
        self.known_name(&own).unwrap_or_else(|| self.new_entity(&own, None))
    }

    /// "The presidents of Chad and Niger" are two.
    pub(super) fn spread_offices(&mut self, s: usize, sentence: &Sentence) {
        for word in 0..sentence.words.len() {
            let Some(&at) = self.out.by_head.get(&(s, word)) else { continue };
            let found = self.out.mentions[at].found.clone();
            if !found.plural || found.sector.is_none_or(is_no_state) || found.noun.is_none() {
                continue;
            }
            let owners = sentence.children(word).filter(|&c| matches!(sentence.words[c].deprel.base(), "nmod"));
            let Some(states) = owners.map(|c| self.states_at(s, c)).find(|states| states.len() > 1) else { continue };
            self.out.mentions[at].entities = states.iter().map(|code| self.body_of(code, &found)).collect();
        }
    }

    /// "Three senators, Ana Paz, Ben Bo and Cy Day," are those whom the apposition names.
    pub(super) fn spread_members(&mut self, s: usize, sentence: &Sentence) {
        for word in 0..sentence.words.len() {
            let Some(&at) = self.out.by_head.get(&(s, word)) else { continue };
            let found = self.out.mentions[at].found.clone();
            if !found.plural && found.kind != Kind::Group {
                continue;
            }
            let listed = sentence.children(word).find(|&c| sentence.words[c].deprel.base() == "appos");
            let listed = listed.or_else(|| self.listed_behind(s, self.out.mentions[at].span.end));
            let Some(members) = listed.and_then(|c| self.out.coordinations.get(&(s, c))) else { continue };
            let members: Vec<usize> = members.iter().filter_map(|&h| self.out.by_head.get(&(s, h)).copied()).collect();
            let people = members.iter().all(|&m| self.out.mentions[m].found.person.is_some());
            if members.len() < 2 || !people {
                continue;
            }
            let entities: Vec<usize> = members.iter().flat_map(|&m| self.out.mentions[m].entities.clone()).collect();
            for &e in &entities {
                let entity = &mut self.out.known[e];
                entity.kind = Kind::Person;
                entity.country = entity.country.take().or_else(|| found.country.clone());
                entity.sector = entity.sector.or(found.sector);
            }
            self.out.mentions[at].entities = entities;
        }
    }

    /// The head of the list of names that stands behind a dash or colon.
    fn listed_behind(&self, s: usize, end: usize) -> Option<usize> {
        let behind = |m: &&Mention| {
            let between = self.text.get(end..m.span.start).map(str::trim);
            m.sentence == s && matches!(between, Some("—" | "–" | "-" | "--" | ":"))
        };
        self.out.mentions.iter().find(behind).map(|m| m.head)
    }

    /// The states that a coordination of their names lists.
    fn states_at(&self, s: usize, head: usize) -> Vec<String> {
        let mut codes: Vec<String> = Vec::new();
        for &head in self.out.coordinations.get(&(s, head)).map_or(&[][..], Vec::as_slice) {
            let mention = self.out.by_head.get(&(s, head)).map(|&m| &self.out.mentions[m]);
            let Some(mention) = mention.filter(|m| m.found.kind == Kind::State) else { continue };
            codes.extend(mention.found.country.clone().filter(|code| !codes.contains(code)));
        }
        codes
    }

    /// A description that comes before the name: "the crown prince" of a headline, "a journalist" of a lead.
    pub(super) fn identify_unnamed(&mut self) {
        for at in 0..self.out.mentions.len() {
            let mention = &self.out.mentions[at];
            let Some(&e) = mention.entities.first().filter(|_| mention.entities.len() == 1 && !mention.pronoun) else {
                continue;
            };
            let entity = &self.out.known[e];
            if !is_unnamed(entity) || entity.kind != Kind::Person || entity.plural {
                continue;
            }
            let target = if mention.definite { self.aged(at).or_else(|| self.only_holder(e)) } else { None };
            let target = target.or_else(|| self.leader_named_next(at, e));
            let target = target.or_else(|| if mention.sentence < LEAD { self.named_later(at, e) } else { None });
            if let Some(target) = target {
                self.replace(e, target);
            }
        }
    }

    /// "The 49-year-old tycoon" is the person just named, of whom it tells the age.
    fn aged(&self, at: usize) -> Option<usize> {
        const NEAR: usize = 3;
        let mention = &self.out.mentions[at];
        if !mention.span.of(&self.out.text).contains("-year-old ") {
            return None;
        }
        let gender = self.out.known[*mention.entities.first()?].gender;
        let before = self.out.mentions[..at].iter().rev().filter(|m| m.sentence < mention.sentence);
        let near = before.take_while(|m| m.sentence + NEAR >= mention.sentence && !m.entities.is_empty());
        let person = |e: &Entity| {
            e.kind == Kind::Person
                && !is_unnamed(e)
                && !e.plural
                && (gender.is_none() || e.gender.is_none() || e.gender == gender)
        };
        // The subjects of the sentence before come first: it is they of whom a story goes on to tell.
        let named: Vec<&Mention> =
            near.filter(|m| m.entities.len() == 1 && person(&self.out.known[m.entities[0]])).collect();
        let last = named.first()?.sentence;
        let subject = named.iter().find(|m| m.sentence == last && m.subject && !m.pronoun);
        subject.or(named.first()).and_then(|m| m.entities.first().copied())
    }

    /// The one named person of the story who goes by a noun of an unnamed one.
    fn only_holder(&self, unnamed: usize) -> Option<usize> {
        let entity = &self.out.known[unnamed];
        let noun = entity.nouns.first()?;
        let holds = |t: &Entity| {
            t.kind == Kind::Person
                && !is_unnamed(t)
                && !t.plural
                && (entity.country.is_none() || entity.country == t.country)
                && t.nouns.iter().chain(&t.office).any(|n| n == noun || are_synonyms(n, noun))
                && t.sector == entity.sector
        };
        self.only(holds)
    }

    /// "The head of the union" is the secretary general whom the story names next, without a body of his own.
    fn leader_named_next(&self, at: usize, unnamed: usize) -> Option<usize> {
        const NEXT: usize = 3;
        let entity = &self.out.known[unnamed];
        let leads = |e: &Entity| e.nouns.iter().any(|n| is_leader(n));
        entity.country.as_ref().filter(|_| leads(entity))?;
        let sentence = self.out.mentions[at].sentence;
        let next = self.out.mentions[at + 1..].iter().take_while(|m| m.sentence <= sentence + NEXT);
        let mut named = next.filter_map(|m| m.entities.first().copied()).filter(|&t| {
            let t = &self.out.known[t];
            let same_body = t.country == entity.country && t.of.is_some() && t.of == entity.of;
            t.kind == Kind::Person && !is_unnamed(t) && (t.country.is_none() || same_body) && leads(t)
        });
        named.next()
    }

    /// Leads describe whom the story names below: the one named person of the same side and sector.
    fn named_later(&self, at: usize, unnamed: usize) -> Option<usize> {
        let entity = &self.out.known[unnamed];
        let sector =
            entity.sector.filter(|&s| !matches!(s, Sector::Government | Sector::Unknown | Sector::Civilian))?;
        let of_sector = |e: &Entity| e.kind == Kind::Person && !e.plural && e.sector == Some(sector);
        // Two of them in the lead, and nobody can say who is meant.
        let lead = self.out.mentions.iter().take_while(|m| m.sentence < LEAD).flat_map(|m| &m.entities);
        let mut others =
            lead.filter(|&&e| e != unnamed && of_sector(&self.out.known[e]) && is_unnamed(&self.out.known[e]));
        if others.next().is_some() {
            return None;
        }
        let same_side = |t: &Entity| entity.country.is_none() || t.country.is_none() || entity.country == t.country;
        let target = self.only(|t| of_sector(t) && !is_unnamed(t) && same_side(t))?;
        let first = self.out.mentions.iter().position(|m| m.entities.contains(&target))?;
        let near = self.out.mentions[first].sentence <= self.out.mentions[at].sentence + LEAD_REACH;
        // "Paz said the officer fled": two people.
        let sentences =
            |e: usize| self.out.mentions.iter().filter(move |m| m.entities.contains(&e)).map(|m| m.sentence);
        let together = sentences(unnamed).any(|s| sentences(target).any(|t| t == s));
        (first > at && near && !together).then_some(target)
    }

    fn only(&self, test: impl Fn(&Entity) -> bool) -> Option<usize> {
        let mentioned = |e: &usize| self.out.mentions.iter().any(|m| m.entities.contains(e));
        let mut fitting = (0..self.out.known.len()).filter(|&e| test(&self.out.known[e])).filter(mentioned);
        let only = fitting.next()?;
        fitting.next().is_none().then_some(only)
    }

    pub(super) fn replace(&mut self, old: usize, new: usize) {
        for mention in &mut self.out.mentions {
            mention.entities.iter_mut().filter(|e| **e == old).for_each(|e| *e = new);
        }
        let before = self.out.known[old].clone();
        let entity = &mut self.out.known[new];
        if entity.country.is_none() {
            entity.country = before.country;
        }
        if entity.sector.is_none() {
            entity.sector = before.sector;
            entity.sectors = before.sectors;
        }
    }

    /// Who has a sector but no country belongs to the state that the story is about, and bears the name that
    /// the body has there.
    pub(super) fn fill_countries(&mut self) {
        let nearby = self.named_alone();
        for at in 0..self.out.mentions.len() {
            let definite = self.out.mentions[at].definite;
            for e in self.out.mentions[at].entities.clone() {
                let entity = &self.out.known[e];
                let party = entity.kind != Kind::Unknown && entity.sector.is_some_and(|s| s != Sector::Unknown);
                // "35 countries" are not the story's.
                let states = entity.nouns.iter().any(|noun| is_state_noun(noun)) && entity.plural;
                let foreign = self.out.mentions[at].foreign;
                if party && entity.country.is_none() && !states && !foreign {
                    let named = self
                        .place_of_deed(at)
                        .or_else(|| self.commander(at))
                        .or_else(|| self.tells_of(at))
                        .or_else(|| self.named_before(at))
                        .or_else(|| {
                            let sentence = self.out.mentions[at].sentence;
                            nearby.get(sentence).cloned().flatten()
                        });
                    let (why, code) = match (named, self.story.clone()) {
                        (Some(named), _) => (BY_SENTENCE, named),
                        (None, Some(story)) => (BY_STORY, story),
                        (None, None) => continue,
                    };
                    let entity = &mut self.out.known[e];
                    entity.why.push(format!("rule: {why} {code}"));
                    entity.country = Some(code);
                }
                let entity = &self.out.known[e];
                let institution = definite || entity.plural;
                if entity.name.is_none() && institution && entity.person.is_empty() {
                    let found = Resolution {
                        noun: entity.nouns.first().cloned(),
                        country: entity.country.clone(),
                        sector: entity.sector,
                        plural: entity.plural,
                        tenure: self.out.mentions[at].found.tenure,
                        ..Resolution::default()
                    };
                    self.out.known[e].name = self.canonical(&found);
                }
            }
        }
    }

    /// "Killed five farmers **in Kenya**", "protesters torched the embassy **in Nairobi**": people to whom something is
    /// done, and crowds and fighters who do it, belong where it is done.
    fn place_of_deed(&self, at: usize) -> Option<String> {
        let mention = &self.out.mentions[at];
        let of_place = |sector: Sector| is_no_state(sector) || sector == Sector::Police;
        let people = !mention.pronoun && mention.found.sector.is_some_and(of_place);
        let sentence = self.reading.sentences.get(mention.sentence).filter(|_| people)?;
        let word = sentence.words.get(mention.head)?;
        let patient = word.deprel.base() == "obj" || word.deprel.as_str() == "nsubj:pass";
        let crowd = word.deprel.base() == "nsubj"
            && (mention.found.plural
                && matches!(mention.found.sector, Some(Sector::Civilian | Sector::UnidentifiedArmed | Sector::Rebel))
                || mention.found.sector == Some(Sector::Police));
        let verb = word.head.filter(|_| patient || crowd)?;
        let arguments = sentence.children(verb).filter(|&c| matches!(sentence.words[c].deprel.base(), "obj" | "obl"));
        let place = |&c: &usize| {
            matches!(sentence.words[c].deprel.base(), "obl" | "nmod")
                && sentence.children_by(c, Deprel::Case).any(|case| sentence.words[case].lemma.to_lowercase() == "in")
        };
        let within = arguments.flat_map(|argument| sentence.children(argument));
        let places = within.chain(sentence.children(verb)).filter(place);
        let mut countries = places.filter_map(|c| self.country_at(mention.sentence, c));
        countries.rfind(|code| !BODIES.contains(&code.as_str())).or_else(|| self.town_below(mention.sentence, verb))
    }

    /// The country of a town in which something below a verb is: "kept them from the consulate **in Izmir**".
    fn town_below(&self, s: usize, verb: usize) -> Option<String> {
        let sentence = self.reading.sentences.get(s)?;
        let within = |t: &&Toponym| {
            let head = sentence.head_of(t.first, t.last);
            let is_in = sentence.children_by(head, Deprel::Case).any(|case| sentence.words[case].lemma == "in");
            is_in && sentence.is_below(head, verb)
        };
        let here = |t: &&Toponym| t.sentence == s && !t.demonym && t.last < sentence.words.len();
        self.toponyms.unwrap_or_default().iter().rev().filter(here).find(within).and_then(|t| t.country.clone())
    }

    /// The country of the place or party that a word names.
    fn country_at(&self, s: usize, word: usize) -> Option<String> {
        let named = |t: &&Toponym| t.sentence == s && t.first <= word && word <= t.last;
        let place = self.toponyms.unwrap_or_default().iter().find(named).and_then(|t| t.country.clone());
        place.or_else(|| self.found.get(&(s, word))?.country.clone())
    }

    /// "Chad's president **ordered officials** to leave": those whom somebody orders are of his state.
    fn commander(&self, at: usize) -> Option<String> {
        let mention = &self.out.mentions[at];
        let sentence = self.reading.sentences.get(mention.sentence)?;
        if let Some(code) = self.appointer(mention, sentence) {
            return Some(code);
        }
        let word = sentence.words.get(mention.head).filter(|w| matches!(w.deprel.base(), "obj" | "iobj"))?;
        let verb = word.head.filter(|&v| {
            matches!(sentence.words[v].lemma.as_str(), "order" | "instruct" | "direct" | "command" | "appoint" | "task")
        })?;
        let official = self.out.known.get(*mention.entities.first()?)?.sector.is_some_and(|s| !is_no_state(s));
        let subject = sentence.children_by(verb, Deprel::Nsubj).next().filter(|_| official)?;
        let subject = &self.out.mentions[*self.out.by_head.get(&(mention.sentence, subject))?];
        let code = self.out.known.get(*subject.entities.first()?)?.country.clone();
        code.filter(|code| !BODIES.contains(&code.as_str()))
    }

    /// "Chad's envoy, who was appointed by **the president**": who appoints somebody is of his state.
    fn appointer(&self, mention: &Mention, sentence: &Sentence) -> Option<String> {
        let word = sentence.words.get(mention.head).filter(|word| word.deprel == Deprel::OblAgent)?;
        let verb = word.head.filter(|&verb| {
            matches!(sentence.words[verb].lemma.as_str(), "appoint" | "nominate" | "name" | "dismiss" | "sack" | "send")
        })?;
        let patient = sentence.children_by(verb, Deprel::NsubjPass).next()?;
        let patient = &self.out.mentions[*self.out.by_head.get(&(mention.sentence, patient))?];
        let code = self.out.known.get(*patient.entities.first()?)?.country.clone();
        code.filter(|code| !BODIES.contains(&code.as_str()))
    }

    /// "Mali will release the Ivorian soldiers, **the junta** said": officials tell what their own state does.
    fn tells_of(&self, at: usize) -> Option<String> {
        let mention = &self.out.mentions[at];
        let official = mention.found.sector.is_some_and(|sector| !is_no_state(sector));
        let sentence = self.reading.sentences.get(mention.sentence).filter(|_| official)?;
        let word = sentence.words.get(mention.head).filter(|word| word.deprel.base() == "nsubj")?;
        let verb = word.head.filter(|&v| SAYING.contains(&sentence.words[v].lemma.as_str()))?;
        let told =
            sentence.children(verb).filter(|&c| matches!(sentence.words[c].deprel.base(), "ccomp" | "parataxis"));
        let quoted = sentence.words[verb].head.filter(|_| sentence.words[verb].deprel == Deprel::Parataxis);
        let content = told.chain(quoted).find(|&content| content < mention.head)?;
        let subject = sentence.children_by(content, Deprel::Nsubj).next()?;
        let code = self.found.get(&(mention.sentence, subject))?.country.clone();
        code.filter(|code| !BODIES.contains(&code.as_str()))
    }

    /// The state that the sentence names before a mention: the story's, else the last.
    fn named_before(&self, at: usize) -> Option<String> {
        let mention = &self.out.mentions[at];
        let before = self.out.mentions[..at].iter().rev().take_while(|m| m.sentence == mention.sentence);
        let codes = before.filter(|m| m.span.end <= mention.span.start).filter_map(|m| m.found.country.clone());
        let states: Vec<String> = codes.filter(|code| !BODIES.contains(&code.as_str())).collect();
        let story = self.story.clone().filter(|story| states.contains(story));
        story.or_else(|| states.into_iter().next())
    }

    /// For each sentence the one state that it names, where it names one alone.
    fn named_alone(&self) -> Vec<Option<String>> {
        let mut named: Vec<Vec<&str>> = vec![Vec::new(); self.reading.sentences.len()];
        for mention in &self.out.mentions {
            let code = mention.found.country.as_deref().filter(|code| !BODIES.contains(code));
            if let (Some(code), Some(of)) = (code, named.get_mut(mention.sentence))
                && !of.contains(&code)
            {
                of.push(code);
            }
        }
        let alone = |codes: Vec<&str>| match codes.as_slice() {
            [only] => Some((*only).to_owned()),
            _ => None,
        };
        named.into_iter().map(alone).collect()
    }

    /// Two entities of one canonical name and country are one: "the government" and "the Chadian government".
    pub(super) fn join_namesakes(&mut self) {
        let mut first: HashMap<(String, Option<String>), usize> = HashMap::new();
        for e in 0..self.out.known.len() {
            let entity = &self.out.known[e];
            let joins = entity.sector.is_some() && !entity.plural;
            let Some(name) = entity.name.clone().filter(|_| joins) else { continue };
            let key = (name, entity.country.clone());
            match first.get(&key) {
                Some(&known) if self.out.known[known].sector == entity.sector => self.replace(e, known),
                Some(_) => {}
                None => {
                    first.insert(key, e);
                }
            }
        }
    }
}
