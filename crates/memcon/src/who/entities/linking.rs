//! Mentions of one sentence that name one entity: appositions, predicates, "identified as", abbreviations.

use super::nouns::{is_holder, is_stranger};
use super::{Joiner, Mention, OFFICE_VERBS, is_description, is_named_body, is_unnamed};
use crate::Span;
use crate::reading::{Deprel, Sentence, Xpos};
use crate::who::noun_phrase;
use crate::who::party::{Kind, Resolution, Tenure};

impl Joiner<'_, '_> {
    /// "(HCNR)" behind a name is another name of it.
    pub(super) fn note_abbreviation(&mut self, span: Span, entity: usize) {
        let rest = self.text.get(span.end..).unwrap_or_default();
        let Some(inside) = rest.trim_start().strip_prefix('(').and_then(|r| r.split_once(')')).map(|(i, _)| i) else {
            return;
        };
        let letters = inside.chars().filter(|c| c.is_alphabetic()).count();
        let capitals = inside.chars().filter(|c| c.is_uppercase()).count();
        let abbreviation = inside.len() <= 10
            && capitals >= 2
            && 2 * capitals > letters
            && inside.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.')
            && span.of(self.text).contains(' ');
        if abbreviation {
            self.out.known[entity].aliases.push(inside.to_owned());
        }
    }

    /// The two mentions last added are one where they stand in apposition: "the consul, Ana Paz".
    pub(super) fn link_apposition(&mut self, sentence: &Sentence) {
        let [.., before, last] = self.out.mentions.as_slice() else { return };
        if before.sentence != last.sentence || before.pronoun {
            return;
        }
        let parent = self.apposed_to(sentence, last).or_else(|| self.before_gloss(last));
        let parent = parent.unwrap_or(self.out.mentions.len() - 2);
        let before = &self.out.mentions[parent];
        let (a, b) = (self.out.mentions.len() - 1, parent);
        let last = &self.out.mentions[a];
        let tree = self.apposed_to(sentence, last) == Some(parent);
        if !(tree || self.is_comma_apposition(before, last)) {
            return;
        }
        let named = |m: &Mention| m.found.person.is_some() && m.found.kind != Kind::Organisation;
        if let (Some(one), Some(other)) = (&before.found.person, &last.found.person)
            && !one.split(' ').any(|word| other.split(' ').any(|w| w == word))
        {
            // "Secretary Paz, also Bo Li": two people.
            return;
        }
        let office = |m: &Mention| m.found.noun.is_some() && !m.found.plural && m.found.kind == Kind::Person;
        if named(last) && office(before) {
            self.unify(a, b);
            self.read_gloss(a, b);
        } else if named(before) && office(last) {
            self.unify(b, a);
        } else if tree && is_named_body(last) && is_description(before) {
            self.describe(a, b);
        } else if tree && is_named_body(before) && is_description(last) {
            self.describe(b, a);
        } else if is_named_body(last)
            && let Some(description) = self.described_before(last)
        {
            self.describe(a, description);
        }
    }

    /// "An ally in the Gulf, Chad.": a description right before the comma before a name that ends the clause.
    fn described_before(&self, last: &Mention) -> Option<usize> {
        const NEAR: usize = 4;
        let behind = self.text.get(last.span.end..).unwrap_or_default().trim_start();
        if !(behind.is_empty() || behind.starts_with(['.', ',', ';'])) {
            return None;
        }
        let comma =
            |m: &Mention| self.text.get(m.span.end..last.span.start).is_some_and(|between| between.trim() == ",");
        let mentions = self.out.mentions.iter().enumerate().rev().skip(1).take(NEAR);
        let described = |m: &Mention| m.found.noun.as_deref().is_some_and(|n| is_stranger(n) || n == "country");
        mentions
            .filter(|(_, m)| m.sentence == last.sentence && is_description(m) && described(m))
            .find(|(_, m)| comma(m))
            .map(|(at, _)| at)
    }

    /// "The militant group Boko Haram", "an ally, Chad": the description means the body named.
    fn describe(&mut self, named: usize, description: usize) {
        let Some(&target) = self.out.mentions[named].entities.first() else { return };
        let found = Resolution { name: None, country: None, ..self.out.mentions[description].found.clone() };
        self.merge(target, &Resolution { stated: false, ..found }, None);
        self.out.mentions[description].entities = vec![target];
    }

    /// The mention that the last one is an apposition of, by the tree.
    fn apposed_to(&self, sentence: &Sentence, last: &Mention) -> Option<usize> {
        let word = &sentence.words[last.head];
        let head = noun_phrase::governor(sentence, word.head.filter(|_| word.deprel.base() == "appos")?);
        self.out.by_head.get(&(last.sentence, head)).copied()
    }

