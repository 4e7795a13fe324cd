//! Google's lines by those who never had the message.

use super::provider::foreign;
use super::servers;
use super::{Dice, Graft, Target};
use crate::measure::{id, names, stamp};

/// A line of Google's with Pacific time.
fn pacific(start: &str, when: i64) -> String {
    format!("{start};\n        {}", stamp::named(when, stamp::pacific(when)))
}

pub(super) fn outgoing_host(dice: &mut Dice) -> String {
    let site = *dice.one(&["oa1", "vk1", "qv1", "lj1", "pg1", "ot1"]);
    format!("mail-{site}-f{}.google.com", 160 + dice.between(1, 55))
}

/// The id of an outgoing host.
fn outgoing_id(dice: &mut Dice) -> String {
    format!(
        "{}so{}{}.{}",
        dice.text("0123456789abcdef", 16),
        dice.between(100_000, 9_999_999),
        dice.text("abcdefghijklmnop", 3),
        dice.between(0, 20)
    )
}

pub(super) fn exchanger(target: &Target, dice: &mut Dice, stamped: i64, dated: i64) -> String {
    let (from, ip) = (names::host(dice), names::address(dice));
    let id = id::google(dice, dated, "si");
    pacific(
        &format!(
            "from {from} ({from}. [{ip}])\n        by mx.google.com with ESMTP id {id}\n        for <{}>",
            target.recipient
        ),
        stamped,
    )
}

/// Handed in by a user at home.
fn handed_in(dice: &mut Dice, stamped: i64, dated: i64) -> String {
    let (home, ip) = (names::inside(dice), names::address(dice));
    let id = id::google(dice, dated, "sm");
    pacific(
        &format!("from [{home}] ([{ip}])\n        by smtp.gmail.com with ESMTPSA id {id}"),
        stamped,
    )
}

/// The id of hosts that pass mail on inside: the milliseconds of the time at its end.
fn inner(dice: &mut Dice, stamped: i64, dated: i64) -> String {
    let (b, c, d) = (dice.between(1, 230), dice.between(1, 230), dice.between(1, 230));
    let id = format!(
        "{}mr{}{}.{}.{dated}{:03}",
        dice.text("0123456789abcdef", 14),
        dice.between(100_000, 9_999_999),
        dice.text("abcdefghijklmnop", 3),
        dice.between(1, 900),
        dice.between(0, 999)
    );
    pacific(&format!("by 10.{b}.{c}.{d} with SMTP id {id}"), stamped)
}

pub(super) fn make(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if !foreign(target) {
        return None;
    }
    let when = target.when - dice.between(2, 40);
    let host = outgoing_host(dice);
    let out = |dice: &mut Dice, when| {
        let id = outgoing_id(dice);
        pacific(&format!("by {host} with SMTP id {id}\n        for <{}>", target.recipient), when)
    };
    let lines = match variant {
        0 => vec![out(dice, when), handed_in(dice, when - 2, when - 2)],
        1 => vec![
            out(dice, when),
            pacific(
                &format!(
                    "from {} named unknown\n        by gmailapi.google.com with HTTPREST",
                    dice.text("123456789", 12)
                ),
                when - 1,
            ),
        ],
        2 => {
            let part = |dice: &mut Dice| dice.text("123456789abcdef", 4);
            let mut six = format!("2002:a05:{}:{}", part(dice), part(dice));
            six += &format!(":b0:{}:{}:{}", part(dice), part(dice), part(dice));
            let id = format!(
                "{}csp{}{}",
                servers::small(dice, 2),
                dice.between(100_000, 9_999_999),
                dice.text("abcdefghijklmnop", 3)
            );
            vec![
                pacific(&format!("by {six} with SMTP id {id}"), when),
                exchanger(target, dice, when - 1, when - 1),
            ]
        }
        _ => {
            let (one, two) = (dice.between(64, 230), dice.between(1, 230));
            let by = format!("10.{one}.{two}.{}", dice.between(1, 19));
            vec![inner(dice, when, when), pacific(&format!("by {by} with HTTP"), when)]
        }
    };
    Some(target.under(&lines))
}

pub(super) fn make_stale(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if !foreign(target) {
        return None;
    }
    let when = target.when - dice.between(2, 40);
    let dated = when - dice.between(25, 1_500) * 86_400;
    Some(match variant {
        0 => target.under(&[handed_in(dice, when, dated)]),
        1 => target.under(&[inner(dice, when, dated), handed_in(dice, when - 1, dated - 1)]),
        _ => target.under_fields(&[
            format!("X-Received: {}", inner(dice, dated, dated)),
            format!("Received: {}", handed_in(dice, when, dated)),
        ]),
    })
}
