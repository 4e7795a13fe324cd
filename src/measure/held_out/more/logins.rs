//! Lines of other servers again at which a user logged in, in their right grammar.

use super::Dice;
use super::servers::{daemon_version, office_id, office_version, postfix_clause};
use crate::measure::line::Say;
use crate::measure::{id, names, stamp};

/// SquirrelMail, which a user reads his mail with.
pub(super) fn squirrel(say: &Say, _: &mut Dice) -> String {
    let Say { ip, by, sender, when, zone, .. } = say;
    format!(
        "from {ip}\n        (SquirrelMail authenticated user {sender})\n        by {by} with HTTP;\n        {}",
        stamp::named(*when, *zone)
    )
}

/// qmail, which puts the user in front of the address.
pub(super) fn qmail_user(say: &Say, _: &mut Dice) -> String {
    let Say { from, ip, by, sender, when, .. } = say;
    let with = if *when < 1_180_000_000 { "SMTP" } else { "ESMTPA" };
    format!(
        "from unknown (HELO {from}) ({sender}@{ip})\n  by {by} with {with}; {}",
        stamp::qmail(*when)
    )
}

/// MDaemon, whose id tells log-ins apart.
pub(super) fn daemon_user(say: &Say, dice: &mut Dice) -> String {
    let Say { ip, by, to, when, zone, .. } = say;
    let with = if *when < 1_500_000_000 { "ESMTPA" } else { "ESMTPSA" };
    format!(
        "from [{ip}] by {by} ({})\n\twith {with} id md5001{:09}.msg\n\tfor <{to}>; {}",
        daemon_version(*when),
        dice.between(1_000, 999_999),
        stamp::date(*when, *zone)
    )
}

/// Postfix, which tells the user behind what was agreed of TLS.
pub(super) fn sasl(say: &Say, dice: &mut Dice) -> String {
    let id = id::postfix(dice);
    sasl_with(say, dice, &id)
}

pub(super) fn sasl_with(say: &Say, dice: &mut Dice, id: &str) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    let (tls, with) = postfix_clause(*when);
    // The letter that tells of a log-in came with 2.3.
    let with = if *when < 1_170_000_000 { with.to_owned() } else { "ESMTPSA".to_owned() };
    format!(
        "from {from} ({from} [{ip}])\n\t{tls}(Authenticated sender: {})\n\tby {by} (Postfix) with {with} id {id}\n\tfor <{to}>; {}",
        names::word(dice),
        stamp::named(*when, *zone)
    )
}

/// Merak, and IceWarp after it.
pub(super) fn office_user(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    let date = stamp::date(*when, *zone);
    match *when {
        ..1_350_000_000 => {
            let version = if *when < 1_120_000_000 { "Merak 7.4.2" } else { "Merak 8.9.1" };
            format!(
                "from {from} ([{ip}])\n        by {by} ({version}) with ASMTP id {}{:05}\n        for <{to}>; {date}",
                dice.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 3),
                dice.between(1_000, 99_000)
            )
        }
        _ => format!(
            "from {from} ([{ip}])\n        by {by} (IceWarp {} x64) with ASMTP (SSL) id {}\n        for <{to}>; {date}",
            office_version(*when),
            office_id(dice, say)
        ),
    }
}
