//! **Not to be read by whoever writes or tunes rules.**
//!
//! Lines with what their servers leave elsewhere in the header: checks, reports and signatures
//! that were copied or made up, and do not fit the lines.
//!
//! The first line is consistent, by the name that the forger's host really has.

use super::super::corroboration::{arc_set, base64, exchange_border, first, own_name, postfix};
use super::super::provider_lines::build;
use super::{Dice, Further, Graft, Target, behind, known, logins, servers};
use crate::measure::line::Say;
use crate::measure::{id, names, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "corroboration/check-beside",
        variants: &[
            "two checks by one server, the second of another peer, above two lines",
            "a policy that cannot be read, asked of another peer",
            "the older field's name, with another peer's address",
        ],
        make: make_check,
    },
    Further {
        technique: "corroboration/exchange-replayed",
        variants: &[
            "the sender's address, its Authentication-Results and the report, of one other peer",
            "the report of IPv6 over a line of IPv4, above its line",
            "what it hands on to the tenant, of another peer, over three lines",
        ],
        make: make_exchange,
    },
    Further {
        technique: "corroboration/arc-copied",
        variants: &[
            "a peer of IPv6, sealed hours later, over a line of an inner host",
            "the second set alone, with another peer",
            "results without seal and signature, with another peer",
        ],
        make: make_arc,
    },
    Further {
        technique: "corroboration/signature-replayed",
        variants: &[
            "three months later, a provider's line",
            "hours later, by two signers, one of them a service for much mail",
            "half a day later, between the second and the third of three lines",
        ],
        make: make_signature,
    },
];

fn make_check(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let by = own_name(target)?;
    let when = target.when - dice.between(2, 30);
    let say = Say::new(dice, &by, &target.recipient, when);
    let next = behind(&say, dice, 5);
    let Say { from, ip, sender, .. } = &say;
    let (other, name) = (names::address(dice), names::host(dice));
    let fields = match variant {
        0 => {
            let check = |ip: &str, helo: &str| {
                format!(
                    "Authentication-Results: {by};\n\tspf=pass ({by}: domain of {sender} designates {ip} as permitted sender)\n\tsmtp.mailfrom={sender} smtp.helo={helo}"
                )
            };
            vec![
                check(ip, from),
                check(&other, &name),
                first(&say, dice, servers::switch),
                first(&next, dice, servers::carrier),
            ]
        }
        1 => vec![
            first(&say, dice, known::sendmail_tls),
            format!(
                "Received-SPF: permerror ({by}: Maximum DNS-interactive terms limit exceeded)\n\treceiver={by}; identity=mailfrom; envelope-from=\"{sender}\";\n\thelo={name}; client-ip={other}"
            ),
        ],
        _ => vec![
            format!(
                "X-Authentication-Results: {by};\n\tspf=none smtp.mailfrom={sender} smtp.remote-ip={other};\n\tdkim=none"
            ),
            first(&say, dice, servers::guard),
        ],
    };
    Some(target.under_fields(&fields))
}

fn make_exchange(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let by = own_name(target)?;
    let when = target.when - dice.between(5, 35);
    let mut say = Say::new(dice, &by, &target.recipient, when);
    say.from =
        format!("mail-am6eur05on{:04}.outbound.protection.outlook.com", dice.between(2_040, 2_130));
    say.ip = format!("40.107.{}.{}", dice.between(1, 250), dice.between(2, 250));
    let (from, ip) = (names::host(dice), names::address(dice));
    let (other, name) = (names::address(dice), names::host(dice));
    let sender = names::domain(dice);
    let host = *dice.one(&["AM6EUR05FT047", "VE1EUR03FT022", "DB5EUR03FT054"]);
    let inside = names::inside(dice);
    let border = exchange_border((&from, &ip), host, &inside, &build(dice, when), when - 3);
    let report = |ip: &str| {
        format!(
            "X-Forefront-Antispam-Report:\n CIP:{ip};CTRY:US;LANG:en;SCL:1;SRV:;IPV:NLI;SFV:NSPM;H:{name};PTR:{name};CAT:NONE;SFS:;DIR:INB;"
        )
    };
    let mut fields = vec![first(&say, dice, postfix)];
    match variant {
        0 => fields.extend([
            border,
            format!(
                "Authentication-Results: spf=none (sender IP is {other})\n smtp.mailfrom={sender}; dkim=none (message not signed)\n header.d=none;dmarc=none action=none header.from={sender};"
            ),
            format!("X-Sender-IP: {other}"),
            report(&other),
        ]),
        1 => {
            let six = known::six(dice);
            fields.extend([report(&six), border]);
        }
        _ => {
            // From the border over two hosts inside, each with the version of the day.
            let hop = |from: &str, by: &str, dice: &mut Dice, at: i64| {
                format!(
                    "Received: from {from} (2603:10a6:{:x}:{:x}::{:x}) by\n {by} (2603:10a6:{:x}:{:x}::{:x}) with Microsoft SMTP\n Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id\n {}; {}",
                    dice.between(2, 0x800),
                    dice.between(1, 0x1ff),
                    dice.between(1, 0x30),
                    dice.between(2, 0x800),
                    dice.between(1, 0x1ff),
                    dice.between(1, 0x30),
                    build(dice, at),
                    stamp::date(at, stamp::UTC)
                )
            };
            let number = dice.between(1_000, 9_990);
            let store = format!("AM6PR05MB{number}.eurprd05.prod.outlook.com");
            let middle = format!("AM6PR05CA{:04}.eurprd05.prod.outlook.com", number % 97 + 1);
            let edge = format!("{host}.eop-eur05.prod.protection.outlook.com");
            let upper = hop(&middle, &store, dice, when - 1);
            let lower = hop(&edge, &middle, dice, when - 2);
            fields.extend([
                upper,
                lower,
                border,
                format!(
                    "X-MS-Exchange-CrossTenant-OriginalAttributedTenantConnectingIp: TenantId=00000000-0000-4000-8000-{};Ip=[{other}];Helo=[{name}]",
                    dice.text(known::HEX_SMALL, 12)
                ),
            ]);
        }
    }
    Some(target.under_fields(&fields))
}

