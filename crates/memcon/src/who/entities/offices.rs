//! Offices as a story states them: titles before names, appositions, predicates ("who is Peru's envoy"), clauses
//! ("served as minister", "was appointed consul"), coordinated posts, each with the days that text or tables give.

use memcon_lexicon::day::days_in;
use memcon_lexicon::knowledge::Named;
use memcon_lexicon::people::Term;
use memcon_lexicon::words::{fold, key};
use memcon_lexicon::{Day, Knowledge};

use super::{Entities, Entity, Joiner, Mention};

use crate::Span;
use crate::reading::{Deprel, Sentence};
use crate::who::party::{Kind, Office, Tenure};

/// Nouns and ranks that are no post, and abbreviations of posts.
const NO_POSTS: [&str; 20] = [
    "counterpart",
    "colleague",
    "host",
    "guest",
    "general",
    "colonel",
    "major",
    "captain",
    "lieutenant",
    "sergeant",
    "admiral",
    "brigadier",
    "marshal",
    "corporal",
    "commodore",
    "lieutenant general",
    "major general",
    "brigadier general",
    "lieutenant colonel",
    "private",
];

/// What news writes short.
const SHORT: [(&str, &str); 4] =
    [("pm", "prime minister"), ("fm", "foreign minister"), ("premier", "prime minister"), ("veep", "vice president")];

/// What one stays, whatever else one no longer is: "former premier and founder of the party".
const LASTING: [&str; 3] = ["founder", "co-founder", "cofounder"];

/// Verbs whose predicate is a post, and how the subject then stands to it.
const PREDICATES: [(&str, Tenure); 9] = [
    ("become", Tenure::Current),
    ("appoint", Tenure::Current),
    ("name", Tenure::Current),
    ("serve", Tenure::Current),
    ("work", Tenure::Current),
    ("act", Tenure::Acting),
    ("elect", Tenure::Designate),
    ("nominate", Tenure::Designate),
    ("designate", Tenure::Designate),
];

/// An office as one mention or clause states it.
struct Statement<'m> {
    sentence: usize,
    post: &'m Mention,
    holder: usize,
    tenure: Tenure,
    span: Span,
}

impl<'m> Statement<'m> {
    /// What a mention states by itself.
    fn of(post: &'m Mention) -> Option<Self> {
        post.found.noun.as_ref()?;
        let holder = post.entities.first().copied()?;
        let (sentence, tenure, span) = (post.sentence, post.found.tenure, post.span);
        (!post.pronoun && !post.found.plural).then_some(Statement { sentence, post, holder, tenure, span })
    }
}

impl Entities {
    /// The offices that the story states, in text order.
    pub fn offices(&self) -> Vec<Office> {
        self.offices.clone()
    }

    fn office(&self, statement: &Statement) -> Option<Office> {
        let Statement { post, tenure, span, .. } = statement;
        let (entity, title) = (self.known.get(statement.holder)?, post.found.office.as_deref()?);
        let title = bare_title(title);
        // "H.E." is no name, and a counterpart no post.
        let named = entity.name.as_deref().is_some_and(|name| name.chars().any(char::is_lowercase));
        // Who is said to hold a post is a person, even if no table or title said so before.
        let person = matches!(entity.kind, Kind::Person | Kind::Unknown) && !entity.person.is_empty();
        if !named || !person || NO_POSTS.contains(&title) {
            return None;
        }
        Some(Office {
            person: entity.name.clone().unwrap_or_default(),
            title: title.to_owned(),
            country: post.found.country.clone().or_else(|| entity.country.clone()),
            of: post.found.of.clone(),
            accredited_to: post.found.accredited_to.clone(),
            tenure: *tenure,
            from: None,
            to: None,
            date: None,
            span: *span,
        })
    }
}

impl Joiner<'_, '_> {
    /// Collects the offices that the joined story states, with the days that it or the tables give them.
    pub(super) fn collect_offices(&mut self) {
        for (s, sentence) in self.reading.sentences.iter().enumerate() {
            self.add_opening_post(s, sentence);
        }
        let mut found: Vec<Office> = Vec::new();
        for statement in self.statements() {
            let Some(mut office) = self.out.office(&statement) else { continue };
            self.date_office(&mut office, &statement);
            let same =
                |o: &&mut Office| o.person == office.person && o.title == office.title && o.tenure == office.tenure;
            match found.iter_mut().find(same) {
                Some(known) => {
                    known.country = known.country.take().or(office.country);
                    known.accredited_to = known.accredited_to.take().or(office.accredited_to);
                    known.of = known.of.take().or(office.of);
                    known.from = known.from.or(office.from);
                    known.to = known.to.or(office.to);
                }
                None => found.push(office),
            }
        }
        found.sort_by_key(|office| (office.span.start, office.span.end));
        self.out.offices = found;
    }

