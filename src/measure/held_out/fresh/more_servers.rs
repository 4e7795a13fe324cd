//! **Not to be read by whoever writes or tunes rules.**
//!
//! Lines of servers in their right grammar, for the families whose fault is not the server's words.
//! Where a server did not exist yet, the line is that of one which did.

use super::super::later::servers::exim_version;
use super::Dice;
use super::known::{HEX_SMALL, TLS_ERA};
use crate::measure::line::Say;
use crate::measure::{id, names, stamp};

/// Exim as hosters set it up, the peer's port in words.
pub(super) fn hoster(say: &Say, dice: &mut Dice) -> String {
    let id = id::exim(dice, say.when);
    hoster_with(say, dice, &id)
}

pub(super) fn hoster_with(say: &Say, dice: &mut Dice, id: &str) -> String {
    let with = match say.when {
        ..1_130_000_000 => "esmtp",
        1_130_000_000..TLS_ERA => "esmtps (TLSv1:AES128-SHA:128)",
        TLS_ERA..1_560_000_000 => "esmtps (TLSv1.2:ECDHE-RSA-AES128-GCM-SHA256:128)",
        _ => "esmtps  (TLS1.2) tls TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    };
    exim(say, dice, with, id)
}

/// The same with one of its customers, who logged in.
pub(super) fn hoster_user(say: &Say, dice: &mut Dice) -> String {
    let id = id::exim(dice, say.when);
    hoster_user_with(say, dice, &id)
}

pub(super) fn hoster_user_with(say: &Say, dice: &mut Dice, id: &str) -> String {
    let with = match say.when {
        ..1_100_000_000 => "asmtp",
        1_100_000_000..TLS_ERA => "esmtpa",
        TLS_ERA..1_560_000_000 => "esmtpsa (TLSv1.2:ECDHE-RSA-AES256-GCM-SHA384:256)",
        _ => "esmtpsa  (TLS1.3) tls TLS_AES_128_GCM_SHA256",
    };
    exim(say, dice, with, id)
}

fn exim(say: &Say, dice: &mut Dice, with: &str, id: &str) -> String {
    let Say { from, ip, by, to, sender, when, zone } = say;
    format!(
        "from [{ip}] (port={} helo={from})\n\tby {by} with {with}\n\t(Exim {})\n\t(envelope-from <{sender}>)\n\tid {id}\n\tfor {to}; {}",
        dice.between(1_030, 64_900),
        exim_version(*when),
        stamp::date(*when, *zone)
    )
}

/// MIMEsweeper under both of its makers' names, and Postfix since it takes addresses in all
/// letters.
pub(super) fn sweeper(say: &Say, dice: &mut Dice) -> String {
    let id = sweeper_id(dice, say.when);
    sweeper_with(say, &id)
}

pub(super) fn sweeper_id(dice: &mut Dice, when: i64) -> String {
    match when {
        ..1_430_000_000 => format!("T{}", dice.text(HEX_SMALL, 20)),
        _ => id::postfix(dice),
    }
}

pub(super) fn sweeper_with(say: &Say, id: &str) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    let product = match *when {
        ..1_090_000_000 => "Content Technologies SMTPRS 4.3.6",
        1_090_000_000..1_170_000_000 => "Content Technologies SMTPRS 4.3.20",
        1_170_000_000..1_430_000_000 => "Clearswift SMTPRS 5.2.9",
        _ => {
            return format!(
                "from {from} ({from} [{ip}])\n\tby {by} (Postfix) with UTF8SMTPS id {id}\n\tfor <{to}>; {}",
                stamp::named(*when, *zone)
            );
        }
    };
    format!(
        "from {from} (unverified [{ip}]) by {by}\n ({product}) with ESMTP id <{id}@{by}> for <{to}>;\n {}",
        stamp::date(*when, *zone)
    )
}

/// What offices with Macintoshes had: Eudora's server, then Apple's own, which is a Postfix.
pub(super) fn macintosh(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    match *when {
        ..1_220_000_000 => {
            let version = if *when < 1_120_000_000 { "3.2.3" } else { "3.3.8" };
            format!(
                "from {from} ({ip}) by {by} with\n ESMTP (Eudora Internet Mail Server {version}) for <{to}>;\n {}",
                stamp::date(*when, *zone)
            )
        }
        _ => {
            let with = if *when < TLS_ERA { "ESMTP" } else { "ESMTPS" };
            format!(
                "from {from} (unknown [{ip}])\n\tby {by} (Postfix) with {with} id {}\n\tfor <{to}>; {}",
                id::postfix(dice),
                stamp::named(*when, *zone)
            )
        }
    }
}

/// The versions of a sendmail that a distribution packed.
pub(super) fn packed_version(when: i64) -> &'static str {
    match when {
        ..1_110_000_000 => "8.12.3/8.12.3/Debian-7.1",
        1_110_000_000..1_260_000_000 => "8.13.4/8.13.4/Debian-3sarge3",
        1_260_000_000..TLS_ERA => "8.14.3/8.14.3/Debian-9.4",
        TLS_ERA..1_480_000_000 => "8.14.4/8.14.4/Debian-8",
        1_480_000_000..1_660_000_000 => "8.15.2/8.15.2/Debian-10",
        _ => "8.17.1.9/8.17.1.9/Debian-2",
    }
}

