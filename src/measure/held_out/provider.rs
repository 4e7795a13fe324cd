//! Lines by big providers that never had the message.

use super::provider_lines::{
    apple_host, build, google_host, google_si, google_sor, hex, hub, microsoft_host, microsoft_six,
    ten,
};
use super::{Dice, Further, Graft, Target, later, peer_name, servers};
use crate::measure::line::{Say, Server};
use crate::measure::{id, names, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "provider/google",
        variants: &[
            "a posting to a group",
            "passed on between its own hosts",
            "its relay for customers",
            "the filter that it bought",
            "fetched from another mailbox",
            "two inner hosts of IPv6 above its exchanger",
            "its interface for programs above a proxy of its first years",
        ],
        make: make_google,
    },
    Further {
        technique: "provider/microsoft",
        variants: &[
            "an outgoing host, and a mailbox reached over HTTPS",
            "a free mailbox by the protocol of its own program",
            "sent again out of a mailbox, a hub's line below it",
            "the filter that it bought, and a bare peer below it",
            "two hubs of the cloud for authorities",
            "the cloud in China",
            "a free mailbox, by its host for submission",
        ],
        make: make_microsoft,
    },
    Further {
        technique: "provider/other",
        variants: &[
            "Apple", "Mail.ru", "Comcast", "Tencent", "NetEase", "Mailgun", "Mandrill", "Strato",
            "T-Online", "Naver",
        ],
        make: make_other,
    },
    Further {
        technique: "provider/stale",
        variants: &[
            "passed on between its own hosts",
            "by its exchanger, below a right line of the peer's",
            "on two lines, both of one old moment",
            "its relay for customers",
            "below a right line of an inner host",
            "two lines of two old days, below two lines that lead to them",
        ],
        make: make_stale,
    },
    Further {
        technique: "provider/announced",
        variants: &[
            "Apple",
            "Mail.ru",
            "Microsoft, with a mailbox's line below the outgoing host's",
            "Google, passed on between its own hosts",
            "Strato",
            "T-Online",
            "Comcast",
        ],
        make: make_announced,
    },
];

/// The peer is of no provider that is imitated here: a line of its own would be no forgery.
pub(super) fn foreign(target: &Target) -> bool {
    const WORDS: &[&str] = &[
        "google",
        "gmail",
        "postini",
        "outlook",
        "hotmail",
        "microsoft",
        "bigfish",
        "frontbridge",
        "live.com",
        "msn.",
        "apple",
        "icloud",
        "me.com",
        "mac.com",
        "mail.ru",
        "comcast",
        "qq.com",
        "163.com",
        "126.com",
        "netease",
        "coremail",
        "mailgun",
        "mandrill",
        "mailchimp",
        "mcsv",
        "rsgsv",
        "exchangelabs",
        "protection",
    ];
    let seen = [target.peer.rdns.as_deref(), target.peer.helo.as_deref(), Some(&*target.our_host)];
    let seen: Vec<String> = seen.into_iter().flatten().map(str::to_ascii_lowercase).collect();
    !seen.iter().any(|name| WORDS.iter().any(|word| name.contains(word)))
}

