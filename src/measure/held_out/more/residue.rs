//! What a program for generating mail left behind.

use super::{Dice, Further, Graft, Target, behind, by_peer, redated, servers};
use crate::measure::stamp;

pub(super) const ALL: &[Further] = &[Further {
    technique: "residue/macro",
    variants: &[
        "a setting's name with a dollar sign, announced",
        "between percent signs, in the id",
        "a template's condition, in the place of the server",
        "a format of the date, in the lower of two lines",
        "a list's field, in the recipient",
    ],
    make,
}];

fn make(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 250);
    let mut say = by_peer(target, dice, when);
    let next = behind(&say, dice, 9);
    let date = stamp::date(when, say.zone);
    let lines = match number {
        0 => {
            // One of a list of settings, its name in the place of its value.
            say.from = dice.one(&["$HELO", "$RANDOM_DOMAIN", "$rdns_name"]).to_string();
            vec![servers::sendmail_bare(&say, dice)]
        }
        1 => vec![format!(
            "from {} ({}) by {} with SMTP id %{}%; {date}",
            say.from,
            say.ip,
            say.by,
            dice.one(&["DIGIT[6]", "ALPHA_NUM(9,12)", "HEX:8", "RNDUCCHAR10"])
        )],
        2 => {
            // What a template's condition leaves where its branch was forgotten.
            say.by = "{% if host %}mail{% endif %}".to_owned();
            vec![format!("from {} ([{}]) by {} with ESMTP; {date}", say.from, say.ip, say.by)]
        }
        3 => {
            let template =
                *dice.one(&["{DATE_RFC822}", "(date:r)", "@DATE@", "%a, %d %b %Y %H:%M:%S %z"]);
            let lower = redated(&servers::exim_port(&next, dice), template)?;
            vec![servers::postfix_tls(&say, dice), lower]
        }
        _ => {
            say.to =
                dice.one(&["[*email*]", "*|EMAIL|*", "-email-@-domain-", "[!to_addr]"]).to_string();
            vec![servers::unverified(&say, dice)]
        }
    };
    Some(target.under(&lines))
}
