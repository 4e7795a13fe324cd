//! Further checks, reports and signatures that do not fit the lines beside them. As with the open
//! ones the first line is consistent, by the name that the forger's host really has.

use super::servers::{self, Write};
use super::{Dice, Further, Graft, Target};
use crate::measure::line::{Say, Server};
use crate::measure::{id, names, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "corroboration/check-beside",
        variants: &[
            "a policy server's Received-SPF, all of it of another peer",
            "the reverse look-up of another address",
            "a comment of Authentication-Results that names another address",
            "Received-SPF as an Exchange writes it",
        ],
        make: make_check,
    },
    Further {
        technique: "corroboration/exchange-replayed",
        variants: &[
            "its Received-SPF and the filter's report, both of IPv6",
            "the address of the sender, as free mailboxes get it, and the filter's report",
            "the tenant's connection and its Authentication-Results, over two lines",
        ],
        make: make_exchange,
    },
    Further {
        technique: "corroboration/arc-copied",
        variants: &[
            "sealed weeks earlier, with another peer of IPv6",
            "two sets, the second by another provider, sealed a day later",
        ],
        make: make_arc,
    },
    Further {
        technique: "corroboration/signature-replayed",
        variants: &[
            "two signatures of two keys, hours later",
            "a week later, Exim",
            "between two lines, both of them hours older",
        ],
        make: make_signature,
    },
];

/// A line by the peer's own name, with `from` as its peer.
fn first(
    target: &Target,
    dice: &mut Dice,
    write: Write,
    from: &str,
    ip: &str,
    when: i64,
) -> Option<String> {
    let by = target.peer.rdns.clone().filter(|name| name.contains('.'))?;
    let mut say = Say::new(dice, &by, &target.recipient, when);
    (say.from, say.ip) = (from.to_owned(), ip.to_owned());
    Some(format!("Received: {}", write(&say, dice)))
}

fn postfix(say: &Say, dice: &mut Dice) -> String {
    say.line(dice, Server::Postfix)
}

fn six(dice: &mut Dice) -> String {
    let mut part = || dice.text("123456789abcdef", 3);
    format!("2a01:{}:{}:{}::{}", part(), part(), part(), part())
}

fn base64(dice: &mut Dice, count: usize) -> String {
    dice.text("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789+/", count)
}

fn make_check(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let by = target.peer.rdns.clone().filter(|name| name.contains('.'))?;
    let (from, ip, other) = (names::host(dice), names::address(dice), names::address(dice));
    let helo = names::host(dice);
    let domain = names::domain(dice);
    let sender = format!("{}@{domain}", names::word(dice));
    let write: Write = match variant {
        0 => servers::postfix_tls,
        1 => servers::opensmtpd,
        2 => postfix,
        _ => servers::exchange_site,
    };
    let line = first(target, dice, write, &from, &ip, target.when - 6)?;
    let to = &target.recipient;
    Some(target.under_fields(&match variant {
        0 => vec![
            format!(
                "Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip={other}; helo={helo}; envelope-from={sender}; receiver={to}"
            ),
            line,
        ],
        1 => vec![
            format!(
                "Authentication-Results: {by};\n\tiprev=pass policy.iprev={other} ({helo});\n\tspf=none smtp.mailfrom={sender}"
            ),
            line,
        ],
        2 => vec![
            format!(
                "Authentication-Results: {by};\n       dkim=neutral header.i=@{domain};\n       spf=pass ({by}: domain of {sender} designates {other} as permitted sender) smtp.mailfrom={sender}"
            ),
            line,
        ],
        _ => vec![
            line,
            format!(
                "Received-SPF: Pass ({by}: domain of {sender} designates\n {other} as permitted sender) receiver={by};\n client-ip={other}; helo={helo};"
            ),
        ],
    }))
}

fn make_exchange(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - 8;
    let out =
        format!("mail-dm6nam12on{:04}.outbound.protection.outlook.com", dice.between(2000, 2200));
    let out_ip = format!("40.107.{}.{}", dice.between(1, 250), dice.between(2, 250));
    let (from, ip, helo) = (names::host(dice), names::address(dice), names::host(dice));
    let other = if variant == 0 { six(dice) } else { names::address(dice) };
    let sender = names::domain(dice);
    let build = format!("15.20.{}.{}", dice.between(4000, 9000), dice.between(10, 40));
    let front =
        format!("{}FT{:03}", dice.one(&["CO1NAM11", "DM6NAM12", "BN7NAM10"]), dice.between(3, 99));
    let border = format!(
        "Received: from {from} ({ip}) by\n {front}.mail.protection.outlook.com (10.13.{}.{}) with Microsoft SMTP\n Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id\n {build} via Frontend Transport; {}",
        dice.between(1, 250),
        dice.between(1, 250),
        stamp::date(when - 3, stamp::UTC)
    );
    let report = format!(
        "X-Forefront-Antispam-Report: CIP:{other};CTRY:DE;LANG:de;SCL:1;SRV:;\n IPV:NLI;SFV:NSPM;H:{helo};PTR:{helo};CAT:NONE;\n SFS:(13230040);DIR:INB;"
    );
    let mut fields = vec![first(target, dice, postfix, &out, &out_ip, when)?];
    match variant {
        0 => fields.extend([
            border,
            format!(
                "Received-SPF: Pass (protection.outlook.com: domain of {sender} designates\n {other} as permitted sender) receiver=protection.outlook.com;\n client-ip={other}; helo={helo}; pr=C"
            ),
            report,
        ]),
        1 => fields.extend([border, format!("X-Sender-IP: {other}"), report]),
        _ => {
            let inner = format!("{front}.eop-nam11.prod.protection.outlook.com");
            let store = format!("DM6PR12MB{:04}.namprd12.prod.outlook.com", dice.between(1000, 9999));
            fields.extend([
                format!(
                    "Received: from {inner}\n (2603:10b6:5:{:x}::{:x}) by {store}\n (2603:10b6:5:{:x}::{:x}) with Microsoft SMTP Server (version=TLS1_2,\n cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id {build} via\n Frontend Transport; {}",
                    dice.between(1, 900),
                    dice.between(1, 30),
                    dice.between(1, 900),
                    dice.between(1, 30),
                    stamp::date(when - 2, stamp::UTC)
                ),
                format!(
                    "Authentication-Results: spf=pass (sender IP is {other})\n smtp.mailfrom={sender}; dkim=none (message not signed)\n header.d=none;dmarc=bestguesspass action=none\n header.from={sender};compauth=pass reason=109"
                ),
                border,
                format!(
                    "X-MS-Exchange-CrossTenant-OriginalAttributedTenantConnectingIp: TenantId=00000000-0000-4000-9000-{};Ip=[{other}];Helo=[{helo}]",
                    dice.text("0123456789abcdef", 12)
                ),
            ]);
        }
    }
    Some(target.under_fields(&fields))
}

