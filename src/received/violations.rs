//! What the server that a line names never writes so.
//!
//! Measured facts, each from the server's own source or documentation. Sites patch and
//! configure their servers, and gateways rewrite lines: what a fact is worth is judged
//! elsewhere.

use super::dialects::sendmail;
use super::forms;
use super::prod::{Tag, Tags, tags};
use super::reading::Reading;
use super::shapes;
use super::{Line, Violation};
use crate::span::Span;

/// The line names a server and its productions are not those of that server.
pub const GRAMMAR: &str = "grammar";
/// No date. All servers write one (RFC 5321 section 4.4); simscan is none.
pub const NO_DATE: &str = "no-date";
/// No comment with the peer's address, in a line over SMTP from a server that always writes one.
pub const NO_TCP_INFO: &str = "no-tcp-info";
/// No zone's name in a comment after the date: Postfix (`mail_date.c`) and Gmail write it always.
pub const NO_ZONE_COMMENT: &str = "no-zone-comment";
/// A comment after the date, which Exim (`tod.c`) never writes.
pub const ZONE_COMMENT: &str = "zone-comment";
/// No id, from a server that always writes one.
pub const NO_ID: &str = "no-id";
/// An id that the server cannot have made.
pub const ID_SHAPE: &str = "id-shape";
/// A protocol in lower case from a server that writes capitals, or the other way round.
pub const PROTOCOL_CASE: &str = "protocol-case";
/// A version of the software that was never published.
pub const VERSION_IMPOSSIBLE: &str = "version-impossible";
/// `(Postfix from userid 1)` without the comma (`pickup.c`).
pub const PICKUP_SHAPE: &str = "pickup-shape";
/// A weekday in the date of qmail (`date822fmt.c`). A known patch changes the zone, none the
/// order.
pub const QMAIL_WEEKDAY: &str = "qmail-weekday";
/// An announced name of several words. Postfix (`NEUTER_CHARACTERS`) and qmail (`issafe`)
/// replace blanks and parentheses in it, sendmail and Exim refuse it.
pub const HELO_SHAPE: &str = "helo-shape";

/// TLS told in another server's words: `using` is Postfix's (`smtpd.c`), `version=` with commas
/// Exchange's and without them sendmail's and Google's, `TLS1.2:` and `tls` Exim's (`receive.c`).
pub const TLS_STYLE: &str = "tls-style";

/// A version of TLS that there never was: after SSL 3 came TLS 1.0 to 1.3 (RFC 8446 appendix D).
pub const TLS_VERSION: &str = "tls-version";

/// Every code.
pub const ALL: [&str; 14] = [
    GRAMMAR,
    HELO_SHAPE,
    NO_DATE,
    NO_TCP_INFO,
    NO_ZONE_COMMENT,
    ZONE_COMMENT,
    NO_ID,
    ID_SHAPE,
    PROTOCOL_CASE,
    VERSION_IMPOSSIBLE,
    PICKUP_SHAPE,
    QMAIL_WEEKDAY,
    TLS_STYLE,
    TLS_VERSION,
];

/// Where the line departs from what the server it names writes.
pub(super) fn find(r: &Reading<'_>) -> Vec<Violation> {
    let mut found = Found { r, violations: Vec::new() };
    if r.has(Tag::FromText) && r.line.dialect != "unknown" {
        found.at(HELO_SHAPE, r.line.from.as_ref().map(|from| from.span));
    }
    tls_version(&mut found);
    let Some(claims) = r.line.claims else { return found.violations };
    if r.line.date.is_none() && claims != "simscan" {
        found.missing(NO_DATE);
    }
    // Their grammars leave none of this open, but for how software is spelled.
    let whole = r.line.dialect == claims && matches!(claims, "postfix" | "exim");
    if claims == "postfix" {
        pickup_shape(&mut found);
    }
    match claims {
        _ if whole => {}
        "postfix" => postfix(&mut found),
        "sendmail" => sendmail(&mut found),
        "exim" => exim(&mut found),
        "gmail" => gmail(&mut found),
        "exchange" => exchange(&mut found),
        "qmail" => qmail(&mut found),
        "smtpsvc" => smtpsvc(&mut found),
        _ => {}
    }
    if r.line.dialect != claims {
        tls_style(&mut found, claims);
        found.missing(GRAMMAR);
    }
    found.violations
}

