//! Lines with what their servers leave elsewhere in the header: checks, reports and signatures
//! that were copied or made up, and do not fit the lines.
//!
//! The first line is consistent, by the name that the forger's host really has; so only what
//! stands beside the lines can give them away.

use super::provider_lines::{build, google_inner};
use super::servers::{self, HEX_SMALL, Write};
use super::{Dice, Further, Graft, Target, later};
use crate::measure::line::{Say, Server};
use crate::measure::{id, names, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "corroboration/check-beside",
        variants: &[
            "two Received-SPF, of the announced name and the sender, both of another peer",
            "Received-SPF in Courier's words",
            "Received-SPF of a peer of IPv6, the line being of IPv4",
            "Exim's Authentication-Results, all its methods of another peer",
            "Authentication-Results with another announced name",
            "the policy's address of the reverse look-up",
            "a soft failure for another peer, between two lines",
            "one check that fits, and one of another peer",
        ],
        make: make_check,
    },
    Further {
        technique: "corroboration/exchange-replayed",
        variants: &[
            "its ARC set and the filter's report",
            "the report of the filter's first years, over a line of an old version",
            "report, check and the tenant's connection, each of another peer",
            "its Authentication-Results alone",
            "the report, and two ARC sets",
            "two reports of two peers",
        ],
        make: make_exchange,
    },
    Further {
        technique: "corroboration/arc-copied",
        variants: &[
            "a set of a year before, with another peer",
            "beside two lines of Google's, sealed a day later",
            "three sets, the last of them with another peer",
            "as it stands in a mailbox, with another peer",
            "two sets, the lower one Microsoft's, a month before",
            "a check that failed, with another peer, half a day later",
        ],
        make: make_arc,
    },
    Further {
        technique: "corroboration/signature-replayed",
        variants: &[
            "a month later, sendmail",
            "half a day later, with an expiry, below three lines",
            "two days later, beside what Google signs of itself",
            "hours later, with a key of the newest kind",
            "a seal and a signature, days later, over two lines",
            "a year and more later, with the older kind of signature",
        ],
        make: make_signature,
    },
];

/// The name that the forger's host really has.
pub(super) fn own_name(target: &Target) -> Option<String> {
    target.peer.rdns.clone().filter(|name| name.contains('.'))
}

/// A field with a line by the peer's own name.
pub(super) fn first(say: &Say, dice: &mut Dice, write: Write) -> String {
    format!("Received: {}", write(say, dice))
}

pub(super) fn postfix(say: &Say, dice: &mut Dice) -> String {
    say.line(dice, Server::Postfix)
}

pub(super) fn base64(dice: &mut Dice, count: usize) -> String {
    dice.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", count)
}

fn make_check(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(5) {
        return later::corroboration::check(target, number, dice);
    }
    let by = own_name(target)?;
    let when = target.when - dice.between(2, 30);
    let say = Say::new(dice, &by, &target.recipient, when);
    let Say { from, sender, .. } = &say;
    let (other, name) = (names::address(dice), names::host(dice));
    let fields = match variant {
        0 => {
            let check = |identity: &str| {
                format!(
                    "Received-SPF: Pass ({identity}) identity={identity}; client-ip={other};\n\thelo={name}; envelope-from={sender}; receiver={by}"
                )
            };
            vec![first(&say, dice, postfix), check("helo"), check("mailfrom")]
        }
        1 => vec![
            first(&say, dice, servers::sendmail_tls),
            format!(
                "Received-SPF: pass (Address passes the Sender Policy Framework)\n  SPF=MAILFROM;\n  sender={sender};\n  remoteip=::ffff:{other};\n  remotehost={name};\n  helo={name};\n  receiver={by};"
            ),
        ],
        2 => vec![
            first(&say, dice, postfix),
            format!(
                "Received-SPF: pass ({by}: domain of {sender} designates {0} as permitted sender)\n\tclient-ip={0}; envelope-from={sender}; helo={from};",
                servers::six(dice)
            ),
        ],
        3 => vec![
            format!(
                "Authentication-Results: {by};\n\tiprev=pass ({name}) smtp.remote-ip={other};\n\tspf=pass smtp.mailfrom={sender};\n\tdkim=none;\n\tdmarc=skipped"
            ),
            first(&say, dice, servers::exim_helo),
        ],
        _ => vec![
            format!(
                "Authentication-Results: {by};\n\tspf=pass (sender IP is {other}) smtp.mailfrom={sender} smtp.helo={name};\n\tdkim=none; arc=none"
            ),
            first(&say, dice, servers::sendmail_ident),
        ],
    };
    Some(target.under_fields(&fields))
}

