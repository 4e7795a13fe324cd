//! Sentences and words that several forms of the report have in common.

use super::model::{HopVerdict, Level, Report, Verdict};

/// What the verdict says of which lines, in one sentence.
pub fn statement(report: &Report) -> String {
    let lines = |verdict| -> Vec<usize> {
        let hops = report.hops.iter().filter(|hop| hop.verdict == verdict);
        hops.map(|hop| hop.line).collect()
    };
    let name = |lines: &[usize]| match lines {
        [_] => format!("line {}", enumerated(lines)),
        _ => format!("lines {}", enumerated(lines)),
    };
    if is_no_message(report) {
        return "No header field was found, so there is nothing to judge: this is no email."
            .to_owned();
    }
    if report.hops.is_empty() {
        return "The message has no Received line: nothing in it tells which way it came."
            .to_owned();
    }
    let forged = lines(HopVerdict::Forged);
    let suspicious = lines(HopVerdict::Suspicious);
    let sentence = match report.verdict {
        Verdict::Genuine => match report.hops.len() {
            1 => "The one line is trusted, and nothing speaks against it.".to_owned(),
            count => format!(
                "All {count} lines are trusted or supported, and nothing speaks against any."
            ),
        },
        Verdict::Unverified => match lines(HopVerdict::Unverified).as_slice() {
            open if open.len() > 1 && open.len() == report.hops.len() => {
                "Nothing speaks against any line, but nothing confirms any of them either.".into()
            }
            [] => "Nothing speaks against any line, but not all is confirmed.".to_owned(),
            open => format!(
                "Nothing speaks against any line, but {} {} not confirmed by anything.",
                name(open),
                if open.len() == 1 { "is" } else { "are" }
            ),
        },
        Verdict::Suspicious if suspicious.is_empty() => {
            "There is evidence of forgery, though not against one line alone.".to_owned()
        }
        Verdict::Suspicious => format!("There is evidence against {}.", name(&suspicious)),
        Verdict::Forged if forged.is_empty() => {
            "At least one line is forged beyond reasonable doubt.".to_owned()
        }
        Verdict::Forged => {
            let verb = if forged.len() == 1 { "is" } else { "are" };
            let rest = match suspicious.as_slice() {
                [] => String::new(),
                _ => format!("; there is evidence against {}", name(&suspicious)),
            };
            format!("{} {verb} forged beyond reasonable doubt{rest}.", name(&forged))
        }
    };
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

/// What the verdict does not say, where that is easily misread.
pub fn caution(report: &Report) -> Option<&'static str> {
    match report.verdict {
        Verdict::Genuine => Some(
            "This judges the way the mail came, not the honesty of its sender: whoever sent it \
             may lie in every word.",
        ),
        _ => None,
    }
}

/// The input has nothing that a message has: not one header field.
pub fn is_no_message(report: &Report) -> bool {
    let no_header = |problem: &super::model::Problem| {
        matches!(problem.code.as_str(), "no-header" | "not-a-message")
    };
    report.hops.is_empty() && report.problems.iter().any(no_header)
}

/// A probability in per cent. What is not certain is never rounded to certainty.
pub fn percent(probability: f64) -> String {
    match probability {
        p if p.is_nan() => "not known".to_owned(),
        p if p <= 0.0 => "0 %".to_owned(),
        p if p < 0.001 => "under 0.1 %".to_owned(),
        p if p >= 1.0 => "100 %".to_owned(),
        p if p > 0.999 => "over 99.9 %".to_owned(),
        p => {
            let shown = format!("{:.1}", 100.0 * p);
            format!("{} %", shown.strip_suffix(".0").unwrap_or(&shown))
        }
    }
}

pub fn level(level: Level) -> &'static str {
    match level {
        Level::Info => "info",
        Level::Low => "low",
        Level::Medium => "medium",
        Level::High => "high",
    }
}

/// A fact's name as a person says it. Which line it was read in stands beside it, so `hop`,
/// `upper` and `lower` are not told apart. A fact that has no words yet goes by its name.
pub fn fact(path: &str) -> &str {
    let field = path.split_once('.').map_or(path, |(_, field)| field);
    FACTS.iter().find(|(name, _)| *name == field).map_or(path, |(_, words)| words)
}

