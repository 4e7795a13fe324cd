//! Further remains of programs for generating mail.

use super::servers;
use super::{Dice, Further, Graft, Target};
use crate::measure::technique::peer_name;
use crate::measure::{names, stamp};

pub(super) const ALL: &[Further] = &[Further {
    technique: "residue/macro",
    variants: &[
        "a choice of words in braces, in the name",
        "a shell's variable in the place of the address",
        "in square brackets twice, in the recipient",
        "a macro with a range, in the server's id, and a second line without a fault",
    ],
    make,
}];

fn make(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 150);
    let by = peer_name(target, dice);
    let (from, ip) = (names::host(dice), names::address(dice));
    let domain = names::domain(dice);
    let zone = stamp::zone(dice, when);
    let date = stamp::date(when, zone);
    let lines = match variant {
        0 => vec![format!(
            "from {{mail|smtp|mx}}.{domain} ([{ip}]) by {by} with ESMTP id {}; {date}",
            servers::small(dice, 10)
        )],
        1 => vec![format!(
            "from {from} ([${{rand_ip}}])\n\tby {by} with SMTP id {}; {date}",
            servers::small(dice, 10)
        )],
        2 => vec![format!(
            "from {from} ({from} [{ip}])\n\tby {by} with ESMTP\n\tfor <[[-Email-]]>; {date}"
        )],
        _ => vec![
            format!(
                "from {from} (HELO {from}) ({ip})\n\tby {by} with SMTP id %RND_DIGIT[5-9]; {date}"
            ),
            format!(
                "from {domain} by {from} with SMTP; {}",
                stamp::date(when - dice.between(60, 300), zone)
            ),
        ],
    };
    Some(target.under(&lines))
}
