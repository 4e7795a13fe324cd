//! Further lines by big providers that never had the message.

use super::google;
use super::{Dice, Further, Graft, Target};
use crate::measure::line::{Say, Server};
use crate::measure::stamp::{self, Zone};
use crate::measure::{id, names};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "provider/google",
        variants: &[
            "a user who logged in from a telephone",
            "a program's message over the web, and an outgoing host",
            "a delivery into a mailbox, and the exchanger's line below it",
            "a mailbox of the web in its first years",
        ],
        make: google::make,
    },
    Further {
        technique: "provider/microsoft",
        variants: &[
            "a free mailbox in the days of Hotmail",
            "from a border over two inner hosts to the store",
            "an outgoing host of the protection service, a bare peer below it",
        ],
        make: make_microsoft,
    },
    Further {
        technique: "provider/other",
        variants: &["Yandex", "Zoho", "MessageLabs", "AOL", "a queue of Proofpoint's", "Fastmail"],
        make: make_other,
    },
    Further {
        technique: "provider/stale",
        variants: &[
            "by the host for submission",
            "of an inner host, with the milliseconds of that day",
            "with a second line of that day, which bears the old time whole",
        ],
        make: google::make_stale,
    },
    Further {
        technique: "provider/announced",
        variants: &["Amazon", "Hotmail", "Mimecast", "Google, the line by its exchanger"],
        make: make_announced,
    },
];

/// The peer is of no provider that is imitated here.
pub(super) fn foreign(target: &Target) -> bool {
    const WORDS: &[&str] = &[
        "google",
        "gmail",
        "outlook",
        "hotmail",
        "microsoft",
        "live.com",
        "msn.com",
        "yandex",
        "zoho",
        "messagelabs",
        "symantec",
        "aol",
        "pphosted",
        "proofpoint",
        "fastmail",
        "messagingengine",
        "amazon",
        "mimecast",
        "yahoo",
    ];
    let names = [&target.peer.rdns, &target.peer.helo];
    let names = names.into_iter().flatten().chain([&target.our_host]);
    !names.map(|name| name.to_ascii_lowercase()).any(|n| WORDS.iter().any(|word| n.contains(word)))
}

/// Eastern time, in which many American providers stamp.
fn eastern(when: i64) -> Zone {
    match stamp::pacific(when).name {
        "PDT" => Zone { minutes: -240, name: "EDT" },
        _ => Zone { minutes: -300, name: "EST" },
    }
}

fn hotmail_line(dice: &mut Dice, when: i64) -> String {
    let (bay, web) = (dice.between(0, 3), dice.between(100, 199));
    let (blu, ip) = (dice.between(1, 60), dice.between(2, 250));
    let pacific = stamp::pacific(when);
    format!(
        "from BAY{web}-W{blu} ([65.54.190.{ip}]) by bay{bay}-omc{}-s{}.bay{bay}.hotmail.com with Microsoft SMTPSVC(6.0.3790.4675);\n\t {}",
        dice.between(1, 3),
        dice.between(1, 40),
        stamp::date(when, pacific)
    )
}

fn make_microsoft(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if !foreign(target) {
        return None;
    }
    let when = target.when - dice.between(2, 40);
    let date = |at: i64| stamp::date(at, stamp::UTC);
    let (minor, build) = (dice.between(4000, 9000), dice.between(10, 40));
    let mailbox = |dice: &mut Dice| {
        format!(
            "{}{}PR{:02}MB{:04}.namprd{:02}.prod.outlook.com",
            dice.one(&["BN", "CY", "SN", "MW"]),
            dice.between(3, 9),
            dice.between(1, 22),
            dice.between(1000, 9999),
            dice.between(1, 22)
        )
    };
    let six = |dice: &mut Dice| {
        format!(
            "2603:10b6:{:x}:{:x}::{:x}",
            dice.between(1, 0xFFF),
            dice.between(1, 0xFFF),
            dice.between(1, 30)
        )
    };
    let tls = match when > 1_640_000_000 {
        true => "(version=TLS1_3,\n cipher=TLS_AES_256_GCM_SHA384)",
        false => "(version=TLS1_2,\n cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384)",
    };
    let (store, middle) = (mailbox(dice), mailbox(dice));
    let lines = match variant {
        0 => {
            let user = format!("[{}]", names::address(dice));
            vec![
                hotmail_line(dice, when),
                format!(
                    "from BAY{}-W{} {user} by BAY{}.hotmail.com with DAV; {}",
                    dice.between(100, 199),
                    dice.between(1, 60),
                    dice.between(100, 199),
                    date(when - 1)
                ),
            ]
        }
        1 => vec![
            format!(
                "from {middle} ({}) by\n {store} ({}) with Microsoft SMTP\n Server {tls} id 15.20.{minor}.{build}; {}",
                six(dice),
                six(dice),
                date(when)
            ),
            format!(
                "from BN8NAM11FT{:03}.eop-nam11.prod.protection.outlook.com\n ({}) by {middle}\n ({}) with Microsoft SMTP Server {tls} id 15.20.{minor}.{build} via\n Frontend Transport; {}",
                dice.between(1, 99),
                six(dice),
                six(dice),
                date(when - 1)
            ),
            format!(
                "from {} ({}) by\n BN8NAM11FT{:03}.mail.protection.outlook.com (10.13.{}.{}) with Microsoft SMTP\n Server {tls} id 15.20.{minor}.{build} via Frontend\n Transport; {}",
                names::host(dice),
                names::address(dice),
                dice.between(1, 99),
                dice.between(1, 250),
                dice.between(1, 250),
                date(when - 2)
            ),
        ],
        _ => vec![
            format!(
                "from {store} ({})\n by NAM12-BN8-obe.outbound.protection.outlook.com with Microsoft SMTP Server\n {tls} id 15.20.{minor}.{build}; {}",
                six(dice),
                date(when)
            ),
            format!(
                "from [{}] ({}) by {store}\n with HTTPS; {}",
                names::inside(dice),
                names::address(dice),
                date(when - 1)
            ),
        ],
    };
    Some(target.under(&lines))
}

