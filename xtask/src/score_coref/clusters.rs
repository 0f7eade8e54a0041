//! MUC, B³ and `CEAFe` of clusters of mentions.

use std::collections::{BTreeMap, BTreeSet};

/// Clusters of two and more mentions.
pub struct Clusters {
    sets: Vec<BTreeSet<usize>>,
    of: BTreeMap<usize, usize>,
}

impl Clusters {
    /// The clusters of mentions, each given by its place and entity; singletons are left out.
    pub fn of(mentions: impl Iterator<Item = (usize, String)>) -> Self {
        let mut all: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        let mut taken = BTreeSet::new();
        for (place, entity) in mentions {
            if taken.insert(place) {
                all.entry(entity).or_default().insert(place);
            }
        }
        let sets: Vec<BTreeSet<usize>> = all.into_values().filter(|set| set.len() > 1).collect();
        let of = sets.iter().enumerate().flat_map(|(i, set)| set.iter().map(move |&m| (m, i))).collect();
        Self { sets, of }
    }
}

/// The two halves of a fraction, summed over documents.
#[derive(Clone, Copy, Default)]
struct Fraction {
    above: f64,
    below: f64,
}

impl Fraction {
    fn value(self) -> f64 {
        if self.below > 0.0 { self.above / self.below } else { 0.0 }
    }

    fn add(&mut self, other: Self) {
        self.above += other.above;
        self.below += other.below;
    }
}

/// Precision and recall of a measure.
#[derive(Clone, Copy, Default)]
struct Measure {
    precision: Fraction,
    recall: Fraction,
}

impl Measure {
    fn f1(self) -> f64 {
        let (p, r) = (self.precision.value(), self.recall.value());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }
}

/// The three measures of a document, or summed over several.
#[derive(Clone, Copy, Default)]
pub struct Scores {
    muc: Measure,
    b_cubed: Measure,
    ceaf: Measure,
}

impl Scores {
    /// Compares the system's clusters to the gold ones.
    pub fn of(gold: &Clusters, system: &Clusters) -> Self {
        let similarity = ceaf_similarity(gold, system);
        let ceaf = |n: usize| Fraction { above: similarity, below: n as f64 };
        Self {
            muc: Measure { precision: muc(system, gold), recall: muc(gold, system) },
            b_cubed: Measure { precision: b_cubed(system, gold), recall: b_cubed(gold, system) },
            ceaf: Measure { precision: ceaf(system.sets.len()), recall: ceaf(gold.sets.len()) },
        }
    }

    /// Adds those of another document.
    pub fn add(&mut self, other: &Self) {
        let pairs = [(&mut self.muc, other.muc), (&mut self.b_cubed, other.b_cubed), (&mut self.ceaf, other.ceaf)];
        for (own, other) in pairs {
            own.precision.add(other.precision);
            own.recall.add(other.recall);
        }
    }

    /// The F1 of each and their mean.
    pub fn report(&self) -> String {
        let [muc, b, ceaf] = [self.muc.f1(), self.b_cubed.f1(), self.ceaf.f1()];
        format!("CoNLL {:.3}  MUC {muc:.3}  B3 {b:.3}  CEAFe {ceaf:.3}", (muc + b + ceaf) / 3.0)
    }
}

/// Links of the one side's clusters that the other side keeps (Vilain et al. 1995).
fn muc(of: &Clusters, by: &Clusters) -> Fraction {
    let mut sum = Fraction::default();
    for set in &of.sets {
        let parts: BTreeSet<usize> = set.iter().filter_map(|m| by.of.get(m)).copied().collect();
        let alone = set.iter().filter(|m| !by.of.contains_key(m)).count();
        sum.above += (set.len() - parts.len() - alone) as f64;
        sum.below += (set.len() - 1) as f64;
    }
    sum
}

/// For each mention the share of its cluster that the other side puts with it (Bagga and Baldwin 1998).
fn b_cubed(of: &Clusters, by: &Clusters) -> Fraction {
    let mut sum = Fraction::default();
    for set in &of.sets {
        for mention in set {
            let common = by.of.get(mention).map_or(0, |&i| by.sets[i].intersection(set).count());
            sum.above += common as f64 / set.len() as f64;
            sum.below += 1.0;
        }
    }
    sum
}

