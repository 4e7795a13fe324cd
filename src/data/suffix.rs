//! A table of domain names that cover themselves and all names below; the longest one wins.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::name::Lower;

/// Values by domain name. A look-up tries the suffixes of a host name, longest first, and
/// allocates nothing.
#[derive(Debug)]
pub(super) struct SuffixMap<V> {
    map: HashMap<Box<[u8]>, V, BuildHasherDefault<NameHasher>>,
    /// How many labels the longest key has: longer suffixes need not be tried.
    labels: usize,
}

impl<V> Default for SuffixMap<V> {
    fn default() -> Self {
        SuffixMap { map: HashMap::default(), labels: 0 }
    }
}

impl<V> SuffixMap<V> {
    /// Adds a name (any case); where it is in the table already, nothing changes and the value
    /// that stands there is given back.
    pub(super) fn insert(&mut self, name: &str, value: V) -> Result<(), &V> {
        let key = name.to_ascii_lowercase().into_bytes().into_boxed_slice();
        match self.map.entry(key) {
            std::collections::hash_map::Entry::Occupied(entry) => Err(entry.into_mut()),
            std::collections::hash_map::Entry::Vacant(entry) => {
                self.labels = self.labels.max(1 + name.matches('.').count());
                entry.insert(value);
                Ok(())
            }
        }
    }

    /// The value of the longest entry that is `name` or a parent of it, and that entry's length.
    pub(super) fn longest(&self, name: &Lower) -> Option<(usize, &V)> {
        let name = name.as_bytes();
        // Where the longest suffix worth a look begins.
        let mut start = 0;
        let mut labels = 0;
        for (at, &byte) in name.iter().enumerate().rev() {
            if byte == b'.' {
                labels += 1;
                if labels == self.labels {
                    start = at + 1;
                    break;
                }
            }
        }
        loop {
            let suffix = name.get(start..)?;
            if let Some(value) = self.map.get(suffix) {
                return Some((suffix.len(), value));
            }
            start += suffix.iter().position(|&byte| byte == b'.')? + 1;
        }
    }
}

/// FNV-1a: for keys this short it is several times faster than the standard hash, and nobody
/// but the rule files puts keys into the tables.
pub(super) struct NameHasher(u64);

impl Default for NameHasher {
    fn default() -> Self {
        NameHasher(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for NameHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    // The length of a slice is hashed first; it adds nothing here.
    fn write_usize(&mut self, _: usize) {}

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::SuffixMap;
    use crate::data::name::Lower;

    #[test]
    fn the_longest_suffix_wins() {
        let mut map = SuffixMap::default();
        map.insert("example.com", 1).unwrap();
        map.insert("Mail.Example.com", 2).unwrap();
        map.insert("test", 3).unwrap();
        assert_eq!(map.insert("EXAMPLE.com", 4), Err(&1));
        for (name, expected) in [
            ("example.com", Some((11, &1))),
            ("www.example.com", Some((11, &1))),
            ("MAIL.example.COM", Some((16, &2))),
            ("a.b.c.mail.example.com", Some((16, &2))),
            ("badexample.com", None),
            ("com", None),
            ("test", Some((4, &3))),
            ("a.b.test", Some((4, &3))),
            ("attest", None),
        ] {
            assert_eq!(map.longest(&Lower::new(name)), expected, "{name}");
        }
        assert_eq!(SuffixMap::<u8>::default().longest(&Lower::new("a.b.c")), None);
    }
}
