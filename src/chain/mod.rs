//! The lines on top of each other: hops from the newest down, what belongs to whom, and how
//! neighbours hang together. Measures only; where our side ends and what any of it means is
//! judged elsewhere, by files.

mod folding;
mod link;
mod name;
mod residue;

use std::net::IpAddr;

pub use folding::{FoldKind, Folding, Start};
pub use link::{Link, Match, Way};
pub use name::{Name, NameKind, Org};

use crate::data::{Data, Provider};
use crate::message::{Field, FieldKind, Message};
use crate::received::{self, DateDefect, Line};
use crate::span::{Piece, Span};

/// More Received lines than this are not analysed (RFC 5321 section 6.3 lets a server take 100
/// for a loop); the report says how many were left out.
pub const MAX_HOPS: usize = 1_000;

/// All hops of a message, newest first.
#[derive(Debug)]
pub struct Chain<'m> {
    pub hops: Vec<Hop<'m>>,
    /// `links[i]` lies between `hops[i]` (upper) and `hops[i + 1]` (lower).
    pub links: Vec<Link>,
    /// Received lines past [`MAX_HOPS`].
    pub left_out: usize,
}

/// One Received line with what can be told of it by tables alone.
#[derive(Debug)]
pub struct Hop<'m> {
    /// The field's place in the message text, name included.
    pub field: Span,
    /// Where the value (the text that [`Line`]'s spans count in) begins in the message text.
    pub value_at: u32,
    pub line: Line<'m>,
    pub helo: Name<'m>,
    pub rdns: Name<'m>,
    pub by: Name<'m>,
    /// What the peer's address is: `public`, or the kind of special network it is in.
    pub ip_kind: Option<&'static str>,
    /// Provider in whose published networks the peer's address lies.
    pub ip_provider: Option<&'m Provider>,
    /// Provider whose outgoing hosts have such a reverse name.
    pub rdns_provider: Option<&'m Provider>,
    /// The reverse name is of the sort that providers give to customers by rule.
    pub generic: Option<bool>,
    pub dynamic: bool,
    /// Announced against recorded name.
    pub names: Match,
    /// The line states two different addresses of its peer in brackets, and the announced name is none.
    pub two_addresses: bool,
    /// The announced name is that of the server that wrote the line, or its first label.
    pub names_itself: Option<bool>,
    /// An unexpanded macro of a mail generator, as written.
    pub residue: Option<Piece<'m>>,
    /// A line above with the same id (of a layout that hides a whole time), or the same whole text.
    pub repeats: Option<usize>,
    /// It is the whole text.
    pub repeats_whole: bool,
    /// An originator field (From, To, Subject, Date, Message-ID, …) stands above the line.
    pub below_originator: bool,
    /// Seconds from the time in the id to the stamp.
    pub id_lag: Option<i64>,
    /// Hours (0 to 12, round the clock) between the hour in the id and the hour stamped.
    pub id_hour_off: Option<u32>,
    pub defects: Vec<std::borrow::Cow<'static, str>>,
    pub violations: Vec<std::borrow::Cow<'static, str>>,
    /// The text ends within the line, so that nothing can be said of what is missing in it.
    pub truncated: bool,
    /// How the line is broken into several.
    pub folding: Folding,
}

impl<'m> Hop<'m> {
    pub fn helo_text(&self) -> Option<&str> {
        self.line.from.as_ref()?.helo.as_ref().map(Piece::as_str)
    }

    pub fn rdns_text(&self) -> Option<&str> {
        self.line.from.as_ref()?.rdns.as_ref().map(Piece::as_str)
    }

    pub fn by_text(&self) -> Option<&str> {
        self.line.by.as_ref()?.host.as_ref().map(Piece::as_str)
    }

    pub fn ip(&self) -> Option<IpAddr> {
        self.line.from.as_ref()?.ip
    }

    pub fn unix(&self) -> Option<i64> {
        self.line.date.as_ref()?.unix
    }

    /// A place inside the line, as a place in the message text.
    pub fn place(&self, span: Span) -> Span {
        Span { start: span.start + self.value_at, end: span.end + self.value_at }
    }
}

/// Reads all Received lines of `message`.
pub fn build<'m>(message: &'m Message<'_>, data: &'m Data) -> Chain<'m> {
    let text: &'m [u8] = &message.text;
    let mut hops: Vec<Hop<'m>> = Vec::with_capacity(8);
    let mut left_out = 0;
    let mut below_originator = false;
    for field in &message.fields {
        match field.kind {
            FieldKind::Received if hops.len() == MAX_HOPS => left_out += 1,
            FieldKind::Received => {
                let hop = hop(text, field, below_originator, &hops, data);
                hops.push(hop);
            }
            kind if is_originator(kind) => below_originator = true,
            _ => {}
        }
    }
    if let Some(last) = hops.last_mut().filter(|hop| ends_the_text(text, hop)) {
        cut_short(last);
    }
    mark_repeats(text, &mut hops);
    let links = hops.windows(2).map(|pair| link::measure(&pair[0], &pair[1])).collect();
    Chain { hops, links, left_out }
}

