//! Where lines may stand besides the usual places: programs that add lines to a finished message
//! do not always know where servers put theirs.

use super::{Graft, Target};

/// All of the message stays, and the lines stand right below its line of this number, 1 being the
/// newest.
pub(super) fn right_below(target: &Target, above: usize, lines: &[String]) -> Option<Graft> {
    let place = target.received.get(above.checked_sub(1)?)?.end;
    Some(insert(target, place, above, lines))
}

/// All of the message stays, and the lines are the last fields of its header.
pub(super) fn last_fields(target: &Target, lines: &[String]) -> Graft {
    let header = target.header.as_slice();
    let blank = match header {
        [.., b'\r', b'\n', b'\r', b'\n'] => 2,
        [.., b'\n', b'\n'] => 1,
        _ => 0,
    };
    insert(target, header.len() - blank, target.received.len(), lines)
}

/// All of the message stays, and the lines stand behind the first field that the author wrote.
pub(super) fn among_fields(target: &Target, lines: &[String]) -> Graft {
    let header = target.header.as_slice();
    let mut place = target.lowest_end.min(header.len());
    for line in header.get(place..).unwrap_or_default().split_inclusive(|byte| *byte == b'\n') {
        let blank = matches!(line, b"\n" | b"\r\n");
        let goes_on = matches!(line.first(), Some(b' ' | b'\t'));
        if blank || place > target.lowest_end && !goes_on {
            break;
        }
        place += line.len();
    }
    insert(target, place, target.received.len(), lines)
}

/// All of the message stays, the first line stands below all of its own, and the others are the
/// last fields of its header.
pub(super) fn spread(target: &Target, first: &str, others: &[String]) -> Graft {
    let mut graft = last_fields(target, others);
    let field = format!("Received: {first}\n");
    graft.bytes.splice(target.lowest_end..target.lowest_end, field.into_bytes());
    graft.forged.push(target.received.len() + others.len() + 1);
    graft
}

fn insert(target: &Target, place: usize, above: usize, lines: &[String]) -> Graft {
    let (before, behind) = target.header.split_at(place);
    let mut bytes = before.to_vec();
    if !bytes.ends_with(b"\n") {
        bytes.push(b'\n');
    }
    for line in lines {
        bytes.extend_from_slice(b"Received: ");
        bytes.extend_from_slice(line.as_bytes());
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(behind);
    let forged = (above + 1..=above + lines.len()).collect();
    Graft { bytes, forged, own_hosts: Vec::new(), borrowed: None }
}
