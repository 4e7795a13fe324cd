//! Lines by other big providers that never had the message.

use super::super::later::servers::exim_version;
use super::super::provider_lines::hex;
use super::{Dice, Graft, Target, known, servers};
use crate::measure::stamp::Zone;
use crate::measure::{id, names, stamp};

const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

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
        "protection",
        "emailsrvr",
        "libero",
        "iol.it",
        "seznam",
        "wp.pl",
        "salesforce",
        "sfdc",
        "orange",
        "wanadoo",
        "secureserver",
        "godaddy",
        "earthlink",
        "cox.net",
    ];
    let seen = [target.peer.rdns.as_deref(), target.peer.helo.as_deref(), Some(&*target.our_host)];
    let mut seen = seen.into_iter().flatten().map(str::to_ascii_lowercase);
    !seen.any(|name| WORDS.iter().any(|word| name.contains(word)))
}

/// Whether clocks in America stand at summer time.
fn summer(when: i64) -> bool {
    stamp::pacific(when).name == "PDT"
}

fn eastern(when: i64) -> Zone {
    match summer(when) {
        true => Zone { minutes: -240, name: "EDT" },
        false => Zone { minutes: -300, name: "EST" },
    }
}

fn central_european(when: i64) -> Zone {
    match summer(when) {
        true => Zone { minutes: 120, name: "CEST" },
        false => Zone { minutes: 60, name: "CET" },
    }
}

pub(super) fn other(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    if !stranger(target) {
        return None;
    }
    let when = target.when - dice.between(2, 80);
    let (from, ip, to) = (names::host(dice), names::address(dice), target.recipient.as_str());
    Some(match number {
        0 => {
            // Rackspace: what it is to itself, and who logged in there.
            let zone = eastern(when);
            let host = format!("smtp{}.relay.iad3a.emailsrvr.com", dice.between(1, 40));
            target.under(&[
                format!(
                    "from {host} (localhost [127.0.0.1])\n\tby {host} (SMTP Server) with ESMTP id {}\n\tfor <{to}>; {}",
                    id::postfix(dice),
                    stamp::named(when, zone)
                ),
                format!(
                    "by {host} (Authenticated sender: {}-AT-{}) with ESMTPSA id {}\n\tfor <{to}>; {}",
                    names::word(dice),
                    names::domain(dice),
                    id::postfix(dice),
                    stamp::named(when - 1, zone)
                ),
            ])
        }
        1 => {
            let line = format!(
                "from {from} ([{ip}])\n\tby smtp-{}.iol.local with ESMTPA\n\tid {}{}; {}",
                dice.between(11, 36),
                dice.text(servers::LETTERS, 1),
                dice.text(LETTERS, 18),
                stamp::date(when, central_european(when))
            );
            target.under(&[line])
        }
        2 => {
            let host = format!("email-smtpc{}a.ko.seznam.cz", dice.between(1, 28));
            target.under(&[format!(
                "from email.seznam.cz\n\tby {host} ({host} [10.53.{}.{}])\n\tid {}{};\n\t{}",
                dice.between(10, 25),
                dice.between(5, 250),
                hex(dice, 12),
                hex(dice, 12),
                stamp::named(when, central_european(when))
            )])
        }
        3 => {
            let date = format!(
                "{} {}",
                stamp::local(when, central_european(when).minutes).strftime("%-d %b %Y %H:%M:%S"),
                stamp::digits(central_european(when).minutes)
            );
            let tls =
                if when < known::TLS_ERA { "" } else { "ECDHE-RSA-AES256-GCM-SHA384 encrypted " };
            target.under(&[
                format!(
                    "from {from} (HELO {}) ({}@wp.pl@[{ip}])\n          (envelope-sender <{1}@wp.pl>)\n          by smtp.wp.pl (WP-SMTPD) with {tls}SMTP\n          for <{to}>; {date}",
                    names::word(dice),
                    names::word(dice)
                ),
            ])
        }
        _ => {
            let when = target.when - 1;
            let host = format!("mx{}-phx.mta.salesforce.com", dice.between(1, 6));
            let inside = names::inside(dice);
            target.between(&[format!(
                "from [{inside}] ([{inside}:{}] helo=na{}-app{}-{}-phx.ops.sfdc.net)\n\tby {host} (envelope-from <{}@{}>)\n\t(ecelerity 3.6.25.56547 r(Core:3.6.25.0)) with ESMTPS (cipher=ECDHE-RSA-AES256-GCM-SHA384)\n\tid {}/{}-{:05}-{}; {}",
                dice.between(30_000, 60_000),
                dice.between(1, 140),
                dice.between(1, 3),
                dice.between(1, 40),
                names::word(dice),
                names::domain(dice),
                dice.text(servers::HEX, 2),
                dice.text(servers::HEX, 2),
                dice.between(900, 32_000),
                dice.text(servers::HEX, 8),
                stamp::date(when, stamp::UTC)
            )])
        }
    })
}

