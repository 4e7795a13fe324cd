//! Lines by big providers that never had the message.

use super::super::provider::foreign;
use super::super::provider_lines::{build, google_host, google_inner, google_si, google_sor, hub};
use super::known::HEX_SMALL;
use super::{Dice, Graft, Target, by_peer, servers};
use crate::measure::line::Say;
use crate::measure::stamp::Zone;
use crate::measure::{id, names, stamp};

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";
const ALL_DIGITS: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The peer is of none of the further providers that are imitated here either.
fn stranger(target: &Target) -> bool {
    const WORDS: &[&str] =
        &["strato", "rzone", "t-online", "telekom", "naver", "office365", "partner"];
    let seen = [target.peer.rdns.as_deref(), target.peer.helo.as_deref(), Some(&*target.our_host)];
    let mut seen = seen.into_iter().flatten().map(str::to_ascii_lowercase);
    foreign(target) && !seen.any(|name| WORDS.iter().any(|word| name.contains(word)))
}

pub(in crate::measure::held_out) fn google(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    if !stranger(target) {
        return None;
    }
    let when = target.when - dice.between(1, 90);
    let zone = stamp::pacific(when);
    let lines = match variant {
        0 => {
            let (pop, ip) = (format!("pop.{}", names::domain(dice)), names::address(dice));
            vec![format!(
                "from {pop} [{ip}]\n        by mx.google.com with POP3 id {}mr{}{}.{};\n        {}",
                dice.text("abcdefghijklmnopqrstuvwxyz0123456789", 3),
                dice.between(100_000, 9_999_999),
                dice.text(LETTERS, 3),
                dice.between(1, 60),
                stamp::named(when, zone)
            )]
        }
        1 => vec![
            google_inner(dice, when, stamp::pacific(when)),
            google_inner(dice, when - 1, stamp::pacific(when - 1)),
            google_si(target, dice, when - 2, when - 2),
        ],
        _ => vec![
            format!(
                "from {} named unknown\n\tby gmailapi.google.com with HTTPREST;\n\t{}",
                dice.between(100_000_000_000, 999_999_999_999),
                stamp::date(when, zone)
            ),
            format!(
                "from {}\n\tby proxy.google.com with ESMTP id {}\n\tfor <{}>; {}",
                names::word(dice),
                id::sendmail(dice, when - 1),
                target.recipient,
                stamp::date(when - 1, zone)
            ),
        ],
    };
    Some(target.under(&lines))
}

/// A mailbox's host in the clouds that are run apart.
fn apart(dice: &mut Dice, china: bool) -> String {
    let number = dice.between(1, 99);
    match china {
        true => format!("SHXPR01MB{:04}.CHNPR01.prod.partner.outlook.cn", dice.between(300, 1_900)),
        false => format!("SA1P110MB{:04}.NAMP110.PROD.OUTLOOK.COM", 1_000 + number * 10),
    }
}

pub(in crate::measure::held_out) fn microsoft(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    if !stranger(target) {
        return None;
    }
    let when = target.when - dice.between(1, 90);
    let lines = match variant {
        0 => {
            let (first, second) = (apart(dice, false), apart(dice, false));
            let third = apart(dice, false);
            vec![hub(dice, &second, &first, when), hub(dice, &third, &second, when - 2)]
        }
        1 => {
            let (first, second) = (apart(dice, true), apart(dice, true));
            let local = dice.text(HEX_SMALL, 4);
            let mapi = format!(
                "from {second}\n ([fe80::{local}]) by {second}\n ([fe80::{local}%{}]) with mapi id {}; {}",
                dice.between(2, 9),
                build(dice, when),
                stamp::date(when - 3, stamp::UTC)
            );
            vec![hub(dice, &second, &first, when), mapi]
        }
        _ => vec![format!(
            "from {} ([{}]) by BLU436-SMTP{}.smtp.hotmail.com over TLS secured channel with Microsoft SMTPSVC(8.0.9200.16384);\n\t {}",
            names::word(dice),
            names::address(dice),
            dice.between(1, 260),
            stamp::date(when, Zone { minutes: -480, name: "PST" })
        )],
    };
    Some(target.under(&lines))
}

fn strato_host(dice: &mut Dice) -> String {
    format!("mo4-p{:02}-ob.smtp.rzone.de", dice.between(0, 9))
}

