//! **Not to be read by whoever writes or tunes rules.**
//!
//! Lines of servers at which a user logged in, in their right grammar.

use super::Dice;
use super::known::{HEX_SMALL, TLS_ERA};
use crate::measure::line::Say;
use crate::measure::{names, stamp};

/// qpsmtpd, and OpenSMTPD since it is spread.
pub(super) fn login(say: &Say, dice: &mut Dice) -> String {
    let id = dice.text(HEX_SMALL, 8);
    login_with(say, dice, &id)
}

pub(super) fn login_with(say: &Say, dice: &mut Dice, id: &str) -> String {
    let Say { from, ip, by, to, when, zone, .. } = say;
    let user = names::word(dice);
    let tls = match *when {
        ..TLS_ERA => {
            let version = if *when < 1_180_000_000 { "0.28" } else { "0.40" };
            return format!(
                "from Unknown (HELO {from}) ({ip})\n  (smtp-auth username {user}, mechanism login)\n  by {by} (qpsmtpd/{version}) with ESMTPA; {}",
                stamp::date(*when, *zone)
            );
        }
        TLS_ERA..1_600_000_000 => "TLSv1.2:ECDHE-RSA-AES256-GCM-SHA384:256:NO",
        _ => "TLSv1.3:TLS_AES_256_GCM_SHA384:256:NO",
    };
    format!(
        "from {from} ({from} [{ip}])\n\tby {by} (OpenSMTPD) with ESMTPSA id {id} ({tls}) auth=yes user={user}\n\tfor <{to}>;\n\t{}",
        stamp::named(*when, *zone)
    )
}

/// CommuniGate, which names the account first.
pub(super) fn account(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, to, sender, when, zone } = say;
    let (version, with) = match *when {
        ..1_100_000_000 => ("4.1.8", "ESMTP"),
        1_100_000_000..TLS_ERA => ("5.2.14", "ESMTPA"),
        _ => ("6.1.20", "ESMTPSA"),
    };
    format!(
        "from [{ip}] (account {sender} HELO {from})\n  by {by} (CommuniGate Pro SMTP {version})\n  with {with} id {} for {to}; {}",
        dice.between(1_200_000, 98_000_000),
        stamp::date(*when, *zone)
    )
}

/// Courier, which tells the user and what was agreed of TLS in one bracket.
pub(super) fn courier(say: &Say, dice: &mut Dice) -> String {
    let Say { from, ip, by, sender, when, zone, .. } = say;
    let date = stamp::date(*when, *zone);
    let process = dice.between(0x200, 0x7FFF);
    let inode = dice.between(0x1_0000, 0xFF_FFFF);
    match *when {
        ..TLS_ERA => format!(
            "from {from} ({from} [::ffff:{ip}])\n  (AUTH: LOGIN {sender}, TLS: TLSv1/SSLv3,256bits,AES256-SHA)\n  by {by} with esmtp; {date}\n  id {inode:08X}.{when:08X}.{process:08X}"
        ),
        _ => format!(
            "from {from} ({from} [{ip}])\n  (AUTH: PLAIN {sender}, TLS: TLSv1.2,256bits,ECDHE-RSA-AES256-GCM-SHA384)\n  by {by} with ESMTPSA\n  id {inode:016X}.{when:016X}.{process:08X}; {date}"
        ),
    }
}
