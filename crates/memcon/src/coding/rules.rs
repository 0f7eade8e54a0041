//! PLOVER's own rules: what a frame, the act that it embeds and the status make together.
//!
//! Cooperation still to come is AGREE, an announced retreat CONCEDE, announced harm THREATEN, each with
//! its `act`; a request's or refusal's mode follows from what is asked or refused. The rules are those
//! of PLOVER's manual (0.8) as `codebook/README.md` states them.

use memcon_lexicon::{Category, Mode, Status};

use super::status::Standing;

/// What a clause means in PLOVER.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Category of the event.
    pub category: Category,
    /// What is still to come.
    pub act: Option<Category>,
    /// Modes of the category.
    pub modes: Vec<Mode>,
    /// Status of the act where there is one, else of the event.
    pub status: Status,
}

/// What an embedded clause or noun codes by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Embedded<'a> {
    /// Its category.
    pub category: Category,
    /// Its modes.
    pub modes: &'a [Mode],
}

/// Decides what a frame's `category` with its `modes` means, given how the act of its clause stands and the act
/// that it embeds.
pub fn decide(
    category: Category,
    modes: &[Mode],
    standing: impl Into<Standing>,
    embedded: Option<Embedded>,
) -> Decision {
    let Standing { status, is_past } = standing.into();
    let plain = Decision { category, act: None, modes: modes.to_vec(), status };
    match category {
        Category::Agree | Category::Concede => embedded.map_or(plain.clone(), |act| promised(category, act, status)),
        Category::Threaten => match embedded {
            Some(act) if is_harm(act.category) => {
                let modes = if modes.is_empty() { threat_modes(act) } else { modes.to_vec() };
                Decision { act: Some(act.category), modes, status: to_come(status), ..plain }
            }
            // Territory is only ever taken by force.
            None if modes.contains(&Mode::Territory) => {
                Decision { act: Some(Category::Assault), status: to_come(status), ..plain }
            }
            _ => plain,
        },
        Category::Request | Category::Reject if modes.is_empty() => match embedded {
            Some(act) => Decision { modes: asked_modes(act.category), ..plain },
            None if category == Category::Request => Decision { modes: vec![Mode::Change], ..plain },
            None => plain,
        },
        _ if !is_past && matches!(status, Status::Planned | Status::Hypothetical) => still_to_come(plain),
        _ => plain,
    }
}

/// "will not meet", "would not yield": cooperation refused is REJECT; harm forsworn stays what it is, denied.
pub fn refused(category: Category) -> Decision {
    let is_deed_of_harm = category.quad() == 4;
    if is_deed_of_harm
        || matches!(category, Category::Request | Category::Accuse | Category::Reject | Category::Threaten)
    {
        return Decision { category, act: None, modes: Vec::new(), status: Status::Denied };
    }
    Decision { category: Category::Reject, act: None, modes: asked_modes(category), status: Status::Occurred }
}

/// Forces to be moved are a threat only if they are moved against somebody.
pub fn aimed(decision: Decision, has_recipients: bool) -> Decision {
    let is_to_come = matches!(decision.status, Status::Planned | Status::Hypothetical);
    if decision.category == Category::Mobilize && is_to_come && has_recipients {
        let modes = vec![Mode::Violence];
        return Decision { category: Category::Threaten, act: Some(Category::Mobilize), modes, ..decision };
    }
    decision
}

/// A warrant for somebody of another state, whom the court cannot reach, threatens him.
pub fn out_of_reach(warrant: &Decision) -> Decision {
    Decision {
        category: Category::Threaten,
        act: Some(Category::Coerce),
        modes: vec![Mode::Arrest],
        status: to_come(warrant.status),
    }
}

/// "agreed to meet", "promised to withdraw", "vowed to strike". Who agrees, offers or promises to give way agrees
/// (PLOVER maps CAMEO's 035, intent to yield, to AGREE); who announces it concedes.
fn promised(category: Category, act: Embedded, status: Status) -> Decision {
    let base = Decision { category, act: None, modes: Vec::new(), status };
    // A promise that was not made promises nothing.
    let status = if status == Status::Denied { status } else { to_come(status) };
    let to_come = Decision { act: Some(act.category), status, ..base.clone() };
    match act.category {
        // Who permits cooperation has given way by that.
        Category::Consult | Category::Support | Category::Cooperate | Category::Aid
            if category == Category::Concede =>
        {
            base
        }
        Category::Consult | Category::Support | Category::Cooperate | Category::Aid => {
            Decision { category: Category::Agree, modes: act.modes.to_vec(), ..to_come }
        }
        Category::Retreat | Category::Concede if category == Category::Agree => {
            Decision { category, modes: act.modes.to_vec(), ..to_come }
        }
        Category::Retreat => Decision { category: Category::Concede, modes: act.modes.to_vec(), ..to_come },
        Category::Concede => Decision { category: Category::Concede, ..base },
        harm if is_harm(harm) => Decision { category: Category::Threaten, modes: threat_modes(act), ..to_come },
        _ => base,
    }
}

/// An act announced, scheduled or intended, told without a verb of promising. It keeps its modes where AGREE and
/// CONCEDE have none of their own: a planned visit is a visit.
fn still_to_come(plain: Decision) -> Decision {
    let act = Some(plain.category);
    match plain.category {
        Category::Consult | Category::Support | Category::Cooperate | Category::Aid => {
            Decision { category: Category::Agree, act, ..plain }
        }
        Category::Retreat => Decision { category: Category::Concede, act, ..plain },
        Category::Mobilize => plain,
        Category::Accuse if !is_legal(&plain) => plain,
        harm if is_harm(harm) => {
            let modes = threat_modes(Embedded { category: harm, modes: &plain.modes });
            Decision { category: Category::Threaten, act, modes, ..plain }
        }
        _ => plain,
    }
}