pub(super) fn packed(say: &Say, dice: &mut Dice) -> String {
    let id = id::sendmail(dice, say.when);
    packed_with(say, &id)
}

pub(super) fn packed_with(say: &Say, id: &str) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    format!(
        "from {from} ({from} [{ip}])\n\tby {by} ({}) with ESMTP id {id}\n\tfor <{to}>; {}",
        packed_version(*when),
        stamp::named(*when, *zone)
    )
}

/// qmail where the name looked up is not the one announced.
pub(super) fn qmail_announced(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, when, .. } = say;
    let looked_up = format!("static-{}.{}", ip.replace('.', "-"), names::domain(dice));
    format!("from {looked_up} (HELO {from}) ({ip})\n  by {by} with SMTP; {}", stamp::qmail(*when))
}

/// Exchange of a company's own.
pub(super) fn company(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, when, zone, .. } = say;
    let date = stamp::date(*when, *zone);
    let rest = match *when {
        ..1_060_000_000 => {
            return format!(
                "from {from} ([{ip}]) by {by} with Microsoft SMTPSVC(5.0.2195.4905);\n\t {date}"
            );
        }
        1_060_000_000..1_190_000_000 => {
            return format!(
                "from {from} ([{ip}]) by {by} with Microsoft SMTPSVC(6.0.3790.211);\n\t {date}"
            );
        }
        1_190_000_000..1_300_000_000 => "id\n 8.2.254.0",
        1_300_000_000..1_430_000_000 => "(TLS) id\n 14.2.347.0",
        1_430_000_000..1_510_000_000 => "(TLS) id\n 15.0.1076.9 via Frontend Transport",
        1_510_000_000..1_600_000_000 => {
            "(version=TLS1_2,\n cipher=TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384) id 15.1.1261.35 via Frontend\n Transport"
        }
        1_600_000_000..1_690_000_000 => {
            "(version=TLS1_2,\n cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.2.659.4 via Frontend\n Transport"
        }
        _ => {
            "(version=TLS1_2,\n cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.2.1258.12 via Frontend\n Transport"
        }
    };
    format!(
        "from {from} ({ip}) by {by}\n ({}) with Microsoft SMTP Server {rest}; {date}",
        names::inside(dice)
    )
}

/// Courier, the time of whose id counts in hexadecimal.
pub(super) fn courier_with(say: &Say, dice: &mut Dice, seconds: i64) -> String {
    let Say { from, ip, by, when, zone, .. } = say;
    let (inode, process) = (dice.between(0x1_0000, 0xFF_FFFF), dice.between(0x200, 0x7FFF));
    let date = stamp::date(*when, *zone);
    match *when {
        ..TLS_ERA => format!(
            "from {from} ({from} [::ffff:{ip}])\n  by {by} with esmtp; {date}\n  id {inode:08X}.{seconds:08X}.{process:08X}"
        ),
        _ => format!(
            "from {from} ({from} [{ip}])\n  by {by} with ESMTP\n  id {inode:016X}.{seconds:016X}.{process:08X}; {date}"
        ),
    }
}

pub(super) fn courier(say: &Say, dice: &mut Dice) -> String {
    courier_with(say, dice, say.when)
}

/// Domino, whose id is the clock on the wall and a number.
pub(super) fn domino_id(say: &Say, dice: &mut Dice) -> String {
    format!(
        "{}{:02}-{}",
        stamp::local(say.when, say.zone.minutes).strftime("%Y%m%d%H%M%S"),
        dice.between(0, 99),
        dice.between(400, 900_000)
    )
}

pub(super) fn domino_with(say: &Say, id: &str) -> String {
    let Say { from, ip, by, when, zone, .. } = say;
    let version = match *when {
        ..1_120_000_000 => "Lotus Domino Release 5.0.11",
        1_120_000_000..1_250_000_000 => "Lotus Domino Release 7.0.3",
        1_250_000_000..1_400_000_000 => "Lotus Domino Release 8.5.3",
        1_400_000_000..1_590_000_000 => "IBM Domino Release 9.0.1FP10",
        _ => "HCL Domino Release 12.0.2FP1",
    };
    format!(
        "from {from} ([{ip}])\n          by {by} ({version})\n          with ESMTP id {id} ;\n          {}",
        stamp::date(*when, *zone)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::held_out::tests::say_what_they_were_given;

    /// A slip here would be found in the place of the forger's.
    #[test]
    fn lines_say_what_they_were_given() {
        say_what_they_were_given(
            "more fresh lines held out",
            &[
                hoster,
                hoster_user,
                sweeper,
                macintosh,
                packed,
                qmail_announced,
                company,
                courier,
                |say, dice| domino_with(say, &domino_id(say, dice)),
            ],
        );
    }
}