fn make_other(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if !foreign(target) {
        return None;
    }
    let when = target.when - dice.between(2, 40);
    let (from, ip) = (names::host(dice), names::address(dice));
    let to = target.recipient.as_str();
    let line = match variant {
        0 => {
            let host = format!("forward{}a.mail.yandex.net", dice.between(100, 500));
            format!(
                "from {from} ({from} [{ip}])\n\tby {host} (Yandex) with ESMTPS id {}\n\tfor <{to}>; {}",
                dice.text("0123456789ABCDEF", 10),
                stamp::named(when, Zone { minutes: 180, name: "MSK" })
            )
        }
        1 => format!(
            "from {from} ({from} [{ip}]) by mx.zohomail.com\n\twith SMTPS id {when}{:06}.{:013};\n\t{}",
            dice.between(0, 999_999),
            dice.between(1_000_000, 999_999_999),
            stamp::named(when, stamp::pacific(when))
        ),
        2 => format!(
            "from unknown (HELO {from}) ({ip})\n  by server-{}.tower-{}.messagelabs.com with SMTP; {}",
            dice.between(2, 19),
            dice.between(20, 600),
            stamp::qmail(when)
        ),
        3 => format!(
            "from {from} ({from} [{ip}]) by mtain-{}{:02}.r1000.mx.aol.com (Internet Inbound) with ESMTP id {};\n\t{}",
            dice.text("abcdefghm", 2),
            dice.between(1, 20),
            dice.text("0123456789abcdef", 15),
            stamp::named(when, eastern(when))
        ),
        4 => format!(
            "from pps.filterd ({from} [127.0.0.1])\n\tby mx0{}-{:08x}.pphosted.com (8.17.1.19/8.17.1.19) with ESMTP id {}\n\tfor <{to}>; {}",
            dice.one(&['a', 'b']),
            dice.between(0x10_0000, 0x50_0000),
            id::sendmail(dice, when),
            stamp::date(when, eastern(when))
        ),
        _ => format!(
            "from compute{n}.internal (compute{n}.nyi.internal [10.202.2.{}])\n\tby mailout.nyi.internal (Postfix) with ESMTP id {}\n\tfor <{to}>; {}",
            dice.between(40, 60),
            id::postfix(dice),
            stamp::named(when, eastern(when)),
            n = dice.between(1, 7)
        ),
    };
    let lines = match variant {
        5 => vec![
            format!(
                "from out{}-smtp.messagingengine.com ([66.111.4.{}]) by {from} with ESMTP; {}",
                dice.between(1, 5),
                dice.between(25, 29),
                stamp::date(when, stamp::UTC)
            ),
            line,
        ],
        _ => vec![line],
    };
    Some(target.under(&lines))
}

fn make_announced(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if !foreign(target) {
        return None;
    }
    let when = target.when - dice.between(2, 40);
    let mut say = Say::new(dice, "", &target.recipient, when);
    let (name, line) = match variant {
        0 => {
            let region = *dice.one(&["us-west-2", "eu-west-1"]);
            let name =
                format!("a{}-{}.{region}.amazonses.com", dice.between(1, 60), dice.between(2, 250));
            say.by.clone_from(&name);
            (name, say.line(dice, Server::Postfix))
        }
        1 => {
            let line = hotmail_line(dice, when);
            let (_, rest) = line.split_once(" by ")?;
            let (name, _) = rest.split_once(' ')?;
            (name.to_owned(), line)
        }
        2 => {
            let name = format!("us-smtp-delivery-{}.mimecast.com", dice.between(1, 300));
            let line = format!(
                "from {} ({} [{}]) (Using TLS) by relay.mimecast.com\n with ESMTP id us-mta-{}-{}-1; {}",
                say.from,
                say.from,
                say.ip,
                dice.between(1, 700),
                dice.text("ABCDEFGHJKLMNabcdefgh0123456789_-", 22),
                stamp::date(when, eastern(when))
            );
            (name, line)
        }
        _ => (google::outgoing_host(dice), google::exchanger(target, dice, when, when)),
    };
    target.under(&[line]).announcing(target, &name)
}
