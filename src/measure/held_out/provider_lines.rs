//! Hosts and lines of big providers, as they write them.

use super::servers::HEX_SMALL;
use super::{Dice, Target};
use crate::measure::stamp::Zone;
use crate::measure::{id, names, stamp};

pub(super) fn hex(dice: &mut Dice, count: usize) -> String {
    dice.text(HEX_SMALL, count)
}

pub(super) fn ten(dice: &mut Dice) -> String {
    format!("10.{}.{}.{}", dice.between(1, 240), dice.between(1, 240), dice.between(1, 240))
}

/// A host that hands over to others at Google, and its address.
pub(super) fn google_host(dice: &mut Dice) -> (String, String) {
    let number = dice.between(41, 69);
    (format!("mail-sor-f{number}.google.com"), format!("209.85.220.{number}"))
}

/// Google's hosts among each other, over IPv6. One group of the address is missing, as the figures
/// so far were measured with.
pub(super) fn google_inner(dice: &mut Dice, when: i64, zone: Zone) -> String {
    format!(
        "by 2002:a05:{:x}:{:x}:b0:{:x}:{:x} with SMTP id {}csp{}{};\n        {}",
        dice.between(0x600, 0x7fff),
        dice.between(0x100, 0xffff),
        dice.between(0x10, 0x6ff),
        dice.between(0x1000, 0xffff),
        dice.text("abcdefghijklmnopqrstuvwxyz0123456789", 10),
        dice.between(100_000, 9_999_999),
        dice.text("abcdefghijklmnopqrstuvwxyz", 3),
        stamp::named(when, zone)
    )
}

/// The exchanger took the message from another host of its own.
pub(super) fn google_sor(target: &Target, dice: &mut Dice, when: i64, dated: i64) -> String {
    let (host, ip) = google_host(dice);
    format!(
        "from {host} ({host}. [{ip}])\n        by mx.google.com with SMTPS id {}\n        for <{}>\n        (Google Transport Security);\n        {}",
        id::google(dice, dated, "sor"),
        target.recipient,
        stamp::named(when, stamp::pacific(when))
    )
}

pub(super) fn google_si(target: &Target, dice: &mut Dice, when: i64, dated: i64) -> String {
    let from = names::host(dice);
    format!(
        "from {from} ({from}. [{}])\n        by mx.google.com with ESMTP id {}\n        for <{}>;\n        {}",
        names::address(dice),
        id::google(dice, dated, "si"),
        target.recipient,
        stamp::named(when, stamp::pacific(when))
    )
}

pub(super) fn microsoft_host(dice: &mut Dice) -> String {
    let site = *dice.one(&["SN", "CH", "BY", "MW", "DM"]);
    format!(
        "{site}{}PR{:02}MB{:04}.namprd{1:02}.prod.outlook.com",
        dice.between(2, 7),
        dice.between(4, 22),
        dice.between(1_000, 9_999)
    )
}

pub(super) fn microsoft_six(dice: &mut Dice) -> String {
    format!(
        "2603:10b6:{:x}:{:x}::{:x}",
        dice.between(2, 0x930),
        dice.between(1, 0x1ff),
        dice.between(1, 0x30)
    )
}

/// The version that ran there at that time: it grew by some 1,150 a year from 2018 on.
pub(super) fn build(dice: &mut Dice, when: i64) -> String {
    let days = (when - 1_514_764_800).max(0) / 86_400;
    format!("15.20.{}.{}", 400 + days * 1_150 / 365, dice.between(10, 40))
}

/// A hub's line.
pub(super) fn hub(dice: &mut Dice, from: &str, by: &str, when: i64) -> String {
    format!(
        "from {from} ({}) by\n {by} ({}) with Microsoft SMTP\n Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id\n {}; {}",
        microsoft_six(dice),
        microsoft_six(dice),
        build(dice, when),
        stamp::date(when, stamp::UTC)
    )
}

pub(super) fn apple_host(dice: &mut Dice) -> String {
    let (cell, part) = (dice.between(1, 25), dice.between(1, 20));
    format!("qs51p00im-zteg{cell:03}{part:02}.me.com")
}
