//! Software that servers name in a comment after their host or their protocol.

use super::lexer::is_blank;
use super::text::starts_words;

/// The dialect whose server calls itself so.
pub(super) fn read(text: &[u8]) -> Option<&'static str> {
    match text {
        b"Postfix" => return Some("postfix"),
        b"qmail" => return Some("qmail"),
        b"SG" => return Some("sendgrid"),
        b"Yandex" => return Some("yandex"),
        _ if text.starts_with(b"Exim") => return Some("exim"),
        _ => {}
    }
    let first = text.first()?;
    if first.is_ascii_digit() {
        return is_sendmail(text).then_some("sendmail");
    }
    let letter = &BY_LETTER[first.to_ascii_lowercase() as usize];
    NAMES[usize::from(letter.0)..usize::from(letter.1)]
        .iter()
        .find(|(prefix, _)| starts_words(text, prefix))
        .map(|(_, dialect)| *dialect)
        .or_else(|| text.ends_with(b"/Yandex").then_some("yandex"))
        .or_else(|| is_sendmail(text).then_some("sendmail"))
}

/// The dialects that [`read`] knows by name.
#[cfg(test)]
pub(super) fn dialects() -> impl Iterator<Item = &'static str> {
    NAMES.iter().map(|(_, dialect)| *dialect)
}

