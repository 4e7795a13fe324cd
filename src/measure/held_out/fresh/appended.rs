//! **Not to be read by whoever writes or tunes rules.**
//!
//! Lines by nobody who handed the message on, from bare ones to rich ones.

use super::{Dice, Further, Graft, Target, behind, by_stranger, known, place, servers};
use crate::measure::line::Server;
use crate::measure::{id, names, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "appended/bare",
        variants: &[
            "the date as web servers set it for their visitors, below all lines",
            "no date at all, in the place of the sender's",
            "five towns of one company, in the place of the sender's",
            "nobody knows whom from, between the author's fields",
            "the recipient's own address as the server, at the end of the header",
            "a telephone that synchronises, below all lines",
            "fields of a log, each with its sign of equality, in the place of the sender's",
            "from one to the other, on a day, below all lines",
            "three relays that had it in one second, at the end of the header",
        ],
        make: bare,
    },
    Further {
        technique: "appended/classic",
        variants: &[
            "two lines of Solaris, in the place of the sender's",
            "Sun's patches to 8.8, below all lines",
            "SCO's, at the end of the header",
            "a university's own patches, between the author's fields",
            "the version behind the id, with the recipient in it, below all lines",
            "three releases, each older than the one above, in the place of the sender's",
            "BSD/OS's patches, at the end of the header",
            "the patches of Japan, below all lines",
        ],
        make: classic,
    },
    Further {
        technique: "appended/addressed",
        variants: &[
            "the address as one number in hexadecimal, in the place of the sender's",
            "customers' names with the address in hexadecimal, two lines below all",
            "the country behind the address, as a form on the web notes it, below all lines",
            "one address by way of another, at the end of the header",
            "noughts in front of the numbers, below all lines",
            "a whole network, between the author's fields",
            "all proxies on the way, in the place of the sender's",
            "the number of the network that has the address, at the end of the header",
            "the port behind a hash, as programs for names have it, below all lines",
            "a core's line above the relay's that it has it from, as a program turned them about",
            "a telephone at home that logged in, all on one line, below all lines",
        ],
        make: addressed,
    },
    Further {
        technique: "appended/rich",
        variants: &[
            "what large companies have",
            "a filter in front of a university's server",
            "a qmail, and mail on the web behind it",
            "a Postfix, and a student who writes on the web",
            "an Exim, behind which a user logged in",
            "a groupware's server behind a company's, with a freeware at home below",
            "sendmail thrice, inwards over three hosts",
            "a filter that has it from a Postfix reached over IPv6",
            "two universities, and a student's account at the second",
            "a bot's pair: MailEnable, and a qmail that somebody called on the same host",
        ],
        make: rich,
    },
    Further {
        technique: "appended/rich-below",
        variants: &[
            "a freeware on somebody's Windows",
            "mail on the web, at the end of the header",
            "a company's server, and a filter that it has it from",
            "a university's server, between the author's fields",
            "a small groupware's server below all lines, and a log-in at the end of the header",
            "a Postfix line and an Exim line, each an hour older",
            "a groupware's line above mail on the web, between the author's fields",
            "an IronPort below all lines, and a filter at the end of the header",
        ],
        make: rich_below,
    },
];

fn bare(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let above = matches!(variant, 1 | 2 | 6);
    let when = if above { target.when } else { target.last_when } - dice.between(4, 900);
    let zone = stamp::zone(dice, when);
    let date = stamp::date(when, zone);
    let (from, by) = (names::host(dice), names::host(dice));
    Some(match variant {
        0 => {
            let cookie = stamp::local(when, 0).strftime("%a, %d-%b-%y %H:%M:%S GMT");
            target.below(&[format!("from {from} by {by}; {cookie}")])
        }
        1 => target.under(&[format!("from {from}\n\tby {by}\n\twith SMTP")]),
        2 => {
            let domain = names::domain(dice);
            let towns = ["nyc", "lon", "fra", "sin", "syd", "tok"];
            let lines: Vec<String> = towns
                .windows(2)
                .zip(0..)
                .map(|(pair, back)| {
                    let at = stamp::date(when - 2 * back, zone);
                    format!("from {}1.{domain} by {}1.{domain}; {at}", pair[1], pair[0])
                })
                .collect();
            target.under(&lines)
        }
        3 => place::among_fields(target, &[format!("from unknown by unknown; {date}")]),
        4 => {
            let line = format!("from {from} by {} with SMTP; {date}", target.recipient);
            place::last_fields(target, &[line])
        }
        5 => {
            let model = *dice.one(&["iPhone", "Galaxy-S21", "BlackBerry", "Nokia-E71"]);
            target.below(&[format!("from {model} by {by} with ActiveSync; {date}")])
        }
        6 => target.under(&[format!(
            "from={from}, by={by}, size={}, nrcpts=1, proto=ESMTP; {date}",
            dice.between(1_500, 90_000)
        )]),
        7 => target.below(&[format!("from {from} to {by} on {date}")]),
        _ => {
            let hosts = [by, from, names::host(dice), names::host(dice)];
            let lines: Vec<String> = hosts
                .windows(2)
                .map(|pair| format!("from {} by {} with SMTP; {date}", pair[1], pair[0]))
                .collect();
            place::last_fields(target, &lines)
        }
    })
}

