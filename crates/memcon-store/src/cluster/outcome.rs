//! What became of a plan: a later mention, in another story, that it took place or was called off.

use super::features::Features;
use super::parties::{Agreement, agreement};

/// Days after which a plan is no longer looked for.
pub const LONGEST: u32 = 366;

/// Days in which a plan without a date is taken to be carried out.
const SOON: u32 = 14;

/// Days by which an act may miss its date.
const SLACK: u32 = 1;

/// How much evidence must have in common where a plan's day is not known.
const OVERLAP: f64 = 0.4;

/// Whether `f` is a plan, and of what.
pub fn plans(f: &Features) -> Option<&str> {
    f.act.as_deref().filter(|_| f.status == "planned")
}

/// The categories under which what became of a plan may be found.
pub fn may_become<'f>(plan: &'f Features, act: &'f str) -> [&'f str; 2] {
    [act, &plan.category]
}

/// The acts of which `f` may be the outcome.
pub fn may_come_from(f: &Features) -> Option<&str> {
    match (f.act.as_deref(), f.status.as_str()) {
        (None, "occurred" | "ongoing" | "denied") => Some(&f.category),
        (Some(act), "denied") => Some(act),
        _ => None,
    }
}

/// What became of `plan` by `later`: `occurred`, `ongoing` or `denied`; `None` where it is not about it.
pub fn outcome<'f>(plan: &Features, later: &'f Features) -> Option<&'f str> {
    let act = plans(plan)?;
    let denied = later.act.as_deref() == Some(act) && later.category == plan.category && later.status == "denied";
    let done = later.act.is_none() && later.category == act && may_come_from(later).is_some();
    let lag = later.day().checked_sub(plan.day())?;
    if !(done || denied) || plan.story == later.story || lag > LONGEST || !in_order(plan, later) {
        return None;
    }
    let fits = match agreement_of_act(plan, later) {
        Agreement::None => false,
        parties => is_due(plan, later, denied, parties == Agreement::Whole, lag),
    };
    fits.then_some(later.status.as_str())
}

/// A plan is reported before what becomes of it.
fn in_order(plan: &Features, later: &Features) -> bool {
    plan.published == 0 || later.published == 0 || plan.published <= later.published
}

fn is_due(plan: &Features, later: &Features, denied: bool, whole: bool, lag: u32) -> bool {
    let alike = || plan.sketch.overlap(&later.sketch) >= OVERLAP;
    if denied {
        // A denial may come any day until the act is due.
        let in_time = plan.due.last_day().map_or(lag <= SOON, |last| later.day() <= last + SLACK);
        return in_time && (whole || alike());
    }
    if let (Some((first, last)), Some(day)) = (plan.due.day().zip(plan.due.last_day()), later.date.day()) {
        return first <= day + SLACK && day <= last + SLACK && (whole || alike());
    }
    let in_time = match (plan.due.date.as_deref(), later.date.date.as_deref()) {
        (Some(due), Some(date)) => date.starts_with(due) || due.starts_with(date),
        _ => lag <= SOON,
    };
    in_time && alike()
}

/// The parties, as if both were told as acts: who promised a visit and to whom may come in either order.
fn agreement_of_act(plan: &Features, later: &Features) -> Agreement {
    let as_act = Features { category: "CONSULT".to_owned(), ..plan.clone() };
    if plan.is_mutual() { agreement(&as_act, later) } else { agreement(plan, later) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::tests::mention;

    fn plan() -> Features {
        let text = "Norway's premier will visit Kenya on 14 March, her office said.";
        let mut plan = mention("AGREE", &["NOR", "KEN"], "2025-03-10", text);
        plan.act = Some("CONSULT".to_owned());
        plan.status = "planned".to_owned();
        plan.due.date = Some("2025-03-14".to_owned());
        plan
    }

    #[test]
    fn a_plan_carried_out_on_its_day_is_linked() {
        let visit = mention(
            "CONSULT",
            &["NOR", "KEN"],
            "2025-03-14",
            "The premier of Norway met Kenya's president in Nairobi.",
        );
        assert_eq!(outcome(&plan(), &visit), Some("occurred"));
        let other_day = mention(
            "CONSULT",
            &["NOR", "KEN"],
            "2025-03-20",
            "The premier of Norway met Kenya's president in Nairobi.",
        );
        assert_eq!(outcome(&plan(), &other_day), None);
        let others =
            mention("CONSULT", &["NOR", "GHA"], "2025-03-14", "The premier of Norway met Ghana's president in Accra.");
        assert_eq!(outcome(&plan(), &others), None);
    }

    #[test]
    fn a_plan_called_off_is_linked() {
        let mut off = plan();
        (off.story, off.status) = (99, "denied".to_owned());
        off.date.date = Some("2025-03-12".to_owned());
        assert_eq!(outcome(&plan(), &off), Some("denied"));
        assert_eq!(outcome(&off, &plan()), None);
    }
}
