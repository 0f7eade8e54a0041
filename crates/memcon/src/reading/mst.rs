//! Trees from arc scores: the maximum spanning arborescence with exactly one root word.
//!
//! A few per cent of sentences, read greedily, give no tree or one with several roots; there
//! Chu and Liu's (1965) and Edmonds' (1967) contraction finds the best tree.

/// Roots tried when greedy choice gives no single-rooted tree: the best by score. The true root is
/// practically always among them, and each costs a whole decoding.
const ROOTS_TRIED: usize = 4;

/// The head of each word in the best tree, `None` for the root word.
///
/// `score(dependent, head)` is how well `head` (0 the root, else 1 + word) governs word `dependent`.
/// Scores that are not finite count as very bad. Runs in O(n²) for nearly all sentences.
pub fn decode(n: usize, score: impl Fn(usize, usize) -> f32) -> Vec<Option<usize>> {
    // Row and column 0 stand for the root.
    let mut scores = vec![vec![FORBIDDEN; n + 1]; n + 1];
    for (dependent, row) in scores.iter_mut().enumerate().skip(1) {
        for (head, slot) in row.iter_mut().enumerate() {
            let own = score(dependent - 1, head);
            if head != dependent {
                *slot = if own.is_finite() { f64::from(own).clamp(VERY_BAD, -VERY_BAD) } else { VERY_BAD };
            }
        }
    }
    let greedy: Vec<usize> = (0..=n).map(|d| if d == 0 { 0 } else { best_head(&scores[d]) }).collect();
    let heads = if is_single_rooted_tree(&greedy) { greedy } else { best_single_rooted(&mut scores) };
    heads.into_iter().skip(1).map(|head| head.checked_sub(1)).collect()
}

/// An arc that may not be: a word that governs itself, a second root.
const FORBIDDEN: f64 = -1e12;

/// An arc whose score is no number: worse than any tree of real scores, better than a forbidden arc.
const VERY_BAD: f64 = -1e6;

fn best_head(row: &[f64]) -> usize {
    row.iter().enumerate().fold((0, f64::NEG_INFINITY), |kept, (h, &s)| if s > kept.1 { (h, s) } else { kept }).0
}

fn is_single_rooted_tree(heads: &[usize]) -> bool {
    heads.iter().skip(1).filter(|&&h| h == 0).count() == 1 && find_cycle(heads).is_none()
}

/// Tries the likeliest root words one by one and keeps the tree with the greatest sum.
fn best_single_rooted(scores: &mut [Vec<f64>]) -> Vec<usize> {
    let n = scores.len() - 1;
    let root_scores: Vec<f64> = scores.iter().map(|row| row[0]).collect();
    let mut roots: Vec<usize> = (1..=n).collect();
    roots.sort_by(|&a, &b| root_scores[b].total_cmp(&root_scores[a]).then(a.cmp(&b)));
    let mut kept: Option<(f64, Vec<usize>)> = None;
    for &root in roots.iter().take(ROOTS_TRIED) {
        for (word, row) in scores.iter_mut().enumerate().skip(1) {
            row[0] = if word == root { root_scores[root] } else { FORBIDDEN };
        }
        let heads = arborescence(scores);
        let sum = heads.iter().enumerate().skip(1).map(|(d, &h)| scores[d][h]).sum::<f64>();
        if kept.as_ref().is_none_or(|(best, _)| sum > *best) {
            kept = Some((sum, heads));
        }
    }
    kept.map_or_else(|| vec![0; n + 1], |(_, heads)| heads)
}

