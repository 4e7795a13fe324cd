//! A table of domain names that cover themselves and all names below; the longest one wins.

/// Values by domain name, in a hash table that is looked up from the end of a host name: one pass
/// over its bytes hashes every suffix on the way. Nothing is allocated, and the host name may be
/// in any case.
#[derive(Debug)]
pub(super) struct SuffixMap<V> {
    /// Names in lower case.
    entries: Vec<(Box<str>, V)>,
    /// One more than the number of an entry, or 0; a power of two of slots, at most half full.
    slots: Vec<u32>,
    /// How many labels the longest name has: longer suffixes need not be tried.
    labels: usize,
}

impl<V> Default for SuffixMap<V> {
    fn default() -> Self {
        SuffixMap { entries: Vec::new(), slots: Vec::new(), labels: 0 }
    }
}

/// FNV-1a, from the last byte to the first, without regard to ASCII case. Nobody but the rule
/// files puts names into the tables, so nobody can make them collide.
const EMPTY: u32 = 0x811c_9dc5;

fn add(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193)
}

impl<V> SuffixMap<V> {
    /// Adds a name (any case); where it is in the table already, nothing changes and the value
    /// that stands there is given back.
    pub(super) fn insert(&mut self, name: &str, value: V) -> Result<(), &V> {
        if 2 * (self.entries.len() + 1) > self.slots.len() {
            self.grow();
        }
        let hash = name.bytes().rev().fold(EMPTY, add);
        let slot = match self.find(hash, name.as_bytes()) {
            Ok(entry) => return Err(&self.entries[entry].1),
            Err(slot) => slot,
        };
        self.labels = self.labels.max(1 + name.matches('.').count());
        self.entries.push((name.to_ascii_lowercase().into_boxed_str(), value));
        self.slots[slot] = self.entries.len() as u32;
        Ok(())
    }

    fn grow(&mut self) {
        self.slots = vec![0; (2 * self.slots.len()).max(16)];
        for number in 0..self.entries.len() {
            let (name, _) = &self.entries[number];
            let hash = name.bytes().rev().fold(EMPTY, add);
            if let Err(slot) = self.find(hash, name.as_bytes()) {
                self.slots[slot] = number as u32 + 1;
            }
        }
    }

    /// The entry of that name, or the free slot where it would be. There must be slots.
    fn find(&self, hash: u32, name: &[u8]) -> Result<usize, usize> {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let Some(number) = self.slots[slot].checked_sub(1) else { return Err(slot) };
            let entry = number as usize;
            if self.entries[entry].0.as_bytes().eq_ignore_ascii_case(name) {
                return Ok(entry);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// The value of the longest entry that is `name` or a parent of it, and that entry's length.
    pub(super) fn longest(&self, name: &str) -> Option<(usize, &V)> {
        if self.slots.is_empty() {
            return None;
        }
        let name = name.as_bytes();
        let mut hash = EMPTY;
        let mut labels = 0;
        let mut found = None;
        for (at, &byte) in name.iter().enumerate().rev() {
            if byte == b'.' {
                found = self.find(hash, &name[at + 1..]).ok().or(found);
                labels += 1;
                if labels == self.labels {
                    return self.entry(found);
                }
            }
            hash = add(hash, byte);
        }
        found = self.find(hash, name).ok().or(found);
        self.entry(found)
    }

    fn entry(&self, found: Option<usize>) -> Option<(usize, &V)> {
        let (name, value) = self.entries.get(found?)?;
        Some((name.len(), value))
    }
}

#[cfg(test)]
mod tests {
    use super::SuffixMap;

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
            ("", None),
            (".", None),
            ("..test", Some((4, &3))),
        ] {
            assert_eq!(map.longest(name), expected, "{name}");
        }
        assert_eq!(SuffixMap::<u8>::default().longest("a.b.c"), None);
    }

    #[test]
    fn many_names() {
        let mut map = SuffixMap::default();
        for number in 0..2000 {
            map.insert(&format!("n{number}.example"), number).unwrap();
        }
        for number in 0..2000 {
            let host = format!("www.N{number}.example");
            assert_eq!(map.longest(&host), Some((host.len() - 4, &number)));
        }
        assert_eq!(map.longest("n2000.example"), None);
    }
}
