//! How lists of actors and recipients become pairs of countries.

use std::collections::BTreeSet;

/// The pairs of countries of an event, directed; `""` stands for a side without a known country.
///
/// The one rule: each country among the actors with each among the recipients. Where nobody is a recipient, as in a
/// meeting or a fight of equals, each actor with each other one, both ways. A country is paired with itself only across
/// the sides, as in a government and its own protesters. An actor left over without a counterpart is paired with
/// `""`.
pub fn dyads<'a>(actors: &[&'a str], recipients: &[&'a str]) -> BTreeSet<(&'a str, &'a str)> {
    let (actors, recipients): (BTreeSet<_>, BTreeSet<_>) =
        (actors.iter().copied().collect(), recipients.iter().copied().collect());
    if recipients.is_empty() && actors.len() > 1 {
        return actors.iter().flat_map(|&a| actors.iter().map(move |&b| (a, b))).filter(|(a, b)| a != b).collect();
    }
    let or_none = |side: BTreeSet<&'a str>| if side.is_empty() { BTreeSet::from([""]) } else { side };
    let (actors, recipients) = (or_none(actors), or_none(recipients));
    actors.iter().flat_map(|&a| recipients.iter().map(move |&b| (a, b))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(actors: &[&str], recipients: &[&str]) -> String {
        let pairs: Vec<String> = dyads(actors, recipients).iter().map(|(a, b)| format!("{a}>{b}")).collect();
        pairs.join(" ")
    }

    #[test]
    fn lists_become_pairs() {
        assert_eq!(shown(&["NOR", "SWE"], &["KEN"]), "NOR>KEN SWE>KEN");
        assert_eq!(shown(&["KEN", "NOR", "NOR"], &[]), "KEN>NOR NOR>KEN");
        assert_eq!(shown(&["SDN"], &["SDN"]), "SDN>SDN");
        assert_eq!(
            (shown(&["SDN"], &[]), shown(&[], &["SDN"]), shown(&[], &[])),
            ("SDN>".into(), ">SDN".into(), ">".into())
        );
    }
}
