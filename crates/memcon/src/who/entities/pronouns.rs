//! Whom pronouns and relative pronouns mean.

use super::{Entity, Joiner, Mention, PRONOUN_REACH, SAYING};
use crate::reading::{Deprel, Sentence};
use crate::who::party::{Kind, Resolution};
use memcon_lexicon::Sector;
use memcon_lexicon::people::Gender;
use memcon_lexicon::words::words;

impl Joiner<'_, '_> {
    /// Whom a pronoun means: the antecedent of a relative, else the nearest that fits in gender and number,
    /// subjects first. Empty where nobody fits.
    pub(super) fn pronoun(&self, s: usize, sentence: &Sentence, head: usize) -> Vec<usize> {
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
    pub(super) fn own_body(&self, s: usize, sentence: &Sentence, head: usize) -> Option<usize> {
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
    pub(super) fn partner(&self, s: usize, sentence: &Sentence, head: usize) -> Option<usize> {
        let noun = &sentence.words[sentence.words[head].head?];
        let partner = noun.head.filter(|_| noun.deprel.base() == "conj")?;
        self.out.by_head.get(&(s, partner)).copied()
    }

    /// Who says the words that a pronoun stands in, where the same sentence names him outside the quotation marks: "they"
    /// of his words is neither he nor his side.
    pub(super) fn quoted_speaker(&self, s: usize, sentence: &Sentence, head: usize) -> Option<Resolution> {
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
    pub(super) fn other_arguments(&self, s: usize, sentence: &Sentence, head: usize) -> Vec<usize> {
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
    pub(super) fn together(&self, s: usize) -> Vec<usize> {
        self.together_within(s, PRONOUN_REACH)
    }

    pub(super) fn together_within(&self, s: usize, reach: usize) -> Vec<usize> {
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
    pub(super) fn prominence(&self, mention: &Mention) -> i32 {
        let Some(entity) = mention.entities.first() else { return 0 };
        let before = self.out.mentions.iter().rev().take(200).filter(|m| m.entities.first() == Some(entity)).take(4);
        i32::try_from(before.count()).unwrap_or(0)
    }

    pub(super) fn antecedent(&self, s: usize, sentence: &Sentence, head: usize) -> Vec<usize> {
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
    pub(super) fn named_before_comma(&self, sentence: &Sentence, head: usize, antecedent: usize) -> Option<usize> {
        let pronoun = &sentence.words[head];
        let before = &self.out.mentions[antecedent];
        let last = self.out.mentions.last()?;
        let between = |from: usize, to: usize| self.text.get(from..to).is_some_and(|text| text.trim() == ",");
        let named = last.found.kind == Kind::Person || !last.found.person.as_deref().unwrap_or_default().is_empty();
        let fits = matches!(pronoun.form.to_lowercase().as_str(), "who" | "whom" | "whose") && named;
        (fits && between(before.span.end, last.span.start) && between(last.span.end, pronoun.span.start))
            .then(|| self.out.mentions.len() - 1)
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
