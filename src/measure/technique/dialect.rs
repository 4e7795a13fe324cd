//! Lines that claim a server and do not speak like it, by the peer itself.

use super::{Technique, peer_name};
use crate::measure::line::Say;
use crate::measure::{Dice, Graft, Target, id, stamp};

pub(super) const ALL: &[Technique] = &[
    Technique {
        id: "dialect/postfix",
        title: "Postfix lines that Postfix does not write",
        variants: &[
            "no zone's name",
            "an id of other letters",
            "no id",
            "the protocol in small letters",
            "pickup without a comma",
        ],
        traceless: None,
        make: make_postfix,
    },
    Technique {
        id: "dialect/sendmail",
        title: "sendmail lines that sendmail does not write",
        variants: &[
            "a version that there never was",
            "an id that is none",
            "a version and words in another order",
        ],
        traceless: None,
        make: make_sendmail,
    },
    Technique {
        id: "dialect/exim",
        title: "Exim lines that Exim does not write",
        variants: &["the zone's name", "an id of figures", "the protocol in capitals"],
        traceless: None,
        make: make_exim,
    },
    Technique {
        id: "dialect/qmail",
        title: "qmail lines that qmail does not write, and a protocol of Yahoo's",
        variants: &["a weekday", "Yahoo's protocol", "a weekday, invoked by a user"],
        traceless: None,
        make: make_qmail,
    },
    Technique {
        id: "dialect/tls",
        title: "a version of TLS that did not exist, or that is called otherwise",
        variants: &[
            "before its time",
            "Exchange's words in a Postfix line",
            "before its time, Exim",
        ],
        traceless: None,
        make: make_tls,
    },
];

fn make_postfix(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 90);
    let by = peer_name(target, dice);
    let Say { from, ip, to, zone, .. } = Say::new(dice, &by, &target.recipient, when);
    let (head, named, plain) = (
        format!("from {from} ({from} [{ip}])\n\tby {by} (Postfix)"),
        stamp::named(when, zone),
        stamp::date(when, zone),
    );
    let id = id::postfix(dice);
    let line = match variant {
        0 => format!("{head} with ESMTP id {id}\n\tfor <{to}>; {plain}"),
        1 => format!(
            "{head} with ESMTP id {}\n\tfor <{to}>; {named}",
            dice.text("ghijklmnopqrstuvw", 11)
        ),
        2 => format!("{head} with ESMTP\n\tfor <{to}>; {named}"),
        3 => format!("{head} with esmtp id {id}\n\tfor <{to}>; {named}"),
        _ => format!("by {by} (Postfix from userid {}) id {id}; {named}", dice.between(30, 1_000)),
    };
    Some(target.under(&[line]))
}

fn make_sendmail(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 90);
    let by = peer_name(target, dice);
    let Say { from, ip, to, zone, .. } = Say::new(dice, &by, &target.recipient, when);
    let named = stamp::named(when, zone);
    let wrong = format!(
        "8.{}.{}/8.{}.{}",
        dice.between(27, 90),
        dice.between(1, 9),
        dice.between(27, 90),
        dice.between(1, 9)
    );
    let line = match variant {
        0 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} ({wrong}) with ESMTP id {}\n\tfor <{to}>; {named}",
            id::sendmail(dice, when)
        ),
        1 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (8.13.1/8.13.1) with ESMTP id {}\n\tfor <{to}>; {named}",
            dice.text("abcdefghij", 18)
        ),
        _ => format!(
            "from {from} by {by} with ({wrong}) ESMTP id {}; {named}",
            dice.text("abcdefghij0123456789", 14)
        ),
    };
    Some(target.under(&[line]))
}

fn make_exim(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 90);
    let by = peer_name(target, dice);
    let Say { from, ip, to, sender, zone, .. } = Say::new(dice, &by, &target.recipient, when);
    let date = match variant {
        0 => stamp::named(when, zone),
        _ => stamp::date(when, zone),
    };
    let with = if variant == 2 { "ESMTP" } else { "esmtp" };
    let id = match variant {
        1 => format!(
            "{}-{}-{}",
            dice.text("0123456789", 6),
            dice.text("0123456789", 7),
            dice.text("0123456789", 3)
        ),
        _ => id::exim(dice, when),
    };
    Some(target.under(&[format!("from {from} ([{ip}])\n\tby {by} with {with} (Exim 4.69)\n\t(envelope-from <{sender}>)\n\tid {id}\n\tfor {to}; {date}")]))
}

fn make_qmail(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 90);
    let by = peer_name(target, dice);
    let Say { from, ip, zone, .. } = Say::new(dice, &by, &target.recipient, when);
    let date = stamp::date(when, zone);
    let peer =
        format!("from unknown (HELO {from}) ({ip})\n  by {by} with SMTP; {}", stamp::qmail(when));
    let lines = match variant {
        0 => vec![
            format!("(qmail {} invoked from network); {date}", dice.between(300, 32_000)),
            peer,
        ],
        1 => vec![format!("from [{ip}] by {by} with NNFMP; {date}")],
        _ => vec![format!(
            "(qmail {} invoked by uid {}); {date}",
            dice.between(300, 32_000),
            dice.between(80, 1_000)
        )],
    };
    Some(target.under(&lines))
}

fn make_tls(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 90);
    let by = peer_name(target, dice);
    let Say { from, ip, to, sender, zone, .. } = Say::new(dice, &by, &target.recipient, when);
    let named = stamp::named(when, zone);
    if variant != 1 && when > 1_480_000_000 {
        return None;
    }
    let line = match variant {
        0 => format!(
            "from {from} ({from} [{ip}])\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))\n\t(No client certificate requested)\n\tby {by} (Postfix) with ESMTPS id {}\n\tfor <{to}>; {named}",
            id::postfix(dice)
        ),
        1 => format!(
            "from {from} ({from} [{ip}])\n\t(version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384)\n\tby {by} (Postfix) with ESMTPS id {}\n\tfor <{to}>; {named}",
            id::postfix(dice)
        ),
        _ => format!(
            "from {from} ([{ip}])\n\tby {by} with esmtps (TLS1.3) tls TLS_AES_256_GCM_SHA384 (Exim 4.63)\n\t(envelope-from <{sender}>)\n\tid {}\n\tfor {to}; {}",
            id::exim(dice, when),
            stamp::date(when, zone)
        ),
    };

    Some(target.under(&[line]))
}
