//! **Not to be read by whoever writes or tunes rules.**
//!
//! Names and addresses that no host has, and announced names made to mislead.

use super::{Dice, Further, Graft, Target, behind, by_peer, known, place, servers};
use crate::measure::line::{Say, Server};
use crate::measure::{id, names, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "identity/impossible-address",
        variants: &[
            "of somebody who writes on the web, twice in the line",
            "the second number, in a large company's line",
            "in every one of three lines",
            "with a customer's name that spells it",
            "999 at the end, below a right line",
            "the third number, below a qmail line",
            "of a user's account, at the end of the header",
            "the first number, in a groupware's line",
            "turned about as zones have it, in an Exim line",
        ],
        make: impossible,
    },
    Further {
        technique: "identity/reserved-address",
        variants: &[
            "the mask of a network, in a large company's line",
            "what names hosts by their keys, in a Postfix line",
            "of those who measure networks of IPv6, in an Exim line",
            "all hosts of the own cable, between two right lines",
            "of the last sixteenth, where somebody writes on the web",
            "of the manuals, announced in brackets too, at the end of the header",
            "of the first block, of a user's account",
            "a group's of IPv6 within a site, below a right line",
        ],
        make: reserved,
    },
    Further {
        technique: "identity/hostile-name",
        variants: &[
            "a byte of nought as programs write it, and a name behind",
            "wide brackets of the East, and an address between them",
            "what one proxy for mail tells another of the client",
            "the first words of a proxy in front of servers",
            "another field's name and an address",
            "words out of a log",
            "an address and a sender as our server would note them",
            "what a server answers when it has queued a message",
            "words of a check of the sender",
        ],
        make: hostile,
    },
];

fn quad(numbers: [i64; 4]) -> String {
    numbers.map(|number| number.to_string()).join(".")
}

fn impossible(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 300);
    let mut say = by_peer(target, dice, when);
    let byte = |dice: &mut Dice| dice.between(1, 254);
    let beyond = |dice: &mut Dice| dice.between(256, 999);
    let lines = match variant {
        0 => {
            say.ip = quad([byte(dice), byte(dice), byte(dice), beyond(dice)]);
            vec![servers::horde(&say, dice)]
        }
        1 => {
            say.ip = quad([byte(dice), beyond(dice), byte(dice), byte(dice)]);
            vec![servers::directory(&say, dice)]
        }
        2 => {
            let mut next = behind(&say, dice, 9);
            let mut last = behind(&next, dice, 9);
            say.ip = quad([byte(dice), byte(dice), beyond(dice), byte(dice)]);
            next.ip = quad([beyond(dice), byte(dice), byte(dice), byte(dice)]);
            last.ip = quad([byte(dice), byte(dice), byte(dice), beyond(dice)]);
            [say, next, last].map(|say| say.line(dice, Server::Postfix)).to_vec()
        }
        3 => {
            say.ip = quad([dice.between(256, 420), byte(dice), byte(dice), byte(dice)]);
            say.from = format!("dsl-{}.{}", say.ip.replace('.', "-"), names::domain(dice));
            vec![say.line(dice, Server::Sendmail)]
        }
        4 => {
            let mut next = behind(&say, dice, 9);
            next.ip = quad([byte(dice), byte(dice), byte(dice), 999]);
            vec![servers::university(&say, dice), servers::network(&next, dice)]
        }
        5 => {
            let mut next = behind(&say, dice, 9);
            next.ip = quad([byte(dice), byte(dice), beyond(dice), byte(dice)]);
            vec![say.line(dice, Server::Qmail), servers::freeware(&next, dice)]
        }
        6 => {
            say.when = target.last_when - dice.between(2, 90);
            say.ip = quad([byte(dice), beyond(dice), beyond(dice), byte(dice)]);
            return Some(place::last_fields(target, &[servers::account(&say, dice)]));
        }
        7 => {
            say.ip = quad([beyond(dice), byte(dice), byte(dice), byte(dice)]);
            vec![servers::network(&say, dice)]
        }
        _ => {
            let (net, last) = ([byte(dice), byte(dice), byte(dice)], beyond(dice));
            say.ip = quad([net[0], net[1], net[2], last]);
            say.from = format!("{}.in-addr.arpa", quad([last, net[2], net[1], net[0]]));
            vec![say.line(dice, Server::Exim)]
        }
    };
    Some(target.under(&lines))
}

