//! People by name and title.

use super::parts::skip_articles;
use super::{COURTESY, Reader, Resolver, Surroundings, WEEKDAYS, is_name_of};
use crate::who::party::{Kind, Resolution, Tenure};
use crate::who::phrase::{Piece, What};
use memcon_lexicon::Sector;
use memcon_lexicon::knowledge::Named;
use memcon_lexicon::people::{Gender, Person, Standing};
use memcon_lexicon::roles::RoleKind;
use memcon_lexicon::words::fold;

impl Reader<'_, '_, '_, '_> {
    /// Gender by a title, a noun or a given name.
    pub(super) fn stated_gender(&self) -> Option<Gender> {
        let words = self.parts.front.iter().filter(|p| !matches!(p.what, What::Mark(_)));
        words.rev().flat_map(|p| p.key.split(' ').rev()).find_map(|word| self.resolver.gender_of(word))
    }

    pub(super) fn courtesy(&self) -> bool {
        self.parts.front.first().is_some_and(|p| COURTESY.contains(&p.key.as_str()))
    }

    /// The role noun that stands right before a name as its title, possibly with other title nouns before.
    pub(super) fn title(&self) -> Option<usize> {
        let head = self.parts.head?;
        let front = self.parts.front;
        let mut at = head;
        // Given names and courtesy words lie between title and head.
        while at > 0 && front[at - 1].capital && matches!(front[at - 1].what, What::Word) {
            at -= 1;
        }
        let before = at.checked_sub(1)?;
        let is_title = front[before].role(self.resolver.knowledge).is_some_and(|role| {
            matches!(front[before].what, What::Role(_))
                && matches!(role.kind, RoleKind::Office | RoleKind::Person | RoleKind::Group)
        });
        let named = match &front[head].what {
            What::Name(names) => matches!(names.first(), Some(Named::Person(_) | Named::Place(_))),
            What::Word => front[head].capital,
            _ => false,
        };
        (is_title && named).then_some(before)
    }

    pub(super) fn read_person(
        &self,
        names: &[Named],
        title: Option<usize>,
        around: &Surroundings,
        found: &mut Resolution,
    ) {
        found.kind = Kind::Person;
        found.person = self.person_words();
        let office = title.map(|at| self.office_words(at));
        let table = self.resolver.person(names, self.context.day, around.country.as_deref());
        let person = table.filter(|p| is_name_of(found.person.as_deref(), p)).or_else(|| {
            let surname = found.person.as_deref().filter(|name| !name.contains(' ')).map(fold)?;
            let office = office.as_deref()?;
            self.resolver.by_surname(&surname, office, self.context.day, around.country.as_deref())
        });
        if let Some(at) = title {
            let piece = &self.parts.front[at];
            self.apply_role(piece, around, found);
            // A representative by title sits in a parliament.
            if piece.key == "representative" && piece.capital {
                found.sector = Some(Sector::Legislature);
            }
            found.office = office;
            found.noun = piece.role(self.resolver.knowledge).and_then(|r| r.nouns.first()).map(|_| piece.key.clone());
        }
        found.stated = found.sector.is_some() && (title.is_some() || around.country.is_some());
        found.country.clone_from(&around.country);
        found.name.clone_from(&found.person);
        if let Some(person) = person {
            if around.abode {
                found.country = None;
            }
            self.apply_person(person, found);
        }
    }

    /// What the table says of a person fills what the words leave open.
    pub(super) fn apply_person(&self, person: &Person, found: &mut Resolution) {
        found.name = Some(person.name.to_string());
        found.gender = person.gender;
        found.identifier = person.wikidata.as_deref().map(str::to_owned);
        let Some(meaning) = Resolver::person_meaning(person, self.context.day) else { return };
        found.why.push(meaning.why);
        if found.country.is_none() {
            found.country = meaning.country;
        }
        // Of two words for a politician the table's "opposition" says more than "party".
        let opposes = found.sector == Some(Sector::Party) && meaning.sector == Some(Sector::Opposition);
        // Of an undated story the title alone says that somebody is in office, and that nobody governs the UN.
        let in_office = self.context.day.is_none() && found.office.is_some() && found.tenure == Tenure::Current;
        if found.sector.is_none() && !(in_office && meaning.sector == Some(Sector::Elite)) || opposes {
            found.sector = meaning.sector;
            found.sectors = meaning.also;
        }
        if let Some(Standing::In(term) | Standing::After(term)) = person.standing(self.context.day) {
            if found.office.is_none() {
                found.office = term.office.as_deref().map(str::to_owned);
            }
            found.term = (term.period.from, term.period.to);
        }
    }