    /// "As foreign minister, Ana Paz said": readers take the post for a part of the name, or lose it.
    fn add_opening_post(&mut self, s: usize, sentence: &Sentence) {
        const REACH: usize = 12;
        let words = &sentence.words;
        if words.first().is_none_or(|word| word.form != "As") {
            return;
        }
        let Some(comma) = words.iter().take(REACH).position(|word| word.form == ",").filter(|&at| at > 1) else {
            return;
        };
        let span = words[1].span.join(words[comma - 1].span);
        if self.out.mentions.iter().any(|m| m.sentence == s && m.span == span) {
            return;
        }
        let mut found = self.resolver.resolve_phrase(span.of(self.text), self.day);
        let behind = |m: &&Mention| {
            m.sentence == s && m.head > comma && sentence.subtree(m.head).1 > comma && m.found.person.is_some()
        };
        let near = |m: &&Mention| words[comma + 1..m.head].len() < 4;
        let Some(holder) = self.out.mentions.iter().filter(behind).find(near) else { return };
        if found.office.is_none() || found.plural || found.person.is_some() || holder.found.noun.is_some() {
            return;
        }
        let (entities, at) = (holder.entities.clone(), holder.span);
        found.kind = Kind::Person;
        self.out.mentions.push(Mention {
            sentence: s,
            head: comma - 1,
            span: span.join(at),
            found,
            entities,
            subject: false,
            argument: false,
            pronoun: false,
            definite: false,
            foreign: false,
        });
    }