/// The greatest sum of similarities of clusters put side by side (Luo 2005, entity-based).
fn ceaf_similarity(gold: &Clusters, system: &Clusters) -> f64 {
    let alike =
        |g: &BTreeSet<usize>, s: &BTreeSet<usize>| 2.0 * g.intersection(s).count() as f64 / (g.len() + s.len()) as f64;
    let weights: Vec<Vec<f64>> = gold.sets.iter().map(|g| system.sets.iter().map(|s| alike(g, s)).collect()).collect();
    best_assignment(&weights)
}

/// The greatest weight of a one-to-one assignment: the Hungarian method on costs that are weights negated.
fn best_assignment(weights: &[Vec<f64>]) -> f64 {
    let columns = weights.first().map_or(0, Vec::len);
    let n = weights.len().max(columns);
    let weight = |i: usize, j: usize| weights.get(i).and_then(|row| row.get(j)).copied().unwrap_or(0.0);
    let (mut u, mut v) = (vec![0.0; n + 1], vec![0.0; n + 1]);
    let mut row_of = vec![0; n + 1];
    for i in 1..=n {
        row_of[0] = i;
        let mut column = 0;
        let mut least = vec![f64::INFINITY; n + 1];
        let mut way = vec![0; n + 1];
        let mut used = vec![false; n + 1];
        while row_of[column] != 0 {
            used[column] = true;
            let row = row_of[column];
            let (mut delta, mut next) = (f64::INFINITY, 0);
            for j in (1..=n).filter(|&j| !used[j]) {
                let cost = -weight(row - 1, j - 1) - u[row] - v[j];
                if cost < least[j] {
                    (least[j], way[j]) = (cost, column);
                }
                if least[j] < delta {
                    (delta, next) = (least[j], j);
                }
            }
            for j in 0..=n {
                if used[j] {
                    u[row_of[j]] += delta;
                    v[j] -= delta;
                } else {
                    least[j] -= delta;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[way[column]];
            column = way[column];
        }
    }
    (1..=n).map(|j| weight(row_of[j] - 1, j - 1)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clusters(sets: &[&[usize]]) -> Clusters {
        let mentions = sets.iter().enumerate().flat_map(|(i, set)| set.iter().map(move |&m| (m, i.to_string())));
        Clusters::of(mentions)
    }

    fn near(value: f64, wanted: f64) {
        assert!((value - wanted).abs() < 1e-9, "{value} is not {wanted}");
    }

    #[test]
    fn perfect_clusters_score_one() {
        let gold = clusters(&[&[1, 2, 3], &[4, 5]]);
        let scores = Scores::of(&gold, &gold);
        assert_eq!(scores.report(), "CoNLL 1.000  MUC 1.000  B3 1.000  CEAFe 1.000");
    }

    #[test]
    fn a_cluster_cut_in_two_loses_recall_alone() {
        let scores = Scores::of(&clusters(&[&[1, 2, 3, 4]]), &clusters(&[&[1, 2], &[3, 4]]));
        near(scores.muc.precision.value(), 1.0);
        near(scores.muc.recall.value(), 2.0 / 3.0);
        near(scores.b_cubed.precision.value(), 1.0);
        near(scores.b_cubed.recall.value(), 0.5);
        near(scores.ceaf.recall.value(), 2.0 / 3.0);
        near(scores.ceaf.precision.value(), 1.0 / 3.0);
    }

    #[test]
    fn singletons_are_left_out_and_assignment_is_the_best() {
        assert!(clusters(&[&[1], &[2]]).sets.is_empty());
        near(best_assignment(&[vec![0.5, 0.9], vec![0.4, 0.8]]), 1.3);
        near(best_assignment(&[vec![0.1, 0.9, 0.3]]), 0.9);
        near(best_assignment(&[]), 0.0);
    }
}