    /// "The president of the assembly Carlos Paz": a person's name that ends what "of" governs.
    pub(super) fn read_name_behind(&self, found: &mut Resolution) {
        self.read_unlisted_name_behind(found);
        let Some([_, .., last]) = self.parts.after("of") else { return };
        let What::Name(names) = &last.what else { return };
        if let (Kind::Person, Some(person)) = (found.kind, self.resolver.person(names, self.context.day, None)) {
            found.person = self.phrase.get(last.start..last.end).map(str::to_owned);
            self.apply_person(person, found);
        }
    }

    /// "General Secretary of the Party of Work Ana Paz": the name that stands behind that of the body, also of somebody whom
    /// no table knows.
    pub(super) fn read_unlisted_name_behind(&self, found: &mut Resolution) {
        let is_open = found.kind == Kind::Person && found.person.is_none();
        let Some((_, pieces)) = self.parts.behind.last().filter(|(word, _)| is_open && *word == "of") else { return };
        let part = |p: &&Piece| {
            let person = matches!(&p.what, What::Name(names) if matches!(names.first(), Some(Named::Person(_))));
            p.capital && (person || matches!(p.what, What::Word)) && !WEEKDAYS.contains(&p.key.as_str())
        };
        let name = pieces.iter().rev().take_while(part).count();
        let (body, name) = pieces.split_at(pieces.len() - name);
        let (Some(first), Some(last), Some(body)) = (name.first(), name.last(), body.last()) else { return };
        // "A friend of **President** Ana Paz" is not she.
        let role = body.role(self.resolver.knowledge).map(|role| role.kind);
        let is_body = match body.what {
            What::Name(_) | What::Quality(_) => true,
            What::Role(_) => role.is_some_and(|kind| matches!(kind, RoleKind::Body | RoleKind::Force)),
            _ => false,
        };
        let words = self.phrase.get(first.start..last.end).filter(|words| is_body && words.contains(' '));
        if let Some(words) = words {
            found.person = Some(words.to_owned());
            found.name = Some(words.to_owned());
            found.descriptive = false;
        }
    }

    /// A name behind a comma is the name of who holds the office: "the Peruvian consul, Ana Paz".
    pub(super) fn read_aside(&self, found: &mut Resolution) {
        let aside = skip_articles(self.parts.aside);
        let capital = |p: &Piece| p.capital && matches!(p.what, What::Word | What::Name(_));
        if found.kind == Kind::Person && !aside.is_empty() && aside.iter().take(4).all(capital) {
            let text = self.phrase.get(aside[0].start..aside[aside.len().min(5) - 1].end).unwrap_or_default();
            found.person = Some(text.to_owned());
            found.name = Some(text.to_owned());
        }
    }

    /// The run of capitalised words around the head that no table takes for a title: a person's name.
    pub(super) fn person_words(&self) -> Option<String> {
        let front = self.parts.front;
        let head = self.parts.head?;
        let part = |p: &Piece| {
            p.capital
                && !COURTESY.contains(&p.key.as_str())
                && !WEEKDAYS.contains(&p.key.as_str())
                && matches!(&p.what, What::Word | What::Name(_))
                && !matches!(&p.what, What::Name(names) if matches!(names.first(), Some(Named::Country(_) | Named::Nationality(_) | Named::Capital(_) | Named::Seat(_) | Named::Organisation(_))))
        };
        let mut first = head;
        while first > 0 && part(&front[first - 1]) {
            first -= 1;
        }
        let mut last = head;
        while front.get(last + 1).is_some_and(part) {
            last += 1;
        }
        let end = front[last].end + hyphenated(self.phrase.get(front[last].end..)?);
        self.phrase.get(front[first].start..end).map(str::to_owned)
    }

    /// The words of a title: "deputy foreign minister".
    pub(super) fn office_words(&self, title: usize) -> String {
        let front = self.parts.front;
        let mut first = title;
        while first > 0 && matches!(front[first - 1].what, What::Role(_) | What::Quality(_)) {
            first -= 1;
        }
        let words: Vec<&str> = front[first..=title].iter().map(|p| p.key.as_str()).collect();
        words.join(" ")
    }
}

/// How many bytes of a name a hyphen ties to its end: "-hye" of "Park Geun-hye".
pub(super) fn hyphenated(behind: &str) -> usize {
    let tail = behind.strip_prefix('-').unwrap_or_default();
    let letters = tail.find(|c: char| !c.is_alphabetic()).unwrap_or(tail.len());
    if letters == 0 { 0 } else { 1 + letters }
}