    fn statements(&self) -> Vec<Statement<'_>> {
        let mut all: Vec<Statement> = Vec::new();
        for mention in &self.out.mentions {
            let clause = self.by_clause(mention);
            all.extend(clause.or_else(|| Statement::of(mention)));
        }
        for mention in &self.out.mentions {
            all.extend(self.beside_another(mention, &all));
        }
        all
    }

    /// The subject's office where a mention is a predicate: "who was Peru's envoy", "served as envoy", "as envoy, she".
    fn by_clause<'m>(&'m self, post: &'m Mention) -> Option<Statement<'m>> {
        let sentence = self.reading.sentences.get(post.sentence)?;
        let word = sentence.words.get(post.head)?;
        post.found.office.as_ref()?;
        if post.found.plural || post.found.person.is_some() {
            return None;
        }
        let copula = sentence.children_by(post.head, Deprel::Cop).next();
        let (verb, tenure) = if let Some(copula) = copula {
            (post.head, self.by_copula(sentence, post, copula))
        } else {
            let verb = word.head?;
            (verb, self.by_verb(sentence, post, verb)?)
        };
        let subject = sentence.children(verb).find(|&c| sentence.words[c].deprel.base() == "nsubj");
        let relative = sentence.words[verb].head.filter(|_| sentence.words[verb].deprel == Deprel::AclRelcl);
        let named = |head: usize| {
            let mention = self.out.by_head.get(&(post.sentence, head)).and_then(|&m| self.out.mentions.get(m))?;
            let entity = mention.entities.first().copied().filter(|_| mention.entities.len() == 1)?;
            let person = self.out.known.get(entity).is_some_and(|e| !e.person.is_empty());
            person.then_some((entity, mention.span))
        };
        let (holder, span) = relative.and_then(named).or_else(|| subject.and_then(named))?;
        Some(Statement { sentence: post.sentence, post, holder, tenure, span: span.join(post.span) })
    }

    /// "Is" holds; "was" held, unless the story says since when.
    fn by_copula(&self, sentence: &Sentence, post: &Mention, copula: usize) -> Tenure {
        let past = matches!(sentence.words[copula].form.to_lowercase().as_str(), "was" | "were");
        let perfect = sentence.children_by(post.head, Deprel::Aux).next().is_some();
        match post.found.tenure {
            Tenure::Current if past && !perfect && days_behind(sentence, post.head, self.text).0.is_none() => {
                Tenure::Former
            }
            tenure => tenure,
        }
    }

    /// How the subject of a verb stands to a post that the verb or "as" ties to it.
    fn by_verb(&self, sentence: &Sentence, post: &Mention, verb: usize) -> Option<Tenure> {
        let word = &sentence.words[post.head];
        let governor = sentence.words.get(verb)?;
        let behind_as = sentence.children_by(post.head, Deprel::Case).any(|c| sentence.words[c].lemma == "as");
        let tenure = PREDICATES.iter().find(|(lemma, _)| *lemma == governor.lemma).map(|(_, tenure)| *tenure);
        let predicate = matches!(word.deprel.base(), "xcomp" | "obl" | "obj")
            && (behind_as || matches!(governor.lemma.as_str(), "become" | "appoint" | "name" | "elect" | "nominate"));
        // Whom others appoint is the subject of a passive only.
        let passive = sentence.children_by(verb, Deprel::AuxPass).next().is_some();
        let active = matches!(governor.lemma.as_str(), "become" | "serve" | "work" | "act");
        let by_predicate = tenure.filter(|_| predicate && (active || passive));
        // "As foreign minister, Ana Paz said": before the subject.
        let in_front = || {
            let subject = sentence.children(verb).find(|&c| sentence.words[c].deprel.base() == "nsubj");
            (behind_as && word.deprel.base() == "obl" && subject.is_some_and(|s| post.head < s))
                .then_some(post.found.tenure)
        };
        let stated = by_predicate.or_else(in_front)?;
        let ended = by_predicate.is_some()
            && active
            && governor.lemma != "become"
            && days_behind(sentence, post.head, self.text).1.is_some();
        Some(match post.found.tenure {
            Tenure::Current if ended => Tenure::Former,
            Tenure::Current => stated,
            own => own,
        })
    }

    /// A post coordinated with one whose holder is known: "former premier and founder of the party".
    fn beside_another<'m>(&'m self, post: &'m Mention, known: &[Statement]) -> Option<Statement<'m>> {
        let sentence = self.reading.sentences.get(post.sentence)?;
        let word = sentence.words.get(post.head)?;
        let first = word.head.filter(|_| word.deprel.base() == "conj" && post.found.person.is_none())?;
        let title = post.found.office.as_deref().or(post.found.noun.as_deref())?;
        let first = known.iter().find(|s| s.sentence == post.sentence && s.post.head == first)?;
        let is_person = self.out.known.get(first.holder).is_some_and(|e| !e.person.is_empty());
        // A second article is a second person: "the minister and the envoy".
        let article = sentence.children_by(post.head, Deprel::Det).next().is_some();
        let own = post.entities.first().and_then(|&e| self.out.known.get(e)).is_some_and(|e| !e.person.is_empty());
        if post.found.plural || article || own || !is_person || post.found.office.is_none() {
            return None;
        }
        let tenure = match post.found.tenure {
            Tenure::Current if !LASTING.contains(&title) => first.tenure,
            tenure => tenure,
        };
        Some(Statement { sentence: post.sentence, post, holder: first.holder, tenure, span: post.span })
    }

    /// First and last day of an office: as the words behind it say, else as the tables do; and the day of the story.
    fn date_office(&self, office: &mut Office, statement: &Statement) {
        office.date = self.day;
        if let Some(sentence) = self.reading.sentences.get(statement.sentence) {
            (office.from, office.to) = days_behind(sentence, statement.post.head, self.text);
        }
        let over = office.to.zip(self.day).is_some_and(|(to, day)| to < day);
        if over && office.tenure == Tenure::Current {
            office.tenure = Tenure::Former;
        }
        if office.from.is_some() || office.to.is_some() {
            return;
        }
        let entity = self.out.known.get(statement.holder);
        let Some(term) = entity.and_then(|e| term(self.resolver.knowledge, e, office, self.day)) else { return };
        (office.from, office.to) = (term.period.from, term.period.to);
    }
}

/// The term of the tables that an office is: of the person, country and post, on the day or before it.
fn term<'k>(k: &'k Knowledge, holder: &Entity, office: &Office, day: Option<Day>) -> Option<&'k Term> {
    let name = holder.name.as_deref()?;
    let people = k.names(&key(name)).iter().filter_map(|entry| match entry.named {
        Named::Person(i) => k.people.get(i as usize).filter(|p| &*p.name == name),
        _ => None,
    });
    let same = |t: &&Term| {
        t.office.as_deref().is_some_and(|o| fold(o) == fold(&office.title))
            && office.country.as_deref().is_none_or(|c| &*t.country == c)
    };
    let terms = people.flat_map(|p| &p.terms).filter(same);
    match office.tenure {
        Tenure::Former => {
            let over = |t: &&Term| t.period.to.is_some_and(|to| day.is_none_or(|day| to < day));
            terms.filter(over).max_by_key(|t| t.period.to)
        }
        Tenure::Current | Tenure::Acting => terms.into_iter().find(|t| t.period.holds(day)),
        Tenure::Designate => None,
    }
}

