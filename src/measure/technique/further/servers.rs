//! Lines of servers that the open variants do not imitate, in their right grammar and with words
//! of their day. The shapes are those that the servers' sources and manuals give.

use super::Dice;
use crate::measure::line::Say;
use crate::measure::{id, names, stamp};

/// Writes what it is given as one server does.
pub(super) type Write = fn(&Say, &mut Dice) -> String;

/// When TLS and protocols of recent servers became usual: 2014.
const TLS_ERA: i64 = 1_390_000_000;

const HEX: &str = "0123456789ABCDEF";
const SMALL: &str = "abcdefghijklmnopqrstuvwxyz0123456789";

/// Courier: the time stands in the id, in hexadecimal.
pub(super) fn courier(say: &Say, dice: &mut Dice) -> String {
    let id = courier_id(dice, say.when);
    courier_with(say, &id)
}

pub(super) fn courier_id(dice: &mut Dice, when: i64) -> String {
    let (inode, process) = (dice.between(0x1_0000, 0xFF_FFFF), dice.between(0x200, 0x7FFF));
    match when > TLS_ERA {
        true => format!("{inode:016X}.{when:016X}.{process:08X}"),
        false => format!("{inode:08X}.{when:08X}.{process:08X}"),
    }
}

pub(super) fn courier_with(say: &Say, id: &str) -> String {
    let Say { from, ip, by, when, zone, .. } = say;
    let mapped = if *when > TLS_ERA { "" } else { "::ffff:" };
    format!(
        "from {from} ({from} [{mapped}{ip}])\n  by {by} with esmtp; {}\n  id {id}",
        stamp::date(*when, *zone)
    )
}

pub(super) fn communigate(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    let version = match *when {
        ..1_080_000_000 => "3.5.9",
        1_080_000_000..1_120_000_000 => "4.2.8",
        1_120_000_000..1_300_000_000 => "5.1.14",
        1_300_000_000..1_500_000_000 => "6.0.9",
        _ => "6.2.14",
    };
    format!(
        "from {from} ([{ip}] verified)\n  by {by} (CommuniGate Pro SMTP {version})\n  with ESMTP id {} for {to}; {}",
        dice.between(1_200_000, 98_000_000),
        stamp::date(*when, *zone)
    )
}

pub(super) fn powermta(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, sender, when, zone } = say;
    let version = match *when {
        ..1_150_000_000 => "v2.0r10",
        1_150_000_000..1_300_000_000 => "v3.2r14",
        1_300_000_000..1_500_000_000 => "v4.0r6",
        _ => "v5.0r8",
    };
    format!(
        "from {from} ({ip}) by {by} (PowerMTA(TM) {version}) id h{} for <{to}>; {} (envelope-from <{sender}>)",
        dice.text("0123456789abcdefghijklmnopqrstuv", 11),
        stamp::date(*when, *zone)
    )
}

/// What bulk mailers hand over to themselves: no peer is told.
pub(super) fn powermta_local(say: &Say, dice: &mut Dice) -> String {
    let whole = powermta(say, dice);
    match whole.split_once(" by ") {
        Some((_, rest)) => format!("by {rest}"),
        None => whole,
    }
}

/// Haraka, and qpsmtpd in the days before it.
pub(super) fn haraka(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, sender, when, zone, .. } = say;
    if *when < TLS_ERA {
        let version = if *when < 1_180_000_000 { "0.12" } else { "0.40" };
        return format!(
            "from {from} (HELO {from}) ({ip})\n    by {by} (qpsmtpd/{version}) with ESMTP; {}",
            stamp::date(*when, *zone)
        );
    }
    let mut part = |count| dice.text(HEX, count);
    let id = format!("{}-{}-4{}-A{}-{}.1", part(8), part(4), part(3), part(3), part(12));
    format!(
        "from {from} ({from} [{ip}])\n\tby {by} (Haraka/2.8.28) with ESMTPS id {id}\n\tenvelope-from <{sender}>\n\ttls TLS_AES_256_GCM_SHA384;\n\t{}",
        stamp::date(*when, *zone)
    )
}

