//! Lines that claim a server and do not speak like it, by the peer itself.

use super::{Dice, Further, Graft, Target, later, peer_name, servers};
use crate::measure::line::Say;
use crate::measure::{id, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "dialect/postfix",
        variants: &[
            "the address without its brackets",
            "an id of twenty figures and letters, and a zone in capitals alone",
            "what was agreed of TLS behind the server",
            "Exim's id and the sender behind it",
            "its name in small letters, in the place of the protocol",
            "another word for the id, and what was announced in brackets",
            "the recipient behind the date",
            "a version behind its name, and sendmail's id",
        ],
        make: make_postfix,
    },
    Further {
        technique: "dialect/sendmail",
        variants: &[
            "an id of the days of 8.9 with a version of today",
            "Postfix's clause of TLS in front of the server",
            "the peer in Exim's words, the protocol in small letters",
            "its version in square brackets, its id in angle brackets",
            "Postfix's id, in front of the protocol",
            "its name in the brackets, the sender's envelope with it",
        ],
        make: make_sendmail,
    },
    Further {
        technique: "dialect/exim",
        variants: &[
            "the peer in Postfix's words, and the zone's name",
            "an id all in small letters, its parts too short",
            "its id behind the date",
            "sendmail's pair of versions and id",
            "qmail's words and date",
            "an id of a part too many",
        ],
        make: make_exim,
    },
    Further {
        technique: "dialect/qmail",
        variants: &[
            "a zone of its own, in both lines",
            "letters for the process, and GMT",
            "Yahoo's protocol, over two hosts, with ids",
            "Postfix's peer, a version and an id",
            "Yahoo's protocol, below a right line",
            "a user's name, and the clocks of other servers",
        ],
        make: make_qmail,
    },
    Further {
        technique: "dialect/tls",
        variants: &[
            "a version that there never was, Exim",
            "a version that there never was, of SSL, Postfix",
            "a version that there never was, Exchange",
            "a blank within the version, sendmail",
            "a line between the figures, Postfix",
            "versions that TLS has not come to, sendmail",
            "an SSL that there never was, Exim",
        ],
        make: make_tls,
    },
];

fn say(target: &Target, dice: &mut Dice) -> Say {
    let when = target.when - dice.between(2, 200);
    let by = peer_name(target, dice);
    Say::new(dice, &by, &target.recipient, when)
}

fn make_postfix(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(5) {
        return later::dialect::postfix(target, number, dice);
    }
    let say = say(target, dice);
    let Say { from, ip, by, to, sender, when, zone } = &say;
    let named = stamp::named(*when, *zone);
    let id = id::postfix(dice);
    let line = match variant {
        0 => format!(
            "from {from} ({from} {ip})\n\tby {by} (Postfix) with ESMTP id {id}\n\tfor <{to}>; {named}"
        ),
        1 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (Postfix) with ESMTP id {}\n\tfor <{to}>; {} GMT",
            dice.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 20),
            stamp::clock(*when, 0)
        ),
        2 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (Postfix)\n\t(using TLSv1 with cipher AES256-SHA (256/256 bits)) with ESMTP id {id}\n\tfor <{to}>; {named}"
        ),
        3 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (Postfix) with ESMTP\n\tid {}\n\t(envelope-from <{sender}>) for {to}; {named}",
            id::exim(dice, *when)
        ),
        _ => format!(
            "from {from} ({from} [{ip}]) by {by} with postfix id {id} for <{to}>; {}",
            stamp::date(*when, *zone)
        ),
    };
    Some(target.under(&[line]))
}

fn make_sendmail(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(3) {
        return later::dialect::sendmail(target, number, dice);
    }
    let say = say(target, dice);
    let Say { from, ip, by, to, when, zone, .. } = &say;
    let named = stamp::named(*when, *zone);
    let line = match variant {
        0 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (8.14.4/8.14.4) with ESMTP id {}{}A{:05}\n\tfor <{to}>; {named}",
            dice.text("ABCDEFGHIJKLMNOPQRSTUVWX", 1),
            dice.text("ABC", 1),
            dice.between(1_000, 32_000)
        ),
        1 => format!(
            "from {from} ({from} [{ip}])\n\t(using TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits))\n\t(No client certificate requested)\n\tby {by} (8.14.7/8.14.7) with ESMTPS id {}\n\tfor <{to}>; {named}",
            id::sendmail(dice, *when)
        ),
        _ => format!(
            "from [{ip}] (helo={from})\n\tby {by} (8.13.8/8.13.8) with esmtp id {}\n\tfor {to}; {named}",
            id::sendmail(dice, *when)
        ),
    };
    Some(target.under(&[line]))
}