/// What was promised is planned, unless the promise itself is in doubt.
fn to_come(status: Status) -> Status {
    match status {
        Status::Occurred | Status::Ongoing => Status::Planned,
        other => other,
    }
}

/// Deeds of conflict, and charges, suits and inquiries, which are measures as well.
fn is_harm(category: Category) -> bool {
    category.quad() == 4 || category == Category::Accuse
}

/// Charges and suits to come are threats; so is an inquiry that is only considered, while one that is announced is
/// as good as opened. Criticism to come threatens nobody.
fn is_legal(accusation: &Decision) -> bool {
    let has = |mode: Mode| accusation.modes.contains(&mode);
    has(Mode::Allege) || has(Mode::Investigate) && accusation.status == Status::Hypothetical
}

/// The mode of a threat follows from what is threatened.
fn threat_modes(act: Embedded) -> Vec<Mode> {
    match act.category {
        Category::Assault | Category::Mobilize => vec![Mode::Violence],
        Category::Sanction if act.modes.contains(&Mode::Expel) => vec![Mode::Expel],
        // Tariffs, embargoes and broken relations: a conviction to come is none of these.
        Category::Sanction if act.modes.contains(&Mode::Convict) => Vec::new(),
        Category::Sanction => vec![Mode::Relations],
        Category::Coerce if act.modes.contains(&Mode::Arrest) => vec![Mode::Arrest],
        Category::Coerce if act.modes.contains(&Mode::Deport) => vec![Mode::Expel],
        Category::Coerce => vec![Mode::Restrict],
        _ => Vec::new(),
    }
}

/// The mode of a request or refusal follows from what is asked or refused.
fn asked_modes(act: Category) -> Vec<Mode> {
    match act {
        Category::Aid | Category::Cooperate => vec![Mode::Assist],
        Category::Consult => vec![Mode::Meet],
        Category::Retreat | Category::Concede => vec![Mode::Yield],
        _ => vec![Mode::Change],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(category: Category) -> Embedded<'static> {
        Embedded { category, modes: &[] }
    }

    #[test]
    fn a_planned_visit_is_agreed() {
        let d = decide(Category::Consult, &[Mode::Visit], Status::Planned, None);
        assert_eq!((d.category, d.act, d.status), (Category::Agree, Some(Category::Consult), Status::Planned));
        assert_eq!(d.modes, [Mode::Visit]);
    }

    #[test]
    fn an_announced_withdrawal_is_conceded_and_a_promised_one_agreed() {
        let d = decide(Category::Agree, &[], Status::Occurred, Some(act(Category::Retreat)));
        assert_eq!((d.category, d.act, d.status), (Category::Agree, Some(Category::Retreat), Status::Planned));
        let d = decide(Category::Concede, &[], Status::Occurred, Some(act(Category::Retreat)));
        assert_eq!((d.category, d.act, d.status), (Category::Concede, Some(Category::Retreat), Status::Planned));
    }

    #[test]
    fn announced_harm_is_a_threat_with_its_mode() {
        let d = decide(Category::Sanction, &[Mode::Expel], Status::Planned, None);
        assert_eq!((d.category, d.act, d.modes), (Category::Threaten, Some(Category::Sanction), vec![Mode::Expel]));
        let d = decide(Category::Threaten, &[], Status::Occurred, Some(act(Category::Assault)));
        assert_eq!((d.act, d.modes), (Some(Category::Assault), vec![Mode::Violence]));
    }

    #[test]
    fn a_suit_to_come_is_a_threat_and_criticism_is_none() {
        let suit = decide(Category::Accuse, &[Mode::Allege], Status::Planned, None);
        assert_eq!((suit.category, suit.act), (Category::Threaten, Some(Category::Accuse)));
        let criticism = decide(Category::Accuse, &[Mode::Disapprove], Status::Planned, None);
        assert_eq!((criticism.category, criticism.act), (Category::Accuse, None));
        let inquiry = |status| decide(Category::Accuse, &[Mode::Investigate], status, None).category;
        assert_eq!(inquiry(Status::Planned), Category::Accuse);
        assert_eq!(inquiry(Status::Hypothetical), Category::Threaten);
    }

    #[test]
    fn a_conjecture_about_the_past_is_nothing_to_come() {
        let standing = Standing { status: Status::Hypothetical, is_past: true };
        let d = decide(Category::Assault, &[], standing, None);
        assert_eq!((d.category, d.act, d.status), (Category::Assault, None, Status::Hypothetical));
    }

    #[test]
    fn forces_threaten_only_those_whom_they_are_moved_against() {
        let planned = decide(Category::Mobilize, &[Mode::Troops], Status::Planned, None);
        assert_eq!(aimed(planned.clone(), false).category, Category::Mobilize);
        let threat = aimed(planned, true);
        assert_eq!((threat.category, threat.act), (Category::Threaten, Some(Category::Mobilize)));
    }

    #[test]
    fn what_is_asked_gives_the_mode() {
        assert_eq!(decide(Category::Request, &[], Status::Occurred, Some(act(Category::Aid))).modes, [Mode::Assist]);
        assert_eq!(decide(Category::Reject, &[], Status::Occurred, Some(act(Category::Consult))).modes, [Mode::Meet]);
        let kept = decide(Category::Request, &[Mode::Yield], Status::Occurred, Some(act(Category::Aid)));
        assert_eq!(kept.modes, [Mode::Yield]);
    }

    #[test]
    fn a_doubtful_promise_stays_doubtful() {
        let d = decide(Category::Agree, &[], Status::Denied, Some(act(Category::Aid)));
        assert_eq!((d.category, d.status), (Category::Agree, Status::Denied));
    }
}
