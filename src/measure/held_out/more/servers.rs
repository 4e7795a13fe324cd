//! Lines of other servers again, in their right grammar and with words of their day. Where a server
//! did not exist yet, the line is that of one which did.

use super::super::later::servers::exim_version;
use super::Dice;
use super::known::{HEX_SMALL, TLS_ERA, sendmail_version};
use crate::measure::line::Say;
use crate::measure::{id, names, stamp};

pub(super) const HEX: &str = "0123456789ABCDEF";
pub(super) const SMALL: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
pub(super) const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";

/// What stands between a site and the world: Raptor's proxy, MailMarshal, Symantec's gateway.
pub(super) fn bastion(say: &Say, dice: &mut Dice) -> String {
    let id = bastion_id(dice, say.when);
    bastion_with(say, dice, &id)
}

/// The second and the third bear the time in hexadecimal, the first tells no id.
pub(super) fn bastion_id(dice: &mut Dice, when: i64) -> String {
    match when {
        ..1_120_000_000 => String::new(),
        1_120_000_000..1_370_000_000 => format!("<B{when:08x}000{}>", dice.text(HEX_SMALL, 1)),
        _ => format!(
            "{}.{}.{:05}.{when:08X}",
            dice.text(HEX, 2),
            dice.text(HEX, 2),
            dice.between(900, 65_000)
        ),
    }
}

pub(super) fn bastion_with(say: &Say, dice: &mut Dice, id: &str) -> String {
    let Say { from, ip, by, when, zone, .. } = say;
    let date = stamp::date(*when, *zone);
    match *when {
        ..1_120_000_000 => format!(
            "from {from} ([{ip}]) by {by}\n          via smtpd (for [{}]) with SMTP; {date}",
            names::address(dice)
        ),
        1_120_000_000..1_370_000_000 => format!(
            "from {from} (Not Verified[{ip}]) by {by} with MailMarshal (v6,{},0,{})\n\tid {id}; {date}",
            dice.between(1, 5),
            dice.between(1_100, 4_700)
        ),
        _ => format!(
            "from {from} ( [{ip}])\n\t(using TLS with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits))\n\t(Client did not present a certificate)\n\tby {by} (Symantec Messaging Gateway) with SMTP id {id}; {date}"
        ),
    }
}

/// What small companies run on Windows: IMail under two names, IceWarp.
pub(super) fn office(say: &Say, dice: &mut Dice) -> String {
    let id = office_id(dice, say);
    office_with(say, &id)
}

pub(super) fn office_version(when: i64) -> &'static str {
    match when {
        ..1_410_000_000 => "10.4.5",
        1_410_000_000..1_540_000_000 => "11.1.0.0",
        _ => "12.2.1.1",
    }
}

/// The last of them writes the clock on the wall into it.
pub(super) fn office_id(dice: &mut Dice, say: &Say) -> String {
    match say.when {
        ..1_350_000_000 => format!("A{}", dice.text(HEX, 9)),
        _ => format!(
            "{}{:04}",
            stamp::local(say.when, say.zone.minutes).strftime("%Y%m%d%H%M%S"),
            dice.between(0, 9_999)
        ),
    }
}

pub(super) fn office_with(say: &Say, id: &str) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    let date = stamp::date(*when, *zone);
    match *when {
        ..1_140_000_000 => {
            let version = if *when < 1_060_000_000 { "7.15" } else { "8.05" };
            format!("from {from} [{ip}] by {by}\n  (SMTPD32-{version}) id {id}; {date}")
        }
        1_140_000_000..1_350_000_000 => {
            let version = if *when < 1_190_000_000 { "9.10" } else { "9.23" };
            format!("from {from} [{ip}] by {by} with ESMTP\n  (SMTPD-{version}) id {id}; {date}")
        }
        _ => {
            let version = office_version(*when);
            format!(
                "from {from} ([{ip}])\n        by {by} (IceWarp {version} x64) with ESMTP (SSL) id {id}\n        for <{to}>; {date}"
            )
        }
    }
}

