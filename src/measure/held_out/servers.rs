//! Lines of servers that the open variants hardly imitate, in their right grammar and with words of
//! their day, so that a technique's own fault is the only one in them. Where a server did not exist
//! yet, the line is that of one which did.

use super::Dice;
use crate::measure::line::Say;
use crate::measure::{id, names, stamp};

/// Writes what it is given as one server does.
pub(super) type Write = fn(&Say, &mut Dice) -> String;

/// When connections between servers became encrypted as a rule: 2014.
pub(super) const TLS_ERA: i64 = 1_390_000_000;

const HEX: &str = "0123456789ABCDEF";
pub(super) const HEX_SMALL: &str = "0123456789abcdef";
pub(super) const CAPITALS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// `10 Jan 2024 08:09:10 -0700`, with the day in two digits.
pub(super) fn no_weekday(when: i64, minutes: i32) -> String {
    let clock = stamp::local(when, minutes).strftime("%d %b %Y %H:%M:%S").to_string();
    format!("{clock} {}", stamp::digits(minutes))
}

/// An address of IPv6 as hosts for rent have it.
pub(super) fn six(dice: &mut Dice) -> String {
    let prefix = *dice.one(&["2a01:4f8", "2a02:c207", "2001:41d0", "2a03:b0c0", "2604:a880"]);
    let mut group = || format!("{:x}", dice.between(0x100, 0xffff));
    format!("{prefix}:{}:{}::{}", group(), group(), group())
}

/// The version of a sendmail that was kept up to date.
pub(super) fn sendmail_version(when: i64) -> &'static str {
    match when {
        ..1_080_000_000 => "8.11.6",
        1_080_000_000..1_260_000_000 => "8.12.11",
        1_260_000_000..1_390_000_000 => "8.14.3",
        1_390_000_000..1_450_000_000 => "8.14.7",
        1_450_000_000..1_640_000_000 => "8.15.2",
        _ => "8.17.1",
    }
}

/// The version of a Cyrus of that time.
pub(super) fn cyrus_version(when: i64) -> &'static str {
    match when {
        ..1_100_000_000 => "v2.1.15",
        1_100_000_000..1_370_000_000 => "v2.3.7",
        _ => "v2.4.17",
    }
}

/// sendmail that asked the peer's host who the user is.
pub(super) fn sendmail_ident(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    let version = sendmail_version(*when);
    let user = *dice.one(&["root", "nobody", "apache", "mail"]);
    format!(
        "from {from} (IDENT:{user}@{from} [{ip}])\n\tby {by} ({version}/{version}) with ESMTP id {}\n\tfor <{to}>; {}",
        id::sendmail(dice, *when),
        stamp::named(*when, *zone)
    )
}

/// sendmail that says what was agreed of TLS.
pub(super) fn sendmail_tls(say: &Say, dice: &mut Dice) -> String {
    let id = id::sendmail(dice, say.when);
    sendmail_tls_with(say, &id)
}

pub(super) fn sendmail_tls_with(say: &Say, id: &str) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    let version = sendmail_version(*when);
    let date = stamp::named(*when, *zone);
    let tls = match *when {
        ..1_080_000_000 => {
            return format!(
                "from {from} ({from} [{ip}])\n\tby {by} ({version}/{version}) with ESMTP id {id}\n\tfor <{to}>; {date}"
            );
        }
        1_080_000_000..1_480_000_000 => {
            "version=TLSv1/SSLv3 cipher=DHE-RSA-AES256-SHA bits=256 verify=NO"
        }
        1_480_000_000..1_640_000_000 => {
            "version=TLSv1.2 cipher=ECDHE-RSA-AES256-GCM-SHA384 bits=256 verify=NO"
        }
        _ => "version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256 verify=NO",
    };
    // The letter that tells of TLS came with 8.14's successors.
    let with = if *when < 1_450_000_000 { "ESMTP" } else { "ESMTPS" };
    format!(
        "from {from} ({from} [{ip}])\n\tby {by} ({version}/{version}) with {with} id {id}\n\t({tls})\n\tfor <{to}>; {date}"
    )
}

/// FortiMail, which is a sendmail with two ids, and a sendmail before its time.
pub(super) fn fortimail(say: &Say, dice: &mut Dice) -> String {
    let id = id::sendmail(dice, say.when);
    let mut second = id.clone();
    second.replace_range(7..8, "u");
    fortimail_with(say, &id, &second)
}

/// It tells no version of its own.
pub(super) fn fortimail_with(say: &Say, id: &str, second: &str) -> String {
    match say.when {
        ..1_080_000_000 => sendmail_tls_with(say, id),
        _ => {
            let version = sendmail_version(say.when);
            let line = sendmail_tls_with(say, &format!("{id}-{second}"));
            line.replacen(&format!(" ({version}/{version})"), "", 1)
        }
    }
}