pub(super) fn announced(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    if !stranger(target) {
        return None;
    }
    let when = target.when - dice.between(1, 80);
    let (from, ip, to) = (names::host(dice), names::address(dice), target.recipient.as_str());
    let (name, lines) = match number {
        0 => {
            let number = dice.between(10, 80);
            let line = format!(
                "from {from} ([{ip}])\n\tby smtp.orange.fr with ME\n\tid {}{}{}; {}",
                dice.text(servers::SMALL, 6),
                format_args!("00{}", dice.text(servers::SMALL, 4)),
                dice.text(servers::SMALL, 8),
                stamp::date(when, central_european(when))
            );
            (format!("smtp-{number}.smtpout.orange.fr"), vec![line])
        }
        1 => {
            let zone = Zone { minutes: -420, name: "MST" };
            let line = format!(
                "from {from} ([{ip}])\n\tby :SMTPAUTH: with ESMTPSA\n\tid {}; {}",
                dice.text(servers::SMALL, 16),
                stamp::date(when, zone)
            );
            (
                format!(
                    "p3plsmtpa{:02}-{:02}.prod.phx3.secureserver.net",
                    dice.between(6, 12),
                    dice.between(1, 10)
                ),
                vec![line],
            )
        }
        2 => {
            let bird = *dice.one(&["banded", "masked", "mealy", "spurfowl", "scoter"]);
            let host = format!("elasmtp-{bird}.atl.sa.earthlink.net");
            let line = format!(
                "from [{ip}] (helo={from})\n\tby {host} with esmtpa (Exim {})\n\t(envelope-from <{}@earthlink.net>)\n\tid {}\n\tfor {to}; {}",
                exim_version(when),
                names::word(dice),
                id::exim(dice, when),
                stamp::date(when, eastern(when))
            );
            (host, vec![line])
        }
        _ => {
            let zone = eastern(when);
            let (front, back) = (dice.between(101, 120), dice.between(101, 120));
            let within = |number: i64| format!("eastrmimpo{number}.cox.net");
            let upper = format!(
                "from {} ([68.230.241.{}])\n          by eastrmfepo{front}.cox.net\n          (InterMail vM.8.01.05.15 201-2260-151-145-20131218) with ESMTP\n          id <{}.{}{}.eastrmfepo{front}.cox.net@{0}>\n          for <{to}>; {}",
                within(back),
                dice.between(200, 230),
                stamp::local(when, 0).strftime("%Y%m%d%H%M%S"),
                dice.text(known::CAPITALS, 4),
                dice.between(300, 29_000),
                stamp::date(when, zone)
            );
            let lower = format!(
                "from {from} ([{ip}])\n\tby {} with cox\n\tid {}; {}",
                within(back),
                dice.text(servers::SMALL, 22),
                stamp::date(when - 1, zone)
            );
            (format!("eastrmfepo{front}.cox.net"), vec![upper, lower])
        }
    };
    target.under(&lines).announcing(target, &name)
}
