//! Lines that pretend to be our own, and marks that pretend our side goes on.

use super::super::later::servers::exim_version;
use super::super::provider_lines::google_host;
use super::{Dice, Further, Graft, Target, behind, by_peer, known, logins, place, servers};
use crate::measure::line::{Say, Server};
use crate::measure::{id, names, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "own-side/name-below",
        variants: &[
            "Exim with the peer's port",
            "Microsoft's server, from the recipient's own domain, below all lines",
            "a minute earlier from the very same peer, at the end of the header",
            "two products at once, between it and the sender's lines",
        ],
        make: name_below,
    },
    Further {
        technique: "own-side/name-in-chain",
        variants: &[
            "as a peer and then as a qmail, in three lines",
            "as the peer of a campaign's sender, below all lines",
            "below an Exim of strangers, at the end of the header",
            "below a server of its years, between the author's fields",
        ],
        make: name_in_chain,
    },
    Further {
        technique: "own-side/inner-chain",
        variants: &[
            "what a host reports of itself",
            "a help desk's program on the web",
            "two machines of an office by their short names",
            "a backup that tells it is done",
        ],
        make: inner_chain,
    },
    Further {
        technique: "own-side/replayed",
        variants: &[
            "for somebody else",
            "from the peer's neighbour, the evening before, the sender's lines kept",
            "from a host of a provider's, below all lines",
            "between a line that leads to it and one below",
        ],
        make: replayed,
    },
    Further {
        technique: "own-side/markers",
        variants: &[
            "piped through a program",
            "taken by a tracker of bugs",
            "taken from several mailboxes at once",
            "sent on by an alias",
        ],
        make: markers,
    },
    Further {
        technique: "own-side/announced",
        variants: &[
            "Microsoft's server",
            "a sender of campaigns, from a Windows server",
            "with a dot behind and a label in capitals, a program in Java",
            "three lines, the first from a private address",
        ],
        make: announced,
    },
];

fn name_below(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let ours = target.our_host.as_str();
    let when = match number {
        0 => target.when - dice.between(3, 500),
        3 => target.when - 1,
        _ => target.last_when - dice.between(3, 500),
    };
    let mut say = Say::new(dice, ours, &target.recipient, when);
    Some(match number {
        0 => target.under(&[servers::exim_port(&say, dice)]),
        1 => {
            let (_, domain) = target.recipient.split_once('@').filter(|(_, d)| d.contains('.'))?;
            say.from = domain.to_owned();
            target.below(&[servers::windows(&say, dice)])
        }
        2 => {
            // As if the same peer had handed it over once before.
            if let Some(name) = target.peer.name() {
                say.from = name.to_owned();
            }
            (say.ip, say.when) = (target.peer.ip.clone(), target.last_when - 61);
            if say.ip.contains(':') {
                say.ip.insert_str(0, "IPv6:");
            }
            place::last_fields(target, &[servers::sendmail_bare(&say, dice)])
        }
        _ => {
            let mut next = Say::new(dice, ours, &target.recipient, when - 1);
            next.zone = say.zone;
            (say.from, say.ip) = (ours.to_owned(), names::inside(dice));
            target.between(&[servers::unverified(&say, dice), servers::bastion(&next, dice)])
        }
    })
}

fn name_in_chain(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let ours = target.our_host.as_str();
    let first = match number {
        0 => by_peer(target, dice, target.when - 3),
        _ => {
            let when = target.last_when - dice.between(20, 200);
            let by = names::host(dice);
            Say::new(dice, &by, &target.recipient, when)
        }
    };
    Some(match number {
        0 => {
            let mut second = behind(&first, dice, 9);
            second.from = ours.to_owned();
            let own = behind(&second, dice, 40);
            target.under(&[
                servers::windows(&first, dice),
                servers::daemon(&second, dice),
                servers::qmail_named(&own, dice),
            ])
        }
        1 => {
            let mut line = first;
            line.from = ours.to_owned();
            target.below(&[servers::campaign(&line, dice)])
        }
        2 => {
            let mut own = behind(&first, dice, 40);
            own.by = ours.to_owned();
            let lower = servers::verified(&own, dice);
            place::spread(target, &servers::exim_port(&first, dice), &[lower])
        }
        _ => {
            let mut own = behind(&first, dice, 40);
            own.by = ours.to_owned();
            let lines = [servers::young(&first, dice), servers::java(&own, dice)];
            place::among_fields(target, &lines)
        }
    })
}