/// Whether nothing stands behind the line, not even the empty line that ends a header.
fn ends_the_text(text: &[u8], hop: &Hop<'_>) -> bool {
    let rest = text.get(hop.field.range().end..).unwrap_or_default();
    matches!(rest, b"" | b"\n" | b"\r\n" | b"\r")
}

/// What tables know of a name. Most names stand in two lines: the server that wrote the lower one
/// is the peer of the upper. So it is looked for in the lines above before the tables are asked.
fn name<'m>(text: Option<&str>, above: &[Hop<'m>], data: &'m Data) -> Name<'m> {
    const NEAR: usize = 4;
    let Some(text) = text else { return Name::default() };
    let near = above.iter().rev().take(NEAR);
    let known = near
        .flat_map(|hop| {
            [(hop.helo_text(), &hop.helo), (hop.rdns_text(), &hop.rdns), (hop.by_text(), &hop.by)]
        })
        .find(|(other, _)| *other == Some(text));
    known.map_or_else(|| Name::of(text, data), |(_, name)| name.clone())
}

/// A text that ends with a line whose stamp is not whole was cut there, in copying it or by a
/// limit of length. What is missing behind the cut cannot be held against the line, and what
/// stands right before it may be the half of something.
fn cut_short(hop: &mut Hop<'_>) {
    let whole = hop.line.date.as_ref().is_some_and(|date| {
        let half = [
            DateDefect::NoTime,
            DateDefect::NoZone,
            DateDefect::ZoneImpossible,
            DateDefect::ZoneUnknown,
            DateDefect::ZoneAmbiguous,
            DateDefect::Unreadable,
            DateDefect::Trailing,
        ];
        !half.iter().any(|defect| date.has(*defect))
    });
    if whole {
        return;
    }
    hop.truncated = true;
    (hop.line.date, hop.line.id_clock) = (None, None);
    hop.line.violations.clear();
    (hop.defects, hop.violations) = (Vec::new(), Vec::new());
    (hop.id_lag, hop.id_hour_off) = (None, None);
}

/// The fields an author writes; trace fields belong above them (RFC 5322 section 3.6).
fn is_originator(kind: FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::From
            | FieldKind::To
            | FieldKind::Cc
            | FieldKind::Subject
            | FieldKind::Date
            | FieldKind::MessageId
            | FieldKind::Sender
            | FieldKind::ReplyTo
    )
}

/// `above`: the hops of the lines above.
fn hop<'m>(
    text: &'m [u8],
    field: &Field,
    below_originator: bool,
    above: &[Hop<'m>],
    data: &'m Data,
) -> Hop<'m> {
    let value = &text[field.value.range()];
    let mut line = received::parse(value);
    let unread = !line.unparsed.is_empty();
    if let Some(from) = line.from.as_mut().filter(|f| unread && f.ip == f.helo_ip) {
        // What the server recorded may be in the part that nobody understood; the literal that
        // the peer announced must not stand in for it.
        (from.ip, from.vouched.ip) = (None, false);
    }
    if let Some(from) = line.from.as_mut().filter(|f| f.ip.is_none() && f.ip_invalid.is_none()) {
        // Lines without an address comment have the address, if anything, in the name's place.
        from.ip_invalid = from.helo.clone().filter(|helo| is_impossible_quad(helo.as_str()));
    }
    if line.id_clock.is_none() {
        line.id_clock = claimed_clock(&line);
    }
    let from = line.from.as_ref();
    let ip = from.and_then(|f| f.ip);
    let rdns_text = from.and_then(|f| f.rdns.as_ref()).map(Piece::as_str);
    let helo_text = from.and_then(|f| f.helo.as_ref()).map(Piece::as_str);
    let helo = name(helo_text, above, data);
    let rdns = match rdns_text == helo_text {
        true => helo.clone(),
        false => name(rdns_text, above, data),
    };
    let by_text = line.by.as_ref().and_then(|b| b.host.as_ref()).map(Piece::as_str);
    let mut by = name(by_text, above, data);
    if line.dialect == "gmail" && by.kind == NameKind::Literal {
        // Google's inner hosts give their address in the place of a name.
        by.provider = data.provider_of_name(GOOGLE);
    }
    let generic = rdns_text.map(|name| data.generic_name(name, ip));
    let names = Match::names(helo_text, &helo, rdns_text, &rdns);
    let (id_lag, id_hour_off) = id_against_stamp(&line);
    let defects = line
        .date
        .as_ref()
        .map(|d| d.defects.iter().map(|d| d.as_str().into()).collect())
        .unwrap_or_default();
    let violations = line.violations.iter().map(|v| v.code.into()).collect();
    let two_addresses = from.is_some_and(|from| {
        let written = value.get(from.span.range()).unwrap_or_default();
        let mut first = None;
        let several = memchr::memchr_iter(b'[', written)
            .filter(|at| written.get(at + 1).is_some_and(|b| b.is_ascii_digit() || *b == b'I'))
            .map(|at| &written[at..])
            .map(|rest| &rest[..memchr::memchr(b']', rest).unwrap_or(rest.len())])
            .any(|address| *first.get_or_insert(address) != address);
        // A server that is known by its other marks wrote the address too: it is the announced
        // name that breaks its grammar.
        let vouched = from.vouched.ip || from.ip.is_some() && line.claims.is_some();
        vouched && several && !helo_text.is_some_and(|helo| helo.contains('['))
    });
    Hop {
        field: field.span,
        value_at: field.value.start,
        helo,
        rdns,
        by,
        ip_kind: ip.map(|ip| data.special(ip).map_or("public", |s| s.kind.as_str())),
        ip_provider: ip.and_then(|ip| data.provider_of_ip(ip)),
        generic: generic.as_ref().map(Option::is_some),
        dynamic: generic.flatten().is_some_and(|g| g.dynamic),
        names,
        rdns_provider: rdns_text.and_then(|name| data.provider_of_rdns(name)),
        two_addresses,
        names_itself: helo_text.zip(by_text).map(|(helo, by)| is_same_host(helo, by)),
        residue: residue::find(value)
            .map(|span| Piece { text: String::from_utf8_lossy(&value[span.range()]), span }),
        repeats: None,
        repeats_whole: false,
        below_originator,
        id_lag,
        id_hour_off,
        defects,
        violations,
        truncated: false,
        folding: Folding::of(value, line.date.as_ref().map(|date| date.raw.span)),
        line,
    }
}