/// How comments that name software begin, by their first letter.
static NAMES: [(&[u8], &str); 123] = [
    (b"[XMail ", "xmail"),
    (b"amavis", "amavis"),
    (b"Axigen", "axigen"),
    (b"AvMailGate", "avmailgate"),
    (b"ArGoSoft Mail Server", "argosoft"),
    (b"AppleShare IP", "appleshare"),
    (b"Authentication Milter", "fastmail"),
    (b"BorderWare ", "borderware"),
    (b"Caffeine", "mailtm"),
    (b"CableOne SMTP Service", "vircom"),
    (b"Cellopoint E-mail Firewall", "cellopoint"),
    (b"Clearswift SMTPRS", "mimesweeper"),
    (b"CommuniGate Pro", "communigate"),
    (b"Content Technologies SMTPRS", "mimesweeper"),
    (b"Coremail", "coremail"),
    (b"Cyrus ", "cyrus"),
    (b"Debian Smail", "smail"),
    (b"Dovecot", "dovecot"),
    (b"DragonFly Mail Agent", "dma"),
    (b"ecelerity ", "ecelerity"),
    (b"Email Firewall", "tumbleweed"),
    (b"Eudora Internet Mail Server", "eims"),
    (b"Exim", "exim"),
    (b"eXpurgate", "expurgate"),
    (b"Farcaster", "facebook"),
    (b"F-Secure/fsigk_smtp/", "f-secure"),
    (b"F-Secure Anti-Virus for Internet Mail", "f-secure"),
    (b"fetchmail-", "fetchmail"),
    (b"Generic MTA", "cellopoint"),
    (b"Gmexim", "exim"),
    (b"getmail", "getmail"),
    (b"Halon", "halon"),
    (b"Haraka", "haraka"),
    (b"hMailServer", "hmailserver"),
    (b"hopcheck", "hopcheck"),
    (b"Horde", "horde"),
    (b"HCL Domino", "domino"),
    (b"IceWarp", "icewarp"),
    (b"IdeaSmtpServer", "ideasmtp"),
    (b"IMP", "horde"),
    (b"InterMail ", "intermail"),
    (b"InterScan ", "interscan"),
    (b"iPlanet Messaging Server", "sun"),
    (b"IBM Domino", "domino"),
    (b"Kerio ", "kerio"),
    (b"KnoxPortal", "knoxportal"),
    (b"KumoMTA", "kumomta"),
    (b"LISTSERV", "listserv"),
    (b"Lotus ", "domino"),
    (b"LSMTP ", "listserv"),
    (b"LMTPProxy", "fastmail"),
    (b"magicmail", "qmail"),
    (b"mail_out_v", "aol"),
    (b"mail_hub_v", "aol"),
    (b"MailGate ", "mailgate"),
    (b"MailMarshal", "mailmarshal"),
    (b"masqmail", "masqmail"),
    (b"MDaemon", "mdaemon"),
    (b"MEProxy", "fastmail"),
    (b"Merak ", "icewarp"),
    (b"Mercury ", "mercury"),
    (b"Mercury/", "mercury"),
    (b"MessageWall ", "messagewall"),
    (b"Microsoft Exchange Internet Mail Service", "ims"),
    (b"MMS ", "tumbleweed"),
    (b"MailShield ", "mailshield"),
    (b"MessageSwitch", "frontbridge"),
    (b"MOS ", "mirapoint"),
    (b"mshttpd", "sun"),
    (b"MXproxy", "free"),
    (b"NAVGW ", "navgw"),
    (b"Nemesis", "nemesis"),
    (b"Netscape Messaging Server", "sun"),
    (b"NTMail ", "ntmail"),
    (b"OpenSMTPD", "opensmtpd"),
    (b"Oracle Beehive", "beehive"),
    (b"Oracle Communications Messaging", "sun"),
    (b"Post.Office ", "postoffice"),
    (b"Postal", "postal"),
    (b"Postfix", "postfix"),
    (b"PowerMTA", "powermta"),
    (b"PGP Universal", "pgp"),
    (b"PMDF ", "sun"),
    (b"PPS", "proofpoint"),
    (b"qmail ", "qmail"),
    (b"qmail-1.03", "qmail"),
    (b"qmail-ldap", "qmail"),
    (b"qmail-ptmail", "qmail"),
    (b"qp ", "qmail"),
    (b"qpsmtpd/", "qpsmtpd"),
    (b"Rockliffe SMTPRA", "rockliffe"),
    (b"RZmta", "rzmta"),
    (b"SAVSMTP ", "navgw"),
    (b"Scalix ", "scalix"),
    (b"Sendmail", "sendmail"),
    (b"Smail", "smail"),
    (b"SmarterMail", "smartermail"),
    (b"SMSSMTP ", "brightmail"),
    (b"SMTP Relay", "tumbleweed"),
    (b"SMTPD32", "imail"),
    (b"SMTPD-", "imail"),
    (b"SMTPL ", "listserv"),
    (b"Sophos Email Appliance", "sophos"),
    (b"Spam Firewall", "barracuda"),
    (b"sSMTP ", "ssmtp"),
    (b"Stalwart", "stalwart"),
    (b"StrongMail ", "strongmail"),
    (b"SurgeMail ", "surgemail"),
    (b"Sun Internet Mail Server", "sun"),
    (b"Sun Java", "sun"),
    (b"Sun ONE", "sun"),
    (b"Symantec Messaging Gateway", "brightmail"),
    (b"TREND IMSS SMTP Service", "interscan"),
    (b"trex/", "trex"),
    (b"Tumbleweed", "tumbleweed"),
    (b"Vircom ", "vircom"),
    (b"VisNetic.MailServer", "visnetic"),
    (b"WEB.DE ", "exim"),
    (b"WinGate ", "wingate"),
    (b"WP-SMTPD", "qmail"),
    (b"XMail ", "xmail"),
    (b"Yahoo Inc. Hermes", "yahoo"),
    (b"ZoneMTA", "zonemta"),
];

/// Where in [`NAMES`] those of each first letter, in lower case, begin and end.
static BY_LETTER: [(u8, u8); 256] = {
    let mut table = [(0, 0); 256];
    let mut at = 0;
    while at < NAMES.len() {
        let letter = NAMES[at].0[0].to_ascii_lowercase() as usize;
        let (first, end) = table[letter];
        assert!(end == 0 || end as usize == at, "names of one letter stand together");
        table[letter] = (if end == 0 { at as u8 } else { first }, at as u8 + 1);
        at += 1;
    }
    table
};