fn inner_chain(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let ours = target.our_host.as_str();
    let (_, domain) = ours.split_once('.')?;
    let when = target.when - dice.between(1, 20);
    let mut say = Say::new(dice, ours, &target.recipient, when);
    let date = |at: i64| stamp::date(at, say.zone);
    let version = known::sendmail_version(when);
    let lines = match number {
        0 => vec![
            // What a host reports of itself at night.
            format!(
                "from root by {ours} with local (Exim {})\n\t(envelope-from <root@{ours}>)\n\tid {}\n\tfor {}; {}",
                exim_version(when),
                id::exim(dice, when),
                say.to,
                date(when)
            ),
        ],
        1 => {
            let desk = format!("helpdesk.{domain}");
            let submit = format!(
                "(from apache@localhost)\n\tby {desk} ({version}/{version}/Submit) id {};\n\t{}",
                id::sendmail(dice, when - 1),
                date(when - 1)
            );
            (say.from, say.ip) = (desk, names::inside(dice));
            vec![servers::sendmail_bare(&say, dice), submit]
        }
        2 => {
            let mut file = behind(&say, dice, 3);
            let net = dice.between(0, 40);
            say.from = format!("SRV-MAIL.{domain}");
            say.ip = format!("192.168.{net}.{}", dice.between(2, 20));
            file.by.clone_from(&say.from);
            file.from = format!("SRV-FILE{:02}", dice.between(1, 9));
            file.ip = format!("192.168.{net}.{}", dice.between(21, 99));
            vec![servers::daemon(&say, dice), servers::daemon(&file, dice)]
        }
        _ => {
            let backup = format!("backup{}.{domain}", dice.between(1, 4));
            let started = format!(
                "(nullmailer pid {} invoked by uid 0);\n\t{}",
                dice.between(300, 32_000),
                stamp::date(when - 1, stamp::Zone { minutes: 0, name: "UTC" })
                    .replace("+0000", "-0000")
            );
            (say.from, say.ip) = (backup, names::inside(dice));
            vec![say.line(dice, Server::Postfix), started]
        }
    };
    Some(target.under(&lines))
}

fn replayed(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let own = target.lines.get(target.own.checked_sub(1)?)?;
    let (_, rest) = own.split_once(" by ")?;
    let (from, ip) = (names::host(dice), names::address(dice));
    Some(match number {
        0 => {
            let other = format!("{}@{}", names::word(dice), names::domain(dice));
            if !rest.contains(&target.recipient) {
                return None;
            }
            let rest = rest.replace(&target.recipient, &other);
            target.under(&[format!("from {from} ({from} [{ip}]) by {rest}")])
        }
        1 => {
            // The neighbour in the peer's own network, an evening earlier.
            let (net, last) = target.peer.ip.rsplit_once('.')?;
            let last: u8 = last.parse().ok()?;
            let near = format!("{net}.{}", if last < 254 { last + 1 } else { last - 1 });
            let (start, _) = rest.rsplit_once(';')?;
            let name = target.peer.name().unwrap_or(&from);
            let date = stamp::named(target.when - dice.between(8, 14) * 3_600, stamp::UTC);
            target.between(&[format!("from {name} ({name} [{near}]) by {start}; {date}")])
        }
        2 => {
            let (name, ip) = google_host(dice);
            target.below(&[format!("from {name} ({name} [{ip}]) by {rest}")])
        }
        _ => {
            let mut upper = by_peer(target, dice, target.when - 2);
            upper.from = target.our_host.clone();
            let lower = Say::new(dice, &from, &target.recipient, target.when - 5);
            target.under(&[
                servers::postfix_tls(&upper, dice),
                format!("from {from} ({from} [{ip}]) by {rest}"),
                servers::exim_port(&lower, dice),
            ])
        }
    })
}

fn markers(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let ours = target.our_host.as_str();
    let when = target.when - dice.between(1, 30);
    let earlier = when - dice.between(1, 8);
    let third = Say::new(dice, ours, &target.recipient, earlier);
    let date = stamp::date(when, third.zone);
    let lines = match number {
        0 => {
            let version = if when < known::TLS_ERA { "5.2.14" } else { "6.1.20" };
            let marker = format!(
                "by {ours} (CommuniGate Pro PIPE {version})\n  with PIPE id {}; {date}",
                dice.between(1_200_000, 98_000_000)
            );
            [marker, servers::verified(&third, dice)]
        }
        1 => {
            // The tracker of bugs, which keeps to no weekday.
            let (_, domain) = ours.split_once('.')?;
            let clock = known::no_weekday(when, third.zone.minutes);
            let marker =
                format!("(at {}) by bugs.{domain}; {clock}", dice.between(10_000, 990_000));
            [marker, servers::sendmail_bare(&third, dice)]
        }
        2 => {
            let marker = format!(
                "from {}\n\tby {ours} with MultiPOP ({})\n\tid md5002{:09}.msg\n\tfor <{}>; {date}",
                names::host(dice),
                servers::daemon_version(when),
                dice.between(1_000, 999_999),
                third.to
            );
            [marker, servers::windows(&third, dice)]
        }
        _ => {
            let marker = format!(
                "(qmail {} invoked by alias); {}",
                dice.between(300, 32_000),
                stamp::qmail(when)
            );
            [marker, servers::qmail_named(&third, dice)]
        }
    };
    Some(target.under(&lines))
}

fn announced(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let ours = target.our_host.clone();
    let when = target.when - dice.between(2, 350);
    let mut say = Say::new(dice, &ours, &target.recipient, when);
    let next = behind(&say, dice, 20);
    let (name, lines) = match number {
        0 => (ours, vec![servers::windows(&say, dice)]),
        1 => (ours, vec![servers::campaign(&say, dice), servers::daemon(&next, dice)]),
        2 => {
            // As it stands in a zone file, and in the case in which nobody writes it.
            let (label, rest) = ours.split_once('.')?;
            let name = format!("{}.{rest}.", label.to_ascii_uppercase());
            (name, vec![servers::java(&say, dice)])
        }
        _ => {
            let last = behind(&next, dice, 20);
            (say.from, say.ip) = (next.by.clone(), names::inside(dice));
            let lines = vec![
                servers::unverified(&say, dice),
                servers::courier_plain(&next, dice),
                logins::qmail_user(&last, dice),
            ];
            (ours, lines)
        }
    };
    target.under(&lines).announcing(target, &name)
}