fn make_google(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(4) {
        return later::provider::google(target, number, dice);
    }
    if !foreign(target) {
        return None;
    }
    let when = target.when - dice.between(1, 60);
    let zone = stamp::pacific(when);
    let lines = match variant {
        0 => vec![
            format!(
                "by {} with SMTP id {}mr{}{}.{}.{}{:03};\n        {}",
                ten(dice),
                hex(dice, 14),
                dice.between(100_000, 9_999_999),
                dice.text("abcdefghijk", 3),
                dice.between(1, 60),
                when,
                dice.between(0, 999),
                stamp::named(when, zone)
            ),
            format!(
                "by {}{}prf.googlegroups.com with HTTP;\n        {}",
                dice.text("abcdefghijkmn", 1),
                dice.between(1, 90),
                stamp::named(when - 1, zone)
            ),
        ],
        1 => vec![google_sor(target, dice, when, when)],
        2 => {
            let tls = match when > 1_540_000_000 {
                true => "\n        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256)",
                false => "",
            };
            vec![format!(
                "from {} ([{}])\n        by smtp-relay.gmail.com with ESMTPS id {}\n        for <{}>{tls};\n        {}",
                names::host(dice),
                names::address(dice),
                id::google(dice, when, "sm"),
                target.recipient,
                stamp::named(when, zone)
            )]
        }
        _ => vec![format!(
            "from source ([{}]) (using TLSv1) by exprod{}ob{}.postini.com ([64.18.{}.{}]) with SMTP\n\tID DSNK{}@postini.com; {} {}",
            names::address(dice),
            dice.between(5, 8),
            dice.between(101, 128),
            dice.between(0, 7),
            dice.between(10, 30),
            dice.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 27),
            stamp::clock(when, zone.minutes),
            zone.name
        )],
    };
    Some(target.under(&lines))
}

fn make_microsoft(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(4) {
        return later::provider::microsoft(target, number, dice);
    }
    if !foreign(target) {
        return None;
    }
    let when = target.when - dice.between(1, 60);
    let (first, second) = (microsoft_host(dice), microsoft_host(dice));
    let lines = match variant {
        0 => vec![
            hub(dice, &second, &first, when),
            format!(
                "from {} ({}) by\n {second} with HTTPS; {}",
                microsoft_host(dice),
                microsoft_six(dice),
                stamp::date(when - 2, stamp::UTC)
            ),
        ],
        1 => vec![format!(
            "from {} by BAY{}-DAV{}.phx.gbl with DAV;\n\t{}",
            names::address(dice),
            dice.between(101, 178),
            dice.between(1, 20),
            stamp::date(when, stamp::UTC)
        )],
        2 => {
            let (six, before) = (microsoft_six(dice), when - dice.between(20, 300));
            vec![
                format!(
                    "from {first} ({six}) by\n {first} ({six}) with\n MailboxResubmission id {}; {}",
                    build(dice, when),
                    stamp::date(when, stamp::UTC)
                ),
                hub(dice, &second, &first, before),
            ]
        }
        _ => {
            let filter = format!("mail{}-va3", dice.between(10, 250));
            vec![
                format!(
                    "from {filter} (localhost.localdomain [127.0.0.1])\tby\n {filter}-R.bigfish.com (Postfix) with ESMTP id {}\tfor\n <{}>; {}",
                    id::postfix(dice),
                    target.recipient,
                    stamp::named(when, stamp::UTC)
                ),
                format!(
                    "from {} (unknown [{}]) by {filter}.bigfish.com; {}",
                    names::host(dice),
                    names::address(dice),
                    stamp::date(when - 1, stamp::UTC)
                ),
            ]
        }
    };
    Some(target.under(&lines))
}

