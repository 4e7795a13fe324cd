//! Lines of more servers in their right grammar. Where a server did not exist yet, the line is that
//! of one which did.

use super::Dice;
use super::known::{CAPITALS, HEX_SMALL, TLS_ERA, no_weekday, sendmail_version};
use crate::measure::line::{Say, Server};
use crate::measure::{id, names, stamp};

/// The six letters with which Exim and its relatives count seconds.
pub(super) fn seconds(dice: &mut Dice, when: i64) -> String {
    id::exim(dice, when).chars().take(6).collect()
}

/// The parts of a unique id of the first version, which is made of the time.
fn unique(dice: &mut Dice, when: i64) -> [String; 5] {
    // Its clock began with the Gregorian calendar and counts tenths of microseconds.
    let ticks =
        when.max(0) as u64 * 10_000_000 + dice.between(0, 9_999_999) as u64 + 0x01B2_1DD2_1381_4000;
    [
        format!("{:08x}", ticks & 0xFFFF_FFFF),
        format!("{:04x}", ticks >> 32 & 0xFFFF),
        format!("1{:03x}", ticks >> 48 & 0xFFF),
        format!("{:04x}", dice.between(0x8000, 0xBFFF)),
        dice.text(HEX_SMALL, 12),
    ]
}

/// ZMailer's id, a letter for each part of the time in UTC.
fn zmailer_id(dice: &mut Dice, when: i64) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123abcdefghijklmnopqrstuvwxyz456789+-";
    let time = stamp::local(when, 0);
    let year = i64::from(time.year());
    let parts = [
        year / 64,
        year % 64,
        i64::from(time.month()) - 1,
        i64::from(time.day()) - 1,
        i64::from(time.hour()),
        i64::from(time.minute()),
        i64::from(time.second()),
    ];
    let letters: String =
        parts.iter().map(|n| char::from(DIGITS[n.rem_euclid(64) as usize])).collect();
    format!("S{}A{letters}", dice.between(1_000_000, 9_999_999))
}

/// What sends or passes on much mail: ZMailer, and KumoMTA since there is one.
pub(super) fn engine(say: &Say, dice: &mut Dice) -> String {
    let id = engine_id(dice, say.when);
    engine_with(say, dice, &id)
}

pub(in crate::measure::held_out) fn engine_id(dice: &mut Dice, when: i64) -> String {
    match when {
        ..1_720_000_000 => zmailer_id(dice, when),
        _ => unique(dice, when).concat(),
    }
}

pub(in crate::measure::held_out) fn engine_with(say: &Say, dice: &mut Dice, id: &str) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    let date = stamp::date(*when, *zone);
    match *when {
        ..1_720_000_000 => format!(
            "from {from} ([{ip}]:{} \"EHLO {from}\"\n\trhost-flags-OK-OK-OK-OK) by {by} with ESMTP\n\tid {id} (ORCPT\n\t<rfc822;{to}>); {date}",
            dice.between(32_768, 60_000)
        ),
        _ => format!(
            "from {from} ({ip})\n  by {by} (KumoMTA 2024.06.10-84e84b89)\n  with ESMTPS id {id} for <{to}>;\n  {date}"
        ),
    }
}

/// What stands between a site and the world: WebShield, later eXpurgate.
pub(super) fn gateway(say: &Say, dice: &mut Dice) -> String {
    let id = gateway_id(dice, say.when);
    gateway_with(say, &id)
}

pub(super) fn gateway_id(dice: &mut Dice, when: i64) -> String {
    match when {
        ..1_200_000_000 => {
            format!("{}_{}", dice.text(HEX_SMALL, 4), unique(dice, when).join("_"))
        }
        _ => format!(
            "{when:08x}-{}-7f000003{}-7f000001{}-1",
            dice.text(HEX_SMALL, 4),
            dice.text(HEX_SMALL, 4),
            dice.text(HEX_SMALL, 4)
        ),
    }
}

pub(super) fn gateway_with(say: &Say, id: &str) -> String {
    let Say { from, ip, by, to, sender, when, zone } = say;
    let date = stamp::date(*when, *zone);
    match *when {
        ..1_200_000_000 => format!("from {from}({ip}) by {by} via smtp\n\t id {id}; {date}"),
        _ => format!(
            "from [{ip}] (helo={from})\n\tby {by} with ESMTP (eXpurgate 4.55.2)\n\t(envelope-from <{sender}>)\n\tid {id}\n\tfor {to}; {date}"
        ),
    }
}

/// A server that somebody runs for himself: Smail, masqmail, maddy.
pub(super) fn small_server(say: &Say, dice: &mut Dice) -> String {
    let seconds = seconds(dice, say.when);
    small_server_with(say, dice, &seconds)
}

