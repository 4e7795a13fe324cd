//! **Not to be read by whoever writes or tunes rules.**
//!
//! Lines by other big providers that never had the message.

use super::{Dice, Graft, Target, known, servers};
use crate::measure::stamp::Zone;
use crate::measure::{id, names, stamp};

/// The peer is of no provider that is imitated here: a line of its own would be no forgery.
pub(super) fn stranger(target: &Target) -> bool {
    const WORDS: &[&str] = &[
        "google",
        "gmail",
        "outlook",
        "hotmail",
        "microsoft",
        "live.com",
        "msn.",
        "office365",
        "freenet",
        "free.fr",
        "proxad",
        "virgin",
        "ntlworld",
        "blueyonder",
        "outblaze",
        "mail.com",
        "rambler",
        "sparkpost",
        "iphmx",
        "mtasv",
        "postmark",
        "juno",
        "xs4all",
    ];
    let seen = [target.peer.rdns.as_deref(), target.peer.helo.as_deref(), Some(&*target.our_host)];
    let mut seen = seen.into_iter().flatten().map(str::to_ascii_lowercase);
    !seen.any(|name| WORDS.iter().any(|word| name.contains(word)))
}

fn eastern(when: i64) -> Zone {
    match stamp::pacific(when).name {
        "PDT" => Zone { minutes: -240, name: "EDT" },
        _ => Zone { minutes: -300, name: "EST" },
    }
}

fn central_european(when: i64) -> Zone {
    match stamp::pacific(when).name {
        "PDT" => Zone { minutes: 120, name: "CEST" },
        _ => Zone { minutes: 60, name: "CET" },
    }
}

/// A user's message, as Freenet takes it in.
fn freenet(dice: &mut Dice, to: &str, when: i64) -> String {
    let version = match when {
        ..1_390_000_000 => "4.76 #1",
        1_390_000_000..1_560_000_000 => "4.85 #1",
        _ => "4.92 #3",
    };
    format!(
        "from [195.4.92.{}] (helo=mjail{}.freenet.de)\n\tby mout{}.freenet.de with esmtpa (ID {}@freenet.de) (port 25) (Exim {version})\n\tid {}\n\tfor {to}; {}",
        dice.between(10, 30),
        dice.between(0, 9),
        dice.between(0, 6),
        names::word(dice),
        id::exim(dice, when),
        stamp::date(when, central_european(when))
    )
}

/// Free, with a user's modem.
fn free(dice: &mut Dice, to: &str, when: i64) -> String {
    let with = if when < 1_390_000_000 { "ESMTP" } else { "ESMTPSA" };
    format!(
        "from {} (unknown [{}])\n\t(Authenticated sender: {}@free.fr)\n\tby smtp{}-g21.free.fr (Postfix) with {with} id {}\n\tfor <{to}>; {}",
        names::host(dice),
        names::address(dice),
        names::word(dice),
        dice.between(1, 6),
        id::postfix(dice),
        stamp::named(when, central_european(when))
    )
}

/// Virgin Media, whose server has nothing but an id to tell.
fn virgin(dice: &mut Dice, _: &str, when: i64) -> String {
    let letters = servers::LETTERS;
    format!(
        "from {} ([{}])\n\tby know-smtprelay-{}-imp with bizsmtp\n\tid {}1n00{}01{}; {}",
        names::host(dice),
        names::address(dice),
        dice.between(1, 12),
        dice.text(letters, 4),
        dice.text(letters, 8),
        dice.text(letters, 4),
        stamp::date(when, Zone { minutes: 0, name: "GMT" })
    )
}

/// Outblaze, which lent its mail to all kinds of names.
fn outblaze(dice: &mut Dice, _: &str, when: i64) -> String {
    format!(
        "from [{}] by ws{}-{}.us4.outblaze.com with http for\n    {}@mail.com; {}",
        names::address(dice),
        dice.between(1, 5),
        dice.between(1, 9),
        names::word(dice),
        stamp::date(when, eastern(when))
    )
}

fn rambler(dice: &mut Dice, _: &str, when: i64) -> String {
    format!(
        "from [{}] by mcgi-wr-{}.rambler.ru with HTTP (mailimap); {}",
        names::address(dice),
        dice.between(1, 30),
        stamp::date(when, Zone { minutes: 180, name: "MSK" })
    )
}

