//! Lines with what their servers leave elsewhere in the header: checks, reports and signatures
//! that were copied or made up, and do not fit the lines.

use super::super::corroboration::{
    arc_set, base64, exchange_border, first, google_mx, own_name, postfix,
};
use super::super::provider_lines::{build, hub, microsoft_host};
use super::provider::delivery;
use super::{Dice, Further, Graft, Target, behind, logins, servers};
use crate::measure::line::Say;
use crate::measure::names;

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "corroboration/check-beside",
        variants: &[
            "a failure for another peer, Exim",
            "a log-in from another peer",
            "the mechanism that matched another peer",
            "beside the second of two lines, of another peer",
        ],
        make: check,
    },
    Further {
        technique: "corroboration/exchange-replayed",
        variants: &[
            "the report of what came from inside",
            "its results, the client's address and the report, of one other peer",
            "a soft failure and the report of spam, over two hubs and the border",
            "the report of one peer, the sender's address of another",
        ],
        make: exchange,
    },
    Further {
        technique: "corroboration/arc-copied",
        variants: &[
            "a guess about another peer",
            "two sets of its own, both of another peer, around an inner host's line",
            "the seal alone, a day or two later",
            "a set over another one, both of hours before and of another peer",
        ],
        make: arc,
    },
    Further {
        technique: "corroboration/signature-replayed",
        variants: &[
            "five days later, as MDaemon signs",
            "three signers, a day between each",
            "seven hours later, of a part of the body, above a reader's line on the web",
            "two years later, above and below the lines",
        ],
        make: signature,
    },
];

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

fn check(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let by = own_name(target)?;
    let when = target.when - dice.between(2, 30);
    let say = Say::new(dice, &by, &target.recipient, when);
    let next = behind(&say, dice, 5);
    let Say { from, sender, .. } = &say;
    let (other, name) = (names::address(dice), names::host(dice));
    let fields = match number {
        0 => vec![
            first(&say, dice, servers::exim_port),
            format!(
                "Received-SPF: fail ({by}: domain of {sender} does not designate {other} as permitted sender)\n\tclient-ip={other}; envelope-from={sender}; helo={name};"
            ),
        ],
        1 => vec![
            format!(
                "Authentication-Results: {by};\n\tiprev=fail smtp.remote-ip={other};\n\tauth=pass (plain) smtp.auth={sender};\n\tspf=softfail smtp.mailfrom={sender}"
            ),
            first(&say, dice, logins::sasl),
        ],
        2 => vec![
            format!(
                "Received-SPF: pass ({other} is authorized to use '{sender}' in 'mfrom' identity (mechanism 'ip4:{other}' matched)) receiver={by}; identity=mailfrom; envelope-from=\"{sender}\"; helo={name}; client-ip={other}"
            ),
            first(&say, dice, servers::postfix_tls),
        ],
        _ => {
            // By the second of two servers, beside its own line.
            let check = format!(
                "Authentication-Results: {from};\n\tspf=pass ({from}: domain of {sender} designates {other} as permitted sender)\n\tsmtp.mailfrom={sender} smtp.helo={name}"
            );
            vec![
                first(&say, dice, servers::sendmail_bare),
                check,
                first(&next, dice, servers::courier_plain),
            ]
        }
    };
    Some(target.under_fields(&fields))
}

fn exchange(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let by = own_name(target)?;
    let when = target.when - dice.between(6, 35);
    let mut say = Say::new(dice, &by, &target.recipient, when);
    say.from =
        format!("mail-dm6nam11on{:04}.outbound.protection.outlook.com", dice.between(2_040, 2_130));
    say.ip = format!("40.107.{}.{}", dice.between(1, 250), dice.between(2, 250));
    let (from, ip) = (names::host(dice), names::address(dice));
    let (other, name) = (names::address(dice), names::host(dice));
    let sender = names::domain(dice);
    let host = *dice.one(&["DM6NAM11FT035", "BN8NAM11FT061", "CO1NAM11FT042"]);
    let inside = names::inside(dice);
    let border = exchange_border((&from, &ip), host, &inside, &build(dice, when), when - 3);
    let report = |ip: &str, name: &str, rest: &str| {
        format!(
            "X-Forefront-Antispam-Report: CIP:{ip};CTRY:{};LANG:en;SCL:1;SRV:;IPV:NLI;SFV:{rest};H:{name};PTR:{name};CAT:NONE;SFS:(4636009);DIR:INB;",
            if ip == "255.255.255.255" { "" } else { "NL" }
        )
    };
    let mut fields = vec![first(&say, dice, postfix)];
    match number {
        0 => {
            // The report of what one mailbox wrote to another, over what came from outside.
            let inner = microsoft_host(dice);
            fields.extend([border, report("255.255.255.255", &inner, "NSPM")]);
        }
        1 => {
            let results = format!(
                "Authentication-Results-Original: spf=pass (sender IP is {other})\n smtp.mailfrom={sender}; dkim=pass (signature was verified)\n header.d={sender};dmarc=pass action=none header.from={sender};compauth=pass reason=100"
            );
            fields.extend([
                results.replacen("-Original", "", 1),
                border,
                format!("X-MS-Exchange-Organization-OriginalClientIPAddress: {other}"),
                report(&other, &name, "SKI"),
            ]);
        }
        2 => {
            // Two hubs stand between the border and the way out.
            let (one, two) = (microsoft_host(dice), microsoft_host(dice));
            let upper = hub(dice, &two, &one, when - 1);
            let edge = format!("{host}.mail.protection.outlook.com");
            let lower = hub(dice, &edge, &two, when - 2);
            fields.extend([
                format!("Received: {upper}"),
                format!("Received: {lower}"),
                border,
                format!(
                    "Received-SPF: SoftFail (protection.outlook.com: domain of transitioning\n {sender} discourages use of {other} as permitted sender)"
                ),
                report(&other, &name, "SPM"),
            ]);
        }
        _ => {
            let other_six = super::known::six(dice);
            fields.extend([
                report(&other, &name, "NSPM"),
                format!("X-Sender-IP: {other_six}"),
                border,
            ]);
        }
    }
    Some(target.under_fields(&fields))
}

