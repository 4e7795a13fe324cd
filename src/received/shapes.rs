//! What the ids of particular servers look like, without reading what they mean.

fn all(text: &str, allowed: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(allowed)
}

/// Postfix, short (`mail_queue.c`): five digits of microseconds and the inode, in upper-case
/// hexadecimal. The microseconds are below a million, so the first digit is 0 to F and the
/// number below F4240.
pub(super) fn postfix_short(id: &str) -> bool {
    (6..=24).contains(&id.len())
        && all(id, |b| b.is_ascii_digit() || (b'A'..=b'F').contains(&b))
        && id
            .get(..5)
            .and_then(|us| u32::from_str_radix(us, 16).ok())
            .is_some_and(|us| us < 1_000_000)
}

/// Digits and letters without vowels.
static BASE_52: [bool; 256] = {
    let mut table = [false; 256];
    let mut at = 0_u8;
    while at < 128 {
        let vowel = matches!(at | 0x20, b'a' | b'e' | b'i' | b'o' | b'u');
        table[at as usize] = at.is_ascii_alphanumeric() && !vowel;
        at += 1;
    }
    table
};

/// Postfix, long (`enable_long_queue_ids`): six digits of seconds and four of microseconds in
/// base 52 (no vowels), `z`, and the inode in base 51.
pub(super) fn postfix_long(id: &str) -> bool {
    (12..=28).contains(&id.len())
        && id.as_bytes().get(10) == Some(&b'z')
        && id.bytes().all(|b| BASE_52[b as usize])
}

pub(super) fn postfix(id: &str) -> bool {
    postfix_short(id) || postfix_long(id)
}

/// sendmail from 8.10 (`queue.c`): eight digits of base 60 for the time and a sequence number,
/// then the process id.
pub(super) fn sendmail_new(id: &str) -> bool {
    let Some((head, pid)) = id.split_at_checked(8) else { return false };
    all(head, |b| b.is_ascii_digit() || b.is_ascii_uppercase() || (b'a'..=b'x').contains(&b))
        && (4..=10).contains(&pid.len())
        && all(pid, |b| b.is_ascii_digit())
}

/// sendmail 8.1 to 8.9: the hour as a letter, two more letters, and the process id.
pub(super) fn sendmail_old(id: &str) -> bool {
    let Some((head, pid)) = id.split_at_checked(3) else { return false };
    head.bytes().next().is_some_and(|b| (b'A'..=b'X').contains(&b))
        && all(head, |b| b.is_ascii_uppercase())
        && (1..=10).contains(&pid.len())
        && all(pid, |b| b.is_ascii_digit())
}

/// sendmail 5 and Sun's: two letters that count up from AA, and the process id.
pub(super) fn sendmail_5(id: &str) -> bool {
    let Some((head, pid)) = id.split_at_checked(2) else { return false };
    all(head, |b| b.is_ascii_uppercase())
        && (5..=6).contains(&pid.len())
        && all(pid, |b| b.is_ascii_digit())
}

pub(super) fn sendmail(id: &str) -> bool {
    sendmail_new(id) || sendmail_old(id)
}

/// Exim (`src/exim.c`, message ids): 6-6-2 digits of base 62, or 6-11-4 from 4.97.
pub(super) fn exim(id: &str) -> bool {
    let id = id.as_bytes();
    let second = match id.len() {
        16 => 13,
        23 => 18,
        _ => return false,
    };
    id[6] == b'-'
        && id[second] == b'-'
        && id.iter().filter(|b| !b.is_ascii_alphanumeric()).count() == 2
}

/// Google's border servers: the id ends in a number and the date and time of the hand-over:
/// `a1-20020a17090a0b97si3324935pjr.10.2024.01.10.00.09.10`.
pub(super) fn gmail_mx(id: &str) -> bool {
    id.as_bytes().last_chunk().is_some_and(dotted_time)
}

/// `.YYYY.MM.DD.HH.MM.SS`
pub(super) fn dotted_time(text: &[u8; 20]) -> bool {
    // Without stopping, since nearly all that is asked for is one.
    text.iter().zip(b".0000.00.00.00.00.00").fold(true, |fits, (byte, shape)| {
        fits & if *shape == b'.' { *byte == b'.' } else { byte.is_ascii_digit() }
    })
}

/// A version of four numbers, as Exchange gives for an id: `15.20.7002.19`.
pub(super) fn build_number(id: &str) -> bool {
    let (mut dots, mut digits) = (0, 0);
    for byte in id.bytes() {
        match byte {
            b'.' if digits > 0 => (dots, digits) = (dots + 1, 0),
            b'0'..=b'9' if digits < 5 => digits += 1,
            _ => return false,
        }
    }
    dots == 3 && digits > 0
}

/// Hexadecimal digits only, so many or more.
pub(super) fn hex(id: &str, least: usize) -> bool {
    id.len() >= least && all(id, |b| b.is_ascii_hexdigit())
}

/// The same with upper-case letters only.
pub(super) fn upper_hex(id: &str, least: usize) -> bool {
    hex(id, least) && !id.bytes().any(|b| b.is_ascii_lowercase())
}

/// Ecelerity (Momentum), and the same at MessageLabs: `5A/62-31067-F53FB296`, hexadecimal digits in
/// four fields.
pub(super) fn ecelerity(id: &str) -> bool {
    id.split('-').count() == 3
        && id.contains('/')
        && all(id, |b| b.is_ascii_hexdigit() || b == b'/' || b == b'-')
}

/// 8-4-4-4-12 hexadecimal digits.
pub(super) fn uuid(id: &str) -> bool {
    let lengths = [8, 4, 4, 4, 12];
    let mut fields = id.split('-');
    lengths.iter().all(|len| fields.next().is_some_and(|f| f.len() == *len && hex(f, 1)))
        && fields.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        assert!(postfix("4F57189D") && postfix("4Xh2Yq0sVBz1xN") && postfix("233642192BFC"));
        assert!(!postfix("F42401234") && !postfix("4f57189d") && !postfix("1rNSxG-0001Ab-2C"));
        assert!(sendmail("40A89AZN014573") && sendmail("QAA07145") && sendmail("g7MBY7Y11255"));
        assert!(!sendmail("YAA") && !sendmail("zkwbyu9gq2xafx") && !sendmail("ZAA01234"));
        assert!(sendmail_5("AA04412") && !sendmail_5("AAA04412") && !sendmail_5("AA0441"));
        assert!(exim("1rNSxG-0001Ab-2C") && exim("1rNSxG-00000001AbC-2CDE"));
        assert!(!exim("1rNSxG-0001Ab") && !exim("1rNSxG-0001Ab-2"));
        assert!(build_number("15.20.7002.19") && !build_number("15.20.7002"));
        assert!(!build_number("15.20..19") && !build_number("15.20.7002.") && !build_number(""));
        assert!(!build_number("15.20.7002.19.1") && !build_number("15.20.700212.19"));
        assert!(gmail_mx("si1.10.2024.01.10.00.09.10") && !gmail_mx("si1.10.2024.1.10.00.09.10"));
        assert!(!gmail_mx("2024.01.10.00.09.10"));
        assert!(uuid("dcfa0988-751b-485f-b586-41cf82c56ad5") && !uuid("dcfa0988"));
    }
}
