//! **Not to be read by whoever writes or tunes rules.**
//!
//! Marks that pretend our side goes on, and our own name as the peer announces it.

use super::own_side::home;
use super::{Dice, Graft, Target, behind, known, servers};
use crate::measure::line::{Say, Server};
use crate::measure::{id, names, stamp};

pub(super) fn markers(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let ours = target.our_host.as_str();
    let (short, domain) = ours.split_once('.')?;
    let when = target.when - dice.between(1, 40);
    let user = target.recipient.split('@').next().unwrap_or("user");
    let earlier = when - dice.between(1, 12);
    let third = Say::new(dice, ours, &target.recipient, earlier);
    let date = stamp::date(when, third.zone);
    let marker = match variant {
        0 => format!(
            "by {ours} with Internet Mail Service (5.5.2653.19)\n\tid <{}>; {date}",
            dice.text("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", 8)
        ),
        1 => format!(
            "from spooler by {ours} (Mercury/32 v4.{});\n   {}",
            dice.between(1, 80),
            known::no_weekday(when, third.zone.minutes)
        ),
        2 => format!(
            "by {ours} (mbox {user})\n (with Cubic Circle's cucipop (v1.31 1998/05/13) {})",
            stamp::local(when, third.zone.minutes).strftime("%a %b %e %H:%M:%S %Y")
        ),
        3 => {
            let version = if when < 1_350_000_000 { "1.0.16" } else { "1.4.13" };
            format!(
                "from pop.{domain} [{}]\n\tby {short} with POP3 (mpop-{version})\n\tfor {user}; {date}",
                names::address(dice)
            )
        }
        4 => format!("via dmail-2000(11) for +{}; {date}", names::word(dice)),
        5 => format!(
            "from director{}.{domain} ([{}])\n\t(using TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits))\n\tby {ours} with LMTPS\n\tid {}\n\t(envelope-from <{}>)\n\tfor <{}>; {date}",
            dice.between(1, 4),
            names::inside(dice),
            dice.text(servers::LETTERS, 22),
            third.sender,
            third.to
        ),
        _ => {
            let version = known::sendmail_version(when);
            format!(
                "(from news@localhost)\n\tby {ours} ({version}/{version}/Submit) id {};\n\t{}",
                id::sendmail(dice, when),
                stamp::named(when, third.zone)
            )
        }
    };
    let lower = match variant {
        0 => servers::directory(&third, dice),
        1 => servers::freeware(&third, dice),
        2 => third.line(dice, Server::Sendmail),
        3 => third.line(dice, Server::Qmail),
        4 => servers::university(&third, dice),
        5 => known::exim_helo(&third, dice),
        _ => servers::webmail(&third, dice),
    };
    Some(target.under(&[marker, lower]))
}

pub(super) fn announced(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let ours = target.our_host.clone();
    let when = target.when - dice.between(2, 400);
    let mut say = Say::new(dice, &ours, &target.recipient, when);
    let lines = match variant {
        0 => vec![servers::directory(&say, dice)],
        1 => {
            let lower = behind(&say, dice, 30);
            vec![servers::university(&say, dice), lower.line(dice, Server::Postfix)]
        }
        2 => vec![servers::horde(&say, dice)],
        3 => {
            say.from = format!("srv01.{}", home(target)?);
            vec![known::mercury(&say, dice)]
        }
        4 => {
            let mut account = behind(&say, dice, 2);
            account.by.clone_from(&ours);
            vec![known::postfix_six(&say, dice), servers::account(&account, dice)]
        }
        5 => {
            let mut middle = say.clone();
            (middle.from, middle.ip) = (ours.clone(), "127.0.0.1".to_owned());
            vec![
                middle.line(dice, Server::Postfix),
                known::groupwise(&middle, dice),
                say.line(dice, Server::Postfix),
            ]
        }
        6 => {
            let lower = Say::new(dice, &ours, &target.recipient, when - 5);
            vec![servers::filter(&say, dice), lower.line(dice, Server::Exim)]
        }
        _ => vec![known::ironport(&say, dice)],
    };
    target.under(&lines).announcing(target, &ours)
}