    /// Readers miss appositions: "X, Y," with nothing but a comma between, a name and an office, and a comma or
    /// the end of the sentence behind, is one.
    fn is_comma_apposition(&self, before: &Mention, last: &Mention) -> bool {
        let between = self.text.get(before.span.end..last.span.start).unwrap_or_default();
        let behind = self.text.get(last.span.end..).unwrap_or_default().trim_start();
        let full = last.found.person.as_deref().or(before.found.person.as_deref()).is_some_and(|n| n.contains(' '));
        let gloss = between.trim_start().strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(_, rest)| rest);
        gloss.unwrap_or(between).trim() == ","
            && full
            && (behind.is_empty() || gloss.is_some() || behind.starts_with([',', '.', ';', '(', '\n', '–', '-']))
    }

    /// The mention behind which a bracket stands that ends right before the last one: "the speaker of the lower
    /// house (Chad's assembly), Ana Paz".
    fn before_gloss(&self, last: &Mention) -> Option<usize> {
        const NEAR: usize = 8;
        let gloss = |m: &Mention| {
            let between = self.text.get(m.span.end..last.span.start)?;
            let inside = between.trim_start().strip_prefix('(')?;
            inside.split_once(')').filter(|(_, rest)| rest.trim() == ",")
        };
        let mentions = self.out.mentions.iter().enumerate().rev().skip(1).take(NEAR);
        mentions.filter(|(_, m)| m.sentence == last.sentence).find(|(_, m)| gloss(m).is_some()).map(|(at, _)| at)
    }

    /// The state that a bracket names between an office and its holder is his.
    fn read_gloss(&mut self, person: usize, office: usize) {
        let Some(&target) = self.out.mentions[person].entities.first() else { return };
        if self.out.known[target].country.is_some() {
            return;
        }
        let (from, to) = (self.out.mentions[office].span.end, self.out.mentions[person].span.start);
        let inside = |m: &&Mention| from <= m.span.start && m.span.end <= to;
        let code = self.out.mentions.iter().filter(inside).find_map(|m| m.found.country.clone());
        self.out.known[target].country = code;
    }

    /// Makes the office that mention `office` names that of the person whom mention `person` names.
    fn unify(&mut self, person: usize, office: usize) {
        let Some(&target) = self.out.mentions[person].entities.first() else { return };
        let found = self.out.mentions[office].found.clone();
        let (noun, country) = (found.noun.clone(), found.country.clone());
        let table_only = !self.out.mentions[person].found.stated;
        // "The envoy, Ana Paz, … Paz, a former minister": what she was does not undo what she is.
        let is_past = found.tenure == Tenure::Former && self.out.known[target].stated;
        if table_only && !is_past {
            self.out.known[target].stated = false;
        }
        let old = self.out.mentions[office].entities.first().copied();
        self.merge(target, &Resolution { person: None, ..found }, None);
        self.out.known[target].kind = Kind::Person;
        self.out.mentions[office].entities = vec![target];
        // What pointed at the unnamed holder points at the person now; so does "Peru envoy" in the headline.
        let same = |&i: &usize| {
            let e = &self.out.known[i];
            i != target && e.person.is_empty() && (Some(i) == old || is_holder(e, noun.as_deref(), country.as_deref()))
        };
        let unnamed: Vec<usize> = (0..self.out.known.len()).filter(same).collect();
        for mention in &mut self.out.mentions {
            mention.entities.iter_mut().filter(|e| unnamed.contains(e)).for_each(|e| *e = target);
        }
        for old in unnamed {
            let name = self.out.known[old].name.take();
            self.out.known[target].aliases.extend(name);
            self.out.known[old].nouns.clear();
        }
    }

    /// "Ana Paz is the consul", "Ana Paz, who advises the president".
    pub(super) fn link_predicates(&mut self, s: usize, sentence: &Sentence) {
        for word in 0..sentence.words.len() {
            if sentence.children_by(word, Deprel::Cop).next().is_some()
                && let Some(subject) = sentence.children_by(word, Deprel::Nsubj).next()
                && let (Some(&p), Some(&o)) = (self.out.by_head.get(&(s, subject)), self.out.by_head.get(&(s, word)))
                && self.out.mentions[p].found.person.is_some()
                && self.out.mentions[o].found.office.is_some()
                && !self.out.mentions[o].found.plural
            {
                self.unify(p, o);
            }
            self.link_identification(s, sentence, word);
            self.link_own_name(s, sentence, word);
            if sentence.words[word].deprel == Deprel::AclRelcl {
                self.link_office_clause(s, sentence, word);
            }
        }
    }

    /// "The gunman, identified as Ana Paz", "an editor named Ana Paz".
    fn link_identification(&mut self, s: usize, sentence: &Sentence, verb: usize) {
        let word = &sentence.words[verb];
        let passive = word.xpos == Xpos::Vbn || sentence.children_by(verb, Deprel::AuxPass).next().is_some();
        if !passive || !matches!(word.lemma.as_str(), "identify" | "name" | "call" | "know") {
            return;
        }
        let acl = word.head.filter(|_| word.deprel.base() == "acl");
        let subject = sentence.children(verb).find(|&c| sentence.words[c].deprel.base() == "nsubj").or(acl);
        let behind = |&c: &usize| c > verb && matches!(sentence.words[c].deprel.base(), "obl" | "xcomp" | "obj");
        let Some(name) = sentence.children(verb).find(behind) else { return };
        let (Some(&who), Some(&name)) =
            (subject.and_then(|h| self.out.by_head.get(&(s, h))), self.out.by_head.get(&(s, name)))
        else {
            return;
        };
        let (Some(&unnamed), Some(&named)) =
            (self.out.mentions[who].entities.first(), self.out.mentions[name].entities.first())
        else {
            return;
        };
        let of_person = self.out.mentions[name].found.person.is_some() && self.out.known[unnamed].kind == Kind::Person;
        if of_person && unnamed != named && is_unnamed(&self.out.known[unnamed]) && !self.out.known[unnamed].plural {
            self.out.known[named].kind = Kind::Person;
            let nouns = self.out.known[unnamed].nouns.clone();
            self.out.known[named].nouns.extend(nouns);
            self.replace(unnamed, named);
        }
    }

    /// "A cell calling itself the Lions": a group's own name, where no table knows it.
    fn link_own_name(&mut self, s: usize, sentence: &Sentence, verb: usize) {
        let word = &sentence.words[verb];
        let own = |&c: &usize| matches!(sentence.words[c].lemma.as_str(), "itself" | "themselves" | "themself");
        let calls = matches!(word.lemma.as_str(), "call" | "name" | "style" | "dub") && word.deprel == Deprel::Acl;
        if !calls || !sentence.children(verb).any(|c| own(&c)) {
            return;
        }
        let is_name = |&c: &usize| c > verb && !own(&c) && matches!(sentence.words[c].deprel.base(), "obj" | "xcomp");
        let name = sentence.children(verb).find(is_name).and_then(|c| self.out.by_head.get(&(s, c)).copied());
        let who = word.head.and_then(|h| self.out.by_head.get(&(s, h)).copied());
        let (Some(name), Some(who)) = (name, who) else { return };
        let entities = |at: usize| self.out.mentions[at].entities.first().copied();
        let (Some(named), Some(unnamed)) = (entities(name), entities(who)) else { return };
        let body = !matches!(self.out.known[unnamed].kind, Kind::Person | Kind::State | Kind::Place);
        if named != unnamed && is_unnamed(&self.out.known[unnamed]) && body {
            let words = self.out.mentions[name].span.of(&self.out.text);
            let words = words.strip_prefix("the ").or_else(|| words.strip_prefix("The ")).unwrap_or(words).to_owned();
            let group = &mut self.out.known[unnamed];
            (group.name, group.descriptive, group.kind) = (Some(words), false, Kind::Organisation);
            self.replace(named, unnamed);
        }
    }

    fn link_office_clause(&mut self, s: usize, sentence: &Sentence, verb: usize) {
        let word = &sentence.words[verb];
        let Some((_, title)) = OFFICE_VERBS.iter().find(|(lemma, _)| *lemma == word.lemma) else { return };
        let object = sentence.children_by(verb, Deprel::Obj).chain(sentence.children_by(verb, Deprel::Iobj)).next();
        let Some(object) = object else { return };
        let (Some(holder), Some(&of)) =
            (word.head.and_then(|h| self.out.by_head.get(&(s, h)).copied()), self.out.by_head.get(&(s, object)))
        else {
            return;
        };
        if self.out.mentions[holder].found.person.is_none() {
            return;
        }
        let side = self.out.mentions[of].entities.first().and_then(|&e| self.out.known.get(e)).cloned();
        let Some(side) = side else { return };
        let found = Resolution {
            kind: Kind::Person,
            country: side.country,
            sector: side.sector,
            office: Some((*title).to_owned()),
            noun: Some((*title).to_owned()),
            of: side.name,
            stated: true,
            why: vec![format!("rule: who {}s is {title}", word.lemma)],
            ..Resolution::default()
        };
        let Some(&target) = self.out.mentions[holder].entities.first() else { return };
        self.merge(target, &found, None);
        self.out.known[target].kind = Kind::Person;
        let span = self.out.mentions[holder].span.join(sentence.words[verb].span).join(self.out.mentions[of].span);
        let entities = vec![target];
        self.out.mentions.push(Mention {
            sentence: s,
            head: verb,
            span,
            found,
            entities,
            subject: false,
            argument: false,
            pronoun: false,
            definite: false,
            foreign: false,
        });
    }
}
