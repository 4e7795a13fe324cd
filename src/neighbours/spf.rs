//! `Received-SPF` (RFC 7208 section 9.1), and what receivers write in its stead.
//!
//! The comment is free text, and most of it is the peer's: the domain it announced stands there
//! before the address the receiver saw. So the address is read from the comment only at the
//! places where the common wordings put it, at the comment's end or right at its beginning.

use std::net::IpAddr;

use super::text::{self, Cursor, Range, is_blank};
use crate::span::Piece;

/// A `Received-SPF` field.
#[derive(Clone, Debug, Default)]
pub struct ReceivedSpf<'a> {
    /// The result as written; `result` is what it says.
    pub written: Piece<'a>,
    pub result: SpfResult,
    pub comment: Option<Piece<'a>>,
    /// Who checked: the comment's beginning up to its colon, where that is one name.
    pub by: Option<Piece<'a>>,
    /// The mailbox or domain of which the comment says whether it designates the address.
    pub domain: Option<Piece<'a>>,
    /// The address in the comment.
    pub comment_ip: Option<IpAddr>,
    /// `client-ip` (Courier: `remoteip`): the address that sent the message.
    pub client_ip: Option<IpAddr>,
    /// The same as written, also where it is no address.
    pub client_ip_written: Option<Piece<'a>>,
    /// `helo`: what the client announced.
    pub helo: Option<Piece<'a>>,
    pub envelope_from: Option<Piece<'a>>,
    /// The host that checked.
    pub receiver: Option<Piece<'a>>,
    /// `mailfrom` or `helo`.
    pub identity: Option<Piece<'a>>,
    pub mechanism: Option<Piece<'a>>,
    pub problem: Option<Piece<'a>>,
    /// A key occurs twice; the first counts.
    pub repeated: bool,
}

impl ReceivedSpf<'_> {
    /// The address that was checked: `client-ip`, or else the one in the comment.
    pub fn ip(&self) -> Option<IpAddr> {
        self.client_ip.or(self.comment_ip)
    }
}

/// The results of RFC 7208 section 2.6, and those of earlier drafts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SpfResult {
    Pass,
    Fail,
    SoftFail,
    Neutral,
    None,
    /// Also `error` of earlier drafts.
    TempError,
    /// Also `unknown` of earlier drafts.
    PermError,
    #[default]
    Other,
}

impl SpfResult {
    pub(super) fn of(word: &[u8]) -> Self {
        let is = |name: &str| word.eq_ignore_ascii_case(name.as_bytes());
        match () {
            () if is("pass") => SpfResult::Pass,
            () if is("fail") || is("hardfail") => SpfResult::Fail,
            () if is("softfail") => SpfResult::SoftFail,
            () if is("neutral") => SpfResult::Neutral,
            () if is("none") => SpfResult::None,
            () if is("temperror") || is("error") => SpfResult::TempError,
            () if is("permerror") || is("unknown") => SpfResult::PermError,
            () => SpfResult::Other,
        }
    }

    /// The stable word used in facts and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            SpfResult::Pass => "pass",
            SpfResult::Fail => "fail",
            SpfResult::SoftFail => "softfail",
            SpfResult::Neutral => "neutral",
            SpfResult::None => "none",
            SpfResult::TempError => "temperror",
            SpfResult::PermError => "permerror",
            SpfResult::Other => "other",
        }
    }
}

pub(super) fn read(value: &[u8]) -> Option<ReceivedSpf<'_>> {
    let mut cursor = Cursor::new(value);
    cursor.blanks();
    let word = cursor.word(|b| is_blank(b) || matches!(b, b'(' | b';'));
    if word.0 == word.1 {
        return None;
    }
    let mut spf = ReceivedSpf {
        written: cursor.piece(word),
        result: SpfResult::of(cursor.get(word)),
        ..ReceivedSpf::default()
    };
    let mut comment = None;
    cursor.gap(|range| {
        comment.get_or_insert(range);
    });
    if let Some(range) = comment {
        spf.comment = Some(cursor.piece(range));
        read_comment(&cursor, range, &mut spf);
    }
    loop {
        cursor.gap(|_| ());
        if cursor.skip(b';') {
            continue;
        }
        if cursor.peek().is_none() {
            return Some(spf);
        }
        let key = cursor.word(|b| is_blank(b) || matches!(b, b'=' | b';' | b'('));
        cursor.gap(|_| ());
        if !cursor.skip(b'=') {
            continue;
        }
        cursor.gap(|_| ());
        let value = cursor.value(|b| is_blank(b) || b == b';');
        set(&mut spf, cursor.get(key), cursor.piece(value));
    }
}