/// Servers that say of each peer that nobody checked its name: Rockliffe's, SurgeMail.
pub(super) fn unverified(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    let date = stamp::date(*when, *zone);
    match *when {
        ..1_210_000_000 => {
            let version = if *when < 1_080_000_000 { "4.5.6" } else { "7.0.6" };
            format!(
                "from {from} (unverified [{ip}]) by {by}\n (Rockliffe SMTPRA {version}) with ESMTP id <B{:010}@{by}> for <{to}>;\n {date}",
                dice.between(1_000_000, 99_999_999)
            )
        }
        _ => {
            let version = if *when < 1_450_000_000 { "4.3g4" } else { "7.3u2" };
            format!(
                "from {from} (unverified [{ip}]) by {by}\n\t(SurgeMail {version}) with ESMTP id {}-{}\n\tfor <{to}>; {date}",
                dice.between(1_000_000, 99_999_999),
                dice.between(1_000_000, 2_000_000)
            )
        }
    }
}

/// PowerMTA, which sends campaigns and names whom it has them from.
pub(super) fn campaign(say: &Say, dice: &mut Dice) -> String {
    let id = campaign_id(dice);
    campaign_with(say, &id)
}

pub(super) fn campaign_id(dice: &mut Dice) -> String {
    format!("h{}", dice.text("0123456789abcdefghijklmnopqrstuv", 11))
}

pub(super) fn campaign_with(say: &Say, id: &str) -> String {
    let Say { from, ip, by, to, sender, when, zone } = say;
    let product = match *when {
        ..1_150_000_000 => "PowerMTA(TM) v2.0r8",
        1_150_000_000..1_260_000_000 => "PowerMTA(TM) v3.2r24",
        1_260_000_000..1_340_000_000 => "PowerMTA(TM) v3.5r16",
        1_340_000_000..1_560_000_000 => "PowerMTA v4.0r6",
        _ => "PowerMTA v5.0r3",
    };
    format!(
        "from {from} ({ip})\n\tby {by} ({product}) id {id}\n\tfor <{to}>; {}\n\t(envelope-from <{sender}>)",
        stamp::date(*when, *zone)
    )
}

/// What was new in its years: Post.Office, Axigen, ZoneMTA.
pub(super) fn young(say: &Say, dice: &mut Dice) -> String {
    let id = young_id(dice, say.when);
    young_with(say, dice, &id)
}

/// The last of them begins with the time in milliseconds.
pub(super) fn young_id(dice: &mut Dice, when: i64) -> String {
    match when {
        ..1_200_000_000 => dice.text(LETTERS, 3),
        1_200_000_000..1_560_000_000 => dice.text(HEX, 8),
        _ => {
            let milliseconds = when * 1_000 + dice.between(0, 999);
            format!("{milliseconds:011x}00{}.001", dice.text(HEX_SMALL, 5))
        }
    }
}

pub(super) fn young_with(say: &Say, dice: &mut Dice, id: &str) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    let date = stamp::date(*when, *zone);
    match *when {
        ..1_200_000_000 => format!(
            "from {from} ([{ip}]) by {by}\n          (Post.Office MTA v3.5.3 release 223\n          ID# 0-{}U{}L{}S0V35) with SMTP id {id}\n          for <{to}>; {date}",
            dice.between(41_000, 79_000),
            dice.between(10, 5_000),
            dice.between(10, 5_000)
        ),
        1_200_000_000..1_560_000_000 => {
            format!("from {from} ([{ip}])\n\tby {by} (Axigen) with ESMTP id {id};\n\t{date}")
        }
        _ => format!(
            "from {from} ({from} [{ip}])\n by {by} (ZoneMTA) with ESMTPS id {id}\n for <{to}>\n (version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384);\n {}",
            stamp::date(*when, stamp::UTC)
        ),
    }
}

/// Apache's server, which names the peer by its address alone.
pub(super) fn java(say: &Say, dice: &mut Dice) -> String {
    let id = dice.between(1, 999_999).to_string();
    java_with(say, &id)
}