fn reserved(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 300);
    let mut say = by_peer(target, dice, when);
    let mut group = || dice.text("123456789abcdef", 4);
    let six = [group(), group(), group()].join(":");
    let lines = match variant {
        0 => {
            say.ip = format!("255.255.{}.0", dice.one(&[240, 248, 252, 254]));
            vec![servers::directory(&say, dice)]
        }
        1 => {
            say.ip = format!("IPv6:2001:2{}:{six}::{:x}", dice.text("0123456789abcdef", 1), 17);
            vec![say.line(dice, Server::Postfix)]
        }
        2 => {
            say.ip = format!("2001:2:0:{six}::1");
            vec![say.line(dice, Server::Exim)]
        }
        3 => {
            let mut next = behind(&say, dice, 8);
            let last = behind(&next, dice, 8);
            next.ip = format!("224.0.0.{}", dice.between(1, 22));
            vec![
                say.line(dice, Server::Sendmail),
                next.line(dice, Server::Sendmail),
                servers::network(&last, dice),
            ]
        }
        4 => {
            say.ip = quad([
                dice.between(241, 254),
                dice.between(1, 254),
                dice.between(1, 254),
                dice.between(2, 253),
            ]);
            vec![servers::webmail(&say, dice)]
        }
        5 => {
            say.when = target.last_when - dice.between(2, 90);
            let net = *dice.one(&["192.0.2", "198.51.100", "203.0.113"]);
            say.ip = format!("{net}.{}", dice.between(1, 254));
            let line = format!(
                "from [{}] (unknown [{0}])\n\tby {} (Postfix) with ESMTP id {}\n\tfor <{}>; {}",
                say.ip,
                say.by,
                id::postfix(dice),
                say.to,
                stamp::named(say.when, say.zone)
            );
            return Some(place::last_fields(target, &[line]));
        }
        6 => {
            let numbers = [0, dice.between(1, 254), dice.between(1, 254), dice.between(2, 253)];
            say.ip = quad(numbers);
            vec![servers::account(&say, dice)]
        }
        _ => {
            let mut next = behind(&say, dice, 8);
            next.ip = format!("ff05::{:x}", dice.between(2, 0x2ff));
            vec![say.line(dice, Server::Exim), next.line(dice, Server::Exim)]
        }
    };
    Some(target.under(&lines))
}

fn hostile(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let (name, other, ip) = (names::host(dice), names::host(dice), names::address(dice));
    let when = target.when - dice.between(2, 300);
    let say = Say::new(dice, &name, &target.recipient, when);
    let user = names::word(dice);
    let announced = match variant {
        0 => format!("{name}\\000.{other}"),
        1 => format!("{name}\u{ff08}{other}\u{ff3b}{ip}\u{ff3d}\u{ff09}"),
        2 => format!("{name} NAME={other} ADDR={ip} PROTO=ESMTP LOGIN={user}"),
        3 => format!("PROXY TCP4 {ip} {} {} 25", names::address(dice), dice.between(1_030, 64_000)),
        4 => format!("{name} X-Originating-IP: [{ip}]"),
        5 => format!("{name} H={other} [{ip}] P=esmtpsa A=login:{user}"),
        6 => format!("{name} ({other} [{ip}]) (envelope-from <{}>)", say.sender),
        7 => format!("{name} 250 2.0.0 Ok: queued as {}", id::postfix(dice)),
        _ => format!("{name} designates {ip} as permitted sender) client-ip={ip}; helo={other}"),
    };
    let line = match variant {
        0 => servers::directory(&say, dice),
        1 => servers::university(&say, dice),
        2 => say.line(dice, Server::Postfix),
        3 => servers::network(&say, dice),
        4 => servers::horde(&say, dice),
        5 => say.line(dice, Server::Exim),
        6 => servers::filter(&say, dice),
        7 => known::postfix_login(&say, dice),
        _ => known::qmail_ldap(&say, dice),
    };
    target.under(&[line]).announcing(target, &announced)
}
