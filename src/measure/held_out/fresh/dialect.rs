//! **Not to be read by whoever writes or tunes rules.**
//!
//! Lines that claim a server and do not speak like it, by the peer itself.

use super::super::later::servers::exim_version;
use super::known::{TLS_ERA, sendmail_version};
use super::more_servers as servers;
use super::{Dice, Further, Graft, Target, behind, by_peer};
use crate::measure::line::Say;
use crate::measure::{id, names, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "dialect/postfix",
        variants: &[
            "the server in front of the peer",
            "a protocol that there is none of",
            "a message's id in the place of the queue's",
            "the words of its greeting",
            "sender and recipient behind one another, without brackets",
        ],
        make: make_postfix,
    },
    Further {
        technique: "dialect/sendmail",
        variants: &[
            "no id, and a sender's envelope",
            "the zone's name in front of the offset",
            "the words for a name that may be forged in front of the name",
            "the words of its greeting",
        ],
        make: make_sendmail,
    },
    Further {
        technique: "dialect/exim",
        variants: &[
            "the protocol of a local user, with a peer",
            "all that it tells in one comment",
            "qmail's date in a line that is right otherwise",
            "a protocol that there is none of",
        ],
        make: make_exim,
    },
    Further {
        technique: "dialect/qmail",
        variants: &[
            "a year of two figures, and an offset of its own",
            "what was announced in square brackets",
            "invoked from what there is not",
            "its two lines in the other order",
        ],
        make: make_qmail,
    },
    Further {
        technique: "dialect/tls",
        variants: &[
            "the command's name for the version, Postfix",
            "a relative of it that no mail is sent over",
            "a nought behind the point that its library does not tell, Postfix",
            "a version that there never was, in a provider's words",
        ],
        make: make_tls,
    },
];

fn say(target: &Target, dice: &mut Dice) -> Say {
    let when = target.when - dice.between(2, 280);
    by_peer(target, dice, when)
}

fn make_postfix(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let say = say(target, dice);
    let Say { from, ip, by, to, sender, when, zone } = &say;
    let named = stamp::named(*when, *zone);
    let id = id::postfix(dice);
    let line = match variant {
        0 => format!(
            "by {by} (Postfix) from {from} ({from} [{ip}])\n\twith ESMTP id {id}\n\tfor <{to}>; {named}"
        ),
        1 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (Postfix) with {} id {id}\n\tfor <{to}>; {named}",
            dice.one(&["SSL", "ESMTPX", "SMTPD", "TLS"])
        ),
        2 => {
            let time = stamp::local(*when, 0).strftime("%Y%m%d%H%M%S");
            format!(
                "from {from} ({from} [{ip}])\n\tby {by} (Postfix) with ESMTP id <{time}.{id}@{from}>\n\tfor <{to}>; {named}"
            )
        }
        3 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} ESMTP Postfix ({}) with ESMTP id {id}\n\tfor <{to}>; {named}",
            match *when {
                ..TLS_ERA => "Debian/GNU",
                _ => "Ubuntu",
            }
        ),
        _ => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (Postfix) with ESMTP id {id}\n\tfrom {sender} for {to}; {named}"
        ),
    };
    Some(target.under(&[line]))
}

fn make_sendmail(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let say = say(target, dice);
    let Say { from, ip, by, to, sender, when, zone } = &say;
    let version = sendmail_version(*when);
    let id = id::sendmail(dice, *when);
    let named = stamp::named(*when, *zone);
    let line = match variant {
        0 => format!(
            "from {from} ({from} [{ip}])\n\t(envelope-from {sender})\n\tby {by} ({version}/{version}) with ESMTP\n\tfor <{to}>; {named}"
        ),
        1 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} ({version}/{version}) with ESMTP id {id}\n\tfor <{to}>; {} {} {}",
            stamp::clock(*when, zone.minutes),
            zone.name,
            stamp::digits(zone.minutes)
        ),
        2 => format!(
            "from {from} (may be forged) ({from} [{ip}])\n\tby {by} ({version}/{version}) with ESMTP id {id}\n\tfor <{to}>; {named}"
        ),
        _ => format!(
            "from {from} ({from} [{ip}])\n\tby {by} ESMTP Sendmail {version}/{version}; {}",
            stamp::date(*when, *zone)
        ),
    };
    Some(target.under(&[line]))
}