/// A title without what says that it is over, and written out.
fn bare_title(title: &str) -> &str {
    const BEFORE: [&str; 6] = ["former ", "ex ", "acting ", "interim ", "caretaker ", "then "];
    const BEHIND: [&str; 4] = ["-elect", " elect", "-designate", " designate"];
    let bare = BEFORE.iter().find_map(|word| title.strip_prefix(word)).unwrap_or(title);
    let bare = BEHIND.iter().find_map(|word| bare.strip_suffix(word)).unwrap_or(bare);
    SHORT.iter().find(|(short, _)| *short == bare).map_or(bare, |(_, long)| long)
}

/// The days that the words behind a post give it: "since 2019", "until March 2020", "from 2010 to 2014".
fn days_behind(sentence: &Sentence, post: usize, text: &str) -> (Option<Day>, Option<Day>) {
    /// How many words behind the post its days may stand.
    const NEAR: usize = 10;
    let words = sentence.words.get(post + 1..).unwrap_or_default();
    let (mut from, mut to) = (None, None);
    for (i, word) in words.iter().enumerate().take(NEAR) {
        let form = word.span.of(text).to_lowercase();
        let bounds = || bounds(words[i + 1..].iter().take(3).map(|w| w.span.of(text)));
        match form.as_str() {
            "," | ";" if i > 0 && from.is_none() && words.get(i + 1).is_none_or(|w| !opens_days(w.span.of(text))) => {
                break;
            }
            "since" => from = bounds().map(|(first, _)| first).or(from),
            "from" if from.is_none() => from = bounds().map(|(first, _)| first),
            "between" => from = bounds().map(|(first, _)| first),
            "until" | "till" => to = bounds().map(|(_, last)| last).or(to),
            "to" | "and" | "-" | "–" if from.is_some() => to = to.or_else(|| bounds().map(|(_, last)| last)),
            _ => {}
        }
    }
    (from, to)
}

fn opens_days(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "since" | "from" | "between" | "until" | "till")
}