/// Fields of facts, and the words for them.
const FACTS: &[(&str, &str)] = &[
    ("line", "line"),
    ("dialect", "grammar of the line"),
    ("claims", "server whose marks it bears"),
    ("violations", "what that server never writes so"),
    ("residue", "unfilled macro"),
    ("repeats", "repeated line"),
    ("refuted", "found forged"),
    ("from.helo", "announced name"),
    ("from.helo_ip", "announced address"),
    ("from.helo_org", "organisation of the announced name"),
    ("from.helo_provider", "provider of the announced name"),
    ("from.rdns", "recorded name"),
    ("from.rdns_status", "standing of the recorded name"),
    ("from.rdns_org", "organisation of the recorded name"),
    ("from.rdns_provider", "provider of the recorded name"),
    ("from.names", "announced against recorded name"),
    ("from.ip", "recorded address"),
    ("from.ip_kind", "kind of address"),
    ("from.ip_provider", "provider of the address"),
    ("from.ip_invalid", "impossible address"),
    ("from.port", "port"),
    ("from.ident", "ident answer"),
    ("from.auth", "account that logged in"),
    ("from.authenticated", "peer logged in"),
    ("by.host", "writing server"),
    ("by.ip", "address of the writing server"),
    ("by.ip_invalid", "impossible address of the writing server"),
    ("by.org", "organisation of the writing server"),
    ("by.provider", "provider of the writing server"),
    ("by.software", "software"),
    ("via", "link"),
    ("with", "protocol"),
    ("tls.version", "TLS version"),
    ("tls.cipher", "cipher suite"),
    ("fold.kind", "how the line is broken"),
    ("fold.last", "its last line begins with"),
    ("id", "id"),
    ("id_clock.layout", "layout of the id"),
    ("id_clock.fault", "fault of the id"),
    ("id_clock.lag", "time from id to stamp"),
    ("id_clock.hour_off", "hours between id and stamp"),
    ("for", "recipient"),
    ("envelope_from", "envelope sender"),
    ("date", "date of the message"),
    ("date.raw", "date"),
    ("date.unix", "date"),
    ("date.hour", "hour stamped"),
    ("date.zone", "zone"),
    ("date.zone_name", "zone's name"),
    ("date.offset", "minutes east of UTC"),
    ("date.defects", "what is wrong with the date"),
    ("date.future", "time after the present"),
    ("dns.iprev", "reverse look-up today (iprev)"),
    ("dns.ptr", "reverse names today"),
    ("dns.helo", "announced name today"),
    ("dns.helo_is_peer", "announced name leads to the peer"),
    ("dns.rdns_is_peer", "recorded name leads to the peer"),
    ("dns.rdns", "recorded name today"),
    ("dns.by", "writing server's name today"),
    ("dns.by_is_peer_above", "writing server is the peer above"),
    ("dns.age_days", "days from the mail to the question"),
    ("dns.by_takes_mail", "writing server receives mail for the recipient"),
    ("dns.in_recipient_mx", "stands among the recipient's MX"),
    ("dns.in_sender_mx", "stands among the sender's MX"),
    ("dns.in_sender_spf", "permitted by the sender's SPF"),
    ("signature.lag", "time from the signature to the stamp"),
    ("signature.org", "organisation that signed"),
    ("witness.by", "who checked"),
    ("stray.ip", "address that was checked beside it"),
    ("witness.ip", "address that was checked"),
    ("witness.helo", "announced name that was checked"),
    ("dated.kind", "kind of signature below"),
    ("dated.domain", "domain of the signature below"),
    ("dated.lag", "time from that signature to the stamp"),
    ("x_received.lag", "time from X-Received to the stamp"),
    ("google_marks", "fields that Google writes are there"),
    ("version", "version of the software"),
    ("form", "form of the line"),
    ("auth.claims_broken", "signatures claimed good that do not verify"),
    ("auth.claims_unsigned", "signatures claimed good that are not there"),
    ("auth.dmarc", "DMARC, verified now"),
    ("auth.signers", "verified signers"),
    ("auth.spf", "SPF, verified now"),
    ("auth.spf_domain", "domain that SPF was asked for"),
    ("oddities", "what was odd in the session"),
    ("key", "what the messages share"),
    ("message_ids", "Message-IDs"),
    ("off", "seconds out of order"),
    ("messages", "messages"),
    ("names", "names"),
    ("same", "all alike"),
    ("senders", "senders"),
    ("skew", "seconds ahead"),
    ("spread", "seconds from the first to the last"),
    ("usual", "usual path"),
    ("values", "values"),
    ("kind", "kind of link"),
    ("way", "what the link hangs by"),
    ("lag", "time between the stamps"),
];

/// Facts whose value is a number of seconds.
pub fn is_lapse(path: &str) -> bool {
    [".lag", ".id_clock.lag", ".date.future"].iter().any(|end| path.ends_with(end))
}

/// A span of time in its two largest units: `4 s`, `3 min 22 s`, `2 h 5 min`, `3 d 4 h`.
pub fn lapse(seconds: u64) -> String {
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400);
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7200 => two(minutes, "min", seconds % 60, "s"),
        7200..172_800 => two(hours, "h", minutes % 60, "min"),
        _ => two(days, "d", hours % 24, "h"),
    }
}

/// A span of time that may run back: `-3 h 20 min`.
pub fn signed_lapse(seconds: i64) -> String {
    let sign = if seconds < 0 { "-" } else { "" };
    format!("{sign}{}", lapse(seconds.unsigned_abs()))
}