/// The maximum arborescence rooted in node 0. `scores[d][h]` is the weight of the arc h → d.
fn arborescence(scores: &[Vec<f64>]) -> Vec<usize> {
    let mut heads: Vec<usize> = scores.iter().map(|row| best_head(row)).collect();
    heads[0] = 0;
    let Some(cycle) = find_cycle(&heads) else {
        return heads;
    };
    // Contract the cycle into one node, solve the smaller graph, and open the cycle where it was entered.
    let n = scores.len();
    let mut in_cycle = vec![false; n];
    for &node in &cycle {
        in_cycle[node] = true;
    }
    let outside: Vec<usize> = (0..n).filter(|&node| !in_cycle[node]).collect();
    let contracted = outside.len();
    let mut smaller = vec![vec![FORBIDDEN; contracted + 1]; contracted + 1];
    let (mut entered_at, mut left_from) = (vec![cycle[0]; contracted], vec![cycle[0]; contracted]);
    for (i, &a) in outside.iter().enumerate() {
        for (j, &b) in outside.iter().enumerate() {
            smaller[i][j] = scores[a][b];
        }
        for &node in &cycle {
            if scores[a][node] > smaller[i][contracted] {
                (smaller[i][contracted], left_from[i]) = (scores[a][node], node);
            }
            let gain = scores[node][a] - scores[node][heads[node]];
            if gain > smaller[contracted][i] {
                (smaller[contracted][i], entered_at[i]) = (gain, node);
            }
        }
    }
    for (i, row) in smaller.iter_mut().enumerate() {
        row[i] = FORBIDDEN;
    }
    let solved = arborescence(&smaller);
    for (i, &node) in outside.iter().enumerate().skip(1) {
        heads[node] = if solved[i] == contracted { left_from[i] } else { outside[solved[i]] };
    }
    let entry = solved[contracted];
    heads[entered_at[entry]] = outside[entry];
    heads
}

/// The nodes of a cycle among the heads, node 0 being the root.
fn find_cycle(heads: &[usize]) -> Option<Vec<usize>> {
    const UNSEEN: usize = usize::MAX;
    let mut walk = vec![UNSEEN; heads.len()];
    for start in 1..heads.len() {
        let mut node = start;
        while node != 0 && walk[node] == UNSEEN {
            walk[node] = start;
            node = heads[node];
        }
        if node != 0 && walk[node] == start {
            let mut cycle = vec![node];
            let mut next = heads[node];
            while next != node {
                cycle.push(next);
                next = heads[next];
            }
            return Some(cycle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The best single-rooted tree by trying all of them.
    fn by_force(n: usize, score: &dyn Fn(usize, usize) -> f32) -> f32 {
        let mut best = f32::NEG_INFINITY;
        let mut heads = vec![0; n + 1];
        for code in 0..(n + 1).pow(u32::try_from(n).expect("small")) {
            let mut rest = code;
            for head in &mut heads[1..] {
                *head = rest % (n + 1);
                rest /= n + 1;
            }
            if (1..=n).all(|d| heads[d] != d) && is_single_rooted_tree(&heads) {
                best = best.max((1..=n).map(|d| score(d - 1, heads[d])).sum());
            }
        }
        best
    }

    #[test]
    fn the_best_tree_is_found() {
        // A small linear congruential generator: reproducible, and no dependency.
        let mut state = 7u64;
        for round in 0..300 {
            let n = 1 + round % 5;
            let table: Vec<f32> = (0..n * (n + 1))
                .map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    f32::from(u16::try_from(state >> 50).expect("14 bits")) / 1000.0
                })
                .collect();
            let score = |d: usize, h: usize| table[d * (n + 1) + h];
            let heads = decode(n, score);
            let sum: f32 = heads.iter().enumerate().map(|(d, h)| score(d, h.map_or(0, |h| h + 1))).sum();
            assert_eq!(heads.iter().filter(|h| h.is_none()).count(), 1);
            // Only ROOTS_TRIED roots are tried: with five words the very best may be missed, never a tree.
            if n <= ROOTS_TRIED {
                assert!((sum - by_force(n, &score)).abs() < 1e-3, "{n} words: {sum}");
            }
        }
    }

    #[test]
    fn bad_numbers_still_give_a_tree() {
        let heads = decode(6, |d, h| if d == 2 { f32::NAN } else { f32::INFINITY * if h > 3 { 1.0 } else { -1.0 } });
        assert_eq!(heads.iter().filter(|h| h.is_none()).count(), 1);
        let mut with_root = vec![0];
        with_root.extend(heads.iter().map(|h| h.map_or(0, |h| h + 1)));
        assert!(find_cycle(&with_root).is_none());
        assert_eq!(decode(1, |_, _| 0.0), [None]);
        assert!(decode(0, |_, _| 0.0).is_empty());
    }
}
