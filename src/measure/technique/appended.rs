//! Lines by nobody who handed the message on, from bare ones to rich ones.

use super::Technique;
use crate::measure::line::{Say, Server, bare};
use crate::measure::{Dice, Graft, Target, id, names, stamp};

pub(super) const ALL: &[Technique] = &[
    Technique {
        id: "appended/bare",
        title: "bare lines of strangers at the end of the chain",
        variants: &[
            "one line, in the place of the sender's",
            "one line with a protocol, below all lines",
            "two lines, in the place of the sender's",
            "one line, below all lines",
            "a line with a protocol and an id, below all lines",
            "two lines that fit each other, below all lines",
        ],
        traceless: None,
        make: make_bare,
    },
    Technique {
        id: "appended/classic",
        title: "lines of old sendmails without an address",
        variants: &[
            "two lines by the announced name",
            "two lines by strangers",
            "one line without date, by the announced name",
            "two lines below all lines",
        ],
        traceless: None,
        make: make_classic,
    },
    Technique {
        id: "appended/addressed",
        title: "plain lines of strangers, with an address",
        variants: &[
            "one line, in the place of the sender's",
            "one line, below all lines",
            "two lines, in the place of the sender's",
            "two lines, below all lines",
        ],
        traceless: None,
        make: make_addressed,
    },
    Technique {
        id: "appended/rich",
        title: "lines of a stranger's server in its right grammar, in the place of the sender's",
        variants: &["Postfix", "Exim", "sendmail", "qmail", "two Postfix lines", "Exchange"],
        traceless: None,
        make: make_rich,
    },
    Technique {
        id: "appended/rich-below",
        title: "a stranger's line in the right grammar, below all lines",
        variants: &["Postfix", "Exim", "sendmail", "two lines that fit each other"],
        traceless: None,
        make: make_rich_below,
    },
];

fn make_bare(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let below = matches!(variant, 1 | 3..);
    let when = if below { target.last_when } else { target.when } - dice.between(2, 90);
    let zone = stamp::zone(dice, when);
    let (from, by) = (names::host(dice), names::host(dice));
    let date = stamp::date(when, zone);
    let line = match variant {
        1 => format!("from {from} by {by} with SMTP; {date}"),
        4 => format!(
            "from {from} by {by} with ESMTP id {}; {date}",
            dice.text("ABCDEFGHJK0123456789", 9)
        ),
        _ => bare(&from, &by, when, zone),
    };
    let mut lines = vec![line];
    if matches!(variant, 2 | 5) {
        lines.push(bare(&names::host(dice), &from, when - dice.between(2, 60), zone));
    }
    Some(if below { target.below(&lines) } else { target.under(&lines) })
}

fn make_classic(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 90);
    let zone = stamp::zone(dice, when);
    let (first, second, third) = match variant {
        0 | 2 => (
            target.peer.helo.clone().filter(|h| h.contains('.'))?,
            names::host(dice),
            names::host(dice),
        ),
        _ => (names::host(dice), names::host(dice), names::host(dice)),
    };
    let date = stamp::named(when, zone);
    let number = |dice: &mut Dice| {
        format!("{}AA{:05}", dice.text("ABCDEFGHIJKLMNOPQRSTUVWX", 1), dice.between(1, 32_000))
    };
    let mut lines = match variant {
        2 => vec![format!("from {second} by {first} (8.7.3)")],
        _ => vec![format!("from {second} by {first} (8.7.3) id {}; {date}", number(dice))],
    };
    if variant != 2 {
        lines.push(format!("from {third} by {second} (8.6.4) id {}; {date}", number(dice)));
    }
    Some(if variant == 3 { target.below(&lines) } else { target.under(&lines) })
}

fn make_addressed(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let below = matches!(variant, 1 | 3);
    let when = if below { target.last_when } else { target.when } - dice.between(2, 90);
    let zone = stamp::zone(dice, when);
    let mut by = names::host(dice);
    let mut lines = Vec::new();
    for _ in 0..=variant / 2 {
        let from = names::host(dice);
        let (ip, id) = (names::address(dice), id::postfix(dice));
        let date = stamp::date(when - lines.len() as i64 * 7, zone);
        lines.push(format!("from {from} ([{ip}]) by {by} with SMTP id {id}; {date}"));
        by = from;
    }
    Some(if below { target.below(&lines) } else { target.under(&lines) })
}

fn make_rich(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 90);
    let by = names::host(dice);
    let say = Say::new(dice, &by, &target.recipient, when);
    let server = match variant {
        1 => Server::Exim,
        2 => Server::Sendmail,
        3 => Server::Qmail,
        5 => Server::Exchange,
        _ => Server::Postfix,
    };
    let mut lines = vec![say.line(dice, server)];
    if variant == 4 {
        let earlier = when - dice.between(1, 30);
        let next = Say::new(dice, &say.from, &target.recipient, earlier);
        lines.push(next.line(dice, server));
    }
    Some(target.under(&lines))
}

fn make_rich_below(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.last_when - dice.between(2, 90);
    let by = names::host(dice);
    let say = Say::new(dice, &by, &target.recipient, when);
    let server = match variant {
        1 => Server::Exim,
        2 => Server::Sendmail,
        _ => Server::Postfix,
    };
    let mut lines = vec![say.line(dice, server)];
    if variant == 3 {
        let earlier = when - dice.between(1, 30);
        let next = Say::new(dice, &say.from, &target.recipient, earlier);
        lines.push(next.line(dice, server));
    }
    Some(target.below(&lines))
}