/// sendmail writes the version of the program and of its configuration: `8.17.1/8.17.1`,
/// `8.13.8+Sun/8.13.8`, `8.9.3`, `8.12.11.20060308/8.12.11`, `8.11.6/8.11.6/Debian 8.11.6-1`,
/// and builds that put their own name in front: `Switch-3.1.0/Switch-3.1.0`, `SGI-8.9.3/8.9.3`,
/// `AIX4.3/8.9.3`. Older ones: `5.65c/IDA-1.4.4`, `V8/cf`.
pub(super) fn is_sendmail(text: &[u8]) -> bool {
    let slash = memchr::memchr(b'/', text);
    let first = &text[..slash.unwrap_or(text.len())];
    if first == b"V8" {
        return slash.is_some();
    }
    // SGI's put the day in front: `950413.SGI.8.6.12/950213.SGI.AUTOCF`
    if let Some((b"SGI.8.", _)) = first.get(7..).and_then(|rest| rest.split_at_checked(6)) {
        return first[..6].iter().all(u8::is_ascii_digit) && slash.is_some();
    }
    // Figures alone on both sides: nothing else has a slash between them, and no version is so.
    if let Some(slash) = slash {
        let figures = |text: &[u8]| text.len() >= 3 && text.iter().all(u8::is_ascii_digit);
        if figures(first) && figures(&text[slash + 1..]) {
            return true;
        }
    }
    // A name without blanks, the number, and what the site added to it.
    let named =
        first.iter().take_while(|b| b.is_ascii_alphabetic() || matches!(b, b'-' | b'_')).count();
    let number = &first[named..];
    let major = number.iter().take_while(|b| b.is_ascii_digit()).count();
    let numbered = (1..=2).contains(&major)
        && number.get(major) == Some(&b'.')
        && number.get(major + 1).is_some_and(u8::is_ascii_digit);
    let added = |b: &u8| {
        b.is_ascii_alphanumeric()
            || is_blank(*b)
            || matches!(b, b'.' | b'+' | b'-' | b'_' | b'~' | b':' | b'(' | b')')
    };
    // Critical Path's third number has three figures (`8.6.033`, `8.5.119`), sendmail's two.
    let third = number.split(|b| *b == b'.').nth(2).unwrap_or_default();
    let filled = slash.is_none() && third.len() == 3 && third.iter().all(u8::is_ascii_digit);
    numbered && !filled && number.iter().all(added) && (slash.is_some() || first.starts_with(b"8."))
}

/// A name that says of itself that it is a server: `Example SMTP Server`, `EXMTA`, `ExampleMail`.
pub(super) fn is_name(text: &[u8]) -> bool {
    let kinds: [&[u8]; 4] = [b"smtp", b"mta", b"mail", b"relay"];
    let allowed = |b: &u8| b.is_ascii_alphanumeric() || is_blank(*b) || matches!(b, b'-' | b'_');
    if [b"SMTP".as_slice(), b"ESMTP", b"LMTP"].contains(&text) {
        return false;
    }
    (4..=40).contains(&text.len())
        && text[0].is_ascii_uppercase()
        && text.iter().all(allowed)
        && kinds
            .iter()
            .any(|kind| text.windows(kind.len()).any(|window| window.eq_ignore_ascii_case(kind)))
}

/// A product and its version: `Example Mailer 1.2.3`, `example/1.2`, `Example v3.4`.
pub(super) fn is_version(text: &[u8]) -> bool {
    if text.len() > 80 || !text.first().is_some_and(u8::is_ascii_alphabetic) {
        return false;
    }
    let allowed = |b: &u8| {
        b.is_ascii_alphanumeric()
            || is_blank(*b)
            || matches!(b, b'.' | b'-' | b'_' | b'/' | b'+' | b'(' | b')' | b'#' | b'\'')
    };
    // A number with a dot, after a blank, a slash, a dash or a v that follows the name.
    text.iter().all(allowed)
        && text.windows(4).any(|w| {
            (is_blank(w[0]) || matches!(w[0], b'/' | b'v'))
                && w[1].is_ascii_digit()
                && (w[2] == b'.' && w[3].is_ascii_digit() || w[2].is_ascii_digit() && w[3] == b'.')
        })
}
