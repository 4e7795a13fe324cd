//! Lines by big providers that never had the message.

use super::Technique;
use crate::measure::line::{Say, Server};
use crate::measure::{Dice, Graft, Target, id, names, stamp};

pub(super) const ALL: &[Technique] = &[
    Technique {
        id: "provider/google",
        title: "Google's lines below a foreign hand-over",
        variants: &[
            "by its mail exchanger",
            "by an outgoing host, submitted",
            "by an inner host",
            "an inner and an outgoing host",
        ],
        traceless: None,
        make: make_google,
    },
    Technique {
        id: "provider/microsoft",
        title: "Microsoft 365's lines below a foreign hand-over",
        variants: &[
            "a mailbox's line",
            "the border's line",
            "an outgoing and a mailbox's line",
            "an old version's words",
        ],
        traceless: None,
        make: make_microsoft,
    },
    Technique {
        id: "provider/other",
        title: "lines of other big providers below a foreign hand-over",
        variants: &["Yahoo", "Amazon SES", "GMX", "Mimecast", "SendGrid"],
        traceless: None,
        make: make_other,
    },
    Technique {
        id: "provider/stale",
        title: "Google's line of years ago with a new date",
        variants: &["by its mail exchanger", "with another zone's name", "below all lines"],
        traceless: None,
        make: make_stale,
    },
    Technique {
        id: "provider/announced",
        title: "the peer announces a big provider's name, and the provider's line stands below",
        variants: &["Google", "Microsoft", "Yahoo", "Google, without an address"],
        traceless: None,
        make: make_announced,
    },
];

/// The peer is of none of the providers that are imitated.
fn foreign(target: &Target) -> bool {
    let of_provider = |name: &Option<String>| {
        name.as_deref().is_some_and(|name| {
            let name = name.to_ascii_lowercase();
            [
                "google.com",
                "googlemail.com",
                "outlook.com",
                "yahoo",
                "amazonses.com",
                "gmx.",
                "mimecast",
                "sendgrid.net",
                "hotmail.com",
                "mail.com",
                "web.de",
                "1and1",
                "kundenserver.de",
            ]
            .iter()
            .any(|word| name.contains(word))
        })
    };
    !of_provider(&target.peer.rdns)
        && !of_provider(&target.peer.helo)
        && !of_provider(&Some(target.our_host.clone()))
}

fn google_host(dice: &mut Dice) -> String {
    format!(
        "mail-{}-f{}.google.com",
        dice.one(&["ed1", "lf1", "wm1", "pj1", "yb1", "qt1"]),
        dice.between(40, 70)
    )
}

fn google_mx(
    target: &Target,
    dice: &mut Dice,
    stamped: i64,
    dated: i64,
    zone: stamp::Zone,
) -> String {
    let from = names::host(dice);
    let tls = match stamped > 1_600_000_000 {
        true => "\n        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256)",
        false => "",
    };
    format!(
        "from {from} ({from}. [{}])\n        by mx.google.com with ESMTPS id {}\n        for <{}>{tls};\n        {}",
        names::address(dice),
        id::google(dice, dated, "si"),
        target.recipient,
        stamp::named(stamped, zone)
    )
}

fn google_out(target: &Target, dice: &mut Dice, by: &str, when: i64) -> String {
    let id = format!(
        "{}so{}{}.{}",
        dice.text("0123456789abcdef", 16),
        dice.between(100_000, 9_999_999),
        dice.text("abcdefghij", 3),
        dice.between(0, 20)
    );
    format!(
        "by {by} with SMTP id {id}\n        for <{}>; {}",
        target.recipient,
        stamp::named(when, stamp::pacific(when))
    )
}

fn google_inner(dice: &mut Dice, when: i64) -> String {
    let by =
        format!("10.{}.{}.{}", dice.between(1, 230), dice.between(1, 230), dice.between(1, 230));
    let id = format!(
        "{}mr{}{}.{}.{}{:03}",
        dice.text("0123456789abcdef", 14),
        dice.between(100_000, 9_999_999),
        dice.text("abcdefghij", 3),
        dice.between(1, 900),
        when,
        dice.between(0, 999)
    );
    format!("by {by} with SMTP id {id};\n        {}", stamp::named(when, stamp::pacific(when)))
}

fn make_google(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if !foreign(target) {
        return None;
    }
    let when = target.when - dice.between(1, 20);
    let host = google_host(dice);
    let lines = match variant {
        0 => vec![google_mx(target, dice, when, when, stamp::pacific(when))],
        1 => vec![google_out(target, dice, &host, when)],
        2 => vec![google_out(target, dice, &host, when), google_inner(dice, when)],
        _ => vec![
            google_out(target, dice, &host, when),
            google_mx(target, dice, when - 1, when - 1, stamp::pacific(when)),
        ],
    };
    Some(target.under(&lines))
}

fn microsoft_host(dice: &mut Dice) -> String {
    format!(
        "{}{}PR{:02}MB{:04}.eurprd{:02}.prod.outlook.com",
        dice.one(&["AM", "DB", "VI", "PA"]),
        dice.between(3, 9),
        dice.between(1, 8),
        dice.between(1000, 9999),
        dice.between(1, 8)
    )
}

fn mapi(dice: &mut Dice, host: &str, when: i64) -> String {
    let six = format!(
        "fe80::{}:{}:{}:{}",
        dice.text("123456789abcdef", 4),
        dice.text("123456789abcdef", 4),
        dice.text("123456789abcdef", 4),
        dice.text("123456789abcdef", 4)
    );
    format!(
        "from {host}\n ([{six}]) by {host}\n ([{six}%4]) with mapi id 15.20.{}.{:03}; {}",
        dice.between(4000, 9000),
        dice.between(1, 40),
        stamp::date(when, stamp::UTC)
    )
}

