//! Tags of signatures: DKIM (RFC 6376 section 3.5), ARC (RFC 8617 section 4.1), and kin.
//!
//! Nothing is verified here. A signature that stands in the header proves nothing by itself; its
//! time says when someone signed, if it was signed.

use super::text::{self, Cursor, Range, trimmed};
use crate::span::Piece;

/// Which signature it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SignatureKind {
    Dkim,
    /// `DKIM2-Signature` (draft).
    Dkim2,
    /// `X-Google-DKIM-Signature`.
    GoogleDkim,
    /// `DomainKey-Signature` (RFC 4870).
    DomainKey,
    ArcMessage,
    ArcSeal,
}

impl SignatureKind {
    /// The stable word used in facts and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            SignatureKind::Dkim => "dkim",
            SignatureKind::Dkim2 => "dkim2",
            SignatureKind::GoogleDkim => "google-dkim",
            SignatureKind::DomainKey => "domainkey",
            SignatureKind::ArcMessage => "arc-message",
            SignatureKind::ArcSeal => "arc-seal",
        }
    }

    fn is_arc(self) -> bool {
        matches!(self, SignatureKind::ArcMessage | SignatureKind::ArcSeal)
    }
}

/// The tags of a signature that say who signed what and when.
#[derive(Clone, Debug)]
pub struct Signature<'a> {
    pub kind: SignatureKind,
    /// `a=`
    pub algorithm: Option<Piece<'a>>,
    /// `d=`
    pub domain: Option<Piece<'a>>,
    /// `s=`
    pub selector: Option<Piece<'a>>,
    /// `i=` of DKIM: the user or agent for whom was signed.
    pub identity: Option<Piece<'a>>,
    /// `i=` of ARC.
    pub instance: Option<u32>,
    /// `cv=` of an ARC seal: `none`, `pass`, `fail`.
    pub chain: Option<Piece<'a>>,
    /// `t=`, seconds since the epoch.
    pub signed_at: Option<i64>,
    /// `x=`, seconds since the epoch.
    pub expires_at: Option<i64>,
    /// `h=` as it stands in the header, folds included; [`Signature::signed_fields`] takes it
    /// apart.
    pub headers: Option<&'a [u8]>,
    /// `l=` is given: what follows that many bytes of the body is not signed.
    pub partial_body: bool,
    /// A tag occurs twice, which RFC 6376 section 3.2 forbids; the first counts.
    pub repeated: bool,
    /// A time that is no number of seconds.
    pub bad_time: bool,
}

impl Signature<'_> {
    /// The fields signed, in the order of `h=`.
    pub fn signed_fields(&self) -> impl Iterator<Item = &str> {
        let list = self.headers.unwrap_or_default();
        let names = list.split(|b| *b == b':').map(<[u8]>::trim_ascii);
        names.filter(|n| !n.is_empty()).filter_map(|name| std::str::from_utf8(name).ok())
    }

    /// Whether a field of that name is signed.
    pub fn signs(&self, name: &str) -> bool {
        self.signed_fields().any(|field| field.eq_ignore_ascii_case(name))
    }
}

pub(super) fn read(kind: SignatureKind, value: &[u8]) -> Option<Signature<'_>> {
    let mut signature = Signature {
        kind,
        algorithm: None,
        domain: None,
        selector: None,
        identity: None,
        instance: None,
        chain: None,
        signed_at: None,
        expires_at: None,
        headers: None,
        partial_body: false,
        repeated: false,
        bad_time: false,
    };
    let cursor = Cursor::new(value);
    let mut at = 0;
    let mut any = false;
    while at < value.len() {
        let end = memchr::memchr(b';', &value[at..]).map_or(value.len(), |i| at + i);
        if let Some(equals) = memchr::memchr(b'=', &value[at..end]) {
            any = true;
            let name = trimmed(value, (at, at + equals));
            let tag = trimmed(value, (at + equals + 1, end));
            set(&mut signature, &cursor, cursor.get(name), tag);
        }
        at = end + 1;
    }
    any.then_some(signature)
}

