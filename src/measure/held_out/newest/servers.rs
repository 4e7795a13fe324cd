//! **Not to be read by whoever writes or tunes rules.**
//!
//! Lines of still more servers in their right grammar, none of which the other variants imitate in
//! these words. Where a server did not exist yet, the line is that of one which did.

use super::Dice;
use super::known::{HEX_SMALL, TLS_ERA, sendmail_version};
use super::later::exim_version;
use crate::measure::line::Say;
use crate::measure::stamp::{self, Zone};
use crate::measure::{id, names};

const HEX: &str = "0123456789ABCDEF";
pub(super) const SMALL: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
pub(super) const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// What a site has its mail looked at by before it lets it in: smap, Sophos' appliance, Proofpoint.
pub(super) fn guard(say: &Say, dice: &mut Dice) -> String {
    let id = guard_id(dice, say.when);
    guard_with(say, &id)
}

pub(super) fn guard_id(dice: &mut Dice, when: i64) -> String {
    match when {
        ..1_130_000_000 => format!("xma{:06}", dice.between(1_000, 31_999)),
        1_130_000_000..1_450_000_000 => {
            format!("{}_{}", id::postfix(dice), dice.text(HEX, 8))
        }
        _ => format!("{}-1", dice.text(SMALL, 10)),
    }
}

pub(super) fn guard_with(say: &Say, id: &str) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    match *when {
        ..1_130_000_000 => {
            // Its clock has two digits for the year.
            let clock = stamp::local(*when, zone.minutes).strftime("%a, %-d %b %y %H:%M:%S");
            format!(
                "from {from}({ip}) by {by} via smap (V2.1)\n\tid {id}; {clock} {}",
                stamp::digits(zone.minutes)
            )
        }
        1_130_000_000..1_450_000_000 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (Sophos Email Appliance) with ESMTP id {id}\n\tfor <{to}>; {}",
            stamp::named(*when, Zone { minutes: 0, name: "GMT" })
        ),
        _ => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (PPS) with ESMTPS id {id}\n\t(version=TLSv1.2 cipher=ECDHE-RSA-AES256-GCM-SHA384 bits=256 verify=NOT)\n\tfor <{to}>; {}",
            stamp::named(*when, *zone)
        ),
    }
}

/// What looks for viruses at the border: Norton's gateway, InterScan, Cellopoint.
pub(super) fn scanner(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, sender, when, zone } = say;
    let date = stamp::date(*when, *zone);
    match *when {
        ..1_110_000_000 => format!(
            "from {from} ({from} [{ip}])\n by {by} (NAVGW 2.5.1.18) with SMTP id M{}{:05}\n for <{to}>; {date}",
            stamp::local(*when, zone.minutes).strftime("%Y%m%d%H%M%S"),
            dice.between(300, 32_000)
        ),
        1_110_000_000..1_360_000_000 => format!(
            "from {from} ([{ip}]) by {by} ([{}]) with ESMTP (TREND IMSS SMTP Service 7.0;\n TLS: TLSv1/SSLv3,128bits,AES128-SHA) id {} ; {date}",
            names::address(dice),
            dice.text(HEX_SMALL, 16)
        ),
        _ => format!(
            "from {from} [({ip})] by {by}\n\t(envelope-from <{sender}>)\n\t(Cellopoint E-mail Firewall v4.1.10 Build 0809 with TLS)\n\twith ESMTP id {}; {date}",
            dice.between(100_000_000, 999_999_999)
        ),
    }
}

/// What large providers run: Critical Path's server, later Barracuda's gateway.
pub(super) fn carrier(say: &Say, dice: &mut Dice) -> String {
    let id = carrier_id(dice, say.when);
    carrier_with(say, &id)
}

pub(super) fn carrier_id(dice: &mut Dice, when: i64) -> String {
    match when {
        ..1_360_000_000 => format!("4{}", dice.text(HEX, 15)),
        _ => dice.text(LETTERS, 16),
    }
}

pub(super) fn carrier_with(say: &Say, id: &str) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    match *when {
        ..1_360_000_000 => {
            let version = if *when < 1_130_000_000 { "6.7.018" } else { "7.3.120" };
            format!(
                "from {from} ({ip}) by {by} ({version})\n        id {id} for {to}; {}",
                stamp::date(*when, *zone)
            )
        }
        _ => format!(
            "from {from} ({from} [{ip}])\n\tby {by} with ESMTP id {id}\n\t(version=TLSv1.2 cipher=ECDHE-RSA-AES256-GCM-SHA384 bits=256 verify=NO)\n\tfor <{to}>; {}",
            stamp::named(*when, *zone)
        ),
    }
}

