//! One event once: mentions of the same event in headline, summary and body become one.

use jiff::civil::Date;

use super::event::{Dated, Event, Size};
use crate::when::DatePrecision;
use crate::who::{Kind, Party};
use memcon_lexicon::{Category, Mode, Status};

/// Merges the mentions of one story, in text order, keeping all evidence.
pub fn merge(mentions: Vec<Event>) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for mention in mentions {
        match events.iter_mut().find(|event| is_same(event, &mention) || is_spoken_of(event, &mention)) {
            Some(event) if event.category != mention.category => event.evidence.extend(mention.evidence),
            Some(event) => absorb(event, mention),
            None => events.push(mention),
        }
    }
    events
}

/// Two meetings on two days are two events; one act by the same parties told twice is one.
fn is_same(a: &Event, b: &Event) -> bool {
    a.category == b.category
        && a.act == b.act
        && a.story == b.story
        && may_be_same_day(&a.date, &b.date)
        && may_be_same_day(&a.act_date, &b.act_date)
        && (a.act.is_some() || standing(a) == standing(b))
        && is_mediated(a) == is_mediated(b)
        && parties_agree(a, b)
}

/// A meeting with a go-between is another than one without.
fn is_mediated(event: &Event) -> bool {
    event.modes.contains(&Mode::ThirdParty)
}

/// "The visit will strengthen ties": a planned meeting spoken of again by its noun, without a day of its own.
fn is_spoken_of(plan: &Event, mention: &Event) -> bool {
    let pool = |e: &Event| -> Vec<Party> { e.actors.iter().chain(&e.recipients).cloned().collect() };
    plan.act == Some(mention.category)
        && mention.category == Category::Consult
        && plan.story == mention.story
        && mention.date.text.is_none()
        && covers(&pool(plan), &pool(mention))
}

/// What goes on has happened as well, in other words: "are besieging", "besieged".
fn standing(event: &Event) -> Status {
    if event.status == Status::Ongoing { Status::Occurred } else { event.status }
}

fn may_be_same_day(a: &Dated, b: &Dated) -> bool {
    match (&a.date, &b.date) {
        // "in June" and "on 9 June" agree.
        (Some(x), Some(y)) => {
            x.starts_with(y.as_str()) || y.starts_with(x.as_str()) || is_retold(a, b) || is_retold(b, a)
        }
        _ => true,
    }
}

/// Days before the story in which what it tells without a day may have been.
const RETOLD_DAYS: i32 = 7;

/// Whether `told` has no more than the story's day, and `own` a day of its own shortly before: the headline's "rebels
/// shell town" is the body's "on Tuesday".
fn is_retold(told: &Dated, own: &Dated) -> bool {
    let day = |dated: &Dated| dated.date.as_ref()?.parse::<Date>().ok();
    let Some((story, day)) = day(told).zip(day(own)) else { return false };
    told.precision == Some(DatePrecision::InheritedFromStory)
        && own.precision == Some(DatePrecision::Day)
        && (0..=RETOLD_DAYS).contains(&(story - day).get_days())
}

fn parties_agree(a: &Event, b: &Event) -> bool {
    if matches!(a.category, Category::Consult | Category::Cooperate | Category::Agree) {
        let pool = |e: &Event| -> Vec<Party> { e.actors.iter().chain(&e.recipients).cloned().collect() };
        return covers(&pool(a), &pool(b)) || covers(&pool(b), &pool(a));
    }
    let side = |a: &[Party], b: &[Party]| a.is_empty() || b.is_empty() || covers(a, b) || covers(b, a);
    let actors =
        !a.actors.is_empty() && !b.actors.is_empty() && (covers(&a.actors, &b.actors) || covers(&b.actors, &a.actors));
    actors && side(&a.recipients, &b.recipients)
}

/// Whether each of `few` is among `many`.
fn covers(many: &[Party], few: &[Party]) -> bool {
    few.iter().all(|f| many.iter().any(|m| same_party(m, f)))
}

/// The same entity, or one of the two named only by its country or kind.
fn same_party(a: &Party, b: &Party) -> bool {
    if a.entity == b.entity || a.name.is_some() && a.name == b.name {
        return true;
    }
    // A crowd is not the one person who is named, be he of its kind.
    let is_one_of_many = |one: &Party, many: &Party| one.kind == Kind::Person && one.name.is_some() && many.plural;
    if is_one_of_many(a, b) || is_one_of_many(b, a) {
        return false;
    }
    let of_one_kind = a.country == b.country && (a.sector == b.sector || a.sector.is_none() || b.sector.is_none());
    of_one_kind && (is_generic(a) || is_generic(b))
}