/// The border's line of what it took from a stranger.
pub(super) fn exchange_border(
    (from, ip): (&str, &str),
    host: &str,
    inside: &str,
    build: &str,
    when: i64,
) -> String {
    format!(
        "Received: from {from} ({ip}) by\n {host}.mail.protection.outlook.com ({inside}) with Microsoft SMTP\n Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id\n {build} via Frontend Transport; {}",
        stamp::date(when, stamp::UTC)
    )
}

fn make_exchange(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(3) {
        return later::corroboration::exchange(target, number, dice);
    }
    let when = target.when - dice.between(5, 30);
    let by = own_name(target)?;
    let mut say = Say::new(dice, &by, &target.recipient, when);
    say.from =
        format!("mail-mw2nam12on{:04}.outbound.protection.outlook.com", dice.between(2_040, 2_130));
    say.ip = format!("40.107.{}.{}", dice.between(1, 250), dice.between(2, 250));
    let (from, ip) = (names::host(dice), names::address(dice));
    let mut another = || (names::address(dice), names::host(dice));
    let (others, sender) = ([another(), another(), another()], names::domain(dice));
    let date = stamp::date(when - 3, stamp::UTC);
    let ten = names::inside(dice);
    let border = match variant {
        1 => format!(
            "Received: from {from} ({ip}) by\n {}.mail.protection.outlook.com ({ten}) with Microsoft SMTP Server (TLS)\n id 15.0.{}.{} via Frontend Transport; {date}",
            dice.one(&["BL2FFO11FD041", "DB3FFO11FD012", "BN1BFFO11FD009"]),
            dice.between(847, 1_019),
            dice.between(2, 20)
        ),
        _ => {
            let host = *dice.one(&["MW2NAM12FT045", "CO1NAM11FT017", "BN8NAM12FT063"]);
            exchange_border((&from, &ip), host, &ten, &build(dice, when), when - 3)
        }
    };
    let report = |(ip, name): &(String, String), rest: &str| {
        format!(
            "X-Forefront-Antispam-Report: CIP:{ip};CTRY:;{rest};H:{name};PTR:{name};\n DIR:INB;"
        )
    };
    let mut fields = vec![first(&say, dice, postfix)];
    match variant {
        0 => fields.extend([
            format!(
                "ARC-Authentication-Results: i=1; mx.microsoft.com 1; spf=pass (sender ip is\n {}) smtp.rcpttodomain={sender} smtp.mailfrom={sender}; dmarc=pass (p=none\n sp=none pct=100) action=none header.from={sender}; dkim=none (message not signed);\n arc=none",
                others[0].0
            ),
            border,
            report(&others[0], "LANG:en;SCL:1;SRV:;IPV:NLI;SFV:NSPM"),
        ]),
        1 => fields.extend([border, report(&others[0], "IPV:NLI;EFV:NLI;SFV:NSPM")]),
        _ => {
            let (ip, name) = &others[2];
            fields.extend([
                border,
                format!(
                    "Received-SPF: Pass (protection.outlook.com: domain of {sender}\n designates {0} as permitted sender)\n receiver=protection.outlook.com; client-ip={0}; helo={1};",
                    others[1].0, others[1].1
                ),
                report(&others[0], "LANG:en;SCL:-1;SRV:;IPV:CAL;SFV:SKN"),
                format!(
                    "X-MS-Exchange-CrossTenant-OriginalAttributedTenantConnectingIp: TenantId=00000000-0000-4000-8000-{};Ip=[{ip}];Helo=[{name}]",
                    dice.text(HEX_SMALL, 12)
                ),
            ]);
        }
    }
    Some(target.under_fields(&fields))
}

/// The seal, the signature and the results of a set, in the order in which Google writes them.
pub(super) fn arc_set(
    dice: &mut Dice,
    number: usize,
    who: &str,
    sealed: i64,
    said: &str,
) -> [String; 3] {
    let (domain, host) = match who {
        "google.com" => ("google.com", "mx.google.com".to_owned()),
        other => (other, format!("mx.{other}")),
    };
    let valid = if number == 1 { "none" } else { "pass" };
    let sender = format!("{}@{}", names::word(dice), names::domain(dice));
    [
        format!(
            "ARC-Seal: i={number}; a=rsa-sha256; t={sealed}; cv={valid};\n        d={domain}; s=arc-20160816;\n        b={}",
            base64(dice, 64)
        ),
        format!(
            "ARC-Message-Signature: i={number}; a=rsa-sha256; c=relaxed/relaxed; d={domain}; s=arc-20160816;\n        h=to:subject:message-id:date:from;\n        bh={}=;\n        b={}",
            base64(dice, 43),
            base64(dice, 64)
        ),
        format!(
            "ARC-Authentication-Results: i={number}; {host};\n       spf=pass ({domain}: domain of {sender} designates {said} as permitted sender) smtp.mailfrom={sender}"
        ),
    ]
}

