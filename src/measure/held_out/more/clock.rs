//! Ids whose hidden time is not the time stamped, in lines by the peer itself.

use super::{Dice, Further, Graft, Target, behind, by_peer, known, servers};
use crate::measure::{id, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "clock/copied-id",
        variants: &[
            "a bastion's: of another day",
            "a small office's, twice: the wall clock of one other night",
            "Postfix, long, over TLS: of a day yet to come, the sender's lines kept",
            "Exim, twice: a week before to the second",
        ],
        make: copied,
    },
    Further {
        technique: "clock/broken-id",
        variants: &[
            "Exim: seconds beyond all counters, below a right line",
            "InterMail: second 61 and more",
            "sendmail: the thirty-first of a month of thirty days",
            "a small office's: month 13 and more, or an InterMail's minute before it",
        ],
        make: broken,
    },
];

const DAY: i64 = 86_400;

fn copied(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    // The third stands between two lines that are near each other.
    let when = target.when - if number == 2 { 1 } else { dice.between(2, 250) };
    let say = by_peer(target, dice, when);
    let next = behind(&say, dice, 8);
    let other = when - dice.between(20, 300) * DAY - dice.between(0, 70_000);
    Some(match number {
        0 => {
            // A border's, which counts in hexadecimal; the eldest of them has no id.
            let line = match when {
                ..1_120_000_000 => {
                    let id = servers::courier_id(dice, other);
                    servers::courier_plain_with(&say, &id)
                }
                _ => {
                    // The second kind and the third have ids of their own.
                    let kind = |at: i64| (at < 1_120_000_000, at < 1_370_000_000);
                    let at = if kind(other) == kind(when) { other } else { when + 40 * DAY };
                    let id = servers::bastion_id(dice, at);
                    servers::bastion_with(&say, dice, &id)
                }
            };
            target.under(&[line])
        }
        1 => {
            // The wall clock of another night in both of two lines, as far as the servers write it.
            let (mut old, mut older) = (say.clone(), next.clone());
            old.when = other;
            older.when = other - 3;
            let lines = match other {
                ..1_350_000_000 => {
                    let upper = id::sendmail(dice, old.when);
                    let lower = id::exim(dice, older.when);
                    [
                        servers::sendmail_bare_with(&say, &upper),
                        servers::exim_port_with(&next, dice, &lower),
                    ]
                }
                _ => [(&say, &old), (&next, &older)].map(|(new, old)| {
                    let id = servers::office_id(dice, old);
                    servers::office_with(new, &id)
                }),
            };
            target.under(&lines)
        }
        2 => {
            let day = when + to_come(dice);
            let line = match when {
                ..1_340_000_000 => {
                    let id = id::sendmail(dice, day);
                    known::sendmail_tls_with(&say, &id)
                }
                _ => {
                    let id = id::postfix_long(dice, day);
                    servers::postfix_tls_with(&say, &id)
                }
            };
            target.between(&[line])
        }
        _ => {
            // A template that is sent once a week.
            let (first, second) =
                (id::exim(dice, when - 7 * DAY), id::exim(dice, next.when - 7 * DAY));
            let lines = [
                servers::exim_port_with(&say, dice, &first),
                servers::exim_port_with(&next, dice, &second),
            ];
            target.under(&lines)
        }
    })
}

/// Days that are yet to come.
fn to_come(dice: &mut Dice) -> i64 {
    dice.between(3, 90) * DAY + dice.between(0, 50_000)
}

fn broken(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 250);
    let say = by_peer(target, dice, when);
    let next = behind(&say, dice, 8);
    let time = stamp::local(when, 0);
    let lines = match number {
        0 => {
            // Seconds beyond what thirty-two bits count.
            let mut id = id::exim(dice, when);
            id.replace_range(
                ..2,
                &format!("{}{}", dice.text("ABCDEFxyz", 1), dice.text(servers::SMALL, 1)),
            );
            vec![servers::postfix_tls(&say, dice), servers::exim_port_with(&next, dice, &id)]
        }
        1 => {
            let stamped = format!("{}{}", time.strftime("%Y%m%d%H%M"), dice.between(61, 99));
            vec![known::intermail_with(&say, dice, &stamped)]
        }
        2 => {
            // The thirty-first of April, June, September or November.
            let mut id = id::sendmail(dice, when);
            id.replace_range(1..3, &format!("{}V", dice.one(&["3", "5", "8", "A"])));
            vec![servers::sendmail_bare_with(&say, &id)]
        }
        _ => {
            let line = match when {
                ..1_350_000_000 => {
                    let stamped = format!(
                        "{}{}{}",
                        time.strftime("%Y%m%d%H"),
                        dice.between(60, 98),
                        time.strftime("%S")
                    );
                    known::intermail_with(&say, dice, &stamped)
                }
                _ => {
                    let mut id = servers::office_id(dice, &say);
                    id.replace_range(4..6, &dice.between(13, 39).to_string());
                    servers::office_with(&say, &id)
                }
            };
            vec![line, servers::qmail_named(&next, dice)]
        }
    };
    Some(target.under(&lines))
}