/// OpenSMTPD, and the sendmail that stood on such hosts before.
pub(super) fn opensmtpd(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    let date = stamp::named(*when, *zone);
    if *when < TLS_ERA {
        let id = id::sendmail(dice, *when);
        let version = match *when {
            ..1_160_000_000 => "8.11.6/8.11.3",
            _ => "8.13.8/8.12.11",
        };
        return format!(
            "from {from} ({from} [{ip}])\n\tby {by} ({version}) with SMTP id {id}\n\tfor <{to}>; {date}"
        );
    }
    format!(
        "from {from} ({from} [{ip}])\n\tby {by} (OpenSMTPD) with ESMTP id {}\n\tfor <{to}>;\n\t{date}",
        dice.text("0123456789abcdef", 8)
    )
}

/// Domino: the id is the local time in sixteen digits.
pub(super) fn domino(say: &Say, dice: &mut Dice) -> String {
    let id = domino_id(dice, say.when, say.zone.minutes);
    domino_with(say, &id)
}

pub(super) fn domino_id(dice: &mut Dice, when: i64, minutes: i32) -> String {
    let time = stamp::local(when, minutes).strftime("%Y%m%d%H%M%S").to_string();
    format!("{time}{:02}-{}", dice.between(0, 99), dice.between(400, 900_000))
}

pub(super) fn domino_with(say: &Say, id: &str) -> String {
    let Say { from, ip, by, when, zone, .. } = say;
    let version = match *when {
        ..1_100_000_000 => "Lotus Domino Release 5.0.8",
        1_100_000_000..1_200_000_000 => "Lotus Domino Release 6.5.4",
        1_200_000_000..1_400_000_000 => "Lotus Domino Release 8.5.2FP3",
        1_400_000_000..1_580_000_000 => "IBM Domino Release 9.0.1FP8",
        _ => "HCL Domino Release 12.0.1",
    };
    format!(
        "from {from} ([{ip}])\n          by {by} ({version})\n          with ESMTP id {id} ;\n          {}",
        stamp::date(*when, *zone)
    )
}

pub(super) fn mdaemon(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    let version = match *when {
        ..1_060_000_000 => "6.0.7",
        1_060_000_000..1_150_000_000 => "6.8.5",
        1_150_000_000..1_300_000_000 => "9.6.2",
        1_300_000_000..1_500_000_000 => "13.6.2",
        _ => "21.5.2",
    };
    format!(
        "from {from} ([{ip}])\n by {by} (MDaemon PRO v{version})\n with ESMTP id md5{:010}.msg\n for <{to}>; {}",
        dice.between(20_000, 9_000_000),
        stamp::date(*when, *zone)
    )
}

/// The SMTP service of Windows.
pub(super) fn smtpsvc(say: &Say, _: &mut Dice) -> String {
    let Say { from, ip, by, when, zone, .. } = say;
    let version = match *when {
        ..1_060_000_000 => "5.0.2195.5329",
        1_060_000_000..1_120_000_000 => "5.0.2195.6713",
        1_120_000_000..1_300_000_000 => "6.0.3790.3959",
        1_300_000_000..1_450_000_000 => "7.5.7601.17514",
        _ => "8.5.9600.16384",
    };
    format!(
        "from {from} ([{ip}]) by {by} with Microsoft SMTPSVC({version});\n\t {}",
        stamp::date(*when, *zone)
    )
}

pub(super) fn sun(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    let version = match *when {
        ..1_150_000_000 => "iPlanet Messaging Server 5.2 (built Feb 21 2002)",
        1_150_000_000..1_300_000_000 => {
            "Sun Java System Messaging Server 6.2-6.01 (built Apr  3 2006)"
        }
        _ => "Oracle Communications Messaging Server 7.0.5.29.0 64bit (built Jul  9 2013)",
    };
    format!(
        "from {from}\n ({from} [{ip}]) by {by}\n ({version})\n with ESMTP id <0{}@{by}> for {to};\n {}",
        dice.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 15),
        stamp::named(*when, *zone)
    )
}