fn make_arc(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - 8;
    let site = *dice.one(&["pl1", "pg1", "ot1", "il1"]);
    let host = format!("mail-{site}-f{}.google.com", 160 + dice.between(1, 55));
    let host_ip = format!("209.85.{}.{}", dice.between(128, 250), 160 + dice.between(1, 55));
    let (from, ip) = (names::host(dice), names::address(dice));
    let domain = names::domain(dice);
    let sender = format!("{}@{domain}", names::word(dice));
    let said = six(dice);
    let (inside, outside) = match variant {
        0 => {
            let sealed = when - dice.between(10, 60) * 86_400;
            (sealed, sealed + 2)
        }
        _ => (when + 86_400 - dice.between(0, 9_000), when + 86_400),
    };
    let said = if variant == 0 { said } else { ip.clone() };
    let pacific = stamp::pacific(when);
    let mx = format!(
        "Received: from {from} ({from}. [{ip}])\n        by mx.google.com with ESMTPS id {}\n        for <{}>\n        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);\n        {}",
        id::google(dice, when - 3, "si"),
        target.recipient,
        stamp::named(when - 3, pacific)
    );
    let out = format!(
        "Received: by {host} with SMTP id {}so{}{}.{}\n        for <{}>; {}",
        dice.text("0123456789abcdef", 16),
        dice.between(100_000, 9_999_999),
        dice.text("abcdefghij", 3),
        dice.between(0, 20),
        target.recipient,
        stamp::named(when - 2, pacific)
    );
    let mut fields = vec![first(target, dice, postfix, &host, &host_ip, when)?];
    if variant == 1 {
        // The second set stands above the line of its provider, as if that had sealed last.
        let by = names::host(dice);
        fields.push(format!(
            "ARC-Seal: i=2; a=rsa-sha256; t={outside}; cv=pass;\n\td={by}; s=arc;\n\tb={}",
            base64(dice, 60)
        ));
        fields.push(format!(
            "ARC-Authentication-Results: i=2; {by};\n\tarc=pass (i=1);\n\tspf=pass smtp.mailfrom={sender}"
        ));
    }
    fields.extend([
        out,
        format!(
            "ARC-Seal: i=1; a=rsa-sha256; t={inside}; cv=none;\n        d=google.com; s=arc-20240605;\n        b={}",
            base64(dice, 60)
        ),
        format!(
            "ARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; d=google.com; s=arc-20240605;\n        h=subject:from:date;\n        bh={}=;\n        b={}",
            base64(dice, 43),
            base64(dice, 60)
        ),
        format!(
            "ARC-Authentication-Results: i=1; mx.google.com;\n       dkim=pass header.i=@{domain} header.s=mail;\n       spf=pass (google.com: domain of {sender} designates {said} as permitted sender) smtp.mailfrom={sender}"
        ),
        mx,
    ]);
    Some(target.under_fields(&fields))
}

/// A signature made at `signed`.
fn signature(dice: &mut Dice, domain: &str, algorithm: &str, signed: i64) -> String {
    format!(
        "DKIM-Signature: v=1; a={algorithm}; c=relaxed/simple; d={domain};\n\ts={}; t={signed}; h=From:Date:Subject:To;\n\tbh={}=;\n\tb={}",
        names::word(dice),
        base64(dice, 43),
        base64(dice, 60)
    )
}

fn make_signature(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let later = match variant {
        1 => dice.between(5, 9) * 86_400,
        _ => dice.between(4_000, 30_000),
    };
    let when = target.when - later;
    let signed = target.when - dice.between(10, 300);
    let (from, ip) = (names::host(dice), names::address(dice));
    let domain = names::domain(dice);
    let write: Write = match variant {
        0 => servers::postfix_tls,
        1 => servers::exim_looked_up,
        _ => servers::communigate,
    };
    let mut fields = vec![first(target, dice, write, &from, &ip, when)?];
    fields.push(signature(dice, &domain, "rsa-sha256", signed));
    match variant {
        0 => fields.push(signature(dice, &domain, "ed25519-sha256", signed)),
        2 => {
            let say = Say::new(dice, &from, &target.recipient, when - 5);
            fields.push(format!("Received: {}", servers::communigate(&say, dice)));
        }
        _ => {}
    }
    Some(target.under_fields(&fields))
}