fn make_arc(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let by = own_name(target)?;
    let when = target.when - dice.between(4, 35);
    let number = dice.between(41, 70);
    let mut say = Say::new(dice, &by, &target.recipient, when);
    (say.from, say.ip) = (format!("mail-pf1-f{number}.google.com"), format!("209.85.210.{number}"));
    let (from, ip, other) = (names::host(dice), names::address(dice), names::address(dice));
    let mx = format!(
        "Received: from {from} ({from}. [{ip}])\n        by mx.google.com with ESMTP id {}\n        for <{}>;\n        {}",
        id::google(dice, when - 2, "si"),
        target.recipient,
        stamp::named(when - 2, stamp::pacific(when))
    );
    let mut fields = vec![first(&say, dice, postfix)];
    match variant {
        0 => {
            fields.push(format!(
                "Received: by 2002:a05:{:x}:{:x}:b0:{:x}:{:x}:{:x} with SMTP id {}csp{}{};\n        {}",
                dice.between(0x600, 0x7fff),
                dice.between(0x100, 0xffff),
                dice.between(0x10, 0x6ff),
                dice.between(0x1000, 0xffff),
                dice.between(0x1000, 0xffff),
                dice.text(servers::SMALL, 11),
                dice.between(100_000, 9_999_999),
                dice.text("abcdefghijklmnopqrstuvwxyz", 3),
                stamp::named(when - 1, stamp::pacific(when))
            ));
            let six = known::six(dice);
            let sealed = when + dice.between(3, 9) * 3_600;
            fields.extend(arc_set(dice, 1, "google.com", sealed, &six));
        }
        1 => fields.extend(arc_set(dice, 2, "google.com", when - 2, &other)),
        _ => {
            let [.., results] = arc_set(dice, 1, "google.com", when - 2, &other);
            fields.push(results);
        }
    }
    fields.push(mx);
    Some(target.under_fields(&fields))
}

fn make_signature(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let by = own_name(target)?;
    let later = match variant {
        0 => dice.between(80, 100) * 86_400,
        1 => dice.between(4 * 3_600, 8 * 3_600),
        _ => dice.between(11 * 3_600, 14 * 3_600),
    };
    let made = target.when - dice.between(10, 250);
    let say = Say::new(dice, &by, &target.recipient, made - later);
    let next = behind(&say, dice, 5);
    let last = behind(&next, dice, 5);
    let domain = names::domain(dice);
    let signed = |dice: &mut Dice, selector: &str, domain: &str| {
        format!(
            "DKIM-Signature: v=1; a=rsa-sha256; q=dns/txt; c=relaxed/simple;\n\ts={selector}; d={domain}; t={made};\n\th=From:To:Subject:MIME-Version:Content-Type:Message-ID:Date;\n\tbh={}=;\n\tb={}=",
            base64(dice, 43),
            base64(dice, 171)
        )
    };
    let fields = match variant {
        0 => {
            vec![first(&say, dice, servers::carrier), signed(dice, "default", &domain)]
        }
        1 => {
            let selector = dice.text("abcdefghijklmnopqrstuvwxyz234567", 32);
            vec![
                first(&say, dice, servers::nameless),
                signed(dice, "mail", &domain),
                signed(dice, &selector, "amazonses.com"),
            ]
        }
        _ => vec![
            first(&say, dice, servers::unconfirmed),
            first(&next, dice, servers::gatekeeper),
            signed(dice, "key1", &domain),
            first(&last, dice, logins::account),
        ],
    };
    Some(target.under_fields(&fields))
}
