//! **Not to be read by whoever writes or tunes rules.**
//!
//! A third party's lines between two sides that are known.

use super::super::later::servers::exim_version;
use super::super::third_party::from_peer;
use super::{Dice, Further, Graft, Target, known, servers};
use crate::measure::line::{Say, Server};
use crate::measure::{id, names, stamp};

const VARIANTS: &[&str] = &[
    "a large company's line that names the sender's server",
    "a list's host that hands it to itself, below which it names the sender's server",
    "a customer of a stranger's, by a program on its host",
    "a spare exchanger, which kept it for a while",
    "what came by UUCP at a stranger's",
    "a stranger's filter, its own server and, below it, mail on the web",
    "a groupware's server, which names the sender's server, and a qmail in front",
    "two strangers, neither of which names the sender's server",
    "a FortiMail that names the sender's server",
    "what turns mail into short messages, in a plain line",
];

pub(super) const ALL: &[Further] = &[
    Further { technique: "third-party/declared", variants: VARIANTS, make: make_declared },
    Further { technique: "third-party/inferred", variants: VARIANTS, make },
];

fn make_declared(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    make(target, variant, dice).map(|graft| graft.declaring(target))
}

fn make(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if target.claimed().is_empty() {
        return None;
    }
    let when = target.when - dice.between(1, 4);
    let domain = names::domain(dice);
    let by = names::host_of(dice, Some(&domain));
    let mut say = Say::new(dice, &by, &target.recipient, when);
    from_peer(&mut say, target);
    let lines = match variant {
        0 => vec![servers::directory(&say, dice)],
        1 => {
            let list = format!("{}@{domain}", names::word(dice));
            let out = format!(
                "from {by} (localhost [127.0.0.1])\n\tby {by} (Postfix) with ESMTP id {}\n\tfor <{}>; {}",
                id::postfix(dice),
                target.recipient,
                stamp::named(when, say.zone)
            );
            say.to = list;
            say.when -= dice.between(2, 9);
            vec![out, servers::university(&say, dice)]
        }
        2 => vec![format!(
            "from {} by {by} with local (Exim {})\n\t(envelope-from <{}@{by}>)\n\tid {}\n\tfor {}; {}",
            names::word(dice),
            exim_version(when),
            names::word(dice),
            id::exim(dice, when),
            target.recipient,
            stamp::date(when, say.zone)
        )],
        3 => {
            say.by = format!("mx2-backup.{domain}");
            say.when -= dice.between(600, 2_400);
            vec![say.line(dice, Server::Exim)]
        }
        4 => {
            let version = known::sendmail_version(when);
            vec![format!(
                "from uucp@localhost\n\tby {by} ({version}/{version}) with UUCP id {}\n\tfor {}; {}",
                id::sendmail(dice, when),
                target.recipient,
                stamp::named(when, say.zone)
            )]
        }
        5 => {
            let mut web = Say::new(dice, &format!("webmail.{domain}"), &say.to, when - 2);
            web.zone = say.zone;
            let mut front = web.clone();
            (front.from, front.by, front.when) = (web.by.clone(), by, when);
            front.ip = names::address(dice);
            vec![servers::filter(&front, dice), servers::webmail(&web, dice)]
        }
        6 => {
            let mut front = Say::new(dice, &by, &target.recipient, when);
            front.zone = say.zone;
            front.from = format!("notes.{domain}");
            say.by = front.from.clone();
            say.when -= 2;
            vec![front.line(dice, Server::Qmail), servers::network(&say, dice)]
        }
        7 => {
            let other = names::host(dice);
            let lower = Say::new(dice, &other, &target.recipient, when - 20);
            let upper = Say::new(dice, &by, &target.recipient, when);
            vec![servers::directory(&upper, dice), lower.line(dice, Server::Postfix)]
        }
        8 => vec![known::fortimail(&say, dice)],
        _ => vec![format!(
            "from sms-gw{}.{domain} by {by} with SMTP id {}; {}",
            dice.between(1, 9),
            dice.between(1_000_000, 99_999_999),
            stamp::date(when, say.zone)
        )],
    };
    Some(target.between(&lines))
}
