//! Lines with what their servers leave elsewhere in the header: checks, reports and signatures
//! that were copied or made up, and do not fit the lines.
//!
//! The first line is consistent, by the name that the forger's host really has; so only what
//! stands beside the lines can give them away.

use super::{Technique, peer_name};
use crate::measure::line::{Say, Server};
use crate::measure::{Dice, Graft, Target, id, names, stamp};

pub(super) const ALL: &[Technique] = &[
    Technique {
        id: "corroboration/check-beside",
        title: "a server's check beside the forged line speaks of another peer",
        variants: &[
            "Received-SPF",
            "Authentication-Results",
            "Received-SPF, of which the comment alone names the peer",
            "ARC-Authentication-Results",
            "another name announced",
        ],
        traceless: None,
        make: make_check,
    },
    Technique {
        id: "corroboration/exchange-replayed",
        title: "the reports of Exchange Online from another message over made-up lines",
        variants: &[
            "the filter's report",
            "the check and the filter's report",
            "the tenant's connection",
        ],
        traceless: None,
        make: make_exchange,
    },
    Technique {
        id: "corroboration/arc-copied",
        title: "an ARC set of another message beside Google's made-up lines",
        variants: &["another peer", "sealed later", "another peer, sealed later"],
        traceless: None,
        make: make_arc,
    },
    Technique {
        id: "corroboration/signature-replayed",
        title: "lines above a signature that was made after them",
        variants: &["hours later", "a day later", "two lines, hours later"],
        traceless: None,
        make: make_signature,
    },
];

/// A line by the peer's own name, with `from` as its peer.
fn first(target: &Target, dice: &mut Dice, from: &str, ip: &str, when: i64) -> Option<String> {
    let by = target.peer.rdns.clone().filter(|name| name.contains('.'))?;
    let mut say = Say::new(dice, &by, &target.recipient, when);
    (say.from, say.ip) = (from.to_owned(), ip.to_owned());
    Some(format!("Received: {}", say.line(dice, Server::Postfix)))
}

fn make_check(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let by = peer_name(target, dice);
    let (from, ip, other) = (names::host(dice), names::address(dice), names::address(dice));
    let sender = format!("info@{}", names::domain(dice));
    let line = first(target, dice, &from, &ip, target.when - 7)?;
    let fields = match variant {
        0 => vec![
            line,
            format!(
                "Received-SPF: pass ({by}: domain of {sender} designates {other} as permitted sender)\n\treceiver={by}; client-ip={other};\n\tenvelope-from={sender}; helo={from};"
            ),
        ],
        1 => vec![
            format!(
                "Authentication-Results: {by};\n\tspf=pass smtp.mailfrom={sender} smtp.remote-ip={other};\n\tdkim=none"
            ),
            line,
        ],
        2 => vec![
            line,
            format!(
                "Received-SPF: neutral ({by}: {other} is neither permitted nor denied by domain of {sender})"
            ),
        ],
        3 => vec![
            line,
            format!(
                "ARC-Authentication-Results: i=1; {by};\n\tspf=pass ({by}: domain of {sender} designates {other} as permitted sender) smtp.mailfrom={sender}"
            ),
        ],
        _ => vec![
            line,
            format!(
                "Received-SPF: pass ({by}: domain of {sender} designates {ip} as permitted sender)\n\treceiver={by}; client-ip={ip};\n\tenvelope-from={sender}; helo={};",
                names::host(dice)
            ),
        ],
    };
    Some(target.under_fields(&fields))
}