fn arc(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let by = own_name(target)?;
    let when = target.when - dice.between(4, 35);
    let host = dice.between(41, 70);
    let mut say = Say::new(dice, &by, &target.recipient, when);
    (say.from, say.ip) = (format!("mail-lf1-f{host}.google.com"), format!("209.85.167.{host}"));
    let (from, ip, other) = (names::host(dice), names::address(dice), names::address(dice));
    let mx = google_mx(target, dice, (&from, &ip), when);
    let mut fields = vec![first(&say, dice, postfix)];
    match number {
        0 => {
            let [seal, signature, _] = arc_set(dice, 1, "google.com", when - 2, &other);
            let sender = format!("{}@{}", names::word(dice), names::domain(dice));
            fields.extend([
                seal,
                signature,
                format!(
                    "ARC-Authentication-Results: i=1; mx.google.com;\n       spf=neutral (google.com: {other} is neither permitted nor denied by best guess record for domain of {sender}) smtp.mailfrom={sender}"
                ),
            ]);
        }
        1 => {
            // Its own two sets, with the line of an inner host between them.
            fields.extend(arc_set(dice, 2, "google.com", when - 1, &other));
            let at = when - 1;
            fields.push(format!("Received: {}", delivery(dice, at)));
            fields.extend(arc_set(dice, 1, "google.com", when - 2, &other));
        }
        2 => {
            let sealed = when + dice.between(30, 60) * HOUR;
            let [seal, ..] = arc_set(dice, 1, "google.com", sealed, &ip);
            fields.push(seal);
        }
        _ => {
            let domain = names::domain(dice);
            let sealed = when - dice.between(9, 15) * HOUR;
            fields.extend(arc_set(dice, 2, "google.com", sealed, &other));
            fields.extend(arc_set(dice, 1, &domain, sealed - 4, &other));
        }
    }
    fields.push(mx);
    Some(target.under_fields(&fields))
}

fn signature(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let by = own_name(target)?;
    let later = match number {
        0 => 5 * DAY + dice.between(0, 40_000),
        1 => 3 * DAY + dice.between(0, 9_000),
        2 => dice.between(7 * HOUR, 8 * HOUR),
        _ => 2 * 365 * DAY + dice.between(0, 40 * DAY),
    };
    let made = target.when - dice.between(10, 250);
    let say = Say::new(dice, &by, &target.recipient, made - later);
    let next = behind(&say, dice, 5);
    let domain = names::domain(dice);
    let signed = |dice: &mut Dice, domain: &str, selector: &str, times: &str| {
        format!(
            "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\n\td={domain}; s={selector}; {times}\n\th=Date:From:To:Subject:Message-ID:MIME-Version;\n\tbh={}=;\n\tb={}=",
            base64(dice, 43),
            base64(dice, 171)
        )
    };
    let fields = match number {
        0 => {
            let times = format!("r=y; t={made}; x={}; q=dns/txt;", made + 7 * DAY);
            vec![first(&say, dice, servers::daemon), signed(dice, &domain, "MDaemon", &times)]
        }
        1 => {
            // The signers one after another, none of them on the day of the line.
            let mut fields = vec![first(&say, dice, servers::campaign)];
            for (days, selector) in [(0, "dkim"), (1, "s1"), (2, "k1")] {
                let other = names::domain(dice);
                let times = format!("t={};", made - days * DAY);
                fields.push(signed(dice, &other, selector, &times));
            }
            fields
        }
        2 => {
            let last = behind(&next, dice, 5);
            let part = format!("t={made}; i=@{domain}; l={};", dice.between(400, 9_000));
            vec![
                first(&say, dice, servers::exim_port),
                first(&next, dice, servers::exim_port),
                signed(dice, &domain, "x", &part),
                first(&last, dice, logins::squirrel),
            ]
        }
        _ => vec![
            signed(dice, &domain, "mail", &format!("t={made};")),
            first(&say, dice, servers::unverified),
            first(&next, dice, servers::qmail_named),
            signed(dice, &domain, "mail", &format!("t={};", made + 2)),
        ],
    };
    Some(target.under_fields(&fields))
}