fn make_exim(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let say = say(target, dice);
    let Say { from, ip, by, to, sender, when, zone } = &say;
    let version = exim_version(*when);
    let id = id::exim(dice, *when);
    let date = stamp::date(*when, *zone);
    let line = match variant {
        0 => format!(
            "from {from} ([{ip}])\n\tby {by} with local (Exim {version})\n\t(envelope-from <{sender}>)\n\tid {id}\n\tfor {to}; {date}"
        ),
        1 => format!(
            "from {from} ([{ip}])\n\tby {by} (Exim {version} with esmtp id {id} from <{sender}> for {to}); {date}"
        ),
        2 => format!(
            "from {from} ([{ip}])\n\tby {by} with esmtp (Exim {version})\n\t(envelope-from <{sender}>)\n\tid {id}\n\tfor {to}; {}",
            stamp::qmail(*when)
        ),
        _ => format!(
            "from {from} ([{ip}])\n\tby {by} with {} (Exim {version})\n\t(envelope-from <{sender}>)\n\tid {id}\n\tfor {to}; {date}",
            dice.one(&["esmtpx", "tls-smtp", "smtp_auth", "esmtp-ssl"])
        ),
    };
    Some(target.under(&[line]))
}

fn make_qmail(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let say = say(target, dice);
    let Say { from, ip, by, when, zone, .. } = &say;
    let process = dice.between(300, 32_000);
    let date = stamp::qmail(*when);
    let lines = match variant {
        0 => vec![format!(
            "from unknown (HELO {from}) ({ip})\n  by {by} with SMTP; {} {}",
            stamp::local(*when, zone.minutes).strftime("%-d %b %y %H:%M:%S"),
            stamp::digits(zone.minutes)
        )],
        1 => vec![format!("from unknown [HELO {from}] [{ip}]\n  by {by} with SMTP; {date}")],
        2 => vec![
            format!(
                "(qmail {process} invoked from {}); {date}",
                dice.one(&["webmail", "smtpd", "internet", "remote"])
            ),
            servers::qmail_announced(&say, dice),
        ],
        _ => vec![
            format!("from unknown (HELO {from}) ({ip})\n  by {by} with SMTP; {date}"),
            format!("(qmail {process} invoked from network); {}", stamp::qmail(*when - 2)),
        ],
    };
    Some(target.under(&lines))
}

fn make_tls(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let say = say(target, dice);
    let Say { from, ip, by, to, when, zone, .. } = &say;
    let named = stamp::named(*when, *zone);
    let cipher = match *when {
        ..TLS_ERA => "DHE-RSA-AES256-SHA",
        // What the first version knows too.
        _ if variant == 2 => "ECDHE-RSA-AES256-SHA",
        _ => "ECDHE-RSA-AES256-GCM-SHA384",
    };
    // The protocol told of TLS since 2006.
    let with = if *when < 1_160_000_000 { "ESMTP" } else { "ESMTPS" };
    let postfix = |dice: &mut Dice, say: &Say, version: &str| {
        format!(
            "from {0} ({0} [{1}])\n\t(using {version} with cipher {cipher} (256/256 bits))\n\t(No client certificate requested)\n\tby {2} (Postfix) with {with} id {3}\n\tfor <{to}>; {4}",
            say.from,
            say.ip,
            say.by,
            id::postfix(dice),
            stamp::named(say.when, say.zone)
        )
    };
    let lines = match variant {
        0 => {
            let command = *dice.one(&["STARTTLS", "SSL/TLS", "EHLO STARTTLS"]);
            vec![postfix(dice, &say, command)]
        }
        1 => match *when {
            // Before there was one, there was a word for what mobile telephones did.
            ..TLS_ERA => vec![format!(
                "from {from} ({from} [{ip}])\n\tby {by} ({0}/{0}) with ESMTP id {1}\n\t(version=WTLSv1 cipher={cipher} bits=256 verify=NO)\n\tfor <{to}>; {named}",
                sendmail_version(*when),
                id::sendmail(dice, *when)
            )],
            _ => vec![format!(
                "from {from} ([{ip}])\n\tby {by} with esmtps (DTLSv1.2:{cipher}:256)\n\t(Exim {})\n\tid {}\n\tfor {to}; {}",
                exim_version(*when),
                id::exim(dice, *when),
                stamp::date(*when, *zone)
            )],
        },
        2 => {
            let next = behind(&say, dice, 6);
            vec![servers::hoster(&say, dice), postfix(dice, &next, "TLSv1.0")]
        }
        _ => vec![format!(
            "from {from} ({from}. [{ip}])\n        by {by} with ESMTPS id {}\n        for <{to}>\n        (version=TLS{} cipher={cipher} bits=256/256);\n        {named}",
            dice.text("0123456789abcdef", 16) + "si" + &names::word(dice),
            dice.one(&["1_4", "1_5", "2_0"])
        )],
    };
    Some(target.under(&lines))
}
