//! Ids that a server counts up, and messages whose stamps contradict the count.
//!
//! Only counters that go on over a restart are read: CommuniGate Pro's number of a message, and
//! XMail's (its file `message.id` holds the next one). Process numbers begin anew, inode numbers
//! are used again, and ids with a time in them are compared with the stamp of their own line.

use super::gist::Mark;

/// The number in an id, where its server counts.
pub(super) fn of(dialect: &str, id: &str) -> Option<i64> {
    let id = id.strip_prefix('<').and_then(|id| id.strip_suffix('>')).unwrap_or(id);
    let (digits, base) = match dialect {
        "communigate" => (id, 10),
        "xmail" => (id.strip_prefix('S')?, 16),
        _ => return None,
    };
    let all = (1..=15).contains(&digits.len()) && digits.chars().all(|c| c.is_digit(base));
    i64::from_str_radix(digits, base).ok().filter(|_| all)
}

/// A message that does not stand where its number says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Misplaced {
    pub mark: Mark,
    /// Seconds that its stamp lies outside those around it.
    pub off: i64,
    /// Those in order with the next lower and the next higher number.
    pub around: [Option<Mark>; 2],
}

/// How many of a server's messages lie in order at most, and the others.
pub(super) fn order(marks: &[Mark]) -> (i64, Vec<Misplaced>) {
    let mut sorted = marks.to_vec();
    sorted.sort_by_key(|mark| (mark.value, mark.time, mark.message));
    let in_order = longest_in_order(&sorted);
    let kept = in_order.iter().filter(|kept| **kept).count() as i64;
    // For each the next in order with a higher number.
    let mut higher: Vec<Option<Mark>> = Vec::with_capacity(sorted.len());
    let mut next = None;
    for (mark, kept) in sorted.iter().zip(&in_order).rev() {
        higher.push(next);
        next = if *kept { Some(*mark) } else { next };
    }
    let mut misplaced = Vec::new();
    let mut lower: Option<Mark> = None;
    for ((mark, kept), higher) in sorted.iter().zip(&in_order).zip(higher.into_iter().rev()) {
        if *kept {
            lower = Some(*mark);
            continue;
        }
        let before = lower.map_or(0, |lower| lower.time.saturating_sub(mark.time));
        let behind = higher.map_or(0, |higher| mark.time.saturating_sub(higher.time));
        misplaced.push(Misplaced { mark: *mark, off: before.max(behind), around: [lower, higher] });
    }
    (kept, misplaced)
}

/// Marks one longest run of stamps that nowhere go back (patience sorting).
fn longest_in_order(sorted: &[Mark]) -> Vec<bool> {
    // For each length, the last of the run of that length that ends earliest.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(sorted.len());
    for (at, mark) in sorted.iter().enumerate() {
        let length = ends.partition_point(|end| sorted[*end].time <= mark.time);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut kept = vec![false; sorted.len()];
    let mut at = ends.last().copied();
    while let Some(this) = at {
        kept[this] = true;
        at = before[this];
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(value: i64, time: i64) -> Mark {
        Mark {
            kind: 5,
            key: 1,
            message: value as u64,
            text: 0,
            value,
            time,
            message_id: 0,
            sender: 0,
            subject: 0,
        }
    }

    #[test]
    fn only_counters_are_read() {
        assert_eq!(of("communigate", "58047160"), Some(58_047_160));
        assert_eq!(of("xmail", "<S3F5589>"), Some(0x3f_5589));
        for (dialect, id) in [
            ("communigate", "5804716A"),
            ("communigate", ""),
            ("communigate", "9999999999999999999"),
            ("xmail", "3F5589"),
            ("xmail", "S+1"),
            ("postfix", "71AA04C0019"),
        ] {
            assert_eq!(of(dialect, id), None, "{dialect} {id}");
        }
    }

    #[test]
    fn who_leaves_the_order_is_found_and_how_far() {
        let day = 86_400;
        let mut marks: Vec<Mark> = (0..10).map(|n| mark(100 + n, n * day)).collect();
        assert_eq!(order(&marks), (10, Vec::new()));
        // A number from the end of the count with a stamp from its beginning.
        marks.push(mark(108, 2 * day));
        let (kept, misplaced) = order(&marks);
        assert_eq!((kept, misplaced.len()), (10, 1));
        assert_eq!(misplaced[0].off, 5 * day);
        assert_eq!(
            misplaced[0].around.map(|mark| mark.map(|mark| mark.time / day)),
            [Some(7), Some(8)]
        );
        // A stamp later than that of a higher number.
        let late = mark(101, 20 * day);
        let (_, misplaced) = order(&[marks[0], marks[1], late, marks[2], marks[3]]);
        assert_eq!((misplaced[0].mark, misplaced[0].off), (late, 18 * day));
        assert_eq!(order(&[]), (0, Vec::new()));
    }
}