fn set<'a>(spf: &mut ReceivedSpf<'a>, key: &[u8], value: Piece<'a>) {
    let is = |name: &str| key.eq_ignore_ascii_case(name.as_bytes());
    let slot = match () {
        // Courier's name of it is the second.
        () if is("client-ip") || is("remoteip") => &mut spf.client_ip_written,
        () if is("helo") => &mut spf.helo,
        () if is("envelope-from") => &mut spf.envelope_from,
        () if is("receiver") => &mut spf.receiver,
        () if is("identity") => &mut spf.identity,
        () if is("mechanism") => &mut spf.mechanism,
        () if is("problem") => &mut spf.problem,
        () => return,
    };
    if slot.is_some() {
        spf.repeated = true;
        return;
    }
    *slot = Some(value);
    if is("client-ip") || is("remoteip") {
        spf.client_ip = spf.client_ip_written.as_ref().and_then(|p| text::ip(p.text.as_bytes()));
    }
}

/// `by: domain of D designates IP as permitted sender` and its kin.
fn read_comment<'a>(cursor: &Cursor<'a>, range: Range, spf: &mut ReceivedSpf<'a>) {
    let mut start = range.0;
    let inside = cursor.get(range);
    if let Some(colon) = memchr::memmem::find(inside, b": ")
        && !inside[..colon].iter().any(|b| is_blank(*b))
        && colon > 0
    {
        spf.by = Some(cursor.piece((start, start + colon)));
        start += colon + 2;
    }
    let text = cursor.get((start, range.1));
    spf.comment_ip = comment_ip(text);
    let after = |marker: &[u8]| memchr::memmem::find(text, marker).map(|at| at + marker.len());
    let domain = after(b"domain of ").or_else(|| {
        let none = memchr::memmem::find(text, b" does not designate permitted sender hosts")?;
        (none > 0).then_some(0)
    });
    if let Some(mut from) = domain {
        from += if text[from..].starts_with(b"transitioning ") { 14 } else { 0 };
        let rest = &text[from..];
        let end = rest.iter().position(|b| is_blank(*b)).unwrap_or(rest.len());
        if end > 0 {
            spf.domain = Some(cursor.piece((start + from, start + from + end)));
        }
    }
}