fn two(large: u64, unit: &str, small: u64, small_unit: &str) -> String {
    let large = grouped(large);
    match small {
        0 => format!("{large} {unit}"),
        _ => format!("{large} {unit} {small} {small_unit}"),
    }
}

/// A count with commas: `1,234,567`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// `1`, `1 and 2`, `1, 2 and 3`; of many the first ones and how many more.
pub fn enumerated(numbers: &[usize]) -> String {
    const MOST: usize = 12;
    let shown: Vec<String> = numbers.iter().take(MOST).map(usize::to_string).collect();
    match shown.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some(_) if numbers.len() > MOST => {
            let more = grouped((numbers.len() - MOST) as u64);
            format!("{} and {more} more", shown.join(", "))
        }
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
    }
}

/// `1997-07-31T00:36:24Z` as `1997-07-31 00:36:24 UTC`; anything else as it is.
pub fn utc(date: &str) -> String {
    match date.split_once('T') {
        Some((day, time)) if time.ends_with('Z') => {
            format!("{day} {} UTC", time.trim_end_matches('Z'))
        }
        _ => date.to_owned(),
    }
}

/// `+14 decibans (25 to 1 for forged)`.
pub fn weight(decibans: f64) -> String {
    if !decibans.is_finite() {
        return "not known".to_owned();
    }
    let size = (decibans.abs() * 10.0).round() / 10.0;
    if size == 0.0 {
        return "0 (says nothing for or against)".to_owned();
    }
    let odds = 10f64.powf(size / 10.0);
    let odds = match odds {
        odds if odds < 10.0 => format!("{odds:.1}").trim_end_matches(".0").to_owned(),
        odds if odds < 1e6 => grouped(odds.round() as u64),
        _ => "over a million".to_owned(),
    };
    let (sign, side) = if decibans > 0.0 { ('+', "for") } else { ('-', "against") };
    format!("{sign}{size} decibans ({odds} to 1 {side} forged)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_rounding_to_certainty() {
        for (probability, shown) in [
            (0.0, "0 %"),
            (0.0004, "under 0.1 %"),
            (0.5, "50 %"),
            (0.9876, "98.8 %"),
            (0.998, "99.8 %"),
            (0.9999, "over 99.9 %"),
            (1.0, "100 %"),
            (f64::NAN, "not known"),
        ] {
            assert_eq!(percent(probability), shown);
        }
    }

    #[test]
    fn weights_are_said_as_odds() {
        for (decibans, shown) in [
            (14.0, "+14 decibans (25 to 1 for forged)"),
            (10.0, "+10 decibans (10 to 1 for forged)"),
            (3.0, "+3 decibans (2 to 1 for forged)"),
            (-5.0, "-5 decibans (3.2 to 1 against forged)"),
            (30.0, "+30 decibans (1,000 to 1 for forged)"),
            (99.0, "+99 decibans (over a million to 1 for forged)"),
            (0.0, "0 (says nothing for or against)"),
            (f64::NAN, "not known"),
        ] {
            assert_eq!(weight(decibans), shown);
        }
    }

    #[test]
    fn lapses_have_two_units() {
        for (seconds, shown) in [
            (0, "0 s"),
            (119, "119 s"),
            (120, "2 min"),
            (202, "3 min 22 s"),
            (7199, "119 min 59 s"),
            (7500, "2 h 5 min"),
            (172_800, "2 d"),
            (273_600, "3 d 4 h"),
            (86400 * 5000, "5,000 d"),
        ] {
            assert_eq!(lapse(seconds), shown);
        }
        assert_eq!(signed_lapse(-12_000), "-3 h 20 min");
    }

    #[test]
    fn facts_have_words() {
        assert_eq!(fact("upper.from.helo"), "announced name");
        assert_eq!(fact("link.lag"), "time between the stamps");
        assert_eq!(fact("hop.invented"), "hop.invented");
        assert!(is_lapse("link.lag") && is_lapse("hop.id_clock.lag") && !is_lapse("hop.line"));
    }

    #[test]
    fn times_are_shown_in_utc() {
        assert_eq!(utc("1997-07-31T00:36:24Z"), "1997-07-31 00:36:24 UTC");
        assert_eq!(utc("soon"), "soon");
    }

    #[test]
    fn numbers_are_grouped() {
        for (number, shown) in [(0, "0"), (999, "999"), (1000, "1,000"), (1234567, "1,234,567")] {
            assert_eq!(grouped(number), shown);
        }
    }

    #[test]
    fn lists_are_read_aloud() {
        assert_eq!(enumerated(&[]), "");
        assert_eq!(enumerated(&[4]), "4");
        assert_eq!(enumerated(&[2, 3]), "2 and 3");
        assert_eq!(enumerated(&[1, 2, 3]), "1, 2 and 3");
        let many: Vec<usize> = (1..=2000).collect();
        assert_eq!(enumerated(&many), "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 1,988 more");
    }
}