pub(super) fn java_with(say: &Say, id: &str) -> String {
    let Say { ip, by, to, when, zone, .. } = say;
    let version = match *when {
        ..1_090_000_000 => "2.1.3",
        1_090_000_000..1_180_000_000 => "2.2.0",
        1_180_000_000..1_260_000_000 => "2.3.1",
        _ => "2.3.2",
    };
    format!(
        "from {ip} ([{ip}])\n          by {by} (JAMES SMTP Server {version}) with SMTP ID {id}\n          for <{to}>;\n          {}",
        stamp::named(*when, *zone)
    )
}

/// Exim that notes the peer's port.
pub(super) fn exim_port(say: &Say, dice: &mut Dice) -> String {
    let id = id::exim(dice, say.when);
    exim_port_with(say, dice, &id)
}

pub(super) fn exim_port_with(say: &Say, dice: &mut Dice, id: &str) -> String {
    let Say { from, ip, by, to, sender, when, zone } = say;
    let with = match *when {
        ..1_130_000_000 => "esmtp",
        1_130_000_000..TLS_ERA => "esmtps (TLSv1:AES256-SHA:256)",
        TLS_ERA..1_560_000_000 => "esmtps (TLSv1.2:ECDHE-RSA-AES256-GCM-SHA384:256)",
        _ => "esmtps  (TLS1.3) tls TLS_AES_256_GCM_SHA384",
    };
    format!(
        "from {from} ([{ip}]:{})\n\tby {by} with {with}\n\t(Exim {})\n\t(envelope-from <{sender}>)\n\tid {id}\n\tfor {to}; {}",
        dice.between(1_030, 64_000),
        exim_version(*when),
        stamp::date(*when, *zone)
    )
}

/// What a Postfix says of TLS, a line break behind it, and the protocol that it was.
pub(super) fn postfix_clause(when: i64) -> (&'static str, &'static str) {
    match when {
        ..1_140_000_000 => ("", "ESMTP"),
        1_140_000_000..TLS_ERA => (
            "(using TLSv1 with cipher ADH-AES256-SHA (256/256 bits))\n\t(No client certificate requested)\n\t",
            "ESMTP",
        ),
        TLS_ERA..1_570_000_000 => (
            "(using TLSv1.2 with cipher ECDHE-RSA-AES128-GCM-SHA256 (128/128 bits))\n\t(Client did not present a certificate)\n\t",
            "ESMTPS",
        ),
        _ => (
            "(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\n\t key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256)\n\t(No client certificate requested)\n\t",
            "ESMTPS",
        ),
    }
}

/// Postfix that says what was agreed of TLS.
pub(super) fn postfix_tls(say: &Say, dice: &mut Dice) -> String {
    let id = id::postfix(dice);
    postfix_tls_with(say, &id)
}

pub(super) fn postfix_tls_with(say: &Say, id: &str) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    let (tls, with) = postfix_clause(*when);
    format!(
        "from {from} ({from} [{ip}])\n\t{tls}by {by} (Postfix) with {with} id {id}\n\tfor <{to}>; {}",
        stamp::named(*when, *zone)
    )
}

/// sendmail whose peer's address leads to no name.
pub(super) fn sendmail_bare(say: &Say, dice: &mut Dice) -> String {
    let id = id::sendmail(dice, say.when);
    sendmail_bare_with(say, &id)
}

pub(super) fn sendmail_bare_with(say: &Say, id: &str) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    let version = sendmail_version(*when);
    format!(
        "from {from} ([{ip}])\n\tby {by} ({version}/{version}) with ESMTP id {id}\n\tfor <{to}>; {}",
        stamp::named(*when, *zone)
    )
}