fn classic(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let above = matches!(variant, 0 | 5);
    let when = if above { target.when } else { target.last_when } - dice.between(4, 600);
    let zone = stamp::zone(dice, when);
    let date = stamp::date(when, zone);
    let (first, second, third) = (names::host(dice), names::host(dice), names::host(dice));
    let letter = |at: i64| char::from(b'A' + stamp::local(at, zone.minutes).hour().unsigned_abs());
    let mut id = |at: i64| format!("{}AA{:05}", letter(at), dice.between(1_000, 31_000));
    Some(match variant {
        0 => {
            let lower = when - 7;
            target.under(&[
                format!("from {second} by {first} (SMI-8.6/SMI-SVR4)\n\tid {}; {date}", id(when)),
                format!(
                    "from {third} by {second} (5.x/SMI-SVR4)\n\tid {}; {}",
                    id(lower),
                    stamp::date(lower, zone)
                ),
            ])
        }
        1 => target.below(&[format!(
            "from {second} by {first} (8.8.8+Sun/8.8.8)\n\twith SMTP id {}; {}",
            id(when),
            stamp::named(when, zone)
        )]),
        2 => {
            let line = format!(
                "from {second} by {first} (8.8.8/SCO5) with ESMTP\n\tid {}; {}",
                id(when),
                stamp::named(when, zone)
            );
            place::last_fields(target, &[line])
        }
        3 => {
            let id = id(when);
            let line = format!(
                "from {second} by {first} (8.8.7/8.8.7/{}-1.{}) with SMTP\n\tid {id}; {}",
                names::word(dice),
                dice.between(1, 9),
                stamp::named(when, zone)
            );
            place::among_fields(target, &[line])
        }
        4 => target.below(&[format!(
            "from {second} by {first} with SMTP id AA{:05}\n\t(5.67b/IDA-1.5 for <{}>); {date}",
            dice.between(1_000, 31_000),
            target.recipient
        )]),
        5 => {
            let hops = [
                (&first, &second, "8.9.3/8.9.3", when),
                (&second, &third, "8.8.5/8.7.3", when - 6),
                (&third, &first, "8.6.10/8.6.9", when - 15),
            ];
            let lines = hops.map(|(by, from, version, at)| {
                format!(
                    "from {from} by {by} ({version}) with ESMTP id {}; {}",
                    id(at),
                    stamp::named(at, zone)
                )
            });
            target.under(&lines)
        }
        6 => {
            let line = format!(
                "from {second} by {first} (8.9.3p2/8.9.3) with ESMTP id {}; {}",
                id(when),
                stamp::named(when, zone)
            );
            place::last_fields(target, &[line])
        }
        _ => {
            let japan = stamp::Zone { minutes: 540, name: "JST" };
            let hour = stamp::local(when, japan.minutes).hour().unsigned_abs();
            target.below(&[format!(
                "from {second} by {first} (8.6.12+2.4W/3.4Wbeta3)
	id {}AA{:05}; {}",
                char::from(b'A' + hour),
                dice.between(1_000, 31_000),
                stamp::date(when, japan)
            )])
        }
    })
}

/// The address's numbers in hexadecimal, one after the other.
fn hexadecimal(ip: &str) -> String {
    ip.split('.').filter_map(|n| n.parse::<u8>().ok()).map(|n| format!("{n:02x}")).collect()
}

