//! Lines with what their servers leave elsewhere in the header, which does not fit the lines.

use super::super::corroboration::{
    arc_set, base64, exchange_border, first, google_mx, own_name, postfix,
};
use super::super::provider_lines::build;
use super::{Dice, Graft, Target, known, servers};
use crate::measure::line::Say;
use crate::measure::{names, stamp};

pub(in crate::measure::held_out) fn check(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let by = own_name(target)?;
    let when = target.when - dice.between(2, 40);
    let say = Say::new(dice, &by, &target.recipient, when);
    let Say { from, ip, sender, .. } = &say;
    let (other, name) = (names::address(dice), names::host(dice));
    let fields = match variant {
        0 => vec![
            format!(
                "Authentication-Results: {by};\n\tiprev=pass policy.iprev={other} ({name});\n\tauth=none"
            ),
            first(&say, dice, servers::postfix_certified),
        ],
        1 => {
            let next = Say::new(dice, from, &target.recipient, when - 3);
            vec![
                first(&say, dice, postfix),
                format!(
                    "Received-SPF: softfail ({by}: transitioning domain of {sender} does not designate {other} as permitted sender) client-ip={other}; envelope-from={sender};"
                ),
                first(&next, dice, servers::suite),
            ]
        }
        _ => vec![
            format!(
                "Authentication-Results: {by}; spf=neutral\n smtp.mailfrom={sender} smtp.remote-ip={other}"
            ),
            first(&say, dice, servers::sendmail_login),
            format!(
                "Received-SPF: none ({by}: no policy of {sender}) client-ip={ip};\n\tenvelope-from={sender}; helo={from};"
            ),
        ],
    };
    Some(target.under_fields(&fields))
}

pub(in crate::measure::held_out) fn exchange(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let by = own_name(target)?;
    let when = target.when - dice.between(5, 40);
    let mut say = Say::new(dice, &by, &target.recipient, when);
    say.from =
        format!("mail-db8eur05on{:04}.outbound.protection.outlook.com", dice.between(2_040, 2_130));
    say.ip = format!("40.107.{}.{}", dice.between(1, 250), dice.between(2, 250));
    let (from, ip, sender) = (names::host(dice), names::address(dice), names::domain(dice));
    let mut another = || (names::address(dice), names::host(dice));
    let (one, two) = (another(), another());
    let host = *dice.one(&["DB5EUR03FT021", "VE1EUR03FT058", "AM6EUR05FT012"]);
    let inside = names::inside(dice);
    let border = exchange_border((&from, &ip), host, &inside, &build(dice, when), when - 3);
    let report = |(ip, name): &(String, String)| {
        format!(
            "X-Forefront-Antispam-Report:\n CIP:{ip};CTRY:DE;LANG:de;SCL:1;SRV:;IPV:NLI;SFV:NSPM;H:{name};PTR:{name};CAT:NONE;SFS:;DIR:INB;"
        )
    };
    let results = |(ip, _): &(String, String)| {
        format!(
            "Authentication-Results: spf=pass (sender IP is {ip})\n smtp.mailfrom={sender}; dkim=none (message not signed)\n header.d=none;dmarc=bestguesspass action=none header.from={sender};"
        )
    };
    let mut fields = vec![first(&say, dice, postfix)];
    match variant {
        0 => fields.extend([border, results(&one)]),
        1 => {
            fields.extend(arc_set(dice, 2, "microsoft.com", when - 2, &one.0));
            fields.extend([border, report(&one)]);
            fields.extend(arc_set(dice, 1, &sender, when - 30, &two.0));
        }
        _ => fields.extend([
            border,
            report(&one),
            report(&two),
            format!("X-MS-Exchange-Organization-OriginalClientIPAddress: {}", two.0),
        ]),
    }
    Some(target.under_fields(&fields))
}

pub(in crate::measure::held_out) fn arc(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let by = own_name(target)?;
    let when = target.when - dice.between(4, 40);
    let number = dice.between(41, 70);
    let mut say = Say::new(dice, &by, &target.recipient, when);
    (say.from, say.ip) = (format!("mail-lf1-f{number}.google.com"), format!("209.85.167.{number}"));
    let (from, ip, other) = (names::host(dice), names::address(dice), names::address(dice));
    let named = stamp::named(when - 2, stamp::pacific(when));
    let mx = google_mx(target, dice, (&from, &ip), when);
    let mut fields = vec![first(&say, dice, postfix)];
    match variant {
        0 => {
            let inner = format!(
                "{:x}:{:x}:b0:{:x}:{:x} with SMTP id {}mr{}{}.{}.{}{:03}",
                dice.between(0x600, 0x7fff),
                dice.between(0x100, 0xffff),
                dice.between(0x10, 0x6ff),
                dice.between(0x1000, 0xffff),
                dice.text(known::HEX_SMALL, 14),
                dice.between(100_000, 9_999_999),
                dice.text("abcdefghijklm", 3),
                dice.between(1, 60),
                when - 2,
                dice.between(0, 999)
            );
            fields.push(format!("X-Received: by 2002:a05:{inner};\n        {named}"));
            fields.extend(arc_set(dice, 1, "google.com", when - 2, &other));
            fields.push(format!("Return-Path: <{}@{}>", names::word(dice), names::domain(dice)));
        }
        1 => {
            let month = when - dice.between(28, 32) * 86_400;
            fields.extend(arc_set(dice, 2, "google.com", month, &other));
            fields.extend(arc_set(dice, 1, "microsoft.com", month - 3, &ip));
        }
        _ => {
            let sealed = when + dice.between(11 * 3_600, 13 * 3_600);
            let [seal, signature, results] = arc_set(dice, 1, "google.com", sealed, &other);
            let failed = results
                .replace("spf=pass", "spf=softfail")
                .replace(" designates ", " does not designate ");
            fields.extend([seal, signature, failed]);
        }
    }
    fields.push(mx);
    Some(target.under_fields(&fields))
}

pub(in crate::measure::held_out) fn signature(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let by = own_name(target)?;
    let later = match variant {
        0 => dice.between(5 * 3_600, 6 * 3_600),
        1 => dice.between(3, 5) * 86_400,
        _ => dice.between(370, 900) * 86_400,
    };
    let made = target.when - dice.between(10, 300);
    let say = Say::new(dice, &by, &target.recipient, made - later);
    let domain = names::domain(dice);
    let (hash, signed) = (base64(dice, 43), base64(dice, 86));
    let key = |algorithm: &str| {
        format!(
            "DKIM-Signature: v=1; a={algorithm}; q=dns/txt; c=relaxed/simple; d={domain};\n s=mail; t={made}; h=From:To:Subject:Date;\n bh={hash}=;\n b={signed}"
        )
    };
    let fields = match variant {
        0 => vec![first(&say, dice, servers::engine), key("ed25519-sha256")],
        1 => {
            let next = Say::new(dice, &say.from, &target.recipient, say.when - 2);
            let [seal, ..] = arc_set(dice, 1, &domain, made, "");
            vec![
                first(&say, dice, servers::gateway),
                seal,
                first(&next, dice, servers::small_server),
                key("rsa-sha256"),
            ]
        }
        _ => vec![
            first(&say, dice, servers::qmail_tls),
            format!(
                "DomainKey-Signature: a=rsa-sha1; q=dns; c=nofws; s=mail; d={domain};\n b={}",
                base64(dice, 86)
            ),
            key("rsa-sha256"),
        ],
    };
    Some(target.under_fields(&fields))
}