fn is_generic(party: &Party) -> bool {
    party.kind == Kind::State || party.name.is_none()
}

/// Whether the text leaves the actor out.
fn is_agentless(event: &Event) -> bool {
    event.actors.iter().all(|actor| actor.span.is_empty())
}

/// Adds what the mention knows and the event does not.
pub(super) fn absorb(event: &mut Event, mut mention: Event) {
    if is_agentless(event) && !is_agentless(&mention) {
        event.actors = std::mem::take(&mut mention.actors);
    }
    if is_agentless(&mention) {
        mention.actors.clear();
    }
    for (mine, theirs) in [(&mut event.actors, mention.actors), (&mut event.recipients, mention.recipients)] {
        for party in theirs {
            match mine.iter_mut().find(|p| same_party(p, &party)) {
                Some(known) if is_generic(known) && !is_generic(&party) => *known = party,
                Some(_) => {}
                None => mine.push(party),
            }
        }
    }
    let in_actors: Vec<Party> = event.actors.clone();
    event.recipients.retain(|r| !in_actors.iter().any(|a| a.entity == r.entity));
    absorb_date(&mut event.date, mention.date);
    absorb_date(&mut event.act_date, mention.act_date);
    // The headline's event is somewhere in the country, the body's in the town.
    let says_more = match (&event.place, &mention.place) {
        (Some(mine), Some(theirs)) => mine.country == theirs.country && mine.resolution < theirs.resolution,
        (mine, _) => mine.is_none(),
    };
    if says_more {
        event.place = mention.place;
    }
    let Size { dead, injured, arrested } = mention.size;
    event.size.dead = event.size.dead.max(dead);
    event.size.injured = event.size.injured.max(injured);
    event.size.arrested = event.size.arrested.max(arrested);
    for mode in mention.modes {
        if !event.modes.contains(&mode) {
            event.modes.push(mode);
        }
    }
    event.evidence.extend(mention.evidence);
    event.evidence.sort_unstable();
    event.evidence.dedup();
    event.core |= mention.core;
}

/// Of two dates that agree that of the event's own words before an inherited one, then the more exact.
fn absorb_date(mine: &mut Dated, theirs: Dated) {
    let rank = |d: &Dated| {
        let source = match d.precision {
            None | Some(DatePrecision::Unknown) => 0,
            Some(DatePrecision::InheritedFromStory) => 1,
            Some(DatePrecision::InheritedFromDiscourse) => 2,
            Some(_) => 3,
        };
        (d.date.is_some(), source, d.date.as_ref().map_or(0, String::len))
    };
    if rank(&theirs) > rank(mine) {
        *mine = theirs;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(date: &str, precision: DatePrecision) -> Dated {
        Dated { date: Some(date.to_owned()), precision: Some(precision), ..Dated::default() }
    }

    #[test]
    fn words_of_its_own_date_an_event_before_what_it_inherits() {
        let (month, day) =
            (told("2024-03", DatePrecision::Month), told("2024-03-19", DatePrecision::InheritedFromStory));
        for (first, second) in [(&month, &day), (&day, &month)] {
            let mut kept = first.clone();
            absorb_date(&mut kept, second.clone());
            assert_eq!(kept, month);
        }
        let mut kept = month.clone();
        absorb_date(&mut kept, told("2024-03-02", DatePrecision::Day));
        assert_eq!(kept.date.as_deref(), Some("2024-03-02"));
        absorb_date(&mut kept, Dated::default());
        assert_eq!(kept.date.as_deref(), Some("2024-03-02"));
    }

    #[test]
    fn the_storys_day_gives_way_to_one_shortly_before() {
        let story = told("2024-03-19", DatePrecision::InheritedFromStory);
        assert!(may_be_same_day(&story, &told("2024-03-17", DatePrecision::Day)));
        assert!(!may_be_same_day(&story, &told("2024-03-02", DatePrecision::Day)));
        assert!(!may_be_same_day(&story, &told("2024-03-20", DatePrecision::Day)));
        assert!(!may_be_same_day(&told("2024-03-19", DatePrecision::Day), &told("2024-03-17", DatePrecision::Day)));
    }
}
