//! The best one-to-one assignment: successive shortest augmenting paths (the Hungarian method), in cubic time.

/// Pairs of row and column, each row and column in at most one, whose weights sum to the most. A weight of 0 or less
/// means that the two may not be paired. Of equally good assignments always the same one is given, in row order.
pub fn best(weights: &[Vec<f64>]) -> Vec<(usize, usize)> {
    let (rows, columns) = (weights.len(), weights.first().map_or(0, Vec::len));
    if rows == 0 || columns == 0 {
        return Vec::new();
    }
    // Every row gets a column, so the shorter side has to be the rows.
    let turned = rows > columns;
    let cost = |row: usize, column: usize| if turned { -weights[column][row] } else { -weights[row][column] };
    let (rows, columns) = if turned { (columns, rows) } else { (rows, columns) };
    let mut search = Search::new(rows, columns);
    for row in 0..rows {
        search.assign(row, &cost);
    }
    let owners = search.owner.iter().enumerate().filter_map(|(column, owner)| Some(((*owner)?, column)));
    let mut pairs: Vec<(usize, usize)> =
        owners.map(|(row, column)| if turned { (column, row) } else { (row, column) }).collect();
    pairs.retain(|&(row, column)| weights[row][column] > 0.0);
    pairs.sort_unstable();
    pairs
}

/// An assignment of some rows that is optimal for them, with the prices that prove it: no pair costs less than its
/// row's and column's prices together, and the pairs assigned cost exactly that.
struct Search {
    row_price: Vec<f64>,
    column_price: Vec<f64>,
    /// The row that has a column.
    owner: Vec<Option<usize>>,
}

impl Search {
    fn new(rows: usize, columns: usize) -> Self {
        Self { row_price: vec![0.0; rows], column_price: vec![0.0; columns], owner: vec![None; columns] }
    }

    /// Gives one more row a column, by the cheapest chain of reassignments.
    fn assign(&mut self, row: usize, cost: &impl Fn(usize, usize) -> f64) {
        let columns = self.owner.len();
        // For each column: how much more than its prices the cheapest chain to it costs, and the column before it.
        let (mut slack, mut before) = (vec![f64::INFINITY; columns], vec![None; columns]);
        let mut reached = vec![false; columns];
        let (mut at_row, mut at) = (row, None);
        loop {
            for column in (0..columns).filter(|&c| !reached[c]) {
                let over = cost(at_row, column) - self.row_price[at_row] - self.column_price[column];
                if over < slack[column] {
                    (slack[column], before[column]) = (over, at);
                }
            }
            let open = (0..columns).filter(|&c| !reached[c]);
            // There are no fewer columns than rows, so one is always left.
            let Some(next) = open.reduce(|best, c| if slack[c] < slack[best] { c } else { best }) else { return };
            let step = slack[next];
            self.move_prices(row, step, &reached);
            (0..columns).filter(|&c| !reached[c]).for_each(|c| slack[c] -= step);
            reached[next] = true;
            at = Some(next);
            match self.owner[next] {
                Some(owner) => at_row = owner,
                None => break,
            }
        }
        self.reassign(row, at, &before);
    }

    /// Raises what the rows of the search pay and lowers the columns reached, so that the next column becomes free.
    fn move_prices(&mut self, row: usize, by: f64, reached: &[bool]) {
        self.row_price[row] += by;
        for column in (0..reached.len()).filter(|&c| reached[c]) {
            if let Some(owner) = self.owner[column] {
                self.row_price[owner] += by;
            }
            self.column_price[column] -= by;
        }
    }

    /// Moves every owner of the chain one column on; the new row takes the first.
    fn reassign(&mut self, row: usize, mut at: Option<usize>, before: &[Option<usize>]) {
        while let Some(column) = at {
            at = before[column];
            self.owner[column] = at.map_or(Some(row), |earlier| self.owner[earlier]);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The sum of the best assignment, by trying all.
    fn by_trying(weights: &[Vec<f64>], row: usize, free: u32) -> f64 {
        let Some(own) = weights.get(row) else { return 0.0 };
        let rest = by_trying(weights, row + 1, free);
        let with = |column: usize| own[column].max(0.0) + by_trying(weights, row + 1, free & !(1 << column));
        (0..own.len()).filter(|c| free & (1 << c) != 0).map(with).fold(rest, f64::max)
    }

    fn matrices() -> impl Strategy<Value = Vec<Vec<f64>>> {
        (1_usize..6, 1_usize..6).prop_flat_map(|(rows, columns)| {
            let weight = prop_oneof![Just(0.0), (0_u32..20).prop_map(|n| f64::from(n) / 4.0)];
            prop::collection::vec(prop::collection::vec(weight, columns), rows)
        })
    }

    proptest! {
        #[test]
        fn no_assignment_is_better(weights in matrices()) {
            let pairs = best(&weights);
            let sum: f64 = pairs.iter().map(|&(row, column)| weights[row][column]).sum();
            prop_assert!((sum - by_trying(&weights, 0, u32::MAX)).abs() < 1e-9, "{pairs:?}");
            for side in [pairs.iter().map(|p| p.0).collect::<Vec<_>>(), pairs.iter().map(|p| p.1).collect()] {
                let mut once = side.clone();
                once.sort_unstable();
                once.dedup();
                prop_assert_eq!(once.len(), side.len());
            }
        }
    }

    #[test]
    fn the_greedy_choice_is_not_taken() {
        assert_eq!(best(&[vec![5.0, 4.0], vec![4.0, 0.0]]), [(0, 1), (1, 0)]);
        assert_eq!(best(&[vec![0.0]]), []);
        assert_eq!(best(&[vec![1.0], vec![3.0], vec![2.0]]), [(1, 0)]);
        assert_eq!(best(&[]), []);
    }
}
