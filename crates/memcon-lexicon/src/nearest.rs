//! "Did you mean …": the known name that a mistyped one is nearest to.

/// The candidate that a word was most likely meant to be: the one fewest edits away, the first of equals. `None` where
/// none is near: at most one edit for every three letters, and case does not count.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let typed: Vec<char> = word.to_lowercase().chars().collect();
    let distance = |candidate: &str| edits(&typed, &candidate.to_lowercase().chars().collect::<Vec<_>>());
    let best = candidates.into_iter().map(|candidate| (distance(candidate), candidate)).min_by_key(|(d, _)| *d);
    best.filter(|(distance, _)| *distance <= typed.len().div_ceil(3)).map(|(_, candidate)| candidate)
}

/// " (did you mean ACCUSE?)", or nothing, to go into a message after an unknown name.
pub fn hint<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> String {
    nearest(word, candidates).map(|name| format!(" (did you mean {name}?)")).unwrap_or_default()
}

/// Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other.
fn edits(from: &[char], to: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in to.iter().enumerate() {
            let mut cost = (above[j] + usize::from(a != b)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && from[i - 1] == *b && to[j - 1] == *a {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_meant() {
        let names = ["ACCUSE", "ASSAULT", "AID", "AGREE"];
        assert_eq!(nearest("ACUSE", names), Some("ACCUSE"));
        assert_eq!(nearest("asault", names), Some("ASSAULT"));
        assert_eq!(nearest("ADI", names), Some("AID"));
        assert_eq!(nearest("YIELD", names), None);
        assert_eq!(nearest("", names), None);
        assert_eq!((hint("ACUSE", names).as_str(), hint("x", names).as_str()), (" (did you mean ACCUSE?)", ""));
    }

    #[test]
    fn edits_are_counted() {
        let count = |a: &str, b: &str| edits(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        assert_eq!([count("", "abc"), count("abc", ""), count("abc", "acb"), count("abc", "xbc")], [3, 3, 1, 1]);
        assert_eq!(count("kitten", "sitting"), 3);
    }
}
