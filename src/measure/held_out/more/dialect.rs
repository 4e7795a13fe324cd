//! Lines that claim a server and do not speak like it, by the peer itself.

use super::super::later::servers::exim_version;
use super::known::{TLS_ERA, no_weekday, sendmail_version};
use super::{Dice, Further, Graft, Target, behind, by_peer, servers};
use crate::measure::line::Say;
use crate::measure::{id, names, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "dialect/postfix",
        variants: &[
            "two recipients",
            "a local user and a peer in one",
            "another spelling, and no clause of its own",
            "an id of many figures, and an offset for the zone's name",
        ],
        make: postfix,
    },
    Further {
        technique: "dialect/sendmail",
        variants: &[
            "a local program's mark in a line with a peer",
            "the versions as Exchange's",
            "Exim's user and envelope, and no weekday",
            "a version of four numbers, and an id with a number in front",
        ],
        make: sendmail,
    },
    Further {
        technique: "dialect/exim",
        variants: &[
            "Postfix's words for a user who logged in",
            "Exchange's id, in front of the version",
            "qmail's envelope, its id between angle brackets with the server",
            "no version, no dashes, and the date as programs write it",
        ],
        make: exim,
    },
    Further {
        technique: "dialect/qmail",
        variants: &[
            "both of its lines in one, and a weekday",
            "Postfix's clause of TLS, and a zone of its own",
            "Yahoo's protocol in a Postfix line",
            "the protocol of its queue with Exim's ids, in three lines",
        ],
        make: qmail,
    },
    Further {
        technique: "dialect/tls",
        variants: &[
            "Postfix's name of the version, Exchange, or the other way round",
            "a version that there never was, hMailServer or a sendmail before it",
            "a slash within the version, Postfix",
            "a third number in the version, Exim, below a right line",
        ],
        make: tls,
    },
];

fn say(target: &Target, dice: &mut Dice) -> Say {
    let when = target.when - dice.between(2, 250);
    by_peer(target, dice, when)
}

fn postfix(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let say = say(target, dice);
    let Say { from, ip, by, to, when, zone, .. } = &say;
    let id = id::postfix(dice);
    let named = stamp::named(*when, *zone);
    let lines = match number {
        0 => vec![format!(
            "from {from} ({from} [{ip}])\n\tby {by} (Postfix) with ESMTP id {id}\n\tfor <{to}>, <{}@{}>; {named}",
            names::word(dice),
            names::domain(dice)
        )],
        1 => vec![format!(
            "from {from} ({from} [{ip}])\n\tby {by} (Postfix, from userid {}) with ESMTP id {id}\n\tfor <{to}>; {named}",
            dice.one(&[0, 33, 48, 99, 1_000])
        )],
        2 => vec![format!("from {from} [{ip}]\n\tby {by} (PostFix) via ESMTP id {id};\n\t{named}")],
        _ => {
            let next = behind(&say, dice, 6);
            vec![
                servers::postfix_tls(&say, dice),
                format!(
                    "from {0} ({0} [{1}]:{2})\n\tby {3} (Postfix) with ESMTP id {4}\n\tfor <{to}>; {5} (GMT{6})",
                    next.from,
                    next.ip,
                    dice.between(1_030, 64_000),
                    next.by,
                    dice.text(servers::HEX, 32),
                    stamp::date(next.when, next.zone),
                    stamp::digits(next.zone.minutes)
                ),
            ]
        }
    };
    Some(target.under(&lines))
}

fn sendmail(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let say = say(target, dice);
    let Say { from, ip, by, to, sender, when, zone } = &say;
    let version = sendmail_version(*when);
    let id = id::sendmail(dice, *when);
    let named = stamp::named(*when, *zone);
    let line = match number {
        0 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} ({version}/{version}/Submit) with ESMTP id {id}\n\tfor <{to}>; {named}"
        ),
        1 => format!(
            "from {from} ({ip}) by {by} ({})\n\twith Microsoft SMTP Server ({version}/{version}) id {id}; {}",
            names::inside(dice),
            stamp::date(*when, *zone)
        ),
        2 => format!(
            "from {from} ([{ip}] ident={})\n\tby {by} ({version}/{version}) (envelope-from <{sender}>)\n\tid {id} for {to}; {}",
            names::word(dice),
            no_weekday(*when, zone.minutes)
        ),
        _ => format!(
            "from {from} ({from} [{ip}])\n\tby {by} ({}.{}.{}.{}/{}) with ESMTP id {}-{id}\n\tfor <{to}>; {named}",
            dice.between(5, 9),
            dice.between(10, 40),
            dice.between(1, 9),
            dice.between(0, 9),
            version,
            dice.between(10, 99)
        ),
    };
    Some(target.under(&[line]))
}