fn make_exchange(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - 9;
    let out =
        format!("mail-db8eur05on{:04}.outbound.protection.outlook.com", dice.between(2000, 2200));
    let out_ip = format!("40.107.{}.{}", dice.between(1, 250), dice.between(2, 250));
    let (from, ip, other) = (names::host(dice), names::address(dice), names::address(dice));
    let build = format!("15.20.{}.{}", dice.between(4000, 9000), dice.between(10, 40));
    let border = format!(
        "Received: from {from} ({ip}) by\n {}FT{:03}.mail.protection.outlook.com (10.{}.{}.{}) with Microsoft SMTP\n Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id\n {build} via Frontend Transport; {}",
        dice.one(&["VI1EUR05", "DB5EUR03", "AM7EUR06"]),
        dice.between(3, 90),
        dice.between(1, 250),
        dice.between(1, 250),
        dice.between(1, 250),
        stamp::date(when - 2, stamp::UTC)
    );
    let report = format!(
        "X-Forefront-Antispam-Report: CIP:{other};CTRY:US;LANG:en;SCL:1;SRV:;\n IPV:NLI;SFV:NSPM;H:{};PTR:{};CAT:NONE;DIR:INB;",
        names::host(dice),
        names::host(dice)
    );
    let mut fields = vec![first(target, dice, &out, &out_ip, when)?];
    match variant {
        0 => fields.extend([border, report]),
        1 => {
            let sender = names::domain(dice);
            fields.extend([
                format!(
                    "Authentication-Results: spf=pass (sender IP is {other})\n smtp.mailfrom={sender}; dkim=none (message not signed)\n header.d=none;dmarc=none action=none header.from={sender};"
                ),
                border,
                report,
            ]);
        }
        _ => fields.extend([
            border,
            format!(
                "X-MS-Exchange-CrossTenant-OriginalAttributedTenantConnectingIp: TenantId=00000000-0000-4000-8000-{};Ip=[{other}];Helo=[{}]",
                dice.text("0123456789abcdef", 12),
                names::host(dice)
            ),
        ]),
    }
    Some(target.under_fields(&fields))
}

fn google_out(dice: &mut Dice) -> (String, String) {
    let host =
        format!("mail-{}-f{}.google.com", dice.one(&["ed1", "lf1", "wm1"]), dice.between(41, 70));
    (host, format!("209.85.{}.{}", dice.between(128, 250), dice.between(41, 70)))
}

fn so_id(dice: &mut Dice) -> String {
    format!(
        "{}so{}{}.{}",
        dice.text("0123456789abcdef", 16),
        dice.between(100_000, 9_999_999),
        dice.text("abcdefghij", 3),
        dice.between(0, 20)
    )
}

fn make_arc(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - 9;
    let (host, host_ip) = google_out(dice);
    let (from, ip) = (names::host(dice), names::address(dice));
    let sender = format!("info@{}", names::domain(dice));
    let said = if variant == 1 { ip.clone() } else { names::address(dice) };
    let sealed = if variant == 0 { when - 3 } else { when + dice.between(1_800, 400_000) };
    let mx = format!(
        "Received: from {from} ({from}. [{ip}])\n        by mx.google.com with ESMTPS id {}\n        for <{}>;\n        {}",
        id::google(dice, when - 3, "si"),
        target.recipient,
        stamp::named(when - 3, stamp::pacific(when))
    );
    let out = format!(
        "Received: by {host} with SMTP id {}\n        for <{}>; {}",
        so_id(dice),
        target.recipient,
        stamp::named(when - 2, stamp::pacific(when))
    );
    let fields = vec![
        first(target, dice, &host, &host_ip, when)?,
        out,
        "X-Gm-Message-State: AOJu0YwkH3b9PpG5".to_owned(),
        format!(
            "ARC-Seal: i=1; a=rsa-sha256; t={sealed}; cv=none;\n        d=google.com; s=arc-20240605;\n        b={}",
            dice.text("ABCDEFGHJKLMNabcdefgh0123456789", 40)
        ),
        format!(
            "ARC-Authentication-Results: i=1; mx.google.com;\n       spf=pass (google.com: domain of {sender} designates {said} as permitted sender) smtp.mailfrom={sender}"
        ),
        mx,
    ];
    Some(target.under_fields(&fields))
}

fn make_signature(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let later = if variant == 1 { 86_400 } else { dice.between(3_000, 20_000) };
    let when = target.when - later;
    let from = names::host(dice);
    let ip = names::address(dice);
    let mut fields = vec![first(target, dice, &from, &ip, when)?];
    if variant == 2 {
        let say = Say::new(dice, &from, &target.recipient, when - 6);
        fields.push(format!("Received: {}", say.line(dice, Server::Postfix)));
    }
    fields.push(format!(
        "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={}; s=mail;\n\tt={}; h=From:Subject:Date; bh={}=;\n\tb={}",
        names::domain(dice),
        target.when - dice.between(20, 400),
        dice.text("ABCDEFGHJKLMNabcdefgh0123456789", 43),
        dice.text("ABCDEFGHJKLMNabcdefgh0123456789", 60)
    ));
    Some(target.under_fields(&fields))
}