/// qmail's two lines for one connection, as they stand in a header.
pub(super) fn qmail_pair(say: &Say, dice: &mut Dice) -> Vec<String> {
    let date = stamp::qmail(say.when);
    vec![
        format!("(qmail {} invoked from network); {date}", dice.between(300, 32_000)),
        format!("from unknown (HELO {}) ({})\n  by {} with SMTP; {date}", say.from, say.ip, say.by),
    ]
}

pub(super) fn qmail_ldap(say: &Say, _: &mut Dice) -> String {
    let Say { from, ip, by, to, sender, when, .. } = say;
    format!(
        "from {from} ([{ip}])\n          (envelope-sender <{sender}>)\n          by {by} (qmail-ldap-1.03) with SMTP\n          for <{to}>; {}",
        stamp::qmail(*when)
    )
}

/// Exim where the name looked up is not the one announced.
pub(super) fn exim_helo(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, sender, when, zone } = say;
    let (with, version) = match *when {
        ..1_080_000_000 => ("esmtp", "4.12"),
        1_080_000_000..1_250_000_000 => ("esmtp", "4.52"),
        1_250_000_000..1_390_000_000 => ("esmtp", "4.71"),
        1_390_000_000..1_560_000_000 => {
            ("esmtps (TLSv1.2:ECDHE-RSA-AES128-GCM-SHA256:128)\n\t", "4.84_2")
        }
        1_560_000_000..1_700_000_000 => ("esmtps  (TLS1.3) tls TLS_AES_256_GCM_SHA384\n\t", "4.94"),
        _ => ("esmtps  (TLS1.3) tls TLS_AES_256_GCM_SHA384\n\t", "4.98"),
    };
    let with = with.trim_end();
    format!(
        "from {from} ([{ip}] helo={})\n\tby {by} with {with}\n\t(Exim {version})\n\t(envelope-from <{sender}>)\n\tid {}\n\tfor {to}; {}",
        names::word(dice),
        id::exim(dice, *when),
        stamp::date(*when, *zone)
    )
}

pub(super) fn groupwise(say: &Say, _: &mut Dice) -> String {
    let Say { from, ip, by, when, zone, .. } = say;
    let tls = if *when > TLS_ERA { "TLS" } else { "NOT" };
    format!(
        "from {from} ({from} [{ip}])\n\tby {by} with ESMTP ({tls} encrypted); {}",
        stamp::date(*when, *zone)
    )
}

/// InterMail, whose id begins with the time in universal time.
pub(super) fn intermail(say: &Say, dice: &mut Dice) -> String {
    let stamped = stamp::local(say.when, 0).strftime("%Y%m%d%H%M%S").to_string();
    intermail_with(say, dice, &stamped)
}

pub(super) fn intermail_with(say: &Say, dice: &mut Dice, stamped: &str) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    let version = match *when {
        ..1_130_000_000 => "vM.5.01.06.05 201-253-122-130-105-20030824",
        1_130_000_000..1_420_000_000 => "vM.7.08.02.00 201-2186-121-20061213",
        _ => "vM.8.04.03.22 201-2389-100-172-20141028",
    };
    format!(
        "from {from} ([{ip}]) by {by}\n          (InterMail {version}) with ESMTP\n          id <{stamped}.{}{}.{by}@{from}>\n          for <{to}>; {}",
        dice.text(CAPITALS, 4),
        dice.between(300, 29_000),
        stamp::date(*when, *zone)
    )
}

pub(super) fn xmail(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, sender, when, zone } = say;
    let version = match *when {
        ..1_090_000_000 => "1.17",
        1_090_000_000..1_270_000_000 => "1.22",
        _ => "1.27",
    };
    format!(
        "from {from} ([{ip}]:{})\n\tby {by} with [XMail {version} ESMTP Server]\n\tid <S{}> for <{to}> from <{sender}>;\n\t{}",
        dice.between(1_030, 60_000),
        dice.text(HEX, 6),
        stamp::date(*when, *zone)
    )
}

/// IronPort tells neither its product nor an id.
pub(super) fn ironport(say: &Say, _: &mut Dice) -> String {
    let Say { from, ip, by, when, zone, .. } = say;
    let with = match *when {
        ..TLS_ERA => "ESMTP",
        _ => "ESMTP/TLS/ECDHE-RSA-AES256-GCM-SHA384",
    };
    let date = no_weekday(*when, zone.minutes);
    format!("from {from} ([{ip}])\n  by {by} with {with}; {date}")
}

pub(super) fn ecelerity(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, sender, when, zone } = say;
    let (version, with) = match *when {
        ..1_300_000_000 => ("2.2.2.45 r(34222M)", "ESMTP"),
        1_300_000_000..1_500_000_000 => ("3.5.5.39309 r(Platform:3.5.5.0)", "ESMTP"),
        _ => ("4.2.38.62368 r(Core:release/4.2.38.0)", "ESMTPS (cipher=DHE-RSA-AES256-SHA)"),
    };
    format!(
        "from [{ip}] ([{ip}:{}] helo={from})\n\tby {by} (envelope-from <{sender}>)\n\t(ecelerity {version}) with {with}\n\tid {}/{}-{:05}-{}\n\tfor <{to}>; {}",
        dice.between(20_000, 60_000),
        dice.text(HEX, 2),
        dice.text(HEX, 2),
        dice.between(900, 32_000),
        dice.text(HEX, 8),
        stamp::date(*when, *zone)
    )
}