struct Found<'r, 'v> {
    r: &'r Reading<'v>,
    violations: Vec<Violation>,
}

impl Found<'_, '_> {
    /// Something that is not there: the whole line shows it.
    fn missing(&mut self, code: &'static str) {
        let span = Span::new(0, self.r.value.len());
        self.violations.push(Violation { code, span });
    }

    fn at(&mut self, code: &'static str, span: Option<Span>) {
        match span {
            Some(span) => self.violations.push(Violation { code, span }),
            None => self.missing(code),
        }
    }
}

fn line<'r, 'v>(found: &Found<'r, 'v>) -> &'r Line<'v> {
    &found.r.line
}

/// Whether the server took the message over SMTP from a client it names. Sendmail leaves the
/// protocol out where it does not know it; only UUCP and the like, which it does name, come
/// without an address.
fn over_smtp(line: &Line<'_>) -> bool {
    line.from.as_ref().is_some_and(|from| from.helo.is_some() || from.rdns.is_some())
        && match &line.with {
            Some(with) => {
                with.as_str().as_bytes().windows(4).any(|w| w.eq_ignore_ascii_case(b"SMTP"))
            }
            None => line.claims == Some("sendmail"),
        }
}

fn no_tcp_info(found: &mut Found<'_, '_>) {
    let r = found.r;
    // Or the user on the same host, as sendmail has it.
    const KNOWN: Tags =
        tags(&[Tag::NameAddr, Tag::Addr, Tag::Forged, Tag::UserHost, Tag::LocalUser]);
    let told = r.tags.has_any(KNOWN);
    if over_smtp(&r.line) && !told && r.line.form != forms::HIDDEN {
        found.at(NO_TCP_INFO, r.line.from.as_ref().map(|from| from.span));
    }
}

fn id_shape(found: &mut Found<'_, '_>, fits: fn(&str) -> bool) {
    if let Some(id) = &line(found).id
        && !found.r.redacted_id
        && !fits(id.as_str())
    {
        found.at(ID_SHAPE, Some(id.span));
    }
}

fn no_zone_comment(found: &mut Found<'_, '_>) {
    if let Some(date) = &line(found).date
        && !date.raw.as_str().ends_with(')')
    {
        found.at(NO_ZONE_COMMENT, Some(date.raw.span));
    }
}

/// `smtpd.c`, `pickup.c`, `mail_date.c`, `mail_queue.c`
fn postfix(found: &mut Found<'_, '_>) {
    no_zone_comment(found);
    id_shape(found, shapes::postfix);
    // A client is left out only with smtpd_hide_client_session, and then `from` is too.
    no_tcp_info(found);
    lower_case(found);
}

/// `(Postfix from userid 1000)`: a comment that begins like a name of software, so the grammar
/// lets it pass.
fn pickup_shape(found: &mut Found<'_, '_>) {
    let software = line(found).by.as_ref().and_then(|by| by.software.as_ref());
    if let Some(software) = software
        && software.as_str().contains(" from userid ")
        && !software.as_str().contains(", from userid ")
    {
        found.at(PICKUP_SHAPE, Some(software.span));
    }
}

fn tls_style(found: &mut Found<'_, '_>, claims: &str) {
    let foreign = match claims {
        "postfix" => tags(&[Tag::TlsPairs, Tag::TlsColon, Tag::TlsClause]),
        "exim" => tags(&[Tag::TlsUsing, Tag::TlsPairs]),
        "sendmail" => tags(&[Tag::TlsColon, Tag::TlsClause]),
        _ => Tags::NONE,
    };
    let known = found.violations.iter().any(|violation| violation.code == TLS_STYLE);
    if !known && found.r.tags.has_any(foreign) {
        let tls = line(found).tls.as_ref();
        let span = tls.and_then(|tls| tls.version.as_ref().or(tls.cipher.as_ref()));
        found.at(TLS_STYLE, span.map(|piece| piece.span));
    }
}

