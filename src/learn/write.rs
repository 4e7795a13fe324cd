//! The configuration that was learned, as TOML, with the reason for each line.

use std::fmt::Write;

use super::{FEWEST, Learned};
use crate::report::escape;
use crate::settings::{HostPattern, parse_network};

/// So many addresses of one forwarder are listed.
const SHOWN: usize = 8;

/// The configuration, to be reviewed: what nearly all messages show is set, what only a person
/// can know (which forwarder was chosen) stands there as a comment. Names are the mail's, so all
/// that could be no host's name is left out, and comments are escaped.
pub fn configuration(learned: &Learned) -> String {
    let mut out = String::new();
    let Learned { messages, travelled, .. } = learned;
    let _ = writeln!(
        out,
        "# Learned by hopcheck from {messages} messages, {travelled} of which have Received lines.\n\
         # Review it before you use it: what stands here is believed."
    );
    if *travelled < FEWEST {
        let _ = writeln!(out, "#\n# That is too few: it takes {FEWEST} to learn from.");
        return out;
    }
    hosts(&mut out, learned);
    addresses(&mut out, learned);
    boundary(&mut out, learned);
    forwarders(&mut out, learned);
    out
}

fn share(part: u64, whole: u64) -> String {
    format!("{:.1} %", part as f64 * 100.0 / whole.max(1) as f64)
}

fn hosts(out: &mut String, learned: &Learned) {
    let _ = writeln!(
        out,
        "\n# Our hosts: they wrote the same line from the top in nearly every message."
    );
    if learned.hosts.is_empty() {
        let _ = writeln!(
            out,
            "# None was found. The messages may come from several mailboxes, or the store keeps\n\
             # sent mail: scan one mailbox's incoming mail."
        );
        return;
    }
    let _ = writeln!(out, "own-hosts = [");
    let mut written: Vec<&str> = Vec::new();
    for host in &learned.hosts {
        let good = host.name.parse::<HostPattern>().is_ok()
            && host.name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
        if !good {
            let name = escape::text(&host.name);
            let _ = writeln!(out, "  # {name} is no name that can be written here");
            continue;
        }
        let share = share(host.messages, learned.travelled);
        let note = format!("# line {} of {} messages ({share})", host.line, host.messages);
        match written.contains(&host.name.as_str()) {
            true => drop(writeln!(out, "  {note}, {} again", host.name)),
            false => drop(writeln!(out, "  {:?}, {note}", host.name)),
        }
        written.push(&host.name);
    }
    let _ = writeln!(out, "]");
}

fn addresses(out: &mut String, learned: &Learned) {
    let good = |ip: &String| parse_network(ip).is_ok();
    let addresses: Vec<_> = learned.addresses.iter().filter(|(ip, _)| good(ip)).collect();
    if addresses.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n# From these addresses our hosts took mail of our hosts.");
    let _ = writeln!(out, "trusted-networks = [");
    for (ip, messages) in addresses {
        let _ = writeln!(out, "  {ip:?}, # in {messages} messages");
    }
    let _ = writeln!(out, "]");
}

fn boundary(out: &mut String, learned: &Learned) {
    let Some(last) = learned.hosts.last() else { return };
    let _ = writeln!(
        out,
        "\n# The usual boundary is line {}: {} different peers handed over there.",
        last.line, learned.peers
    );
    if learned.peers < 5 {
        let _ = writeln!(
            out,
            "# That is few. If one of them is a server of yours or a service that filters your mail,\n\
             # add its addresses to trusted-networks."
        );
    }
}

fn forwarders(out: &mut String, learned: &Learned) {
    if learned.forwarders.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "\n# These handed over a good part of the mail, and most of that they had from others: lists,\n\
         # and forwarders. If you chose one of them and trust what it writes, add its addresses to\n\
         # trusted-networks; then the hand-over to it is looked at instead of the one to you."
    );
    for forwarder in &learned.forwarders {
        let more = match forwarder.addresses.len() > SHOWN {
            true => ", …",
            false => "",
        };
        let addresses: Vec<_> =
            forwarder.addresses.iter().take(SHOWN).map(|ip| escape::text(ip)).collect();
        let _ = writeln!(
            out,
            "#   {}: {} messages ({}), {} from others; {}{more}",
            escape::text(&forwarder.name),
            forwarder.messages,
            share(forwarder.messages, learned.travelled),
            forwarder.passed_on,
            addresses.join(", ")
        );
    }
}
