//! Connected components of a pairwise test.

/// The components of the numbers below `count`, each in order, by their least.
pub fn of(count: usize, linked: impl Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
    let (mut rest, mut parts): (Vec<usize>, Vec<Vec<usize>>) = ((0..count).collect(), Vec::new());
    while !rest.is_empty() {
        let mut part = vec![rest.remove(0)];
        let mut next = 0;
        while let Some(&member) = part.get(next) {
            let (with, without) = rest.iter().partition(|&&other| linked(member, other));
            part.extend::<Vec<usize>>(with);
            rest = without;
            next += 1;
        }
        part.sort_unstable();
        parts.push(part);
    }
    parts
}

#[cfg(test)]
mod tests {
    #[test]
    fn components_are_joined_through_others() {
        let edges = [(0, 3), (3, 5), (1, 4)];
        let linked = |a: usize, b: usize| edges.contains(&(a, b)) || edges.contains(&(b, a));
        assert_eq!(super::of(6, linked), [vec![0, 3, 5], vec![1, 4], vec![2]]);
        assert!(super::of(0, linked).is_empty());
    }
}
