//! Questions: which name, which kind of record.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use super::answer::{Answer, Outcome};

/// Longest name in its text form, without the final dot (RFC 1035 section 2.3.4: 255 octets on
/// the wire, of which the first length and the root take two).
const MAX_NAME: usize = 253;
/// Longest label (RFC 1035 section 2.3.4).
const MAX_LABEL: usize = 63;

/// The kinds of record that are ever asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RecordType {
    A,
    Aaaa,
    Ptr,
    Mx,
    Txt,
    Cname,
}

impl RecordType {
    /// The name of RFC 1035 and RFC 3596.
    pub fn as_str(self) -> &'static str {
        match self {
            RecordType::A => "A",
            RecordType::Aaaa => "AAAA",
            RecordType::Ptr => "PTR",
            RecordType::Mx => "MX",
            RecordType::Txt => "TXT",
            RecordType::Cname => "CNAME",
        }
    }

    /// The type that holds addresses of this family.
    pub fn of_address(ip: IpAddr) -> Self {
        match ip {
            IpAddr::V4(_) => RecordType::A,
            IpAddr::V6(_) => RecordType::Aaaa,
        }
    }
}

impl fmt::Display for RecordType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for RecordType {
    type Err = String;

    /// Reads the name without regard to case; the error says which names there are.
    fn from_str(text: &str) -> Result<Self, String> {
        use RecordType::{A, Aaaa, Cname, Mx, Ptr, Txt};
        [A, Aaaa, Ptr, Mx, Txt, Cname]
            .into_iter()
            .find(|rtype| rtype.as_str().eq_ignore_ascii_case(text))
            .ok_or_else(|| {
                format!(
                    "unknown record type `{}`: A, AAAA, PTR, MX, TXT and CNAME are known",
                    text.escape_debug()
                )
            })
    }
}

/// A question to the DNS. Names are lower case, without the final dot; addresses are asked for
/// by their reverse name (`115.23.128.104.in-addr.arpa`), which [`Question::ptr`] makes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Question {
    pub name: String,
    pub rtype: RecordType,
}

impl Question {
    /// A question about a name as somebody wrote it: any case, with or without the final dot.
    /// Names outside ASCII are asked for in their IDNA form (UTS 46).
    ///
    /// # Errors
    /// When no such name can be in the DNS, or asking for it cannot mean anything.
    pub fn new(name: &str, rtype: RecordType) -> Result<Self, NameError> {
        Ok(Question { name: normalise(name)?, rtype })
    }

    /// Both questions for the addresses of a name as somebody wrote it; none where it is no name.
    pub fn addresses(name: &str) -> impl Iterator<Item = Self> {
        let a = Question::new(name, RecordType::A).ok();
        let aaaa = a.as_ref().map(|a| Question { name: a.name.clone(), rtype: RecordType::Aaaa });
        a.into_iter().chain(aaaa)
    }

    /// The question for the names of an address (RFC 1035 section 3.5, RFC 3596 section 2.5).
    /// IPv4-mapped IPv6 addresses are asked for as IPv4.
    pub fn ptr(ip: IpAddr) -> Self {
        Question { name: reverse_name(ip), rtype: RecordType::Ptr }
    }

    /// The answer to a question that need not be asked, because no such name can be in the DNS:
    /// it does not exist. Questions made by [`Question::new`] are never so.
    pub fn unaskable(&self) -> Option<Answer> {
        let looked_at =
            || check_lengths(&self.name).is_ok() && self.name.bytes().all(|b| b.is_ascii_graphic());
        let fine = usual(&self.name).is_some() || looked_at();
        (!fine).then(|| Answer::new(Outcome::NxDomain))
    }

    /// The address a reverse name stands for, when it is a whole one.
    pub fn address(&self) -> Option<IpAddr> {
        if self.rtype != RecordType::Ptr {
            return None;
        }
        address_of(&self.name)
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.rtype)
    }
}

impl From<Question> for String {
    /// As it is shown, in the room that the name has already.
    fn from(question: Question) -> Self {
        let mut text = question.name;
        let rtype = question.rtype.as_str();
        text.reserve_exact(1 + rtype.len());
        text.push(' ');
        text.push_str(rtype);
        text
    }
}

/// Why a name is not asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameError {
    Empty,
    /// More than 253 bytes.
    TooLong,
    /// A label of more than 63 bytes.
    LabelTooLong,
    /// Two dots in a row, or a dot in front.
    EmptyLabel,
    /// A control character, a space, a backslash.
    BadCharacter(char),
    /// Outside ASCII, and IDNA has no form for it.
    NotIdna,
    /// An address, not a name.
    Address,
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NameError::Empty => f.write_str("the name is empty"),
            NameError::TooLong => write!(f, "the name is longer than {MAX_NAME} bytes"),
            NameError::LabelTooLong => write!(f, "a label is longer than {MAX_LABEL} bytes"),
            NameError::EmptyLabel => f.write_str("a label is empty"),
            NameError::BadCharacter(c) => write!(f, "{c:?} cannot be in a name"),
            NameError::NotIdna => f.write_str("the name has no form in IDNA"),
            NameError::Address => f.write_str("this is an address, not a name"),
        }
    }
}

