//! **Not to be read by whoever writes or tunes rules.**
//!
//! Lines with what their servers leave elsewhere in the header: checks, reports and signatures
//! that were copied or made up, and do not fit the lines.
//!
//! The first line is consistent, by the name that the forger's host really has.

use super::super::corroboration::{
    arc_set, base64, exchange_border, first, google_mx, own_name, postfix,
};
use super::super::provider_lines::{build, hub, microsoft_host};
use super::more_servers as servers;
use super::{Dice, Further, Graft, Target, behind, known};
use crate::measure::line::Say;
use crate::measure::names;

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "corroboration/check-beside",
        variants: &[
            "three methods, each of another peer",
            "a white list's word for another peer",
            "two lines and two checks, each with the other's peer",
            "an address announced, and another peer",
        ],
        make: make_check,
    },
    Further {
        technique: "corroboration/exchange-replayed",
        variants: &[
            "two borders, each with a report of another peer",
            "the border's line of IPv6, the report of IPv4",
            "what it keeps of another tenant's report, and its own, of two other peers",
            "a report that fits, and the tenant's connection with another peer",
        ],
        make: make_exchange,
    },
    Further {
        technique: "corroboration/arc-copied",
        variants: &[
            "the right peer, sealed some hours before",
            "the seal of one day and the signature of another, with another peer",
            "two sets of one number, the second with another peer",
            "below the exchanger's line, with another peer",
        ],
        make: make_arc,
    },
    Further {
        technique: "corroboration/signature-replayed",
        variants: &[
            "half a night later, by the peer's own domain",
            "two signatures, one before the lines and one days after",
            "a day later, by what seals for others alone",
            "a fortnight later, by a service for newsletters, above qmail's lines",
        ],
        make: make_signature,
    },
];

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// How the field of a signer begins.
const DKIM: &str = "DKIM-Signature: v=1;";

fn make_check(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let by = own_name(target)?;
    let when = target.when - dice.between(2, 30);
    let say = Say::new(dice, &by, &target.recipient, when);
    let next = behind(&say, dice, 5);
    let Say { from, sender, .. } = &say;
    let (other, name) = (names::address(dice), names::host(dice));
    let fields = match variant {
        0 => {
            let (second, third) = (names::address(dice), names::address(dice));
            vec![
                format!(
                    "Authentication-Results: {by};\n\tiprev=pass policy.iprev={other} ({name});\n\tspf=pass ({by}: domain of {sender} designates {second} as permitted sender)\n\tsmtp.mailfrom={sender} smtp.remote-ip={third};\n\tdkim=none"
                ),
                first(&say, dice, servers::packed),
            ]
        }
        1 => vec![
            format!(
                "Received-SPF: pass ({by}: {other} is whitelisted by a local policy)\n\treceiver={by}; client-ip={other}; helo={name};\n\tenvelope-from={sender}; x-software=spfmilter 0.97;"
            ),
            first(&say, dice, servers::sweeper),
        ],
        2 => {
            let check = |host: &str, say: &Say, ip: &str| {
                format!(
                    "Received-SPF: pass ({host}: domain of {0} designates {ip} as permitted sender)\n\treceiver={host}; client-ip={ip};\n\tenvelope-from={0}; helo={1};",
                    say.sender, say.from
                )
            };
            vec![
                check(&by, &say, &next.ip),
                first(&say, dice, postfix),
                check(from, &next, &say.ip),
                first(&next, dice, servers::packed),
            ]
        }
        _ => vec![
            format!(
                "Received-SPF: None (mailfrom) identity=mailfrom; client-ip={other};\n\thelo=\"[{other}]\"; envelope-from=\"{sender}\"; receiver={}",
                target.recipient
            ),
            first(&say, dice, servers::hoster),
        ],
    };
    Some(target.under_fields(&fields))
}

/// The name and the address of a host that hands over to the world.
fn outbound(dice: &mut Dice) -> (String, String) {
    (
        format!("mail-ch2nam12on{:04}.outbound.protection.outlook.com", dice.between(2_040, 2_130)),
        format!("40.107.{}.{}", dice.between(1, 250), dice.between(2, 250)),
    )
}