pub(super) fn small_server_with(say: &Say, dice: &mut Dice, seconds: &str) -> String {
    let Say { from, ip, by, to, sender, when, zone } = say;
    const DIGITS: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    match *when {
        ..1_100_000_000 => format!(
            "from {from} (really [{ip}]) by {by}\n\tvia in.smtpd with esmtp\n\tid <m{seconds}-000{}C@{by}>\n\t(Debian Smail3.2.0.102)\n\tfor <{to}>; {}",
            dice.text(DIGITS, 3),
            stamp::named(*when, *zone)
        ),
        1_100_000_000..1_590_000_000 => format!(
            "from {from} [{ip}] by {by}\n with ESMTP (masqmail 0.2.21) id\n {seconds}-{}-00; {}",
            dice.text(DIGITS, 3),
            stamp::date(*when, *zone)
        ),
        _ => format!(
            "from {from} ({from} [{ip}]) by {by}\n (envelope-sender <{sender}>) with ESMTPS id {};\n {}",
            dice.text(HEX_SMALL, 8),
            stamp::date(*when, *zone)
        ),
    }
}

/// What a company buys whole: Mirapoint, Trustwave's, and mox, which costs nothing.
pub(super) fn suite(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    match *when {
        ..1_400_000_000 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (MOS 3.8.3-GA)\n\twith ESMTP id {}{:05};\n\t{}",
            dice.text(CAPITALS, 3),
            dice.between(1_000, 99_999),
            stamp::named(*when, *zone)
        ),
        1_400_000_000..1_700_000_000 => format!(
            "from {from} (Not Verified[{ip}]) by {by} with Trustwave SEG\n\t(v8,2,6,11305) id <B{when:08x}0001>; {}",
            stamp::date(*when, *zone)
        ),
        _ => format!(
            "from {from} ({from} [{ip}])\n\tby {by} ([{}]) via tcp with ESMTPS id {}\n\t(TLS1.3 TLS_AES_128_GCM_SHA256) for <{to}>;\n\t{}",
            names::address(dice),
            dice.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 22),
            no_weekday(*when, zone.minutes)
        ),
    }
}

pub(super) fn mailenable(say: &Say, _: &mut Dice) -> String {
    let Say { from, ip, by, when, zone, .. } = say;
    format!("from {from} ([{ip}])\n\tby {by} with MailEnable ESMTP; {}", stamp::date(*when, *zone))
}

/// The version of an Exim that was kept up to date.
pub(in crate::measure::held_out) fn exim_version(when: i64) -> &'static str {
    match when {
        ..1_100_000_000 => "4.20",
        1_100_000_000..TLS_ERA => "4.69",
        TLS_ERA..1_560_000_000 => "4.84_2",
        1_560_000_000..1_700_000_000 => "4.94",
        _ => "4.98",
    }
}

/// Exim with a user who logged in.
pub(super) fn exim_login(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, sender, when, zone } = say;
    let with = match *when {
        ..1_100_000_000 => "asmtp",
        1_100_000_000..TLS_ERA => "esmtpa",
        TLS_ERA..1_560_000_000 => "esmtpsa (TLSv1.2:ECDHE-RSA-AES128-GCM-SHA256:128)",
        _ => "esmtpsa  (TLS1.3) tls TLS_AES_256_GCM_SHA384",
    };
    let version = exim_version(*when);
    format!(
        "from {from} ([{ip}] helo={})\n\tby {by} with {with}\n\t(Exim {version})\n\t(envelope-from <{sender}>)\n\tid {}\n\tfor {to}; {}",
        names::word(dice),
        id::exim(dice, *when),
        stamp::date(*when, *zone)
    )
}

/// sendmail with a user who logged in.
pub(super) fn sendmail_login(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    let version = sendmail_version(*when);
    let with = if *when < 1_450_000_000 { "ESMTP" } else { "ESMTPA" };
    format!(
        "from {from} ({from} [{ip}])\n\t(authenticated bits=0)\n\tby {by} ({version}/{version}) with {with} id {}\n\tfor <{to}>; {}",
        id::sendmail(dice, *when),
        stamp::named(*when, *zone)
    )
}

/// Postfix that checked the peer's certificate.
pub(super) fn postfix_certified(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    let (tls, issuer, with) = match *when {
        ..1_130_000_000 => return say.line(dice, Server::Postfix),
        1_130_000_000..TLS_ERA => {
            ("TLSv1 with cipher DHE-RSA-AES256-SHA", "Thawte Server CA", "ESMTP")
        }
        TLS_ERA..1_600_000_000 => (
            "TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384",
            "COMODO RSA Domain Validation Secure Server CA",
            "ESMTPS",
        ),
        _ => ("TLSv1.3 with cipher TLS_AES_256_GCM_SHA384", "R3", "ESMTPS"),
    };
    format!(
        "from {from} ({from} [{ip}])\n\t(using {tls} (256/256 bits))\n\t(Client CN \"{from}\", Issuer \"{issuer}\" (verified OK))\n\tby {by} (Postfix) with {with} id {}\n\tfor <{to}>; {}",
        id::postfix(dice),
        stamp::named(*when, *zone)
    )
}

/// qmail that says what was agreed of TLS.
pub(super) fn qmail_tls(say: &Say, _: &mut Dice) -> String {
    let Say { from, ip, by, when, .. } = say;
    let with = match *when {
        ..1_080_000_000 => "SMTP",
        1_080_000_000..TLS_ERA => "(DHE-RSA-AES256-SHA encrypted) SMTP",
        _ => "(ECDHE-RSA-AES256-GCM-SHA384 encrypted) SMTP",
    };
    format!("from unknown (HELO {from}) ({ip})\n  by {by} with {with}; {}", stamp::qmail(*when))
}
