//! Where programs put their lines besides the usual places.

use super::{Graft, Target};

/// The lines stand at the end of the header, below subject and sender: a program that writes its
/// own fields first and the lines last, and an honest server in front of it.
pub(super) fn at_end(target: &Target, lines: &[String]) -> Graft {
    let header = target.header.as_slice();
    let (kept, blank) = match header {
        [.., b'\r', b'\n', b'\r', b'\n'] => header.split_at(header.len() - 2),
        [.., b'\n', b'\n'] => header.split_at(header.len() - 1),
        _ => (header, &[][..]),
    };
    let mut bytes = kept.to_vec();
    if !bytes.ends_with(b"\n") {
        bytes.push(b'\n');
    }
    for line in lines {
        bytes.extend_from_slice(format!("Received: {line}\n").as_bytes());
    }
    bytes.extend_from_slice(blank);
    let above = target.received.len();
    let forged = (above + 1..=above + lines.len()).collect();
    Graft { bytes, forged, own_hosts: Vec::new(), borrowed: None }
}