fn set<'a>(signature: &mut Signature<'a>, cursor: &Cursor<'a>, name: &[u8], tag: Range) {
    let slot = match name {
        b"a" => &mut signature.algorithm,
        b"d" => &mut signature.domain,
        b"s" => &mut signature.selector,
        b"cv" => &mut signature.chain,
        b"i" if signature.kind.is_arc() => {
            signature.repeated |= signature.instance.is_some();
            let instance = text::number(cursor.get(tag));
            signature.instance = signature.instance.or(instance);
            return;
        }
        b"i" => &mut signature.identity,
        b"t" | b"x" => {
            let seconds = seconds(cursor.get(tag));
            signature.bad_time |= seconds.is_none();
            let slot = match name {
                b"t" => &mut signature.signed_at,
                _ => &mut signature.expires_at,
            };
            signature.repeated |= slot.is_some();
            *slot = slot.or(seconds);
            return;
        }
        b"h" => {
            signature.repeated |= signature.headers.is_some();
            signature.headers = signature.headers.or(Some(cursor.get(tag)));
            return;
        }
        b"l" => {
            signature.partial_body = true;
            return;
        }
        _ => return,
    };
    if slot.is_some() {
        signature.repeated = true;
    } else {
        *slot = Some(cursor.piece(tag));
    }
}

/// An unsigned number of up to twelve digits (RFC 6376 section 3.5).
fn seconds(digits: &[u8]) -> Option<i64> {
    if digits.is_empty() || digits.len() > 12 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags() {
        let value = b" v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com;\r\n\t s=sel1; \
            t=1704902950; x=1705507750; i=@mail.example.com; l=5;\r\n h=from:to\r\n :subject : \
            date;bh=abc=; b=x=y==";
        let signature = read(SignatureKind::Dkim, value).unwrap();
        let text = |piece: &Option<Piece<'_>>| piece.as_ref().unwrap().text.to_string();
        assert_eq!(text(&signature.algorithm), "rsa-sha256");
        assert_eq!(text(&signature.domain), "example.com");
        assert_eq!(text(&signature.selector), "sel1");
        assert_eq!(text(&signature.identity), "@mail.example.com");
        assert_eq!(signature.signed_at, Some(1_704_902_950));
        assert_eq!(signature.expires_at, Some(1_705_507_750));
        assert!(signature.partial_body && !signature.repeated && !signature.bad_time);
        let fields: Vec<_> = signature.signed_fields().collect();
        assert_eq!(fields, ["from", "to", "subject", "date"]);
        assert!(signature.signs("Subject") && !signature.signs("received"));
        let span = signature.domain.unwrap().span;
        assert_eq!(&value[span.range()], b"example.com");
    }

    #[test]
    fn arc_tags() {
        let seal =
            read(SignatureKind::ArcSeal, b"i=2; a=rsa-sha256; cv=pass; d=example.net").unwrap();
        assert_eq!((seal.instance, seal.signed_at), (Some(2), None));
        assert_eq!(seal.chain.unwrap().as_str(), "pass");
        assert!(seal.identity.is_none());
    }

    #[test]
    fn hostile_tags() {
        for (value, repeated, bad_time) in [
            (&b"d=a; d=b"[..], true, false),
            (b"t=1; t=2", true, false),
            (b"t=-5", false, true),
            (b"t=9999999999999", false, true),
            (b"t=", false, true),
            (b"=;=;=", false, false),
        ] {
            let signature = read(SignatureKind::Dkim, value).unwrap();
            assert_eq!((signature.repeated, signature.bad_time), (repeated, bad_time));
        }
        assert!(read(SignatureKind::Dkim, b"nothing; here").is_none());
        assert!(read(SignatureKind::Dkim, b"").is_none());
    }
}