/// Postfix as it is set up today: with what was agreed of TLS before the server.
pub(super) fn postfix_tls(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    // The protocol told of TLS since 2.3.
    let with = if *when < 1_160_000_000 { "ESMTP" } else { "ESMTPS" };
    let (tls, id) = match *when {
        ..1_390_000_000 => {
            ("TLSv1 with cipher DHE-RSA-AES256-SHA (256/256 bits)", id::postfix(dice))
        }
        1_390_000_000..1_560_000_000 => (
            "TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits)",
            id::postfix_long(dice, *when),
        ),
        _ => (
            "TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\n\t key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256",
            id::postfix_long(dice, *when),
        ),
    };
    format!(
        "from {from} ({from} [{ip}])\n\t(using {tls})\n\t(No client certificate requested)\n\tby {by} (Postfix) with {with} id {id}\n\tfor <{to}>; {}",
        stamp::named(*when, *zone)
    )
}

/// Exim with the name looked up in front and the port behind the address.
pub(super) fn exim_looked_up(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, sender, when, zone } = say;
    let words = match *when {
        ..1_050_000_000 => "esmtp (Exim 4.05)",
        1_050_000_000..1_200_000_000 => "esmtps (TLSv1:AES256-SHA:256)\n\t(Exim 4.14)",
        1_200_000_000..1_390_000_000 => "esmtps (TLSv1:AES256-SHA:256)\n\t(Exim 4.69)",
        1_390_000_000..1_580_000_000 => {
            "esmtps (TLSv1.2:ECDHE-RSA-AES256-GCM-SHA384:256)\n\t(Exim 4.84)"
        }
        1_580_000_000..1_700_000_000 => {
            "esmtps  (TLS1.3) tls TLS_AES_256_GCM_SHA384\n\t(Exim 4.96)"
        }
        _ => "esmtps  (TLS1.3) tls TLS_AES_256_GCM_SHA384\n\t(Exim 4.97.1)",
    };
    let id = id::exim(dice, *when);
    format!(
        "from {from} ([{ip}]:{})\n\tby {by} with {words}\n\t(envelope-from <{sender}>)\n\tid {id}\n\tfor {to}; {}",
        dice.between(32_768, 60_999),
        stamp::date(*when, *zone)
    )
}

/// Exchange on a site's own hosts: a border and a store, each with its address.
pub(super) fn exchange_site(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, when, zone, .. } = say;
    if *when < 1_170_000_000 {
        // Before Exchange took mail itself the service of Windows did.
        return smtpsvc(say, dice);
    }
    let date = stamp::date(*when, *zone);
    let inside = names::inside(dice);
    if *when < TLS_ERA {
        return format!(
            "from {from} ({ip}) by {by} ({inside}) with Microsoft\n SMTP Server id 8.1.{}.0; {date}",
            dice.between(240, 436)
        );
    }
    format!(
        "from {from} ({ip}) by {by}\n ({inside}) with Microsoft SMTP Server (version=TLS1_2,\n cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.1.{}.{} via Frontend\n Transport; {date}",
        dice.between(1_700, 2_500),
        dice.between(2, 40)
    )
}

/// IMail: crude of itself, and long a favourite of spam programs.
pub(super) fn imail(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, when, zone, .. } = say;
    format!(
        "from {from} [{ip}] by {by} with ESMTP\n  (SMTPD32-8.05) id A{}; {}",
        dice.text(HEX, 11),
        stamp::date(*when, *zone)
    )
}

/// Mailboxes of the web: the user's own address in front.
pub(super) fn webmail(say: &Say, dice: &mut Dice) -> String {
    let Say { ip, by, when, zone, .. } = say;
    format!(
        "from {ip}\n        (SquirrelMail authenticated user {})\n        by {by} with HTTP;\n        {}",
        names::word(dice),
        stamp::named(*when, *zone)
    )
}

/// A word of small letters and digits.
pub(super) fn small(dice: &mut Dice, count: usize) -> String {
    dice.text(SMALL, count)
}