impl std::error::Error for NameError {}

/// Lower case, no final dot, within the limits.
///
/// Of ASCII all that is printable is let through, since names in the DNS hold more than host
/// names may (`_spf`, `0/25` of RFC 2317). The backslash is not: it would read as an escape.
fn normalise(written: &str) -> Result<String, NameError> {
    let text = written.strip_suffix('.').unwrap_or(written);
    if let Some(case) = usual(text) {
        let mut name = text.to_owned();
        if case == Case::Mixed {
            name.make_ascii_lowercase();
        }
        return Ok(name);
    }
    if text.is_empty() {
        return Err(if written.is_empty() { NameError::Empty } else { NameError::EmptyLabel });
    }
    if let Some(bad) = text.chars().find(|c| c.is_control() || *c == ' ' || *c == '\\') {
        return Err(NameError::BadCharacter(bad));
    }
    let name = if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        // IDNA expands; what is far too long already need not be looked at.
        if text.len() > 4 * MAX_NAME {
            return Err(NameError::TooLong);
        }
        let ascii = idna::domain_to_ascii_cow(text.as_bytes(), idna::AsciiDenyList::EMPTY)
            .map_err(|_| NameError::NotIdna)?;
        // IDNA maps some characters to ones that no name has: U+00A0 becomes a blank.
        if !ascii.bytes().all(|b| b.is_ascii_graphic() && b != b'\\') {
            return Err(NameError::NotIdna);
        }
        ascii.to_ascii_lowercase()
    };
    check_lengths(&name)?;
    if is_address(&name) {
        return Err(NameError::Address);
    }
    Ok(name)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Lower,
    Mixed,
}

/// What nearly every name is, seen in one pass: letters, digits, hyphens and underscores between
/// dots, all within the limits, and a letter at the end, which no address written in digits has.
/// `None` where the name has to be looked at with more care.
fn usual(text: &str) -> Option<Case> {
    if text.len() > MAX_NAME || !text.as_bytes().last()?.is_ascii_alphabetic() {
        return None;
    }
    let (mut label, mut case) = (0, Case::Lower);
    for byte in text.bytes() {
        match byte {
            b'.' if label == 0 => return None,
            b'.' => label = 0,
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => label += 1,
            b'A'..=b'Z' => (label, case) = (label + 1, Case::Mixed),
            _ => return None,
        }
        if label > MAX_LABEL {
            return None;
        }
    }
    Some(case)
}

fn check_lengths(name: &str) -> Result<(), NameError> {
    if name.len() > MAX_NAME {
        return Err(NameError::TooLong);
    }
    for label in name.split('.') {
        if label.is_empty() {
            return Err(NameError::EmptyLabel);
        }
        if label.len() > MAX_LABEL {
            return Err(NameError::LabelTooLong);
        }
    }
    Ok(())
}

/// `192.0.2.1`, `2001:db8::1`, `[192.0.2.1]`, `[IPv6:2001:db8::1]`.
fn is_address(name: &str) -> bool {
    let inner = name.strip_prefix('[').and_then(|n| n.strip_suffix(']')).unwrap_or(name);
    inner.strip_prefix("ipv6:").unwrap_or(inner).parse::<IpAddr>().is_ok()
}

fn reverse_name(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, c, d] = v4.octets();
            format!("{d}.{c}.{b}.{a}.in-addr.arpa")
        }
        IpAddr::V6(v6) => {
            const DIGITS: &[u8; 16] = b"0123456789abcdef";
            let mut name = vec![b'.'; 64];
            for (place, byte) in name.chunks_exact_mut(4).zip(v6.octets().iter().rev()) {
                place[0] = DIGITS[usize::from(byte & 15)];
                place[2] = DIGITS[usize::from(byte >> 4)];
            }
            name.extend_from_slice(b"ip6.arpa");
            String::from_utf8(name).unwrap_or_default()
        }
    }
}