/// First and last day of "2019", "March 2019".
fn bounds<'w>(words: impl Iterator<Item = &'w str>) -> Option<(Day, Day)> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let mut month = None;
    for word in words {
        let year = word.parse::<u32>().ok().filter(|year| (1900..2100).contains(year) && word.len() == 4);
        if let Some(year) = year {
            let (first, last) = month.map_or((1, 12), |m| (m, m));
            return Some((Day::new(year, first, 1), Day::new(year, last, days_in(year, last))));
        }
        let lower = word.to_lowercase();
        let named = MONTHS.iter().position(|m| lower.starts_with(m)).filter(|_| word.starts_with(char::is_uppercase));
        match named.and_then(|at| u32::try_from(at + 1).ok()) {
            Some(named) => month = Some(named),
            // A day of the month, or "early".
            None if word.len() <= 2 || matches!(lower.as_str(), "early" | "late" | "mid") => {}
            None => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::reading::Reading;
    use crate::who::{Knowledge, Resolver};

    /// The offices of sentences whose words are written `form/lemma/UPOS/head/deprel`, heads from 1.
    fn offices(lines: &[&str]) -> Vec<Office> {
        let mut conllu = String::new();
        for line in lines {
            for (i, word) in line.split(' ').enumerate() {
                let parts: Vec<&str> = word.split('/').collect();
                let &[form, lemma, upos, head, deprel] = parts.as_slice() else { panic!("{word}") };
                writeln!(conllu, "{} {form} {lemma} {upos} _ _ {head} {deprel} _ _", i + 1)
                    .expect("a string takes all");
            }
            conllu.push('\n');
        }
        let (text, reading) = Reading::from_conllu(&conllu).expect("well formed");
        let day = Some(Day::new(2023, 2, 1));
        Entities::read(Resolver::new(Knowledge::shipped()), &text, &reading, day, None).offices()
    }

    #[test]
    fn who_was_something_was_it_until_then() {
        let found = offices(&[
            "Ana/Ana/PROPN/12/nsubj Paz/Paz/PROPN/1/flat ,/,/PUNCT/7/punct who/who/PRON/7/nsubj was/be/AUX/7/cop \
            Peru's/Peru/PROPN/7/nmod:poss ambassador/ambassador/NOUN/1/acl:relcl to/to/ADP/9/case Tokyo/Tokyo/PROPN/7/nmod \
            until/until/ADP/11/case 2019/2019/NUM/7/nmod left/leave/VERB/0/root",
        ]);
        assert_eq!((found[0].title.as_str(), found[0].tenure), ("ambassador", Tenure::Former), "{found:?}");
        assert_eq!((found[0].to, found[0].date), (Some(Day::new(2019, 12, 31)), Some(Day::new(2023, 2, 1))));
        assert_eq!(found[0].accredited_to.as_deref(), Some("JPN"));
    }

    #[test]
    fn who_serves_holds_the_post_since_then() {
        let found = offices(&[
            "Ana/Ana/PROPN/4/nsubj Paz/Paz/PROPN/1/flat has/have/AUX/4/aux served/serve/VERB/0/root \
            as/as/ADP/7/case Peruvian/Peruvian/ADJ/7/amod consul/consul/NOUN/4/obl since/since/ADP/9/case 2021/2021/NUM/4/obl",
        ]);
        assert_eq!((found[0].person.as_str(), found[0].tenure), ("Ana Paz", Tenure::Current), "{found:?}");
        assert_eq!((found[0].from, found[0].to), (Some(Day::new(2021, 1, 1)), None));
    }

    #[test]
    fn whom_others_elect_is_about_to_take_the_post() {
        let found = offices(&[
            "Ana/Ana/PROPN/4/nsubj:pass Paz/Paz/PROPN/1/flat was/be/AUX/4/aux:pass elected/elect/VERB/0/root \
            Peruvian/Peruvian/ADJ/6/amod president/president/NOUN/4/xcomp",
        ]);
        assert_eq!((found[0].title.as_str(), found[0].tenure), ("president", Tenure::Designate), "{found:?}");
    }

    #[test]
    fn a_coordinated_post_is_the_same_persons() {
        let found =
            offices(&["Ana/Ana/PROPN/11/nsubj Paz/Paz/PROPN/1/flat ,/,/PUNCT/6/punct former/former/ADJ/6/amod \
            Peruvian/Peruvian/ADJ/6/amod minister/minister/NOUN/1/appos and/and/CCONJ/8/cc founder/founder/NOUN/6/conj \
            of/of/ADP/10/case UNICEF/UNICEF/PROPN/8/nmod left/leave/VERB/0/root"]);
        let shown: Vec<_> = found.iter().map(|o| (o.title.as_str(), o.tenure)).collect();
        assert_eq!(shown, [("minister", Tenure::Former), ("founder", Tenure::Current)]);
        assert!(found.iter().all(|o| o.person == "Ana Paz"));
    }

    #[test]
    fn an_opening_post_is_the_subjects() {
        let found = offices(&[
            "As/as/ADP/3/case foreign/foreign/ADJ/3/amod minister/minister/NOUN/5/nmod:desc ,/,/PUNCT/3/punct \
            Ana/Ana/PROPN/7/nsubj Paz/Paz/PROPN/5/flat left/leave/VERB/0/root Peru/Peru/PROPN/7/obj",
        ]);
        assert_eq!((found[0].person.as_str(), found[0].title.as_str()), ("Ana Paz", "foreign minister"), "{found:?}");
    }

    #[test]
    fn the_tables_date_an_office_that_they_know() {
        let found = offices(&[
            "President/president/PROPN/2/nmod:desc Emmanuel/Emmanuel/PROPN/4/nsubj Macron/Macron/PROPN/2/flat \
            left/leave/VERB/0/root",
        ]);
        assert_eq!(
            (found[0].from, found[0].to.is_some_and(|to| to < Day::new(2023, 1, 1))),
            (Some(Day::new(2017, 5, 14)), false)
        );
    }

    #[test]
    fn days_are_read_behind_their_words() {
        assert_eq!(bounds(["March", "2020"].into_iter()), Some((Day::new(2020, 3, 1), Day::new(2020, 3, 31))));
        assert_eq!(bounds(["3", "February", "2024"].into_iter()).map(|b| b.1), Some(Day::new(2024, 2, 29)));
        assert_eq!(bounds(["the", "war"].into_iter()), None);
    }

    #[test]
    fn ranks_are_no_offices() {
        let found = offices(&[
            "General/general/PROPN/2/nmod:desc Ana/Ana/PROPN/4/nsubj Paz/Paz/PROPN/2/flat left/leave/VERB/0/root",
        ]);
        assert!(found.is_empty(), "{found:?}");
    }
}