/// Strato's server by one of its names, at which a customer logged in.
fn strato(by: &str, to: &str, dice: &mut Dice, when: i64) -> String {
    format!(
        "from {}\n    by {by} (RZmta {}.{} AUTH)\n    with ESMTPSA id {}\n    for <{to}>;\n    {}",
        names::word(dice),
        dice.between(37, 47),
        dice.between(0, 12),
        dice.text(ALL_DIGITS, 15),
        stamp::named(when, Zone { minutes: 60, name: "CET" })
    )
}

fn t_online_host(dice: &mut Dice) -> String {
    format!("fwd{:02}.aul.t-online.de", dice.between(1, 90))
}

fn t_online(say: &Say, dice: &mut Dice) -> String {
    let customer = dice.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 18);
    format!(
        "from {} ({customer}@[{}]) by {}\n\twith esmtp id {}-{}0; {}",
        names::word(dice),
        say.ip,
        say.by,
        servers::seconds(dice, say.when),
        dice.text(ALL_DIGITS, 6),
        stamp::date(say.when, say.zone)
    )
}

pub(in crate::measure::held_out) fn other(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    if !stranger(target) {
        return None;
    }
    let when = target.when - dice.between(1, 90);
    let to = target.recipient.as_str();
    let line = match variant {
        0 => strato("smtp.strato.de", to, dice, when),
        1 => {
            let by = t_online_host(dice);
            let mut say = Say::new(dice, &by, to, when);
            say.zone = Zone { minutes: 60, name: "CET" };
            t_online(&say, dice)
        }
        _ => format!(
            "from {} ([{}])\n  by cvsmtppost{:02}.nm.naver.com with ESMTP id {}\n  for <{to}>;\n  {} -0000",
            names::host(dice),
            names::address(dice),
            dice.between(1, 40),
            dice.text(ALL_DIGITS, 22),
            stamp::clock(when, 0)
        ),
    };
    Some(target.under(&[line]))
}

pub(in crate::measure::held_out) fn stale(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    if !stranger(target) {
        return None;
    }
    let when = target.when - dice.between(1, 90);
    let dated = when - dice.between(400, 2_800) * 86_400 - dice.between(0, 80_000);
    let lines = match variant {
        0 => vec![format!(
            "from {} ([{}])\n        by smtp-relay.gmail.com with ESMTPS id {}\n        for <{}>;\n        {}",
            names::host(dice),
            names::address(dice),
            id::google(dice, dated, "sm"),
            target.recipient,
            stamp::named(when, stamp::pacific(when))
        )],
        1 => {
            // A right line of its own above the old one.
            vec![
                google_inner(dice, when, stamp::pacific(when)),
                google_sor(target, dice, when - 1, dated),
            ]
        }
        _ => {
            let first = by_peer(target, dice, when);
            let mut second = Say::new(dice, &first.from, &target.recipient, when - 2);
            (second.from, second.ip) = google_host(dice);
            let old = dated - dice.between(1, 90) * 86_400;
            vec![
                servers::gateway(&first, dice),
                servers::mailenable(&second, dice),
                google_si(target, dice, when - 4, dated),
                google_sor(target, dice, when - 5, old),
            ]
        }
    };
    Some(target.under(&lines))
}

pub(in crate::measure::held_out) fn announced(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    if !stranger(target) {
        return None;
    }
    let when = target.when - dice.between(1, 90);
    let to = target.recipient.as_str();
    let (name, line) = match variant {
        0 => {
            let name = strato_host(dice);
            let line = strato(&name, to, dice, when);
            (name, line)
        }
        1 => {
            let name = t_online_host(dice);
            let mut say = Say::new(dice, &name, to, when);
            say.zone = Zone { minutes: 60, name: "CET" };
            (name, t_online(&say, dice))
        }
        _ => {
            let name = format!("resqmta-po-{:02}v.sys.comcast.net", dice.between(1, 12));
            let line = format!(
                "from resomta-po-{:02}v.sys.comcast.net ([96.114.154.{}])\n\tby {name} with ESMTP\n\tid {}; {}",
                dice.between(1, 20),
                dice.between(130, 250),
                dice.text(ALL_DIGITS, 22),
                stamp::date(when, stamp::UTC)
            );
            (name, line)
        }
    };
    target.under(&[line]).announcing(target, &name)
}