/// Microsoft's: the service of Windows, Exchange 2007, Exchange 2013 and 2016.
pub(super) fn windows(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, when, zone, .. } = say;
    let date = stamp::date(*when, *zone);
    let inside = names::inside(dice);
    let server = |rest: &str| {
        format!(
            "from {from} ({ip}) by\n {by} ({inside}) with Microsoft SMTP\n Server {rest}; {date}"
        )
    };
    match *when {
        ..1_220_000_000 => {
            let version = match *when {
                ..1_055_000_000 => "5.0.2195.5329",
                1_055_000_000..1_120_000_000 => "5.0.2195.6713",
                _ => "6.0.3790.1830",
            };
            format!("from {from} ([{ip}]) by {by} with Microsoft SMTPSVC({version});\n\t {date}")
        }
        1_220_000_000..TLS_ERA => server("(TLS) id 8.1.436.0"),
        _ => server(&format!("{} via Frontend Transport", exchange_clause(*when))),
    }
}

/// What an Exchange of a company's own says of TLS and of its version.
pub(super) fn exchange_clause(when: i64) -> &'static str {
    match when {
        ..1_500_000_000 => "(TLS) id\n 15.0.847.32",
        1_500_000_000..1_620_000_000 => {
            "(version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384) id\n 15.1.1034.26"
        }
        _ => "(version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id\n 15.1.2507.39",
    }
}

/// qmail whose peer announced the name that its address leads to.
pub(super) fn qmail_named(say: &Say, _: &mut Dice) -> String {
    let Say { from, ip, by, when, .. } = say;
    format!("from {from} ({ip})\n  by {by} with SMTP; {}", stamp::qmail(*when))
}

/// Courier's.
pub(super) fn courier_plain(say: &Say, dice: &mut Dice) -> String {
    let id = courier_id(dice, say.when);
    courier_plain_with(say, &id)
}

pub(super) fn courier_id(dice: &mut Dice, when: i64) -> String {
    let (inode, process) = (dice.between(0x1_0000, 0xFF_FFFF), dice.between(0x200, 0x7FFF));
    match when {
        ..TLS_ERA => format!("{inode:08X}.{when:08X}.{process:08X}"),
        _ => format!("{inode:016X}.{when:016X}.{process:08X}"),
    }
}

pub(super) fn courier_plain_with(say: &Say, id: &str) -> String {
    let Say { from, ip, by, when, zone, .. } = say;
    let date = stamp::date(*when, *zone);
    match *when {
        ..TLS_ERA => {
            format!("from {from} ({from} [::ffff:{ip}])\n  by {by} with esmtp; {date}\n  id {id}")
        }
        _ => format!(
            "from {from} ({from} [{ip}])\n  (TLS: TLSv1.2,256bits,ECDHE-RSA-AES256-GCM-SHA384)\n  by {by} with ESMTPS\n  id {id}; {date}"
        ),
    }
}

/// CommuniGate, which had looked the peer's name up.
pub(super) fn verified(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    let version = match *when {
        ..1_100_000_000 => "4.1.8",
        1_100_000_000..TLS_ERA => "5.2.14",
        _ => "6.1.20",
    };
    format!(
        "from {from} ([{ip}] verified)\n  by {by} (CommuniGate Pro SMTP {version})\n  with ESMTP id {} for {to}; {}",
        dice.between(1_200_000, 98_000_000),
        stamp::date(*when, *zone)
    )
}

/// The version of an MDaemon of that time.
pub(super) fn daemon_version(when: i64) -> &'static str {
    match when {
        ..1_095_000_000 => "MDaemon.PRO.v6.8.5.R",
        1_095_000_000..1_160_000_000 => "MDaemon.PRO.v8.1.4.R",
        1_160_000_000..1_360_000_000 => "MDaemon PRO v9.5.1",
        1_360_000_000..1_520_000_000 => "MDaemon PRO v13.0.5",
        1_520_000_000..1_620_000_000 => "MDaemon PRO v18.0.2",
        _ => "MDaemon PRO v21.0.2",
    }
}

pub(super) fn daemon(say: &Say, dice: &mut Dice) -> String {
    let id = format!("md50{:09}.msg", dice.between(1_000, 9_999_999));
    daemon_with(say, &id)
}

pub(super) fn daemon_with(say: &Say, id: &str) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    format!(
        "from {from} ([{ip}])\n\tby {by} ({})\n\twith ESMTP id {id}\n\tfor <{to}>; {}",
        daemon_version(*when),
        stamp::date(*when, *zone)
    )
}
