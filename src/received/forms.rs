//! What kind of step a line records. Every value of [`Line::form`](super::Line::form) is here.

/// A server took the message over a network connection; the line tells the peer.
pub const NETWORK: &str = "network";
/// As `network`, from a client that logged in or has the right to send.
pub const SUBMISSION: &str = "submission";
/// Over the network as well, with what is known of the peer left out of the line.
pub const HIDDEN: &str = "hidden";
/// Handed over LMTP to the server that keeps the mailbox.
pub const LMTP: &str = "lmtp";
/// Written by a program on the same host (a local user, a mailer run by a process).
pub const LOCAL: &str = "local";
/// Taken from a directory where programs drop messages.
pub const PICKUP: &str = "pickup";
/// Put back into the queue of the same server (alias expansion, forwarding, resubmission).
pub const REQUEUE: &str = "requeue";
/// Passed on inside one provider's system, without a peer that means anything outside.
pub const INTERNAL: &str = "internal";
/// Handed over through a web page or an HTTP interface.
pub const HTTP: &str = "http";
/// Fetched from a mailbox (POP, IMAP) and entered anew.
pub const FETCH: &str = "fetch";
/// Passed through a content filter.
pub const SCAN: &str = "scan";
/// Spread to the members of a mailing list.
pub const LIST: &str = "list";

/// All of them.
pub const ALL: [&str; 12] =
    [NETWORK, SUBMISSION, HIDDEN, LMTP, LOCAL, PICKUP, REQUEUE, INTERNAL, HTTP, FETCH, SCAN, LIST];

/// Whether lines of this form are written at a network hand-over between two hosts, so that
/// their peer can be compared with the line below.
pub fn is_handover(form: &str) -> bool {
    matches!(form, NETWORK | SUBMISSION | LMTP | SCAN)
}
