//! Choices that look random and are the same on every run.

use sha2::{Digest, Sha256};

/// A stream of numbers drawn from the hash of a message and a word (splitmix64).
#[derive(Clone, Debug)]
pub struct Dice {
    state: u64,
}

impl Dice {
    /// The dice of a message for one purpose: two purposes draw independently.
    pub fn of(message: &[u8], purpose: &str) -> Self {
        let digest = Sha256::new().chain_update(message).chain_update(purpose).finalize();
        let state = digest.iter().take(8).fold(0, |all, byte| all << 8 | u64::from(*byte));
        Dice { state }
    }

    pub fn roll(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = (high - low).max(0) as u64 + 1;
        low + (self.roll() % width) as i64
    }

    /// One of `all`, which must not be empty.
    pub fn one<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[(self.roll() % all.len().max(1) as u64) as usize]
    }

    /// `count` characters out of `alphabet`.
    pub fn text(&mut self, alphabet: &str, count: usize) -> String {
        let alphabet: Vec<char> = alphabet.chars().collect();
        (0..count).map(|_| *self.one(&alphabet)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_message_draws_the_same() {
        let draw = |message: &[u8], purpose| {
            let mut dice = Dice::of(message, purpose);
            (0..5).map(|_| dice.between(0, 999)).collect::<Vec<_>>()
        };
        assert_eq!(draw(b"a", "x"), draw(b"a", "x"));
        assert_ne!(draw(b"a", "x"), draw(b"b", "x"));
        assert_ne!(draw(b"a", "x"), draw(b"a", "y"));
    }

    #[test]
    fn numbers_stay_within() {
        let mut dice = Dice::of(b"", "");
        for _ in 0..1000 {
            assert!((3..=7).contains(&dice.between(3, 7)));
        }
        assert_eq!(dice.between(5, 5), 5);
    }
}
