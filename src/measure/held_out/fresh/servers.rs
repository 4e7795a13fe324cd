//! **Not to be read by whoever writes or tunes rules.**
//!
//! Lines of servers and of mail on the web in their right grammar. Where a server did not exist
//! yet, the line is that of one which did.

use super::Dice;
use super::known::{HEX_SMALL, TLS_ERA};
use crate::measure::line::Say;
use crate::measure::{id, names, stamp};

pub(super) const BASE36: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
pub(super) const SMALL: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
pub(super) const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// The seconds in the digits of Netscape's server, six of them.
fn base36(mut number: i64) -> String {
    let mut digits = Vec::new();
    while number > 0 {
        digits.push(char::from(BASE36.as_bytes()[(number % 36) as usize]));
        number /= 36;
    }
    digits.iter().rev().collect()
}

/// What large companies had: Netscape's server, then Axigen.
pub(super) fn directory(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    let date = stamp::date(*when, *zone);
    match *when {
        ..1_170_000_000 => format!(
            "from {from} ([{ip}]) by {by}\n          (Netscape Messaging Server 4.15) with ESMTP id\n          {}00.{} for <{to}>; {date}",
            base36(*when),
            dice.text(BASE36, 3)
        ),
        _ => {
            let with = if *when < TLS_ERA { "ESMTP" } else { "ESMTPS" };
            format!(
                "from {from} ([{ip}])\n\tby {by} (Axigen) with {with} id {};\n\t{date}",
                dice.text("0123456789ABCDEF", 6)
            )
        }
    }
}

/// PMDF of universities, and what they let stand in its place.
pub(super) fn university(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    let named = stamp::named(*when, *zone);
    match *when {
        ..1_420_000_000 => {
            let version = if *when < 1_150_000_000 { "V6.0-24 #37519" } else { "V6.3-x14 #31428" };
            format!(
                "from {from} ({from} [{ip}])\n by {by} (PMDF {version})\n with ESMTP id <0{}{}@{by}> for {to};\n {named}",
                dice.text("GHJKLM", 1),
                dice.text(BASE36, 12)
            )
        }
        _ => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (Postfix) with ESMTPS id {}\n\tfor <{to}>; {named}",
            id::postfix_long(dice, *when)
        ),
    }
}

/// What offices had for a groupware: Merak, once more under Deerfield's name, James in its newer
/// words.
pub(super) fn network(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    let date = stamp::date(*when, *zone);
    let product = match *when {
        ..1_050_000_000 => "Merak 5.2.5",
        _ => "VisNetic.MailServer.v8.3.0.1",
    };
    match *when {
        ..1_260_000_000 => format!(
            "from {from} ([{ip}])\n        by {by} ({product}) with ESMTP id {}{:05}\n        for <{to}>; {date}",
            dice.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 3),
            dice.between(1_000, 99_000)
        ),
        _ => format!(
            "from {from} (EHLO {from}) ([{ip}])\n          by {by} (JAMES SMTP Server ) with ESMTP ID {}\n          for <{to}>;\n          {}",
            dice.text(HEX_SMALL, 8),
            stamp::named(*when, *zone)
        ),
    }
}

/// What somebody runs on the Windows at home.
pub(super) fn freeware(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, when, zone, .. } = say;
    let date = stamp::date(*when, *zone);
    match *when {
        ..1_280_000_000 => format!(
            "from {from} [{ip}] by {by}\n  (ArGoSoft Mail Server Freeware, Version 1.8 (1.8.{}.{})); {date}",
            dice.between(2, 9),
            dice.between(0, 9)
        ),
        _ => format!("from {from} ({from} [{ip}])\n\tby {by} with ESMTP\n\t; {date}"),
    }
}

/// Vircom's gateway, later the appliance of a hoster.
pub(super) fn filter(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    let date = stamp::date(*when, *zone);
    match *when {
        ..1_400_000_000 => {
            let version = if *when < 1_130_000_000 { "2.0.244" } else { "4.7.318.0" };
            format!(
                "from {from} (unverified [{ip}]) by {by}\n (Vircom SMTPRS {version}) with ESMTP id <B{:010}@{by}> for <{to}>;\n {date}",
                dice.between(1_000_000, 99_999_999)
            )
        }
        _ => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (Spam Firewall) with ESMTPS id {}\n\tfor <{to}>; {}",
            dice.text("0123456789ABCDEF", 10),
            stamp::named(*when, *zone)
        ),
    }
}

/// Horde, which was IMP alone at first.
pub(super) fn horde(say: &Say, _: &mut Dice) -> String {
    let Say { ip, by, when, zone, .. } = say;
    let product = match *when {
        ..1_060_000_000 => "IMP",
        1_060_000_000..1_240_000_000 => "Horde MIME library",
        _ => "Horde Framework",
    };
    format!("from {ip} ([{ip}]) by {by}\n\t({product}) with HTTP; {}", stamp::date(*when, *zone))
}

/// Roundcube, and SquirrelMail before there was one.
pub(super) fn webmail(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, when, zone, .. } = say;
    match *when {
        ..1_230_000_000 => format!(
            "from {ip}\n        (SquirrelMail authenticated user {})\n        by {by} with HTTP;\n        {}",
            names::word(dice),
            stamp::named(*when, *zone)
        ),
        _ => format!(
            "from {from} ([{ip}])\n by {by}\n with HTTP (HTTP/1.1 POST); {}",
            stamp::date(*when, *zone)
        ),
    }
}

/// A user who logged in, at James or at a Postfix before its time.
pub(super) fn account(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    let named = stamp::named(*when, *zone);
    match *when {
        ..TLS_ERA => {
            let with = if *when < 1_170_000_000 { "ESMTP" } else { "ESMTPA" };
            format!(
                "from {from} (unknown [{ip}])\n\t(Authenticated sender: {})\n\tby {by} (Postfix) with {with} id {};\n\t{named}",
                names::word(dice),
                id::postfix(dice)
            )
        }
        _ => format!(
            "from {from} (EHLO {from}) ([{ip}])\n          by {by} (JAMES SMTP Server ) with ESMTPA ID {}\n          for <{to}>;\n          {named}",
            dice.between(100_000_000, 2_000_000_000)
        ),
    }
}
