//! Who acts in what a frame tells, and to whom: from the words of its slots, from the act that it speaks of, from the
//! learned head, and from what goes without saying.

use super::{SentenceCoder, is_nominal};
use crate::Span;
use crate::coding::confidence::SHORT;
use crate::coding::matching::Match;
use crate::coding::opinion::{is_proposed, namings};
use crate::coding::rules::Decision;
use crate::coding::speech;
use crate::coding::speech::Said;
use crate::place::Toponym;
use crate::reading::Deprel;
use crate::who::{Kind, Party, Sector};
use memcon_lexicon::frames::ClauseMark;
use memcon_lexicon::{Category, Mode, NounKind, Status};

impl SentenceCoder<'_> {
    /// "A **London** rally", "a **White House** meeting": the place before a gathering or an attack is no party to it.
    /// `None` where there is nothing to leave out.
    pub(super) fn without_venues<'f>(&self, found: &Match<'f>) -> Option<Match<'f>> {
        let gathers = matches!(found.frame.category, Some(Category::Consult | Category::Protest | Category::Assault));
        let is_venue = |&word: &usize| {
            let modifies =
                self.sentence.words[word].deprel == Deprel::Compound && self.sentence.is_below(word, found.trigger);
            // States and provinces, which meet and fight, are no venues.
            let town = |t: &&Toponym| {
                t.sentence == self.cast.index() && t.first <= word && word <= t.last && t.resolution > 2 && !t.demonym
            };
            modifies && self.story.toponyms.iter().any(|t| town(&t))
        };
        let names_one = found.actors.iter().chain(&found.recipients).any(is_venue);
        (gathers && is_nominal(found) && names_one).then(|| {
            let mut rest = found.clone();
            rest.actors.retain(|word| !is_venue(word));
            rest.recipients.retain(|word| !is_venue(word));
            rest
        })
    }

    /// Actors and recipients; `None` where nobody political is there and nothing is coded.
    pub(super) fn parties(
        &self,
        found: &Match,
        act: Option<&Match>,
        decision: &Decision,
        all: &[Match],
    ) -> Option<(Vec<Party>, Vec<Party>)> {
        let launchers = self.launchers(found);
        let doers = if launchers.is_empty() { &found.actors } else { &launchers };
        // "The **Friday** explosions": what tells the time is nobody.
        let doers: Vec<usize> = doers.iter().copied().filter(|&word| !self.is_time(word)).collect();
        let mut actors = self.cast.parties(&doers, true);
        let [likely_actors, likely_recipients] = namings(self.sentence, found);
        let is_open = actors.is_empty() && (found.actors.is_empty() || !is_proposed(found));
        if is_open {
            let others = self.not_the_doers(found, all);
            let likely: Vec<usize> = likely_actors.into_iter().filter(|word| !others.contains(word)).collect();
            actors = by_the_head(self.cast.parties(&likely, true));
        }
        if actors.is_empty() && !found.actors.is_empty() && !is_nominal(found) && !self.is_weapon(found) {
            // The subject is a thing that belongs to nobody: an earthquake kills, a report condemns.
            return None;
        }
        let mut recipients = self.recipients(found, &actors, all);
        if found.direct_recipient
            && recipients.is_empty()
            && matches!(decision.category.quad(), 2 | 4)
            && !actors.is_empty()
        {
            recipients = self.cast.anybody(&found.recipients);
        }
        if found.direct_recipient && recipients.is_empty() {
            return None;
        }
        if recipients.is_empty() && !found.acts.is_empty() {
            recipients = self.recipients_of_act(found, act, decision, &actors);
        }
        if recipients.is_empty() && decision.category == Category::Accuse && is_blame(found) {
            return None;
        }
        if decision.category == Category::Request && found.recipients.is_empty() && of_court(found, &actors) {
            let court = self.story.entities.court_near(self.cast.index());
            recipients = court.map_or(recipients, |court| vec![court]);
        }
        if recipients.is_empty() && !self.is_of_attack(found) {
            recipients = by_the_head(self.cast.others(&likely_recipients, true, &actors));
            // "Tariffs on exports **to Kenya**" are not what Kenya's president does to Kenya.
            let is_own = |r: &Party| r.kind == Kind::State && actors.iter().any(|a| a.country == r.country);
            recipients.retain(|r| decision.category != Category::Sanction || !is_own(r));
        }
        if recipients.is_empty() && found.frame.category == Some(Category::Sanction) {
            recipients = self.cast.states_of(&found.recipients, &actors);
        }
        if recipients.is_empty() && found.frame.category == Some(Category::Assault) {
            recipients = self.cast.people_of(&found.recipients);
        }
        recipients.retain(|r| !actors.iter().any(|a| a.entity == r.entity));
        // "Appointed in **March**".
        recipients.retain(|r| !self.story.times.iter().any(|time| time.span.contains(r.span)));
        if actors.is_empty() {
            actors.extend(self.whose_meeting(found, &recipients));
        }
        if actors.is_empty() {
            actors = self.left_out(found, &recipients, decision)?;
        }
        // "unless the garrison surrenders" is a condition of something else.
        let is_condition = self.clauses.has_mark(found.trigger, &["if", "unless"]);
        let needs_recipient = needs_recipient(decision)
            || is_condition
            || is_proposed(found)
                && (is_open
                    || !matches!(
                        decision.category,
                        Category::Protest | Category::Mobilize | Category::Consult | Category::Retreat
                    ));
        if recipients.is_empty() && needs_recipient && !is_mutual(found, &actors, decision) {
            return None;
        }
        if self.is_private_matter(decision, actors.iter().chain(&recipients)) {
            return None;
        }
        if is_pooled(decision) {
            actors.append(&mut recipients);
        }
        let is_visit = decision.category == Category::Consult && decision.modes.contains(&Mode::Visit);
        if is_visit && actors.iter().all(is_traveller) {
            return None;
        }
        // "Residents huddled in cellars", "neighbours discussed the noise": no talk of anybody political.
        if decision.category == Category::Consult && actors.iter().chain(&recipients).all(is_traveller) {
            return None;
        }
        if decision.category == Category::Consult
            && decision.modes.is_empty()
            && actors.len() < 2
            && actors.iter().all(|a| !a.plural)
        {
            return None;
        }
        Some((actors, recipients))
    }

    /// Whether only private people and firms of one country are in it, none of whom campaigns for anything: "doctors told
    /// a teenager to lose weight" is no politics, and a fight between neighbours neither. A sentence or two without a story
    /// around are handed over for what they say.
    pub(super) fn is_private_matter<'p>(
        &self,
        decision: &Decision,
        mut parties: impl Iterator<Item = &'p Party>,
    ) -> bool {
        let is_private = |party: &Party| {
            let campaigns = |word: &str| {
                let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
                self.codebook.nouns.is(NounKind::Campaigner, word.strip_suffix('s').unwrap_or(&word))
            };
            let sector = matches!(
                party.sector,
                Some(Sector::Civilian | Sector::Medical | Sector::Education | Sector::Business | Sector::Agriculture)
            );
            sector
                && party.office.as_deref().is_none_or(|o| !o.contains("mayor"))
                && !party.text.split(' ').any(campaigns)
        };
        let can_be_private = decision.category.quad() != 4 || decision.category == Category::Assault;
        if !can_be_private || self.story.reading.sentences.len() <= SHORT {
            return false;
        }
        let mut country: Option<&str> = None;
        parties.all(|party| {
            let own = party.country.as_deref();
            let is_abroad = own.is_some() && country.is_some() && own != country || own == Some("NGO");
            country = country.or(own);
            is_private(party) && !is_abroad
        })
    }

    /// Who did not do harm for all that the learned head says: who tells of it, who accuses others of it, and those to
    /// whom it was done, with all whom the sentence counts among them.
    pub(super) fn not_the_doers(&self, found: &Match, all: &[Match]) -> Vec<usize> {
        let is_deed =
            |category: Category| category.quad() == 4 || matches!(category, Category::Retreat | Category::Aid);
        if !found.frame.category.is_some_and(is_deed) {
            return Vec::new();
        }
        let tells = |said: &Said| self.sentence.is_below(found.trigger, said.content);
        let speakers = speech::said(self.sentence).into_iter().filter(tells).flat_map(|said| said.speakers);
        let accuses =
            |m: &&Match| m.frame.category == Some(Category::Accuse) && self.sentence.is_below(found.trigger, m.trigger);
        let accusers = all.iter().filter(accuses).flat_map(|m| m.actors.iter().copied());
        // "The strike on Chadian troops **by Libyan forces**": readers hang the doers on the victims.
        let is_agent = |word: usize| self.clauses.has_mark(word, &["by"]);
        let is_victim =
            |&word: &usize| found.recipients.iter().any(|&r| self.sentence.is_below(word, r)) && !is_agent(word);
        // "Attacks **targeting** security forces".
        let targets = self.sentence.children_by(found.trigger, Deprel::Acl).filter_map(|verb| self.target(verb));
        let victims = (0..self.sentence.words.len()).filter(is_victim).chain(targets);
        speakers.chain(accusers).chain(victims).collect()
    }

    pub(super) fn is_time(&self, word: usize) -> bool {
        let span = self.sentence.words[word].span;
        self.story.times.iter().any(|time| time.span.contains(span))
    }

    /// The object of an active verb.
    pub(super) fn target(&self, verb: usize) -> Option<usize> {
        self.clauses.child(verb, Deprel::Obj).filter(|_| !self.clauses.is_passive(verb))
    }

    /// To whom: of an attack, a visit or a claim that somebody condemns or praises, whoever made it.
    pub(super) fn recipients(&self, found: &Match, actors: &[Party], all: &[Match]) -> Vec<Party> {
        if found.direct_recipient {
            return self.cast.parties(&found.recipients, false);
        }
        let mut recipients: Vec<Party> = Vec::new();
        for &head in &found.recipients {
            let deed = all.iter().find(|m| m.trigger == head && is_nominal(m));
            let doers = deed.map(|deed| self.cast.others(&deed.actors, true, actors)).unwrap_or_default();
            // An attack's victims are not who is blamed for it.
            let is_assault = deed.is_some_and(|deed| deed.frame.category == Some(Category::Assault))
                || found.frame.category == Some(Category::Accuse) && self.is_noun(head, NounKind::Attack);
            recipients.extend(match (doers.is_empty(), is_assault) {
                (false, _) => doers,
                (true, true) => self.cast.doers(head, actors),
                (true, false) => self.cast.others(&[head], true, actors),
            });
            if is_proposed(found) && !recipients.is_empty() {
                // A bare clause has its recipient in its first object or phrase that names a party.
                break;
            }
        }
        recipients
    }

    /// "**The** meetings began with Chad's envoy" goes on about those told of before.
    pub(super) fn whose_meeting(&self, found: &Match, recipients: &[Party]) -> Option<Party> {
        let definite =
            self.sentence.children_by(found.trigger, Deprel::Det).any(|d| self.sentence.words[d].lemma == "the");
        let goes_on =
            found.frame.category == Some(Category::Consult) && is_nominal(found) && definite && !recipients.is_empty();
        let meetings = self.before.iter().rev().filter(|m| m.category == Category::Consult);
        let host = meetings.flat_map(|m| &m.actors).find(|a| a.kind == Kind::Person);
        host.filter(|host| goes_on && !recipients.iter().any(|r| r.entity == host.entity)).cloned()
    }

    /// "The missiles **fired by the army** struck the depot": who fired them is who struck it.
    pub(super) fn launchers(&self, found: &Match) -> Vec<usize> {
        let weapons = found.actors.iter().filter(|&&word| self.is_noun(word, NounKind::Weapon));
        let fired = weapons.flat_map(|&word| self.sentence.children_by(word, Deprel::Acl));
        fired.filter(|&verb| self.clauses.is_passive(verb)).flat_map(|verb| self.clauses.agents(verb)).collect()
    }

    /// "A **bomb** killed three": an attack by somebody whom the text does not name.
    pub(super) fn is_weapon(&self, found: &Match) -> bool {
        let weapon = |&word: &usize| self.is_noun(word, NounKind::Weapon);
        found.frame.category == Some(Category::Assault) && found.actors.iter().any(weapon)
    }

    /// Who is meant by a request, promise or accusation whose frame names nobody: the act's own parties.
    pub(super) fn recipients_of_act(
        &self,
        found: &Match,
        act: Option<&Match>,
        decision: &Decision,
        actors: &[Party],
    ) -> Vec<Party> {
        let asks = matches!(decision.category, Category::Request | Category::Accuse | Category::Support);
        let others = |heads: &[usize]| -> Vec<Party> {
            let parties = self.cast.parties(heads, true);
            parties.into_iter().filter(|p| !actors.iter().any(|a| a.entity == p.entity)).collect()
        };
        if asks {
            let doers = others(&self.doers(&found.acts, act));
            if !doers.is_empty() || decision.category == Category::Request {
                return doers;
            }
        }
        act.map_or_else(|| others(&found.acts), |act| others(&act.recipients))
    }

    /// Who does the acts: by their frame where one fits, else their agents or owners.
    pub(super) fn doers(&self, acts: &[usize], act: Option<&Match>) -> Vec<usize> {
        if let Some(act) = act.filter(|act| !act.actors.is_empty()) {
            return act.actors.clone();
        }
        let of = |&act: &usize| match self.clauses.child(act, Deprel::Nsubj) {
            // "said the ban **was a disgrace**".
            Some(subject) if !self.clauses.is_verb(act) => self.clauses.coordinated(subject),
            _ if self.clauses.is_verb(act) => self.clauses.agents(act),
            _ => self.clauses.owners(act),
        };
        acts.iter().flat_map(of).collect()
    }

    /// The actor of an agentless act: nobody named, the sector that the act implies.
    pub(super) fn left_out(&self, found: &Match, recipients: &[Party], decision: &Decision) -> Option<Vec<Party>> {
        let is_material = decision.category.quad() == 4 || decision.act.is_some_and(|act| act.quad() == 4);
        // "She was charged": by the court that the frame names.
        let is_implied = found.frame.actor_sector.is_some();
        if recipients.is_empty()
            || !(is_material || is_implied)
            || decision.category == Category::Protest
            || is_open_noun(found)
        {
            return None;
        }
        let hosts = self.expellers(found, recipients, decision);
        if !hosts.is_empty() {
            return Some(hosts);
        }
        let sector = found.frame.actor_sector.as_deref().and_then(|s| s.parse().ok()).unwrap_or(Sector::Unknown);
        let word = self.sentence.words[found.trigger].span;
        Some(vec![Party {
            text: String::new(),
            span: Span::new(word.start, word.start),
            name: None,
            country: self.country_of_agentless(found.trigger, sector, recipients),
            sector: Some(sector),
            sectors: Vec::new(),
            office: None,
            identifier: None,
            kind: Kind::Unknown,
            plural: false,
            // No entity of the story.
            entity: usize::MAX,
            why: vec![format!("no agent in the text; {}:{} implies the sector", found.frame.file, found.frame.line)],
        }])
    }

    /// "Expelled **from Chad**", "**Chad's** ambassador was recalled", "was expelled, **the ministry** said": the state that
    /// sends diplomats away or calls them home goes without saying.
    pub(super) fn expellers(&self, found: &Match, recipients: &[Party], decision: &Decision) -> Vec<Party> {
        let relations = [Mode::Expel, Mode::Deport, Mode::Withdraw];
        let of_relations = found.frame.modes.iter().chain(&decision.modes).any(|mode| relations.contains(mode));
        if !of_relations || !matches!(found.frame.category, Some(Category::Sanction | Category::Coerce)) {
            return Vec::new();
        }
        let state = |party: &Party| {
            party.sector == Some(Sector::Government) && !recipients.iter().any(|r| r.country == party.country)
        };
        let from = self.clauses.phrases(found.trigger).into_iter();
        let from = from.filter(|p| matches!(p.preposition.as_str(), "from" | "out" | "of")).map(|p| p.head);
        let owners = found.literals.iter().flat_map(|&word| self.clauses.owners(word));
        let speakers = speech::said(self.sentence)
            .into_iter()
            .filter(|said| said.content == found.trigger || self.sentence.is_below(found.trigger, said.content));
        let speakers: Vec<usize> = speakers.flat_map(|said| said.speakers).collect();
        [from.collect::<Vec<_>>(), owners.collect(), speakers]
            .into_iter()
            .map(|heads| self.cast.parties(&heads, false).into_iter().filter(state).collect::<Vec<_>>())
            .find(|parties| !parties.is_empty())
            .unwrap_or_default()
    }

    /// The police and courts of the country where it happened, or else of those whom they took.
    pub(super) fn country_of_agentless(&self, trigger: usize, sector: Sector, recipients: &[Party]) -> Option<String> {
        if !matches!(sector, Sector::Police | Sector::Judiciary) {
            return None;
        }
        let there = self.dating.stated_place(trigger, false).and_then(|place| place.country);
        there.or_else(|| recipients.iter().find_map(|r| r.country.clone()))
    }
}