/// SparkPost, as it takes messages from programs.
fn sparkpost(dice: &mut Dice, to: &str, when: i64) -> String {
    let own =
        format!("10.{}.{}.{}", dice.between(80, 110), dice.between(0, 99), dice.between(2, 250));
    let hex = "0123456789ABCDEF";
    format!(
        "from [{own}] ([{own}])\n\tby mta-{}a.sparkpostmail.com (envelope-from <msprvs1={}@bounces-{}.{}>)\n\t(ecelerity 4.2.1.55028 r(Core:4.2.1.12)) with REST\n\tid {}/{}-{:05}-{}\n\tfor <{to}>; {}",
        dice.between(50, 99),
        dice.text(servers::LETTERS, 12),
        dice.between(100, 9_999),
        names::domain(dice),
        dice.text(hex, 2),
        dice.text(hex, 2),
        dice.between(900, 32_000),
        dice.text(hex, 8),
        stamp::date(when, stamp::UTC)
    )
}

/// What Cisco runs for companies.
fn cisco(dice: &mut Dice, _: &str, when: i64) -> String {
    let with = if when < 1_390_000_000 { "ESMTP" } else { "ESMTP/TLS/ECDHE-RSA-AES256-GCM-SHA384" };
    format!(
        "from unknown (HELO {}) ([{}])\n  by esa{}.hc{}-{}.iphmx.com with {with}; {}",
        names::host(dice),
        names::address(dice),
        dice.between(1, 6),
        dice.between(100, 6_000),
        dice.between(10, 99),
        known::no_weekday(when, if stamp::pacific(when).name == "PDT" { -420 } else { -480 })
    )
}

/// Postmark, which tells no peer.
fn postmark(dice: &mut Dice, to: &str, when: i64) -> String {
    format!(
        "by mta{}a-ord.mtasv.net id h{} for <{to}>; {} (envelope-from <pm_bounces@pm.mtasv.net>)",
        dice.between(201, 260),
        dice.text("0123456789abcdefghijklmnopqrstuv", 11),
        stamp::date(when, eastern(when))
    )
}

/// Juno, whose program called when it had something.
fn juno(dice: &mut Dice, _: &str, when: i64) -> String {
    format!(
        "(from {}@juno.com)\n by m{}.boston.juno.com (queuemail) id F{}; {}",
        names::word(dice),
        dice.between(1, 14),
        dice.text("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 12),
        stamp::date(when, eastern(when))
    )
}

/// XS4ALL, by way of its mail on the web.
fn xs4all(dice: &mut Dice, _: &str, when: i64) -> String {
    let number = dice.between(1, 9);
    format!(
        "from webmail.xs4all.nl ([IPv6:2001:888:0:22:194:109:20:{}])\n\tby smtp-cloud{number}.xs4all.net with ESMTPA\n\tid {}; {}",
        dice.between(196, 220),
        dice.text(servers::LETTERS, 22),
        stamp::date(when, central_european(when))
    )
}

pub(super) fn other(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if !stranger(target) {
        return None;
    }
    let when = target.when - dice.between(1, 90);
    let write = match variant {
        0 => freenet,
        1 => free,
        2 => virgin,
        3 => outblaze,
        4 => rambler,
        5 => sparkpost,
        6 => cisco,
        7 => postmark,
        8 => juno,
        _ => xs4all,
    };
    Some(target.under(&[write(dice, &target.recipient, when)]))
}

pub(super) fn announced(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if !stranger(target) {
        return None;
    }
    let when = target.when - dice.between(1, 90);
    let write = match variant {
        0 => freenet,
        1 => free,
        2 => virgin,
        3 => sparkpost,
        4 => cisco,
        5 => postmark,
        6 => outblaze,
        _ => xs4all,
    };
    let line = write(dice, &target.recipient, when);
    let (_, by) = line.split_once("by ")?;
    let host = by.split_whitespace().next()?;
    // Where what goes out does so by another host than the one that took it in.
    let name = match variant {
        2 => format!("{}.server.virginmedia.net", host.replace("-imp", "-omc")),
        6 => format!("webmail-outgoing{}.us4.outblaze.com", dice.between(1, 6)),
        7 => format!("lb{}-{host}", dice.between(1, 3)),
        _ => host.to_owned(),
    };
    target.under(&[line]).announcing(target, &name)
}