/// The exchanger's line that a set belongs to, two seconds before `when`.
pub(super) fn google_mx(
    target: &Target,
    dice: &mut Dice,
    (from, ip): (&str, &str),
    when: i64,
) -> String {
    format!(
        "Received: from {from} ({from}. [{ip}])\n        by mx.google.com with ESMTPS id {}\n        for <{}>;\n        {}",
        id::google(dice, when - 2, "si"),
        target.recipient,
        stamp::named(when - 2, stamp::pacific(when))
    )
}

fn make_arc(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(3) {
        return later::corroboration::arc(target, number, dice);
    }
    let by = own_name(target)?;
    let when = target.when - dice.between(4, 30);
    let number = dice.between(41, 70);
    let mut say = Say::new(dice, &by, &target.recipient, when);
    (say.from, say.ip) = (format!("mail-yw1-f{number}.google.com"), format!("209.85.128.{number}"));
    let (from, ip, other) = (names::host(dice), names::address(dice), names::address(dice));
    let mx = google_mx(target, dice, (&from, &ip), when);
    let mut fields = vec![first(&say, dice, postfix)];
    match variant {
        0 => {
            let sealed = when - dice.between(340, 400) * 86_400;
            fields.extend(arc_set(dice, 1, "google.com", sealed, &other));
        }
        1 => {
            let inner = google_inner(dice, when - 1, stamp::pacific(when));
            fields.push(format!("Received: {inner}"));
            let sealed = when + 86_400 + dice.between(0, 9_000);
            fields.extend(arc_set(dice, 1, "google.com", sealed, &ip));
        }
        _ => {
            let (one, two) = (names::domain(dice), names::domain(dice));
            let (first, second) = (names::address(dice), names::address(dice));
            fields.extend(arc_set(dice, 3, "google.com", when - 2, &other));
            fields.extend(arc_set(dice, 2, &two, when - 9, &second));
            fields.extend(arc_set(dice, 1, &one, when - 40, &first));
        }
    }
    fields.push(mx);
    Some(target.under_fields(&fields))
}

fn make_signature(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(3) {
        return later::corroboration::signature(target, number, dice);
    }
    let by = own_name(target)?;
    let later = match variant {
        0 => dice.between(27, 33) * 86_400,
        1 => dice.between(11 * 3_600, 13 * 3_600),
        _ => 2 * 86_400 + dice.between(0, 4_000),
    };
    let made = target.when - dice.between(10, 200);
    let say = Say::new(dice, &by, &target.recipient, made - later);
    let domain = names::domain(dice);
    let signed = |dice: &mut Dice, name: &str, domain: &str, more: &str| {
        format!(
            "{name}: v=1; a=rsa-sha256; c=relaxed/relaxed;\n        d={domain}; s={}; t={made};{more}\n        h=to:subject:message-id:date:from:mime-version;\n        bh={}=;\n        b={}",
            dice.between(20_120_113, 20_230_601),
            base64(dice, 43),
            base64(dice, 86)
        )
    };
    let fields = match variant {
        0 => {
            vec![
                first(&say, dice, servers::sendmail_tls),
                signed(dice, "DKIM-Signature", &domain, ""),
            ]
        }
        1 => {
            let second = Say::new(dice, &say.from, &target.recipient, say.when - 3);
            let third = Say::new(dice, &second.from, &target.recipient, say.when - 8);
            let expiry = format!(" x={};", made + 7 * 86_400);
            vec![
                first(&say, dice, postfix),
                first(&second, dice, servers::hmailserver),
                first(&third, dice, servers::xmail),
                signed(dice, "DKIM-Signature", &domain, &expiry),
            ]
        }
        _ => vec![
            first(&say, dice, postfix),
            signed(dice, "DKIM-Signature", &domain, ""),
            signed(dice, "X-Google-DKIM-Signature", "1e100.net", ""),
            format!(
                "X-Gm-Message-State: AOJu0Y{}",
                dice.text("abcdefghijkmnpqrstuvwxyz0123456789", 30)
            ),
        ],
    };
    Some(target.under_fields(&fields))
}