fn make_microsoft(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if !foreign(target) {
        return None;
    }
    let when = target.when - dice.between(1, 20);
    let (host, other) = (microsoft_host(dice), microsoft_host(dice));
    let date = stamp::date(when, stamp::UTC);
    let six = format!(
        "2603:10a6:{:x}:{:x}::{:x}",
        dice.between(1, 900),
        dice.between(1, 900),
        dice.between(1, 30)
    );
    let outgoing = format!(
        "from {host} ({six})\n by {other} with Microsoft SMTP Server\n (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id\n 15.20.{}.{}; {date}",
        dice.between(4000, 9000),
        dice.between(10, 40)
    );
    let lines = match variant {
        0 => vec![mapi(dice, &host, when)],
        1 => vec![format!(
            "from {} ({}) by\n {}.mail.protection.outlook.com (10.{}.{}.{}) with Microsoft SMTP\n Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id\n 15.20.{}.{} via Frontend Transport; {date}",
            names::host(dice),
            names::address(dice),
            dice.text("ABCDEFGHJK0123456789", 14),
            dice.between(1, 250),
            dice.between(1, 250),
            dice.between(1, 250),
            dice.between(4000, 9000),
            dice.between(10, 40)
        )],
        2 => vec![outgoing, mapi(dice, &host, when - 1)],
        _ => vec![format!(
            "from {host} ({six})\n by {other} with Microsoft SMTP Server\n (version=TLSv1.2, cipher=ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits)) id\n {}; {date}",
            dice.text("ABCDEF0123456789", 10)
        )],
    };
    Some(target.under(&lines))
}

fn make_other(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if !foreign(target) {
        return None;
    }
    let when = target.when - dice.between(1, 20);
    let ip = names::address(dice);
    let line = match variant {
        0 => format!(
            "from [{ip}] by web{}.mail.ne1.yahoo.com via HTTP; {}",
            dice.between(10_000, 199_999),
            stamp::named(when, stamp::pacific(when))
        ),
        1 => format!(
            "from a{}-{}.smtp-out.amazonses.com (a{0}-{1}.smtp-out.amazonses.com [{ip}])\n\tby a{0}-{1}.smtp-out.amazonses.com with SMTP id {}; {}",
            dice.between(1, 60),
            dice.between(1, 250),
            dice.text("0123456789abcdef", 20),
            stamp::date(when, stamp::UTC)
        ),
        2 => format!(
            "from {} ([{ip}]) by mail.gmx.net (mrgmx{:03}\n [212.227.17.{}]) with ESMTPSA (Nemesis) id {}\n for <{}>; {}",
            names::host(dice),
            dice.between(1, 200),
            dice.between(1, 250),
            id::exim(dice, 1_600_000_000).get(..16).unwrap_or_default(),
            target.recipient,
            stamp::date(when, stamp::Zone { minutes: 60, name: "CET" })
        ),
        3 => format!(
            "from {} ({} [{ip}]) by relay.mimecast.com with ESMTP\n with STARTTLS (version=TLSv1.2, cipher=TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384) id\n us-mta-{}-{}-1; {}",
            names::host(dice),
            names::host(dice),
            dice.between(1, 700),
            dice.text("ABCDEFGHJKLMNabcdefgh0123456789", 22),
            stamp::date(when, stamp::UTC)
        ),
        _ => format!(
            "from {} (unknown [{ip}]) by ismtpd{:04}p1iad2.sendgrid.net (SG) with ESMTP id {} for <{}>; {}",
            names::word(dice),
            dice.between(1, 200),
            dice.text("ABCDEFGHJKLMNabcdefgh0123456789", 22),
            target.recipient,
            stamp::date(when, stamp::UTC)
        ),
    };
    Some(target.under(&[line]))
}

fn make_stale(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if !foreign(target) {
        return None;
    }
    let when = if variant == 2 { target.last_when } else { target.when } - dice.between(1, 20);
    let dated = when - dice.between(40, 2_000) * 86_400;
    let zone = match variant {
        1 => stamp::Zone { minutes: 0, name: "EST" },
        _ => stamp::pacific(when),
    };
    let line = google_mx(target, dice, when, dated, zone);
    Some(if variant == 2 { target.below(&[line]) } else { target.under(&[line]) })
}

fn make_announced(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if !foreign(target) {
        return None;
    }
    let when = target.when - dice.between(1, 20);
    let (name, line) = match variant {
        1 => {
            let host = microsoft_host(dice);
            let name = format!(
                "mail-db8eur05on{:04}.outbound.protection.outlook.com",
                dice.between(2000, 2200)
            );
            (name, mapi(dice, &host, when))
        }
        2 => {
            let name = format!(
                "sonic{}-{}.consmr.mail.ne1.yahoo.com",
                dice.between(300, 330),
                dice.between(10, 60)
            );
            let line = format!(
                "from sonic.gate.mail.ne1.yahoo.com by {name} with HTTP; {}",
                stamp::date(when, stamp::UTC)
            );
            (name, line)
        }
        3 => {
            let name = google_host(dice);
            (name.clone(), google_out(target, dice, &name, when))
        }
        _ => {
            let name = google_host(dice);
            let line = Say::new(dice, &name, &target.recipient, when).line(dice, Server::Postfix);
            (name, line)
        }
    };
    target.under(&[line]).announcing(target, &name)
}