fn exim(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let say = say(target, dice);
    let Say { from, ip, by, to, sender, when, zone } = &say;
    let version = exim_version(*when);
    let id = id::exim(dice, *when);
    let date = stamp::date(*when, *zone);
    let line = match number {
        0 => format!(
            "from {from} ([{ip}])\n\t(Authenticated sender: {})\n\tby {by} with ESMTPSA (Exim {version})\n\tid {id}\n\tfor {to}; {date}",
            names::word(dice)
        ),
        1 => format!(
            "from {from} ([{ip}])\n\tby {by} with esmtp id {}.{}.{}.0 (Exim {version})\n\t(envelope-from <{sender}>)\n\tfor {to}; {date}",
            dice.between(6, 15),
            dice.between(0, 20),
            dice.between(100, 4_000)
        ),
        2 => format!(
            "from {from} ([{ip}])\n\tby {by} with esmtp (Exim {version})\n\t(envelope-sender {sender})\n\tid <{id}@{by}>\n\tfor {to}; {date}"
        ),
        _ => format!(
            "from {from} (HELO {from}) ([{ip}])\n\tby {by} (Exim MTA) with SMTP id {}; {}",
            id.replace('-', ""),
            stamp::local(*when, 0).strftime("%Y-%m-%dT%H:%M:%SZ")
        ),
    };
    Some(target.under(&[line]))
}

fn qmail(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let say = say(target, dice);
    let Say { from, ip, by, to, when, zone, .. } = &say;
    let process = dice.between(300, 32_000);
    let named = stamp::named(*when, *zone);
    let lines = match number {
        0 => vec![format!(
            "from {from} ({ip})\n  by {by} (qmail {process} invoked from network) with SMTP; {}",
            stamp::date(*when, *zone)
        )],
        1 => vec![
            format!("(qmail {process} invoked from network); {}", stamp::qmail(*when)),
            format!(
                "from unknown (HELO {from}) ({ip})\n\t(using TLSv1 with cipher AES256-SHA (256/256 bits))\n\tby {by} with SMTP; {}",
                no_weekday(*when, zone.minutes)
            ),
        ],
        2 => vec![format!(
            "from {from} ({from} [{ip}])\n\tby {by} (Postfix) with NNFMP id {}\n\tfor <{to}>; {named}",
            id::postfix(dice)
        )],
        _ => {
            let next = behind(&say, dice, 5);
            let last = behind(&next, dice, 5);
            let queued = |say: &Say, id: String| {
                format!(
                    "from {} ({})\n  by {} (qmail-1.03) with QMQP id {id}; {}",
                    say.from,
                    say.ip,
                    say.by,
                    stamp::named(say.when, say.zone)
                )
            };
            let ids = [id::exim(dice, *when), id::exim(dice, *when), id::exim(dice, *when)];
            let [one, two, three] = ids;
            vec![queued(&say, one), queued(&next, two), queued(&last, three)]
        }
    };
    Some(target.under(&lines))
}

fn tls(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let say = say(target, dice);
    let Say { from, ip, by, to, when, zone, .. } = &say;
    let (named, date) = (stamp::named(*when, *zone), stamp::date(*when, *zone));
    let version = sendmail_version(*when);
    let sendmail = |dice: &mut Dice, tls: &str| {
        format!(
            "from {from} ({from} [{ip}])\n\tby {by} ({version}/{version}) with ESMTP id {}\n\t(version={tls} bits=256 verify=NO)\n\tfor <{to}>; {named}",
            id::sendmail(dice, *when)
        )
    };
    let lines = match number {
        0 => match *when {
            // Before Exchange told its version.
            ..1_500_000_000 => vec![sendmail(dice, "TLS1_0 cipher=DHE-RSA-AES256-SHA")],
            _ => vec![format!(
                "from {from} ({ip}) by\n {by} ({}) with Microsoft SMTP\n Server {}; {date}",
                names::inside(dice),
                servers::exchange_clause(*when).replace("TLS1_2", "TLSv1.2")
            )],
        },
        1 => match *when {
            // Before hMailServer told it.
            ..TLS_ERA => vec![sendmail(dice, "SSLv1/TLSv0 cipher=RC4-MD5")],
            _ => vec![format!(
                "from {from} ({from} [{ip}])\n\tby {by} with ESMTPS (version=TLSv{}.{} cipher=ECDHE-RSA-AES256-GCM-SHA384 bits=256)\n\t; {date}",
                dice.between(2, 4),
                dice.between(0, 3)
            )],
        },
        2 => vec![format!(
            "from {from} ({from} [{ip}])\n\t(using TLS/1.{} with cipher AES256-SHA (256/256 bits))\n\t(No client certificate requested)\n\tby {by} (Postfix) with ESMTPS id {}\n\tfor <{to}>; {named}",
            i32::from(*when > TLS_ERA) * 2,
            id::postfix(dice)
        )],
        _ => {
            let next = behind(&say, dice, 6);
            let lower = format!(
                "from {} ([{}])\n\tby {} with esmtps (TLSv1.{}.{}:AES256-SHA:256)\n\t(Exim {})\n\tid {}\n\tfor {to}; {}",
                next.from,
                next.ip,
                next.by,
                dice.between(0, 2),
                dice.between(1, 9),
                exim_version(next.when),
                id::exim(dice, next.when),
                stamp::date(next.when, next.zone)
            );
            vec![servers::unverified(&say, dice), lower]
        }
    };
    Some(target.under(&lines))
}