/// Unnamed private people: their journeys are no diplomacy.
pub(super) fn is_traveller(party: &Party) -> bool {
    party.name.is_none() && matches!(party.sector, Some(Sector::Civilian | Sector::Refugee))
}

/// Parties that neither frame nor grammar gives say whence they come.
pub(super) fn by_the_head(mut parties: Vec<Party>) -> Vec<Party> {
    for party in &mut parties {
        party.why.push("named by the learned head".to_owned());
    }
    parties
}

/// "Said that R had broken the accord": blame by saying what somebody does, which is none where nobody does it.
pub(super) fn is_blame(found: &Match) -> bool {
    found.frame.clause.as_ref().is_some_and(|(mark, _)| *mark == ClauseMark::Finite)
}

/// Lawyers, prosecutors and those who appeal ask the court.
pub(super) fn of_court(found: &Match, actors: &[Party]) -> bool {
    let pleads = |party: &Party| {
        let text = party.text.to_lowercase();
        party.office.as_deref().is_some_and(|office| office.contains("prosecutor"))
            || ["prosecutor", "prosecution", "lawyer", "attorney"].iter().any(|noun| text.contains(noun))
    };
    found.frame.recipient_sector.as_deref() == Some("JUD") || !actors.is_empty() && actors.iter().all(pleads)
}

/// A promise or a threat is one only if somebody is meant; so is what is merely possible.
pub(super) fn needs_recipient(decision: &Decision) -> bool {
    match decision.category {
        Category::Agree | Category::Threaten => decision.act.is_none(),
        Category::Consult | Category::Cooperate | Category::Concede | Category::Mobilize | Category::Request => false,
        _ => decision.status == Status::Hypothetical,
    }
}

/// "Chad and Niger agreed": several who agree, or an agreement to something, want no recipient.
pub(super) fn is_mutual(found: &Match, actors: &[Party], decision: &Decision) -> bool {
    let agrees = decision.category == Category::Agree;
    agrees && (actors.len() > 1 || !found.acts.is_empty()) || !found.recipients.is_empty() && !agrees
}

/// A noun whose frame does not say who the unnamed actor must be, as that of an arrest does.
pub(super) fn is_open_noun(found: &Match) -> bool {
    is_nominal(found) && found.frame.actor_sector.is_none()
}

/// Where nobody hosts, visits or is asked, all parties act.
pub(super) fn is_pooled(decision: &Decision) -> bool {
    match decision.category {
        Category::Consult => !decision.modes.contains(&Mode::Visit),
        Category::Cooperate => true,
        _ => false,
    }
}
