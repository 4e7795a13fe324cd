//! What occurs most often, in bounded memory.

use std::collections::HashMap;

/// So many different things are counted at a time.
const KEPT: usize = 100_000;

/// Counts by name. Where there are more names than can be kept, rare ones are let go, and
/// [`Top::is_estimate`] says so.
#[derive(Debug, Default)]
pub(super) struct Top {
    counts: HashMap<String, u64>,
    /// What a name that was let go may have had.
    lost: u64,
}

impl Top {
    pub(super) fn add(&mut self, name: &str, count: u64) {
        match self.counts.get_mut(name) {
            Some(known) => *known += count,
            None => {
                self.counts.insert(name.to_owned(), count);
                if self.counts.len() > KEPT {
                    self.forget();
                }
            }
        }
    }

    /// Takes away the median from all, as the summaries of Misra and Gries do: what is left was
    /// counted too low by that at most.
    fn forget(&mut self) {
        let mut counts: Vec<u64> = self.counts.values().copied().collect();
        let middle = counts.len() / 2;
        let (_, median, _) = counts.select_nth_unstable(middle);
        let median = *median;
        self.lost += median;
        self.counts.retain(|_, count| {
            *count = count.saturating_sub(median);
            *count > 0
        });
    }

    pub(super) fn merge(&mut self, other: Top) {
        self.lost += other.lost;
        for (name, count) in other.counts {
            self.add(&name, count);
        }
    }

    pub(super) fn is_estimate(&self) -> bool {
        self.lost > 0
    }

    /// The most frequent, ties by name.
    pub(super) fn most(&self, count: usize) -> Vec<(&str, u64)> {
        let mut all: Vec<_> = self.counts.iter().map(|(name, n)| (name.as_str(), *n)).collect();
        all.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        all.truncate(count);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_frequent_stays_however_much_there_is() {
        let mut top = Top::default();
        for number in 0..3 * KEPT {
            top.add(&number.to_string(), 1);
            if number % 10 == 0 {
                top.add("often", 1);
            }
        }
        assert!(top.counts.len() <= KEPT);
        assert!(top.is_estimate());
        let most = top.most(1);
        assert_eq!(most[0].0, "often");
        assert!(most[0].1 <= 3 * KEPT as u64 / 10);
    }

    #[test]
    fn ties_are_in_the_order_of_names() {
        let mut top = Top::default();
        for name in ["b", "a", "c", "c"] {
            top.add(name, 1);
        }
        assert_eq!(top.most(2), [("c", 2), ("a", 1)]);
        assert!(!top.is_estimate());
    }
}