/// What nearly all lines have, known at a glance.
fn is_usual_tls(version: &str, claims: Option<&str>) -> bool {
    match claims {
        Some("postfix" | "sendmail") => matches!(version, "TLSv1.3" | "TLSv1.2" | "TLSv1"),
        Some("exim") => matches!(version, "TLS1.3" | "TLS1.2" | "TLSv1.2"),
        Some("exchange" | "gmail") => matches!(version, "TLS1_3" | "TLS1_2"),
        _ => false,
    }
}

/// Whether there is such a version, and whether it is spelled as the server's library spells it.
fn tls_version(found: &mut Found<'_, '_>) {
    let line = line(found);
    let Some(version) = line.tls.as_ref().and_then(|tls| tls.version.as_ref()) else { return };
    let text = version.as_str();
    if is_usual_tls(text, line.claims) {
        return;
    }
    if !is_tls_version(text) {
        found.at(TLS_VERSION, Some(version.span));
    }
    if line.claims.is_some_and(|claims| is_foreign_spelling(text, claims)) {
        found.at(TLS_STYLE, Some(version.span));
    }
}

fn is_tls_version(text: &str) -> bool {
    let ssl = text.as_bytes().get(..3).is_some_and(|name| name.eq_ignore_ascii_case(b"SSL"));
    // `TLSv1/SSLv3` names two, `TLS1.2:CIPHER:256` goes on with something else.
    let first = text.split(['/', ':']).next().unwrap_or_default();
    let mut numbers = first.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty());
    let (major, minor) = (numbers.next(), numbers.next());
    match (major, minor) {
        (None, _) => true,
        (Some("2" | "3"), minor) if ssl => minor.is_none_or(|minor| minor == "0"),
        (Some("1"), minor) if !ssl => {
            minor.is_none_or(|minor| matches!(minor, "0" | "1" | "2" | "3"))
        }
        (Some("10" | "11" | "12" | "13"), None) if !ssl => true,
        _ => false,
    }
}

/// The name of the version in the spelling of another server's library: OpenSSL says `TLSv1.2`,
/// GnuTLS through Exim `TLS1.2`, Microsoft and Google `TLS1_2`.
fn is_foreign_spelling(text: &str, claims: &str) -> bool {
    let numbered = text.bytes().any(|b| b.is_ascii_digit());
    let foreign = match claims {
        "postfix" | "sendmail" => {
            text.contains(['_', ':']) || !text.starts_with("TLSv") && !text.starts_with("SSLv")
        }
        "exim" => text.contains(['_', '/']),
        "exchange" | "gmail" => text.contains('.'),
        _ => false,
    };
    numbered && foreign
}

fn lower_case(found: &mut Found<'_, '_>) {
    if let Some(with) = &line(found).with
        && with.as_str().bytes().any(|b| b.is_ascii_lowercase())
        && with
            .as_str()
            .trim_end_matches(['s', 'S', 'a', 'A'])
            .as_bytes()
            .last_chunk()
            .is_some_and(|w: &[u8; 4]| w.eq_ignore_ascii_case(b"SMTP"))
    {
        found.at(PROTOCOL_CASE, Some(with.span));
    }
}

/// `sendmail.cf`: the id (`$i`) is always there, as is the client (`$_`).
fn sendmail(found: &mut Found<'_, '_>) {
    if line(found).id.is_none() {
        found.missing(NO_ID);
    }
    let software = line(found).by.as_ref().and_then(|by| by.software.as_ref());
    if software.is_some_and(|software| sendmail::is_old(software.as_str())) {
        id_shape(found, |id| shapes::sendmail(id) || shapes::sendmail_5(id));
    } else {
        id_shape(found, shapes::sendmail);
    }
    no_tcp_info(found);
    lower_case(found);
    if let Some(software) = software
        && !published_sendmail(software.as_str())
    {
        found.at(VERSION_IMPOSSIBLE, Some(software.span));
    }
}