fn addressed(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let above = matches!(variant, 0 | 6 | 9);
    let when = if above { target.when } else { target.last_when } - dice.between(3, 700);
    let zone = stamp::zone(dice, when);
    let date = stamp::date(when, zone);
    let (from, by, ip) = (names::host(dice), names::host(dice), names::address(dice));
    Some(match variant {
        0 => target.under(&[format!(
            "from {from} (0x{}) by {by} with SMTP; {date}",
            hexadecimal(&ip).to_ascii_uppercase()
        )]),
        1 => {
            let domain = names::domain(dice);
            let customer = |ip: &str| format!("user-{}.dialup.{domain}", hexadecimal(ip));
            let next = names::address(dice);
            let earlier = stamp::date(when - dice.between(3, 40), zone);
            target.below(&[
                format!("from {} [{ip}] by {by} with SMTP; {date}", customer(&ip)),
                format!(
                    "from {} [{next}] by {} with SMTP; {earlier}",
                    customer(&next),
                    customer(&ip)
                ),
            ])
        }
        2 => {
            let country = *dice.one(&["DE", "NG", "US", "RO", "BR", "CN"]);
            let site = names::domain(dice);
            target.below(&[format!("from {ip} ({country}) by www.{site} with HTTP; {date}")])
        }
        3 => {
            let other = names::address(dice);
            let line = format!("from {ip} via {other} by {by}; {date}");
            place::last_fields(target, &[line])
        }
        4 => {
            let padded: Vec<String> = ip.split('.').map(|n| format!("{n:0>3}")).collect();
            target
                .below(&[format!("from {from} [{}] by {by} with ESMTP; {date}", padded.join("."))])
        }
        5 => {
            let (net, _) = ip.rsplit_once('.')?;
            let line = format!("from {from} ([{net}.0/24]) by {by} with SMTP; {date}");
            place::among_fields(target, &[line])
        }
        6 => target.under(&[format!(
            "from {from} ({ip}, {}, {}) by {by} with HTTP; {date}",
            names::address(dice),
            names::inside(dice)
        )]),
        7 => {
            let line = format!(
                "from {from} (AS{}, {ip}) by {by} with SMTP; {date}",
                dice.between(1_200, 64_000)
            );
            place::last_fields(target, &[line])
        }
        8 => target.below(&[format!(
            "from {from} ({ip}#{}) by {by} with ESMTP; {date}",
            dice.between(1_030, 64_000)
        )]),
        9 => {
            let domain = names::domain(dice);
            let relay = format!("sub-gw{:02}.{domain}", dice.between(1, 16));
            let core = format!("core-mta{:02}.{domain}", dice.between(1, 32));
            let mut id = || dice.text("0123456789abcdef", 10);
            let (upper, lower) = (id(), id());
            let earlier = stamp::date(when - dice.between(5, 19), zone);
            let inside = names::inside(dice);
            let to = target.recipient.as_str();
            target.under(&[
                format!("from {core} ([{inside}]) by {relay} with ESMTP id {upper} for <{to}>; {earlier}"),
                format!("from {relay} ([{ip}]) by {domain} with ESMTPS id {lower} for <{to}>; {date}"),
            ])
        }
        _ => {
            let phone = match dice.between(0, 1) {
                0 => format!("iPhone-{}.local", dice.text("0123456789ABCDEF", 4)),
                _ => format!("android-{}.wlan.local", dice.text("0123456789abcdef", 8)),
            };
            target.below(&[format!(
                "from {phone} ({phone} [192.168.{}.{}]) by {by} with ESMTPSA id {} for <{}>; {date}",
                dice.between(1, 10),
                dice.between(2, 254),
                dice.text("0123456789abcdef", 10),
                target.recipient
            )])
        }
    })
}

fn rich(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 500);
    let say = by_stranger(target, dice, when);
    let next = behind(&say, dice, 45);
    let last = behind(&next, dice, 25);
    let lines = match variant {
        0 => vec![servers::directory(&say, dice)],
        1 => vec![servers::filter(&say, dice), servers::university(&next, dice)],
        2 => vec![say.line(dice, Server::Qmail), servers::horde(&next, dice)],
        3 => vec![say.line(dice, Server::Postfix), servers::webmail(&next, dice)],
        4 => vec![say.line(dice, Server::Exim), servers::account(&next, dice)],
        5 => vec![
            servers::directory(&say, dice),
            servers::network(&next, dice),
            servers::freeware(&last, dice),
        ],
        6 => [&say, &next, &last].map(|say| known::sendmail_tls(say, dice)).to_vec(),
        7 => vec![servers::filter(&say, dice), known::postfix_six(&next, dice)],
        8 => vec![
            servers::university(&say, dice),
            servers::university(&next, dice),
            servers::account(&last, dice),
        ],
        _ => vec![
            format!(
                "from {} ([{}]) by {} with MailEnable ESMTP; {}",
                say.from,
                say.ip,
                say.by,
                stamp::date(say.when, say.zone)
            ),
            format!(
                "(qmail {} invoked by uid {}); {}",
                dice.between(1_000, 32_000),
                dice.between(33, 1_010),
                stamp::date(next.when, next.zone)
            ),
        ],
    };
    Some(target.under(&lines))
}

fn rich_below(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.last_when - dice.between(2, 500);
    let say = by_stranger(target, dice, when);
    let next = behind(&say, dice, 60);
    Some(match variant {
        0 => target.below(&[servers::freeware(&say, dice)]),
        1 => place::last_fields(target, &[servers::webmail(&say, dice)]),
        2 => target.below(&[servers::directory(&say, dice), servers::filter(&next, dice)]),
        3 => place::among_fields(target, &[servers::university(&say, dice)]),
        4 => {
            let lower = servers::account(&next, dice);
            place::spread(target, &servers::network(&say, dice), &[lower])
        }
        5 => {
            let (mut upper, mut lower) = (say, next);
            upper.when -= 3_600;
            lower.when = upper.when - 3_600;
            let id = id::postfix(dice);
            target.below(&[known::postfix_with(&upper, &id), lower.line(dice, Server::Exim)])
        }
        6 => {
            let lines = [known::groupwise(&say, dice), servers::webmail(&next, dice)];
            place::among_fields(target, &lines)
        }
        _ => {
            let lower = servers::filter(&next, dice);
            place::spread(target, &known::ironport(&say, dice), &[lower])
        }
    })
}