fn make_exchange(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let by = own_name(target)?;
    let when = target.when - dice.between(6, 40);
    let mut say = Say::new(dice, &by, &target.recipient, when);
    (say.from, say.ip) = outbound(dice);
    let (from, ip) = (names::host(dice), names::address(dice));
    let mut another = || (names::address(dice), names::host(dice));
    let (one, two) = (another(), another());
    let host = *dice.one(&["CH1PEPF0000AD7A", "CO1NAM11FT029", "BN8NAM12FT088"]);
    let inside = names::inside(dice);
    let report = |suffix: &str, (ip, name): &(String, String)| {
        format!(
            "X-Forefront-Antispam-Report{suffix}: CIP:{ip};CTRY:US;LANG:en;SCL:1;SRV:;IPV:NLI;SFV:NSPM;H:{name};PTR:{name};CAT:NONE;SFS:(13230040);DIR:INB;"
        )
    };
    let mut fields = vec![first(&say, dice, postfix)];
    match variant {
        0 => {
            // Through one company's mailboxes, and through another's to ours.
            let (out, out_ip) = outbound(dice);
            let upper =
                exchange_border((&out, &out_ip), host, &inside, &build(dice, when), when - 2);
            let (store, gate) = (microsoft_host(dice), microsoft_host(dice));
            let middle = hub(dice, &gate, &store, when - 4);
            let ten = names::inside(dice);
            let lower =
                exchange_border((&from, &ip), "SN1NAM02FT0034", &ten, &build(dice, when), when - 6);
            fields.extend([
                upper,
                report("", &one),
                format!("Received: {middle}"),
                lower,
                report("", &two),
            ]);
        }
        1 => {
            let six = known::six(dice);
            let border =
                exchange_border((&from, &six), host, &inside, &build(dice, when), when - 3);
            fields.extend([border, report("", &one)]);
        }
        _ => {
            let border = exchange_border((&from, &ip), host, &inside, &build(dice, when), when - 3);
            fields.push(border);
            if variant == 2 {
                fields.extend([report("-Untrusted", &one), report("", &two)]);
            } else {
                fields.extend([
                    report("", &(ip, from)),
                    format!(
                        "X-MS-Exchange-CrossTenant-OriginalAttributedTenantConnectingIp: TenantId=00000000-0000-4000-8000-{};Ip=[{}];Helo=[{}]",
                        dice.text(known::HEX_SMALL, 12),
                        one.0,
                        one.1
                    ),
                ]);
            }
        }
    }
    Some(target.under_fields(&fields))
}

fn make_arc(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let by = own_name(target)?;
    let when = target.when - dice.between(4, 40);
    let host = dice.between(41, 70);
    let mut say = Say::new(dice, &by, &target.recipient, when);
    (say.from, say.ip) = (format!("mail-ed1-f{host}.google.com"), format!("209.85.208.{host}"));
    let (from, ip, other) = (names::host(dice), names::address(dice), names::address(dice));
    let mx = google_mx(target, dice, (&from, &ip), when);
    let mut fields = vec![first(&say, dice, postfix)];
    match variant {
        0 => {
            let sealed = when - dice.between(4 * HOUR, 10 * HOUR);
            fields.extend(arc_set(dice, 1, "google.com", sealed, &ip));
            fields.push(mx);
        }
        1 => {
            let [seal, signature, results] = arc_set(dice, 1, "google.com", when - 2, &other);
            let signed = when - dice.between(2, 20) * DAY;
            let dated = signature.replacen("\n        h=", &format!(" t={signed};\n        h="), 1);
            fields.extend([seal, dated, results, mx]);
        }
        2 => {
            fields.extend(arc_set(dice, 1, "google.com", when - 2, &ip));
            fields.extend(arc_set(dice, 1, "google.com", when - 2, &other));
            fields.push(mx);
        }
        _ => {
            fields.push(mx);
            fields.extend(arc_set(dice, 1, "google.com", when - 2, &other));
        }
    }
    Some(target.under_fields(&fields))
}

fn make_signature(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let by = own_name(target)?;
    let later = match variant {
        0 => dice.between(4 * HOUR, 6 * HOUR),
        1 => dice.between(2, 4) * DAY + dice.between(0, 9_000),
        2 => DAY + dice.between(0, 9_000),
        _ => 14 * DAY + dice.between(0, 40_000),
    };
    let made = target.when - dice.between(10, 280);
    let say = Say::new(dice, &by, &target.recipient, made - later);
    let domain = names::domain(dice);
    let signed = |dice: &mut Dice, name: &str, domain: &str, selector: &str, at: i64| {
        format!(
            "{name} a=rsa-sha256; c=relaxed/relaxed; d={domain};\n\ts={selector}; t={at};\n\th=From:To:Subject:Date:Message-ID;\n\tbh={}=;\n\tb={}=",
            base64(dice, 43),
            base64(dice, 171)
        )
    };
    let fields = match variant {
        0 => {
            let own = by.split_once('.').map_or(by.as_str(), |(_, own)| own);
            vec![first(&say, dice, servers::hoster), signed(dice, DKIM, own, "default", made)]
        }
        1 => {
            let next = behind(&say, dice, 5);
            let before = next.when - dice.between(2, 40);
            vec![
                first(&say, dice, servers::sweeper),
                signed(dice, DKIM, &domain, "2020", made),
                first(&next, dice, servers::courier),
                signed(dice, DKIM, &next.from, "mail", before),
            ]
        }
        2 => vec![
            first(&say, dice, servers::packed),
            signed(dice, "ARC-Message-Signature: i=1;", &domain, "arc", made),
        ],
        _ => {
            let lines = known::qmail_pair(&say, dice);
            let mut fields: Vec<_> = lines.iter().map(|line| format!("Received: {line}")).collect();
            fields.push(signed(dice, DKIM, "mcsv.net", "k2", made));
            fields
        }
    };
    Some(target.under_fields(&fields))
}