fn make_other(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(7) {
        return later::provider::other(target, number, dice);
    }
    if !foreign(target) {
        return None;
    }
    let when = target.when - dice.between(1, 60);
    let (from, ip) = (names::host(dice), names::address(dice));
    let to = target.recipient.as_str();
    let line = match variant {
        0 => {
            let by = apple_host(dice);
            let mut say = Say::new(dice, &by, to, when);
            say.zone = stamp::UTC;
            servers::postfix_login(&say, dice)
        }
        1 => {
            let user = names::word(dice);
            format!(
                "from [{ip}] (port={} helo={user})\n\tby smtp{}.i.mail.ru with esmtpa (envelope-from <{user}@mail.ru>)\n\tid {}\n\tfor {to}; {}",
                dice.between(20_000, 60_000),
                dice.between(1, 60),
                id::exim(dice, when),
                stamp::date(when, stamp::Zone { minutes: 180, name: "MSK" })
            )
        }
        2 => format!(
            "from {from} ({from}[{ip}])\n          by comcast.net (rwcrmhc{:02}) with ESMTP\n          id <{}m{}{}e>; {}",
            dice.between(11, 15),
            stamp::local(when, 0).strftime("%Y%m%d%H%M%S"),
            dice.between(11, 15),
            dice.text("0123456789abcdefghijklmnopqrstuv", 9),
            stamp::date(when, stamp::UTC)
        ),
        3 => format!(
            "from {} (unknown [{ip}])\n\tby newxmesmtplogicsvrszc{}-{}.qq.com (NewEsmtp) with SMTP\n\tid {}; {}",
            names::word(dice),
            dice.between(1, 20),
            dice.between(0, 3),
            dice.text("0123456789ABCDEF", 8),
            stamp::named(when, stamp::Zone { minutes: 480, name: "CST" })
        ),
        4 => format!(
            "from {from} (unknown [{ip}])\n\tby smtp{} (Coremail) with SMTP id {}--.{}S2;\n\t{}",
            dice.between(1, 14),
            dice.text("ABCDEFGHIJKLMabcdefghijklm0123456789", 22),
            dice.between(1_000, 60_000),
            stamp::named(when, stamp::Zone { minutes: 480, name: "CST" })
        ),
        5 => format!(
            "from {from} ({from} [{ip}])\n by {} with SMTP id {when:08x}{};\n {} GMT",
            hex(dice, 12),
            hex(dice, 16),
            stamp::clock(when, 0)
        ),
        _ => format!(
            "from [{ip}] by mandrillapp.com id {}; {}",
            hex(dice, 32),
            stamp::date(when, stamp::UTC)
        ),
    };
    Some(target.under(&[line]))
}

fn make_stale(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(3) {
        return later::provider::stale(target, number, dice);
    }
    if !foreign(target) {
        return None;
    }
    let when = target.when - dice.between(1, 60);
    let dated = when - dice.between(300, 2_500) * 86_400 - dice.between(0, 80_000);
    let lines = match variant {
        0 => vec![google_sor(target, dice, when, dated)],
        1 => {
            let by = peer_name(target, dice);
            let mut say = Say::new(dice, &by, &target.recipient, when);
            (say.from, say.ip) = google_host(dice);
            vec![say.line(dice, Server::Postfix), google_si(target, dice, when - 2, dated)]
        }
        _ => vec![google_sor(target, dice, when, dated), google_si(target, dice, when - 1, dated)],
    };
    Some(target.under(&lines))
}

fn make_announced(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(4) {
        return later::provider::announced(target, number, dice);
    }
    if !foreign(target) {
        return None;
    }
    let when = target.when - dice.between(1, 60);
    let to = target.recipient.as_str();
    let (name, lines) = match variant {
        0 => {
            let name = apple_host(dice);
            let mut say = Say::new(dice, &name, to, when);
            say.zone = stamp::UTC;
            (name, vec![servers::postfix_login(&say, dice)])
        }
        1 => {
            let name = format!("smtp{}.i.mail.ru", dice.between(1, 60));
            let mut say = Say::new(dice, &name, to, when);
            say.zone = stamp::Zone { minutes: 180, name: "MSK" };
            (name, vec![say.line(dice, Server::Exim)])
        }
        2 => {
            let name = format!(
                "mail-sn1nam02on{:04}.outbound.protection.outlook.com",
                dice.between(2_040, 2_130)
            );
            let (first, second) = (microsoft_host(dice), microsoft_host(dice));
            let mapi = format!(
                "from {second}\n ([fe80::{0}]) by {second}\n ([fe80::{0}%6]) with mapi id {1}; {2}",
                [hex(dice, 4), hex(dice, 4), hex(dice, 4), hex(dice, 4)].join(":"),
                build(dice, when),
                stamp::date(when - 1, stamp::UTC)
            );
            (name, vec![hub(dice, &second, &first, when), mapi])
        }
        _ => (google_host(dice).0, vec![google_sor(target, dice, when, when)]),
    };
    target.under(&lines).announcing(target, &name)
}