fn address_of(name: &str) -> Option<IpAddr> {
    if let Some(labels) = name.strip_suffix(".in-addr.arpa") {
        let mut octets = [0u8; 4];
        let mut count = 0;
        for label in labels.split('.') {
            // `01` and `+1` are other names than `1`.
            let canonical = label.len() == 1 || !label.starts_with(['0', '+']);
            *octets.get_mut(count)? = label.parse().ok().filter(|_| canonical)?;
            count += 1;
        }
        octets.reverse();
        return (count == 4).then(|| Ipv4Addr::from(octets).into());
    }
    let labels = name.strip_suffix(".ip6.arpa")?;
    let mut bits: u128 = 0;
    let mut count = 0;
    for label in labels.split('.') {
        let nibble = u128::from_str_radix(label, 16).ok().filter(|_| label.len() == 1)?;
        if count == 32 {
            return None;
        }
        bits |= nibble << (4 * count);
        count += 1;
    }
    (count == 32).then(|| Ipv6Addr::from(bits).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_normalised() {
        for (written, expected) in [
            ("Mail.Example.COM.", "mail.example.com"),
            ("mail.example.com", "mail.example.com"),
            ("_dmarc.example.org", "_dmarc.example.org"),
            ("0/25.2.0.192.in-addr.arpa", "0/25.2.0.192.in-addr.arpa"),
            ("my_host.example", "my_host.example"),
            ("b\u{fc}cher.example", "xn--bcher-kva.example"),
            ("B\u{dc}CHER.Example.", "xn--bcher-kva.example"),
            ("friend", "friend"),
            ("1.2.3", "1.2.3"),
        ] {
            let question = Question::new(written, RecordType::A).unwrap();
            assert_eq!(question.name, expected, "{written}");
        }
    }

    #[test]
    fn what_is_no_name_is_refused() {
        let label = "a".repeat(64);
        let long = format!("{}.example", ["abcdefghi"; 25].join("."));
        for (written, expected) in [
            ("", NameError::Empty),
            (".", NameError::EmptyLabel),
            ("..", NameError::EmptyLabel),
            (".example.com", NameError::EmptyLabel),
            ("a..example.com", NameError::EmptyLabel),
            (label.as_str(), NameError::LabelTooLong),
            (long.as_str(), NameError::TooLong),
            ("a\r\nb.example", NameError::BadCharacter('\r')),
            ("a b.example", NameError::BadCharacter(' ')),
            ("a\0.example", NameError::BadCharacter('\0')),
            ("a\\.example", NameError::BadCharacter('\\')),
            ("a\u{7f}.example", NameError::BadCharacter('\u{7f}')),
            ("a\u{85}.example", NameError::BadCharacter('\u{85}')),
            ("a\u{fffd}.example", NameError::NotIdna),
            ("192.0.2.1", NameError::Address),
            ("[192.0.2.1]", NameError::Address),
            ("[IPv6:2001:db8::1]", NameError::Address),
            ("2001:db8::1", NameError::Address),
        ] {
            assert_eq!(Question::new(written, RecordType::A), Err(expected), "{written:?}");
        }
        let fits = format!("{}.{}", "a".repeat(63), ["abcdefg"; 23].join("."));
        assert!(fits.len() <= 253 && Question::new(&fits, RecordType::A).is_ok());
    }

    #[test]
    fn reverse_names_there_and_back() {
        for (ip, name) in [
            ("104.128.23.115", "115.23.128.104.in-addr.arpa"),
            ("::ffff:192.0.2.1", "1.2.0.192.in-addr.arpa"),
            (
                "2001:db8::1",
                "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
            ),
        ] {
            let ip: IpAddr = ip.parse().unwrap();
            let question = Question::ptr(ip);
            assert_eq!(question.to_string(), format!("{name} PTR"));
            assert_eq!(question.address(), Some(ip.to_canonical()));
        }
        for name in [
            "23.128.104.in-addr.arpa",
            "1.115.23.128.104.in-addr.arpa",
            "300.23.128.104.in-addr.arpa",
            "01.2.0.192.in-addr.arpa",
            "+1.2.0.192.in-addr.arpa",
            "1.ip6.arpa",
            "in-addr.arpa",
            "example.com",
        ] {
            let question = Question { name: name.to_owned(), rtype: RecordType::Ptr };
            assert_eq!(question.address(), None, "{name}");
        }
    }

    #[test]
    fn what_idna_maps_to_a_blank_is_no_name() {
        assert_eq!(Question::new("\u{a0}", RecordType::A), Err(NameError::NotIdna));
        assert_eq!(Question::new("a\u{a0}b.example", RecordType::A), Err(NameError::NotIdna));
    }

    #[test]
    fn types_by_name() {
        assert_eq!("aaaa".parse(), Ok(RecordType::Aaaa));
        assert_eq!("MX".parse(), Ok(RecordType::Mx));
        assert!("ANY".parse::<RecordType>().unwrap_err().contains("`ANY`"));
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_written_a_question_is_fit_to_be_asked(written in ".{0,300}") {
            if let Ok(question) = Question::new(&written, RecordType::A) {
                proptest::prop_assert!(question.unaskable().is_none());
                let again = Question::new(&question.name, RecordType::A);
                proptest::prop_assert_eq!(again, Ok(question));
            }
        }

        #[test]
        fn every_address_has_its_reverse_name(bits: u128, v4: bool) {
            let ip: IpAddr = match v4 {
                true => Ipv4Addr::from_bits((bits & 0xffff_ffff) as u32).into(),
                false => Ipv6Addr::from_bits(bits).to_canonical(),
            };
            proptest::prop_assert_eq!(Question::ptr(ip).address(), Some(ip));
        }
    }
}