/// The last release of each series of sendmail 8 (RELEASE_NOTES), by its minor number.
const LAST_RELEASE: [(u32, u32); 12] = [
    (6, 13),
    (7, 6),
    (8, 8),
    (9, 3),
    (10, 2),
    (11, 7),
    (12, 11),
    (13, 8),
    (14, 9),
    (15, 2),
    (16, 1),
    (17, 2),
];

/// Numbers and dots alone, at least two numbers.
fn software_is_plain(version: &str) -> bool {
    version.contains('.') && version.split('.').all(|n| n.parse::<u32>().is_ok())
}

/// Whether the first version in `8.13.8/8.13.8` was published. Series after the last one known
/// may have any release.
fn published_sendmail(software: &str) -> bool {
    let ends = |b: &u8| matches!(b, b'/' | b'+' | b' ' | b'-');
    let first = software.as_bytes().iter().position(ends).map_or(software, |at| &software[..at]);
    let mut rest = first;
    let mut numbers = std::iter::from_fn(|| {
        let end = rest.bytes().position(|b| b == b'.').unwrap_or(rest.len());
        let number = rest[..end].parse::<u32>().ok()?;
        rest = rest.get(end + 1..).unwrap_or_default();
        Some(number)
    });
    match numbers.next() {
        Some(8) => {}
        // Sendmail 5 and its kin; HP-UX counted 1.3x to 1.4x; vendors put words and dates first.
        Some(1) => return !software_is_plain(first) || matches!(numbers.next(), Some(30..=45)),
        Some(2 | 3 | 7 | 9..=99) => return !software_is_plain(first),
        Some(100..) => return !first.bytes().all(|b| b.is_ascii_digit()),
        _ => return true,
    }
    let (Some(minor), release) = (numbers.next(), numbers.next()) else { return true };
    match LAST_RELEASE.iter().find(|(series, _)| *series == minor) {
        Some((_, last)) => release.is_none_or(|release| release <= *last),
        None => (1..=5).contains(&minor) || (18..=25).contains(&minor),
    }
}

/// `tod.c`, `src/exim.c`
fn exim(found: &mut Found<'_, '_>) {
    if let Some(date) = &line(found).date
        && date.raw.as_str().ends_with(')')
    {
        found.at(ZONE_COMMENT, Some(date.raw.span));
    }
    if line(found).id.is_none() {
        found.missing(NO_ID);
    }
    id_shape(found, |id| shapes::exim(id.trim_start_matches('<').trim_end_matches('>')));
    if let Some(with) = &line(found).with
        && matches!(with.as_str(), "SMTP" | "ESMTP" | "ESMTPS" | "ESMTPA" | "ESMTPSA")
    {
        found.at(PROTOCOL_CASE, Some(with.span));
    }
}

/// Google's clock is Pacific time with its name in a comment, and the id at its border ends in
/// the date and time.
fn gmail(found: &mut Found<'_, '_>) {
    let form = line(found).form;
    if form == forms::NETWORK && found.r.by_host() == "mx.google.com" {
        no_zone_comment(found);
        id_shape(found, shapes::gmail_mx);
        no_tcp_info(found);
    }
}

/// The id is the build number.
fn exchange(found: &mut Found<'_, '_>) {
    id_shape(found, shapes::build_number);
}

fn qmail(found: &mut Found<'_, '_>) {
    let r = found.r;
    if !(r.has(Tag::Invoked) || r.has(Tag::Helo) && r.has(Tag::UserAddr)) {
        return;
    }
    if let Some(date) = &line(found).date {
        let raw = date.raw.as_str();
        if !raw.starts_with(|c: char| c.is_ascii_digit()) {
            found.at(QMAIL_WEEKDAY, Some(date.raw.span));
        }
    }
}

