//! **Not to be read by whoever writes or tunes rules.**
//!
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