/// The clock that the id would have if the line were by the server whose marks it bears, also
/// where its grammar is broken: a forger who copies the look of an id does not know its time.
fn claimed_clock(line: &Line<'_>) -> Option<received::IdClock> {
    let id = line.id.as_ref()?.as_str();
    let by = line.by.as_ref().and_then(|b| b.host.as_ref()).map(Piece::as_str);
    // What is wrong with its shape is a violation already.
    received::clock::read_clock(line.claims?, id, by).filter(|clock| clock.fault.is_none())
}

/// Four numbers with dots, one of them above 255.
fn is_impossible_quad(name: &str) -> bool {
    let name = name.trim_matches(['[', ']']);
    let mut numbers = name.split('.').map(|n| {
        let digits = (1..=3).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit());
        n.parse::<u32>().ok().filter(|_| digits)
    });
    let four: [Option<u32>; 4] = std::array::from_fn(|_| numbers.next().flatten());
    numbers.next().is_none()
        && four.iter().all(Option::is_some)
        && four.iter().flatten().any(|n| *n > 255)
}

/// `mail` and `mail.a.example` are one host, as far as `mail.a.example` itself is concerned.
fn is_same_host(announced: &str, by: &str) -> bool {
    let short = |name: &str| !name.contains('.');
    let first = |name: &'_ str| name.split('.').next().map_or(0, str::len);
    crate::data::same_name(announced, by)
        || (short(announced) || short(by))
            && first(announced) == first(by)
            && announced.as_bytes()[..first(announced)]
                .eq_ignore_ascii_case(&by.as_bytes()[..first(by)])
}

/// The name at Google's border, which no other host has.
const GOOGLE: &str = "mx.google.com";

/// How far the stamp is from the time that the id hides.
fn id_against_stamp(line: &Line<'_>) -> (Option<i64>, Option<u32>) {
    let (Some(clock), Some(date)) = (line.id_clock.as_ref(), line.date.as_ref()) else {
        return (None, None);
    };
    // Where only the hour is known, its distance round the clock says it better.
    let lag = clock.lag(date).filter(|_| clock.hour.is_none());
    let hour_off = clock.hour.zip(date.hour).map(|(id, stamp)| {
        let apart = id.abs_diff(stamp) % 24;
        apart.min(24 - apart)
    });
    (lag, hour_off)
}

