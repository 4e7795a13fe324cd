//! What no well-behaved client does. Kept for the report: rules say what it means.

/// One kind of misbehaviour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Oddity {
    /// LF without CR before it, in a message (RFC 5321 section 2.3.8 forbids it).
    BareLf,
    /// CR without LF behind it, in a message.
    BareCr,
    /// A dot between two line ends of which at least one is none: it would end the message for a
    /// server that takes them for such.
    FalseEnd,
    /// A NUL byte in a message.
    Nul,
    /// A line of the message of more than 1,000 bytes (RFC 5321 section 4.5.3.1.6).
    LongLine,
    /// A command line that ended with LF alone.
    BareLfCommand,
    /// Spoke before it was greeted (RFC 5321 section 3.1).
    EarlyTalker,
    /// Went on without waiting where RFC 2920 section 3.1 has it wait.
    OutOfTurn,
    /// Sent plain text behind STARTTLS, which was thrown away (RFC 3207 section 4.2).
    BeforeTls,
    /// Spoke another protocol (TLS or HTTP).
    OtherProtocol,
    /// The message held a field that claimed to be ours.
    OwnField,
}

impl Oddity {
    pub const ALL: [Oddity; 11] = [
        Oddity::BareLf,
        Oddity::BareCr,
        Oddity::FalseEnd,
        Oddity::Nul,
        Oddity::LongLine,
        Oddity::BareLfCommand,
        Oddity::EarlyTalker,
        Oddity::OutOfTurn,
        Oddity::BeforeTls,
        Oddity::OtherProtocol,
        Oddity::OwnField,
    ];

    /// The word that reports and rules know it by.
    pub fn code(self) -> &'static str {
        match self {
            Oddity::BareLf => "bare-lf",
            Oddity::BareCr => "bare-cr",
            Oddity::FalseEnd => "false-end",
            Oddity::Nul => "nul",
            Oddity::LongLine => "long-line",
            Oddity::BareLfCommand => "bare-lf-command",
            Oddity::EarlyTalker => "early-talker",
            Oddity::OutOfTurn => "out-of-turn",
            Oddity::BeforeTls => "before-tls",
            Oddity::OtherProtocol => "other-protocol",
            Oddity::OwnField => "own-field",
        }
    }
}

/// How often each kind was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Oddities {
    counts: [u32; Oddity::ALL.len()],
}

impl Oddities {
    pub fn note(&mut self, oddity: Oddity) {
        self.add(oddity, 1);
    }

    pub fn add(&mut self, oddity: Oddity, times: u32) {
        let count = &mut self.counts[oddity as usize];
        *count = count.saturating_add(times);
    }

    pub fn count(&self, oddity: Oddity) -> u32 {
        self.counts[oddity as usize]
    }

    pub fn has(&self, oddity: Oddity) -> bool {
        self.count(oddity) > 0
    }

    pub fn merge(&mut self, other: &Oddities) {
        for (kind, times) in other.iter() {
            self.add(kind, times);
        }
    }

    /// The kinds that were seen, with how often.
    pub fn iter(&self) -> impl Iterator<Item = (Oddity, u32)> + '_ {
        Oddity::ALL.into_iter().map(|kind| (kind, self.count(kind))).filter(|(_, count)| *count > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_numbered_in_order_and_named_apart() {
        for (number, kind) in Oddity::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, number);
        }
        let mut codes = Oddity::ALL.map(Oddity::code);
        codes.sort_unstable();
        assert!(codes.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn counts_add_up() {
        let mut seen = Oddities::default();
        seen.note(Oddity::Nul);
        let mut more = seen;
        more.add(Oddity::Nul, u32::MAX);
        more.note(Oddity::BareCr);
        seen.merge(&more);
        assert_eq!(seen.iter().collect::<Vec<_>>(), [(Oddity::BareCr, 1), (Oddity::Nul, u32::MAX)]);
        assert!(seen.has(Oddity::BareCr) && !seen.has(Oddity::BareLf));
    }
}
