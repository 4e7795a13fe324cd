//! Ids as servers make them, with the time that they hide.

use super::{Dice, stamp};

const BASE52: &str = "0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz";
const BASE60: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwx";
const BASE62: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// `number` in the digits of `alphabet`, at least `width` of them.
fn written(mut number: u64, alphabet: &str, width: usize) -> String {
    let digits = alphabet.as_bytes();
    let mut text = Vec::new();
    while number > 0 || text.len() < width {
        text.push(digits[(number % digits.len() as u64) as usize] as char);
        number /= digits.len() as u64;
    }
    text.iter().rev().collect()
}

/// Postfix's short id: microseconds of the arrival and the inode, in hexadecimal.
pub fn postfix(dice: &mut Dice) -> String {
    format!("{:05X}{:X}", dice.between(0, 999_999), dice.between(0x1000, 0xFF_FFFF))
}

/// Postfix's long id (`enable_long_queue_ids`).
pub fn postfix_long(dice: &mut Dice, unix: i64) -> String {
    let base51 = &BASE52[..51];
    format!(
        "{}{}z{}",
        written(unix.max(0) as u64, BASE52, 6),
        written(dice.between(0, 999_999) as u64, BASE52, 4),
        written(dice.between(5_000, 9_000_000) as u64, base51, 3)
    )
}

/// Exim's id, of the length that it had at the time.
pub fn exim(dice: &mut Dice, unix: i64) -> String {
    let seconds = written(unix.max(0) as u64, BASE62, 6);
    if unix > 1_700_000_000 {
        let pid = written(dice.between(1_000, 4_000_000) as u64, BASE62, 11);
        format!("{seconds}-{pid}-{}", written(dice.between(0, 999_999) as u64, BASE62, 4))
    } else {
        let pid = written(dice.between(1_000, 60_000) as u64, BASE62, 6);
        format!("{seconds}-{pid}-{}", written(dice.between(0, 1_999) as u64, BASE62, 2))
    }
}

/// sendmail's id since 8.10: time in UTC, a counter, the process.
pub fn sendmail(dice: &mut Dice, unix: i64) -> String {
    let time = stamp::local(unix, 0);
    let digit = |n: i64| written(n as u64, BASE60, 1);
    format!(
        "{}{}{}{}{}{}{}{:06}",
        digit((i64::from(time.year()) - 1900) % 60),
        digit(i64::from(time.month()) - 1),
        digit(i64::from(time.day())),
        digit(i64::from(time.hour())),
        digit(i64::from(time.minute())),
        digit(i64::from(time.second())),
        written(dice.between(0, 3_599) as u64, BASE60, 2),
        dice.between(300, 32_000)
    )
}

/// The id of Google's mail exchangers, Pacific time at its end.
pub fn google(dice: &mut Dice, unix: i64, kind: &str) -> String {
    let time = stamp::local(unix, stamp::pacific(unix).minutes);
    let cell = dice.text("abcdefghijklmnopqrstuvwxyz", 3);
    format!(
        "{}{kind}{}{cell}.{}.{}",
        dice.text("0123456789abcdef", 16),
        dice.between(1_000_000, 9_999_999),
        dice.between(100, 999),
        time.strftime("%Y.%m.%d.%H.%M.%S")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::received::parse;

    /// What is made here must be what the readers of ids take for right.
    #[test]
    fn the_time_is_read_back() {
        let mut dice = Dice::of(b"", "ids");
        let unix = 1_600_000_000;
        let lines = [
            format!(
                "from a.example ([203.0.113.7]) by b.example with esmtp (Exim 4.94) id {} for u@b.example; Sun, 13 Sep 2020 12:26:40 +0000",
                exim(&mut dice, unix)
            ),
            format!(
                "from a.example (a.example [203.0.113.7]) by b.example (Postfix) with ESMTP id {}; Sun, 13 Sep 2020 12:26:40 +0000 (UTC)",
                postfix_long(&mut dice, unix)
            ),
            format!(
                "from a.example (a.example [203.0.113.7]) by b.example (8.15.2/8.15.2) with ESMTP id {}; Sun, 13 Sep 2020 12:26:40 +0000 (UTC)",
                sendmail(&mut dice, unix)
            ),
            format!(
                "from a.example (a.example. [203.0.113.7]) by mx.google.com with ESMTPS id {} for <u@b.example>; Sun, 13 Sep 2020 05:26:40 -0700 (PDT)",
                google(&mut dice, unix, "si")
            ),
        ];
        for line in &lines {
            let read = parse(line.as_bytes());
            let clock = read.id_clock.unwrap_or_else(|| panic!("no clock: {line}"));
            let lag = clock.lag(read.date.as_ref().expect("a date"));
            assert_eq!((clock.fault, lag), (None, Some(0)), "{line}");
        }
    }
}
