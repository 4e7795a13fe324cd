//! Lines that claim a server and do not speak like it, by the peer itself.

use super::{Dice, Graft, Target, by_peer, known, servers};
use crate::measure::line::Say;
use crate::measure::{id, stamp};

fn say(target: &Target, dice: &mut Dice) -> Say {
    let when = target.when - dice.between(2, 300);
    by_peer(target, dice, when)
}

pub(in crate::measure::held_out) fn postfix(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let say = say(target, dice);
    let Say { from, ip, by, to, when, zone, .. } = &say;
    let named = stamp::named(*when, *zone);
    let line = match variant {
        0 => format!(
            "from {from} (EHLO {from}) ([{ip}]) by {by} (Postfix) with ESMTP queue-id {}; {named}",
            id::postfix(dice)
        ),
        1 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (Postfix) with ESMTP id {};\n\t{named} for <{to}>",
            id::postfix(dice)
        ),
        _ => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (Postfix/{}.{}.{}) with ESMTP id {}\n\tfor <{to}>; {}",
            dice.between(2, 3),
            dice.between(1, 11),
            dice.between(0, 20),
            id::sendmail(dice, *when),
            stamp::date(*when, *zone)
        ),
    };
    Some(target.under(&[line]))
}

pub(in crate::measure::held_out) fn sendmail(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let say = say(target, dice);
    let Say { from, ip, by, to, when, zone, .. } = &say;
    let named = stamp::named(*when, *zone);
    let version = known::sendmail_version(*when);
    let line = match variant {
        0 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} [{version}/{version}] with ESMTP id <{}>\n\tfor <{to}>; {named}",
            id::sendmail(dice, *when)
        ),
        1 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} ({version}/{version}) id {} with ESMTP\n\tfor <{to}>; {}",
            id::postfix(dice),
            stamp::date(*when, *zone)
        ),
        _ => format!(
            "from {from} ([{ip}] helo={from}) by {by} (Sendmail {version}; envelope <{to}>)\n\twith smtp id {}; {}",
            dice.between(100_000, 99_999_999),
            stamp::qmail(*when)
        ),
    };
    Some(target.under(&[line]))
}

pub(in crate::measure::held_out) fn exim(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let say = say(target, dice);
    let Say { from, ip, by, to, sender, when, zone } = &say;
    let version = servers::exim_version(*when);
    let line = match variant {
        0 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (Exim {version}/{version}) with esmtp id {}\n\tfor <{to}>; {}",
            id::sendmail(dice, *when),
            stamp::named(*when, *zone)
        ),
        1 => format!(
            "from unknown (HELO {from}) ({ip})\n  by {by} with SMTP (Exim {version}); {}",
            stamp::qmail(*when)
        ),
        _ => format!(
            "from {from} ([{ip}])\n\tby {by} with esmtp (Exim {version})\n\t(envelope-from <{sender}>)\n\tid {}-{}\n\tfor {to}; {}",
            id::exim(dice, *when),
            dice.text("0123456789ABCDEFabcdef", 4),
            stamp::date(*when, *zone)
        ),
    };
    Some(target.under(&[line]))
}

pub(in crate::measure::held_out) fn qmail(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let say = say(target, dice);
    let Say { from, ip, by, when, zone, .. } = &say;
    let lines = match variant {
        0 => vec![format!(
            "from {from} ({from} [{ip}])\n\tby {by} (qmail 1.03) with ESMTP id {};\n\t{}",
            id::postfix(dice),
            stamp::date(*when, *zone)
        )],
        1 => vec![
            servers::suite(&say, dice),
            format!(
                "from [{}] by {from} with NNFMP; {}",
                crate::measure::names::address(dice),
                stamp::qmail(*when - 2)
            ),
        ],
        _ => vec![
            format!(
                "(qmail {} invoked by uid {}); {}",
                dice.between(300, 32_000),
                dice.one(&["nobody", "apache", "www-data"]),
                stamp::clock(*when, zone.minutes)
            ),
            format!(
                "from {from} (HELO {from}) [{ip}]\n  by {by} with SMTP; {}",
                stamp::named(*when, *zone)
            ),
        ],
    };
    Some(target.under(&lines))
}

pub(in crate::measure::held_out) fn tls(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let say = say(target, dice);
    let Say { from, ip, by, to, sender, when, zone } = &say;
    let (sendmail, exim) = (known::sendmail_version(*when), servers::exim_version(*when));
    let line = match variant {
        0 => format!(
            "from {from} ({from} [{ip}])\n\t(using TLSv1_2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits))\n\t(No client certificate requested)\n\tby {by} (Postfix) with ESMTPS id {}\n\tfor <{to}>; {}",
            id::postfix(dice),
            stamp::named(*when, *zone)
        ),
        1 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} ({sendmail}/{sendmail}) with ESMTPS id {}\n\t(version=TLSv{}.0 cipher=DHE-RSA-AES256-SHA bits=256 verify=NO)\n\tfor <{to}>; {}",
            id::sendmail(dice, *when),
            dice.between(2, 4),
            stamp::named(*when, *zone)
        ),
        _ => format!(
            "from {from} ([{ip}] helo={from})\n\tby {by} with esmtps (SSLv1.{}:DHE-RSA-AES256-SHA:256)\n\t(Exim {exim})\n\t(envelope-from <{sender}>)\n\tid {}\n\tfor {to}; {}",
            dice.between(1, 3),
            id::exim(dice, *when),
            stamp::date(*when, *zone)
        ),
    };
    Some(target.under(&[line]))
}