/// Marks lines that say again what a line above said. Compared by a sorted index, so that
/// thousands of lines cost no more than sorting them.
fn mark_repeats(text: &[u8], hops: &mut [Hop<'_>]) {
    if hops.len() < 2 {
        return;
    }
    let mut keys: Vec<(&[u8], usize)> = hops
        .iter()
        .enumerate()
        .map(|(index, hop)| (text[hop.field.range()].trim_ascii(), index))
        .collect();
    keys.sort_unstable();
    let mut found: Vec<(usize, usize, bool)> = keys
        .windows(2)
        .filter(|pair| pair[0].0 == pair[1].0)
        .map(|pair| (pair[1].1, pair[0].1, true))
        .collect();
    let mut ids: Vec<(&str, usize)> = hops
        .iter()
        .enumerate()
        .filter_map(|(index, hop)| {
            // An id that hides a whole time is made once, and so is one of microseconds and inode;
            // build numbers and counters repeat.
            let written = hop.line.id.as_ref()?.as_str();
            let id = written.trim_matches(['<', '>']);
            // What stands behind it is a host's name.
            let id = id.split_once('@').map_or(id, |(id, _)| id);
            // CommuniGate counts from its installation on: two servers never are as far.
            let counted = hop.line.dialect == "communigate" && id.len() >= 6;
            let clocked = hop.line.id_clock.as_ref().is_some_and(|clock| {
                clock.unix.is_some() || clock.layout == "postfix-short" && clock.fault.is_none()
            });
            // Letters and figures mixed, and no sign that a build's number or a counter has: what
            // one server gave, another does not give again. With marks between them it takes more
            // of them; a UUID is handed on by some.
            let plain = || id.bytes().all(|b| b.is_ascii_alphanumeric());
            let marked =
                || id.len() >= 16 && id.bytes().all(|b| b.is_ascii_graphic()) && !is_uuid(id);
            let mixed = || {
                hop.line.id_clock.is_none()
                    && id.len() >= 8
                    && (plain() || marked())
                    && id.bytes().any(|b| b.is_ascii_digit())
                    && id.bytes().any(|b| b.is_ascii_alphabetic())
            };
            (counted || clocked || mixed()).then_some((id, index))
        })
        .collect();
    ids.sort_unstable();
    let same_id = ids.windows(2).filter(|pair| pair[0].0 == pair[1].0);
    let same_id: Vec<_> = same_id.map(|pair| (pair[1].1, pair[0].1, false)).collect();
    // The whole text says more than the id, and is noted last.
    found.splice(0..0, same_id);
    found.splice(0..0, same_tails(text, hops));
    for (lower, upper, whole) in found {
        hops[lower].repeats = Some(upper);
        hops[lower].repeats_whole = whole;
    }
}

/// Five groups of hexadecimal digits (RFC 9562 section 4).
fn is_uuid(id: &str) -> bool {
    let hex = |group: &str| group.bytes().all(|b| b.is_ascii_hexdigit());
    id.split('-').map(str::len).eq([8, 4, 4, 4, 12]) && id.split('-').all(hex)
}

/// Lines that are the same from `by` to the date, id included: one server's word for one passage,
/// with another peer. Blanks do not count, since lines are folded anew.
fn same_tails(text: &[u8], hops: &[Hop<'_>]) -> Vec<(usize, usize, bool)> {
    let tail = |hop: &Hop<'_>| -> Option<Span> {
        let (by, id) = (hop.line.by.as_ref()?, hop.line.id.as_ref()?);
        let enough = id.as_str().len() >= 6 && hop.line.date.as_ref()?.unix.is_some();
        let span = Span { start: hop.place(by.span).start, end: hop.field.end };
        (enough && hop.line.from.is_some()).then_some(span)
    };
    let written = |span: Span| text[span.range()].iter().filter(|b| !b.is_ascii_whitespace());
    let hash = |span: Span| {
        written(span).fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        })
    };
    let mut tails: Vec<(u64, usize, Span)> = hops
        .iter()
        .enumerate()
        .filter_map(|(index, hop)| tail(hop).map(|span| (hash(span), index, span)))
        .collect();
    tails.sort_unstable_by_key(|(hash, index, _)| (*hash, *index));
    tails
        .windows(2)
        .filter(|pair| pair[0].0 == pair[1].0 && written(pair[0].2).eq(written(pair[1].2)))
        .map(|pair| (pair[1].1, pair[0].1, false))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_quads() {
        for (name, expected) in [
            ("301.257.369.35", true),
            ("[192.168.2.410]", true),
            ("192.168.2.41", false),
            ("5.8.716.04.1", false),
            ("8.716.04", false),
            ("1234.1.1.1", false),
            ("300.a.b.c", false),
            ("", false),
        ] {
            assert_eq!(is_impossible_quad(name), expected, "{name}");
        }
    }

    #[test]
    fn one_host_by_its_label() {
        for (announced, by, expected) in [
            ("mail", "mail.a.example", true),
            ("mail.a.example", "MAIL", true),
            ("mail.a.example", "mail.a.example.", true),
            ("mail.a.example", "mail.b.example", false),
            ("mail2", "mail.a.example", false),
        ] {
            assert_eq!(is_same_host(announced, by), expected, "{announced} {by}");
        }
    }
}