/// F-Secure's gatekeeper, which stands before a server as a proxy.
pub(super) fn gatekeeper(say: &Say, _: &mut Dice) -> String {
    let Say { from, ip, by, when, zone, .. } = say;
    let version = match *when {
        ..1_160_000_000 => "210",
        1_160_000_000..1_290_000_000 => "303",
        1_290_000_000..1_420_000_000 => "410",
        _ => "550",
    };
    format!(
        "from {from} ({ip})\n\tby {by} (F-Secure/fsigk_smtp/{version}/{by});\n\t{}",
        stamp::named(*when, *zone)
    )
}

/// Isode's switch: the id bears the server's own name.
pub(super) fn switch(say: &Say, dice: &mut Dice) -> String {
    let id = dice.text(LETTERS, 12);
    switch_with(say, &id)
}

pub(super) fn switch_with(say: &Say, id: &str) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    format!(
        "from {from} ({from} [{ip}])\n          by {by} (smtp external) via TCP with ESMTP\n          id <{id}@{by}> for <{to}>; {}",
        stamp::date(*when, *zone)
    )
}

/// What companies had before a border or in place of one: Exchange 5.5, an e-mail firewall, IBM's
/// gateway, and the one that appends signatures.
pub(super) fn corporate(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, sender, when, zone } = say;
    let date = stamp::date(*when, *zone);
    match *when {
        ..1_110_000_000 => format!(
            "from {from} ([{ip}]) by {by} with SMTP (Microsoft Exchange Internet Mail Service Version 5.5.2653.13)\n\tid {}; {date}",
            dice.text("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", 8)
        ),
        1_110_000_000..1_310_000_000 => format!(
            "from {ip} by {by} with ESMTP (Tumbleweed\n Email Firewall SMTP Relay (Email Firewall v6.2.1)); {date}"
        ),
        1_310_000_000..1_500_000_000 => format!(
            "from {from} ({ip})\n\tby {by} ({})\n\twith IBM ESMTP SMTP Gateway: Authorized Use Only! Violators will be prosecuted\n\tfor <{to}> from <{sender}>;\n\t{date}",
            names::address(dice)
        ),
        _ => format!(
            "from {from} (::ffff:{ip}) by\n {by} ({}) with Exclaimer Signature\n Manager ESMTP Proxy {by}\n (tlsversion=TLS12, tlscipher=TLS_ECDHE_WITH_AES256_SHA384); {}",
            names::address(dice),
            stamp::date(*when, stamp::UTC)
        ),
    }
}

/// The servers that lists are sent by.
pub(super) fn list_host(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, when, zone, .. } = say;
    let date = stamp::date(*when, *zone);
    match *when {
        ..1_230_000_000 => format!(
            "from {from} ({ip}:{}) by {by} (LSMTP for Windows NT v1.1b) with SMTP id <0.{}@{by}>; {date}",
            dice.between(1_030, 4_999),
            dice.text(HEX, 8)
        ),
        _ => format!("from {ip} by {by} (SMTPL release 1.0t) with TCP; {date}"),
    }
}

/// Postfix that hands on to a filter before it has queued anything, and so knows no id yet.
pub(super) fn proxied(say: &Say, _: &mut Dice) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    format!(
        "from {from} ({from} [{ip}])\n\tby {by} (Postfix) with ESMTP\n\tfor <{to}>; {}",
        stamp::named(*when, *zone)
    )
}

/// Exim whose peer has no name that could be looked up.
pub(super) fn nameless(say: &Say, dice: &mut Dice) -> String {
    let id = id::exim(dice, say.when);
    nameless_with(say, &id)
}

pub(super) fn nameless_with(say: &Say, id: &str) -> String {
    let Say { from, ip, by, to, sender, when, zone } = say;
    let version = exim_version(*when);
    let with = match *when {
        ..TLS_ERA => "esmtp",
        TLS_ERA..1_560_000_000 => "esmtps (TLSv1.2:ECDHE-RSA-AES256-GCM-SHA384:256)\n\t",
        _ => "esmtps  (TLS1.3) tls TLS_AES_256_GCM_SHA384\n\t",
    };
    format!(
        "from [{ip}] (helo={from})\n\tby {by} with {} (Exim {version})\n\t(envelope-from <{sender}>)\n\tid {id}\n\tfor {to}; {}",
        with.trim_end(),
        stamp::date(*when, *zone)
    )
}

/// sendmail that could not confirm the name that the peer's address leads to.
pub(super) fn unconfirmed(say: &Say, dice: &mut Dice) -> String {
    let id = id::sendmail(dice, say.when);
    unconfirmed_with(say, dice, &id)
}

pub(super) fn unconfirmed_with(say: &Say, dice: &mut Dice, id: &str) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    let version = sendmail_version(*when);
    let customer = format!("{}.{}", ip.replace('.', "-"), names::domain(dice));
    format!(
        "from {from} ({customer} [{ip}] (may be forged))\n\tby {by} ({version}/{version}) with ESMTP id {id}\n\tfor <{to}>; {}",
        stamp::named(*when, *zone)
    )
}