fn make_exim(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(3) {
        return later::dialect::exim(target, number, dice);
    }
    let say = say(target, dice);
    let Say { from, ip, by, to, sender, when, zone } = &say;
    let date = stamp::date(*when, *zone);
    let line = match variant {
        0 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (Exim 4.76) with ESMTP id {}\n\tfor <{to}>; {}",
            id::exim(dice, *when),
            stamp::named(*when, *zone)
        ),
        1 => format!(
            "from {from} ([{ip}])\n\tby {by} with esmtp (Exim 4.80.1)\n\t(envelope-from <{sender}>)\n\tid {}-{}-{}\n\tfor {to}; {date}",
            dice.text("abcdefghijklmnopqrstuvwxyz", 5),
            dice.text("abcdefghijklmnopqrstuvwxyz", 4),
            dice.text("abcdefghijklmnopqrstuvwxyz", 2)
        ),
        _ => format!(
            "from {from} ([{ip}] helo={from})\n\tby {by} with smtp (Exim 4.43)\n\tfor {to}; {date}\n\tid {}",
            id::exim(dice, *when)
        ),
    };
    Some(target.under(&[line]))
}

fn make_qmail(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(3) {
        return later::dialect::qmail(target, number, dice);
    }
    let say = say(target, dice);
    let Say { from, ip, by, when, zone, .. } = &say;
    let lines = match variant {
        0 => {
            let minutes = if zone.minutes == 0 { 120 } else { zone.minutes };
            let date = servers::no_weekday(*when, minutes);
            vec![
                format!("(qmail {} invoked from network); {date}", dice.between(300, 32_000)),
                format!("from unknown (HELO {from}) ({ip})\n  by {by} with SMTP; {date}"),
            ]
        }
        1 => vec![format!(
            "(qmail {} invoked by uid {}); {} GMT",
            dice.text("abcdefghijklmnopqrstuvwxyz", 5),
            dice.between(80, 999),
            stamp::clock(*when, 0)
        )],
        _ => {
            let line = |from: &str, by: &str, dice: &mut Dice| {
                format!(
                    "from [{from}] by {by} with NNFMP id {}; {}",
                    dice.text("0123456789", 9),
                    stamp::named(*when, *zone)
                )
            };
            let second = Say::new(dice, from, &target.recipient, *when);
            vec![line(ip, by, dice), line(&second.ip, from, dice)]
        }
    };
    Some(target.under(&lines))
}

fn make_tls(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(4) {
        return later::dialect::tls(target, number, dice);
    }
    let say = say(target, dice);
    let Say { from, ip, by, to, sender, when, zone } = &say;
    let line = match variant {
        0 => format!(
            "from {from} ([{ip}])\n\tby {by} with esmtps (TLSv1.{}:ECDHE-RSA-AES256-GCM-SHA384:256)\n\t(Exim 4.89)\n\t(envelope-from <{sender}>)\n\tid {}\n\tfor {to}; {}",
            dice.between(4, 9),
            id::exim(dice, *when),
            stamp::date(*when, *zone)
        ),
        1 => format!(
            "from {from} ({from} [{ip}])\n\t(using SSLv{} with cipher RC4-MD5 (128/128 bits))\n\t(No client certificate requested)\n\tby {by} (Postfix) with ESMTPS id {}\n\tfor <{to}>; {}",
            dice.between(4, 6),
            id::postfix(dice),
            stamp::named(*when, *zone)
        ),
        2 => format!(
            "from {from} ({ip}) by {by} with Microsoft SMTP Server\n (version=TLS2_{}, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id\n 15.1.{}.{}; {}",
            dice.between(0, 2),
            dice.between(1_700, 2_500),
            dice.between(2, 40),
            stamp::date(*when, *zone)
        ),
        _ => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (8.14.7/8.14.7) with ESMTPS id {}\n\t(version=TLS 1.2 cipher=ECDHE-RSA-AES256-GCM-SHA384 bits=256 verify=NO)\n\tfor <{to}>; {}",
            id::sendmail(dice, *when),
            stamp::named(*when, *zone)
        ),
    };
    Some(target.under(&[line]))
}
