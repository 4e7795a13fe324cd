//! **Not to be read by whoever writes or tunes rules.**
//!
//! What a program for generating mail left behind.

use super::more_servers as servers;
use super::{Dice, Further, Graft, Target, behind, by_peer};
use crate::measure::stamp;

pub(super) const ALL: &[Further] = &[Further {
    technique: "residue/macro",
    variants: &[
        "a shell's command, in the id",
        "a letter writer's field in its own quotes, in the recipient",
        "a script's table of the server, announced",
        "a choice of protocols in braces, in the lower of two lines",
        "what a script prints where a value is missing",
        "a call with its arguments, in the address",
    ],
    make,
}];

fn make(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 280);
    let mut say = by_peer(target, dice, when);
    let date = stamp::date(when, say.zone);
    let lines = match variant {
        0 => vec![format!(
            "from {} ([{}]) by {} with ESMTP id {}; {date}",
            say.from,
            say.ip,
            say.by,
            dice.one(&["$(openssl rand -hex 6)", "`date +%s`", "$(uuidgen)", "$RANDOM$RANDOM"])
        )],
        1 => {
            say.to = dice.one(&["«Email»", "«E-Mail_Address»", "«EMAIL_1»"]).to_string();
            vec![servers::packed(&say, dice)]
        }
        2 => {
            say.from =
                dice.one(&["$_SERVER[HTTP_HOST]", "$_POST[host]", "$ENV{SERVER_NAME}"]).to_string();
            vec![servers::company(&say, dice)]
        }
        3 => {
            let next = behind(&say, dice, 9);
            vec![
                servers::hoster(&say, dice),
                format!(
                    "from {} ([{}]) by {} with {} id {}; {}",
                    next.from,
                    next.ip,
                    next.by,
                    dice.one(&["{SMTP|ESMTP|ESMTPS}", "{ESMTP|ESMTPA}", "[SMTP/ESMTP]"]),
                    dice.between(100_000, 9_999_999),
                    stamp::date(next.when, next.zone)
                ),
            ]
        }
        4 => {
            let nothing = *dice.one(&["undefined", "[object Object]", "(null)", "NaN"]);
            vec![format!(
                "from {} ({nothing}) by {} with ESMTP id {nothing}; {date}",
                say.from, say.by
            )]
        }
        _ => vec![format!(
            "from {} ([{}])\n\tby {} with SMTP id {}; {date}",
            say.from,
            dice.one(&["{rand_ip()}", "rand(1,254).rand(1,254)", "{{random.ip(4)}}"]),
            say.by,
            dice.between(100_000, 9_999_999)
        )],
    };
    Some(target.under(&lines))
}