fn smtpsvc(found: &mut Found<'_, '_>) {
    no_tcp_info(found);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(line: &str) -> Vec<&'static str> {
        super::super::parse(line.as_bytes()).violations.iter().map(|v| v.code).collect()
    }

    #[test]
    fn bots_that_imitate_qmail_know_its_names_and_not_its_clock() {
        let with = |date: &str| {
            codes(&format!(
                "from unknown (HELO localhost) (info@a.example@192.0.2.1) by b.example with ESMTPA; {date}"
            ))
        };
        assert_eq!(with("10 Jan 2024 08:09:10 -0000"), [""; 0]);
        assert_eq!(with("Wed, 10 Jan 2024 08:09:10 +0100"), [QMAIL_WEEKDAY, GRAMMAR]);
    }

    #[test]
    fn postfix_writes_protocols_in_capitals() {
        let with = |protocol: &str| {
            codes(&format!(
                "from a.example (a.example [192.0.2.1]) by b.example (Postfix) with {protocol} \
                 id 71AA04C121; Wed, 4 Mar 2026 10:15:03 +0000 (UTC)"
            ))
        };
        assert_eq!(with("ESMTPSA"), [""; 0]);
        assert_eq!(with("esmtpsa"), [PROTOCOL_CASE, GRAMMAR]);
        assert_eq!(with("esmtp"), [PROTOCOL_CASE, GRAMMAR]);
    }

    #[test]
    fn each_server_has_words_of_its_own_for_tls() {
        let words = [
            "(using TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits))",
            "(version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384)",
            "(version=TLSv1.2 cipher=ECDHE-RSA-AES256-GCM-SHA384 bits=256 verify=NO)",
            "(TLS1.2:ECDHE_RSA_AES_256_GCM_SHA384:256)",
        ];
        let foreign = |line: &dyn Fn(&str) -> String| {
            words.map(|words| codes(&line(words)).contains(&TLS_STYLE))
        };
        let peer = "from a.example (a.example [192.0.2.1])";
        let date = "Wed, 4 Mar 2026 10:15:03 +0000";
        let postfix = |words: &str| {
            format!("{peer} {words} by b.example (Postfix) with ESMTPS id 71AA04C121; {date} (UTC)")
        };
        assert_eq!(foreign(&postfix), [false, true, true, true]);
        let exim = |words: &str| {
            format!(
                "{peer} by b.example with esmtps {words} (Exim 4.96) id 1vxj3P-0003HX-0m; {date}"
            )
        };
        assert_eq!(foreign(&exim), [true, true, true, false]);
        let sendmail = |words: &str| {
            format!(
                "{peer} by b.example (8.17.1/8.17.1) with ESMTPS id 624AF3cR009921 {words}; {date}"
            )
        };
        // Patched ones are known to write as Postfix does.
        assert_eq!(foreign(&sendmail), [false, true, false, true]);
        let version = |version: &str| {
            let words = format!("(using {version} with cipher AES256-SHA (256/256 bits))");
            codes(&postfix(&words)).contains(&TLS_VERSION)
        };
        for (text, never) in [
            ("SSLv2", false),
            ("SSLv3", false),
            ("TLSv1", false),
            ("TLSv1.0", false),
            ("TLSv1.3", false),
            ("TLSv1.4", true),
            ("TLSv2", true),
            ("TLSv0.9", true),
            ("SSLv4", true),
        ] {
            assert_eq!(version(text), never, "{text}");
        }
    }

    #[test]
    fn how_pickup_is_spelled_is_looked_at() {
        let rest = "id 71AA04C121; Wed, 4 Mar 2026 10:15:03 +0000 (UTC)";
        let with = |software: &str| codes(&format!("by mail.a.example ({software}) {rest}"));
        assert_eq!(with("Postfix, from userid 33"), [""; 0]);
        assert_eq!(with("Postfix"), [""; 0]);
        assert_eq!(with("Postfix from userid 33"), [PICKUP_SHAPE, GRAMMAR]);
    }
}