pub(super) fn smartermail(say: &Say, _: &mut Dice) -> String {
    let Say { from, ip, by, when, zone, .. } = say;
    let tls = match *when {
        ..1_500_000_000 => "",
        _ => "\n\t(version=TLS\\Tls12 cipher=Aes256 bits=256)",
    };
    format!("from {from} ({from} [{ip}]) by {by} with SMTP{tls};\n   {}", stamp::date(*when, *zone))
}

pub(super) fn hmailserver(say: &Say, _: &mut Dice) -> String {
    let Say { from, ip, by, when, zone, .. } = say;
    let with = match *when {
        ..TLS_ERA => "ESMTP",
        _ => "ESMTPS (version=TLSv1.2 cipher=ECDHE-RSA-AES256-GCM-SHA384 bits=256)",
    };
    format!("from {from} ({from} [{ip}])\n\tby {by} with {with}\n\t; {}", stamp::date(*when, *zone))
}

/// Kerio with a user who logged in.
pub(super) fn kerio(say: &Say, _: &mut Dice) -> String {
    let Say { from, ip, by, sender, when, zone, .. } = say;
    let (product, with) = match *when {
        ..1_270_000_000 => ("Kerio MailServer 5.7.10", "ESMTP"),
        1_270_000_000..TLS_ERA => ("Kerio Connect 7.2.2", "ESMTPA"),
        _ => (
            "Kerio Connect 9.2.12",
            "ESMTPSA\n\t(using TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256 bits))",
        ),
    };
    format!(
        "from {from} ([{ip}])\n\t(authenticated user {sender})\n\tby {by} ({product}) with {with};\n\t{}",
        stamp::date(*when, *zone)
    )
}

pub(super) fn barracuda(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    format!(
        "from {from} ({from} [{ip}])\n\tby {by} (Spam Firewall) with ESMTP id {}\n\tfor <{to}>; {}",
        dice.text(HEX, 9),
        stamp::named(*when, *zone)
    )
}

pub(super) fn mercury(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, when, zone, .. } = say;
    format!(
        "from {from} ({ip}) by {by} (Mercury/32 v4.52) with ESMTP ID MG{};\n   {}",
        dice.text(HEX, 6),
        no_weekday(*when, zone.minutes)
    )
}

/// Postfix with this id.
pub(super) fn postfix_with(say: &Say, id: &str) -> String {
    format!(
        "from {0} ({0} [{1}])\n\tby {2} (Postfix) with ESMTP id {id}\n\tfor <{3}>; {4}",
        say.from,
        say.ip,
        say.by,
        say.to,
        stamp::named(say.when, say.zone)
    )
}

/// Postfix with a user who logged in.
pub(super) fn postfix_login(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, sender, when, zone } = say;
    let with = if *when < 1_170_000_000 { "ESMTP" } else { "ESMTPSA" };
    format!(
        "from {from} (unknown [{ip}])\n\t(Authenticated sender: {sender})\n\tby {by} (Postfix) with {with} id {}\n\tfor <{to}>; {}",
        id::postfix(dice),
        stamp::named(*when, *zone)
    )
}

/// Postfix that was reached over IPv6.
pub(super) fn postfix_six(say: &Say, dice: &mut Dice) -> String {
    let six = six(dice);
    let Say { from, by, to, when, zone, .. } = say;
    format!(
        "from {from} ({from} [IPv6:{six}])\n\tby {by} (Postfix) with ESMTP id {}\n\tfor <{to}>; {}",
        id::postfix(dice),
        stamp::named(*when, *zone)
    )
}

/// What was the newest when the message was sent.
pub(super) fn youngest(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, when, zone, .. } = say;
    let date = stamp::date(*when, *zone);
    match *when {
        ..1_100_000_000 => sendmail_ident(say, dice),
        1_100_000_000..1_480_000_000 => barracuda(say, dice),
        1_480_000_000..1_700_000_000 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (Halon) with ESMTPS\n\tid {}-{}-11e{}-{}-{};\n\t{}",
            dice.text(HEX_SMALL, 8),
            dice.text(HEX_SMALL, 4),
            dice.text("78abc", 1),
            dice.text("89ab", 1).to_owned() + &dice.text(HEX_SMALL, 3),
            dice.text(HEX_SMALL, 12),
            stamp::named(*when, stamp::UTC)
        ),
        _ => format!(
            "from {from} ({from} [{ip}])\n\t(using TLSv1_3 with cipher TLS13_AES_256_GCM_SHA384)\n\tby {by} (Stalwart SMTP) with ESMTPS id {};\n\t{date}",
            dice.text(HEX, 15)
        ),
    }
}