/// The address of which an SPF comment speaks, without the `by: ` before it.
pub(super) fn comment_ip(text: &[u8]) -> Option<IpAddr> {
    if let Some(end) = memchr::memmem::find(text, b" is neither permitted nor denied") {
        return text::ip(&text[..end]);
    }
    let before = text.strip_suffix(b" as permitted sender")?;
    let last = before.rsplit(|b| is_blank(*b)).next()?;
    text::ip(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> Option<IpAddr> {
        (!text.is_empty()).then(|| text.parse().unwrap())
    }

    /// Value; result, by, domain, comment address, client-ip, helo, envelope-from.
    #[test]
    fn forms() {
        type Row = (&'static str, &'static str, [&'static str; 6]);
        let table: &[Row] = &[
            // RFC 7208 section 9.1.
            (
                "pass (mx.example.org: domain of a@example.com designates 192.0.2.1 as permitted \
                 sender)\r\n receiver=mx.example.org; client-ip=192.0.2.1;\r\n \
                 envelope-from=\"a@example.com\"; helo=mail.example.com;",
                "pass",
                [
                    "mx.example.org",
                    "a@example.com",
                    "192.0.2.1",
                    "192.0.2.1",
                    "mail.example.com",
                    "a@example.com",
                ],
            ),
            // Google.
            (
                "pass (google.com: domain of a@example.com designates 2001:db8::5 as permitted \
                 sender) client-ip=2001:db8::5;",
                "pass",
                ["google.com", "a@example.com", "2001:db8::5", "2001:db8::5", "", ""],
            ),
            // Exchange Online.
            (
                "Pass (protection.outlook.com: domain of example.com designates 192.0.2.7 as \
                 permitted sender) receiver=protection.outlook.com; client-ip=192.0.2.7; \
                 helo=out.example.com; pr=C",
                "pass",
                [
                    "protection.outlook.com",
                    "example.com",
                    "192.0.2.7",
                    "192.0.2.7",
                    "out.example.com",
                    "",
                ],
            ),
            (
                "None (protection.outlook.com: example.com does not designate permitted sender \
                 hosts)",
                "none",
                ["protection.outlook.com", "example.com", "", "", "", ""],
            ),
            (
                "SoftFail (protection.outlook.com: domain of transitioning example.com \
                 discourages use of 192.0.2.9 as permitted sender)",
                "softfail",
                ["protection.outlook.com", "example.com", "192.0.2.9", "", "", ""],
            ),
            (
                "Neutral (protection.outlook.com: 192.0.2.9 is neither permitted nor denied by \
                 domain of example.com)",
                "neutral",
                ["protection.outlook.com", "example.com", "192.0.2.9", "", "", ""],
            ),
            // pyspf.
            (
                "Pass (mailfrom) identity=mailfrom; client-ip=192.0.2.25; helo=o.example.net; \
                 envelope-from=b@example.net; receiver=<UNKNOWN>",
                "pass",
                ["", "", "", "192.0.2.25", "o.example.net", "b@example.net"],
            ),
            // Courier.
            (
                "pass (Address passes the Sender Policy Framework) SPF=MAILFROM; \
                 sender=b@example.net; remoteip=::ffff:192.0.2.26; remotehost=o.example.net; \
                 helo=h.example.net; receiver=mx.example.org;",
                "pass",
                ["", "", "", "192.0.2.26", "h.example.net", ""],
            ),
            (
                "unknown (mx.example.org: error in processing)",
                "permerror",
                ["mx.example.org", "", "", "", "", ""],
            ),
            (
                "none receiver=mx.example; client-ip = 192.0.2.3",
                "none",
                ["", "", "", "192.0.2.3", "", ""],
            ),
            ("maybe", "other", ["", "", "", "", "", ""]),
            // What the peer wrote is not the address that was seen.
            (
                "fail (mx.example.org: domain of \"x designates 203.0.113.66 as permitted \
                 sender\"@example.com does not designate 192.0.2.1 as permitted sender)",
                "fail",
                ["mx.example.org", "\"x", "192.0.2.1", "", "", ""],
            ),
            (
                "fail (x) envelope-from=\"a; client-ip=203.0.113.66\"; client-ip=192.0.2.1",
                "fail",
                ["", "", "", "192.0.2.1", "", "a; client-ip=203.0.113.66"],
            ),
            (
                "pass envelope-from=\"a; client-ip=203.0.113.66\"@example.com; client-ip=192.0.2.1",
                "pass",
                ["", "", "", "192.0.2.1", "", "\"a; client-ip=203.0.113.66\"@example.com"],
            ),
            ("pass (unclosed designates 192.0.2.1", "pass", ["", "", "", "", "", ""]),
            ("pass client-ip=nonsense", "pass", ["", "", "", "", "", ""]),
        ];
        for (value, result, [by, domain, comment_ip, client_ip, helo, from]) in table {
            let spf = read(value.as_bytes()).unwrap_or_else(|| panic!("{value}"));
            let text = |piece: &Option<Piece<'_>>| {
                piece.as_ref().map(|p| p.text.to_string()).unwrap_or_default()
            };
            assert_eq!(spf.result.as_str(), *result, "{value}");
            assert_eq!(text(&spf.by), *by, "{value}");
            assert_eq!(text(&spf.domain), *domain, "{value}");
            assert_eq!(spf.comment_ip, ip(comment_ip), "{value}");
            assert_eq!(spf.client_ip, ip(client_ip), "{value}");
            assert_eq!(text(&spf.helo), *helo, "{value}");
            assert_eq!(text(&spf.envelope_from), *from, "{value}");
        }
        assert!(read(b"  ").is_none());
        assert!(read(b"pass client-ip=192.0.2.1; client-ip=192.0.2.2").unwrap().repeated);
    }
}
