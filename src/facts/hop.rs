//! Facts of one hop.

use std::borrow::Cow;

use super::dns::Existence;
use super::table::{Bytes, Derived, Dns, Line, Settings, Trace, facts};
use super::{Dated, FactSet, Signed, Stray, Traces, Witness, XReceived};
use crate::chain::{FoldKind, Hop, Name, NameKind, Org, Start};
use crate::data::Provider;
use crate::received::{By, ClockFault, Date, From, IdClock};
use crate::rules::schema::Value;
use crate::span::{Piece, Span};

fn text<'f>(value: Option<&'f str>) -> Value<'f> {
    value.map_or(Value::Absent, Value::Str)
}

fn piece<'f>(value: Option<&'f Piece<'_>>) -> Value<'f> {
    text(value.map(Piece::as_str))
}

fn int<'f, T: Into<i64>>(value: Option<T>) -> Value<'f> {
    value.map_or(Value::Absent, |v| Value::Int(v.into()))
}

fn flag<'f>(value: Option<bool>) -> Value<'f> {
    value.map_or(Value::Absent, Value::Bool)
}

fn address<'f>(value: Option<std::net::IpAddr>) -> Value<'f> {
    value.map_or(Value::Absent, Value::Ip)
}

/// A fact of the signature below a line: unknown as long as nothing was verified.
fn signed<'f>(
    f: &'f FactSet<'_>,
    i: usize,
    get: impl FnOnce(&'f Signed) -> Value<'f>,
) -> Value<'f> {
    match f.signed.get(i) {
        None => Value::Unknown,
        Some(None) => Value::Absent,
        Some(Some(signed)) => get(signed),
    }
}

fn traces<'f>(f: &'f FactSet<'_>, i: usize) -> Option<&'f Traces> {
    f.traces.get(i)
}

fn witness<'f>(f: &'f FactSet<'_>, i: usize) -> Option<&'f Witness> {
    traces(f, i)?.witness.as_ref()
}

fn dated<'f>(f: &'f FactSet<'_>, i: usize) -> Option<&'f Dated> {
    traces(f, i)?.dated.as_ref()
}

fn stray<'f>(f: &'f FactSet<'_>, i: usize) -> Option<&'f Stray> {
    traces(f, i)?.stray.as_ref()
}

fn x_received<'f>(f: &'f FactSet<'_>, i: usize) -> Option<&'f XReceived> {
    traces(f, i)?.x_received.as_ref()
}

fn witness_at(t: &Traces) -> Option<Span> {
    t.witness.as_ref().map(|w| w.at)
}

fn stray_at(t: &Traces) -> Option<Span> {
    t.stray.as_ref().map(|s| s.at)
}

fn dated_at(t: &Traces) -> Option<Span> {
    t.dated.as_ref().map(|d| d.at)
}

fn x_received_at(t: &Traces) -> Option<Span> {
    t.x_received.as_ref().map(|x| x.at)
}

fn group<'f>(there: bool) -> Value<'f> {
    if there { Value::Present } else { Value::Absent }
}

fn words<'f>(list: &'f [Cow<'f, str>]) -> Value<'f> {
    Value::Strs(Cow::Borrowed(list))
}

fn from<'f, 'a>(f: &'f FactSet<'a>, i: usize) -> Option<&'f From<'a>> {
    f.hop(i).line.from.as_ref()
}

fn by<'f, 'a>(f: &'f FactSet<'a>, i: usize) -> Option<&'f By<'a>> {
    f.hop(i).line.by.as_ref()
}

fn date<'f, 'a>(f: &'f FactSet<'a>, i: usize) -> Option<&'f Date<'a>> {
    f.hop(i).line.date.as_ref()
}

fn clock<'f>(f: &'f FactSet<'_>, i: usize) -> Option<&'f IdClock> {
    f.hop(i).line.id_clock.as_ref()
}

fn provider<'f>(provider: Option<&'f Provider>) -> Value<'f> {
    text(provider.map(|p| p.id.as_str()))
}

fn org<'f>(name: &'f Name<'_>) -> Value<'f> {
    text(name.org.as_ref().map(Org::as_str))
}

fn kind<'f>(kind: NameKind) -> Value<'f> {
    if kind == NameKind::Missing { Value::Absent } else { Value::Str(kind.as_str()) }
}

/// Characters that no host name has and that readers of lines trip over.
fn is_hostile(helo: &str) -> bool {
    let literal = helo.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(helo);
    literal.chars().any(|c| c.is_control() || c.is_whitespace() || "()[]{}\"\\;,'`|&$".contains(c))
}

fn helo_at(h: &Hop<'_>) -> Option<Span> {
    h.line.from.as_ref()?.helo.as_ref().map(|p| p.span)
}

fn rdns_at(h: &Hop<'_>) -> Option<Span> {
    h.line.from.as_ref()?.rdns.as_ref().map(|p| p.span)
}

fn ip_at(h: &Hop<'_>) -> Option<Span> {
    h.line.from.as_ref()?.ip_written.as_ref().map(|p| p.span)
}

fn from_at(h: &Hop<'_>) -> Option<Span> {
    h.line.from.as_ref().map(|f| f.span)
}

fn by_at(h: &Hop<'_>) -> Option<Span> {
    let by = h.line.by.as_ref()?;
    Some(by.host.as_ref().map_or(by.span, |p| p.span))
}

fn software_at(h: &Hop<'_>) -> Option<Span> {
    h.line.by.as_ref()?.software.as_ref().map(|p| p.span).or_else(|| by_at(h))
}

fn date_at(h: &Hop<'_>) -> Option<Span> {
    h.line.date.as_ref().map(|d| d.raw.span)
}

fn zone_at(h: &Hop<'_>) -> Option<Span> {
    h.line.date.as_ref()?.zone.as_ref().map(|p| p.span).or_else(|| date_at(h))
}

fn id_at(h: &Hop<'_>) -> Option<Span> {
    h.line.id.as_ref().map(|p| p.span)
}

fn with_at(h: &Hop<'_>) -> Option<Span> {
    h.line.with.as_ref().map(|p| p.span)
}

fn fold_at(h: &Hop<'_>) -> Option<Span> {
    h.folding.at
}

/// Each once.
fn starts_of_others<'f>(f: &FactSet<'_>, i: usize) -> Vec<Cow<'f, str>> {
    let mut starts: Vec<Cow<'f, str>> = Vec::new();
    let claimed = f.chain.hops.iter().enumerate().skip(f.own);
    for (_, hop) in claimed.filter(|(at, _)| *at != i) {
        let start = hop.folding.last.map(Start::as_str);
        starts.extend(start.filter(|start| !starts.iter().any(|s| s == start)).map(Cow::Borrowed));
    }
    starts
}

fn violation_at(h: &Hop<'_>) -> Option<Span> {
    h.line.violations.first().map(|v| v.span)
}

facts! { FIELDS, GETS, READS;
    "line": Int, Line, "number of the line, 1 is the newest",
        |_, i| Value::Int(i as i64 + 1);
    "own": Bool, Derived, "our side wrote the line",
        |f, i| flag(f.boundary_known().then_some(i < f.own));
    "handover": Bool, Derived, "our side wrote the line when their side handed the mail over",
        |f, i| flag(f.boundary_known().then_some(f.handover == Some(i)));
    "below": Int, Derived, "how many lines below the last line of ours; 1 is the first that the sender's side supplied",
        |f, i| if f.boundary_known() && i >= f.own { Value::Int((i - f.own) as i64 + 1) } else { Value::Absent };
    "last": Bool, Derived, "no Received line follows below",
        |f, i| Value::Bool(i + 1 == f.chain.hops.len());
    "refuted": Bool, Derived, "the line was found forged (known of hops above the one judged)",
        |f, i| Value::Bool(f.refuted[i]);
    "suspected": Bool, Derived, "the line was found suspicious or forged (known of hops above the one judged)",
        |f, i| Value::Bool(f.suspected[i]);
    "supported": Bool, Derived, "something a forger could not write speaks for the line (known of hops above the one judged)",
        |f, i| Value::Bool(f.supported[i]);
    "doubt": Int, Derived, "decibans found against the line so far",
        |f, i| Value::Int(f.doubt[i].round() as i64);
    "dialect": String, Line, "the grammar that explains the line: postfix, exim, sendmail, …, generic, unknown",
        |f, i| Value::Str(f.hop(i).line.dialect);
    "form": String, Line, "which form of that grammar: network, local, pickup, …",
        |f, i| Value::Str(f.hop(i).line.form);
    "claims": String, Bytes(software_at), "the server whose marks the line bears, also where its grammar is broken",
        |f, i| text(f.hop(i).line.claims);
    "version": String, Bytes(|h| h.line.version().map(|v| v.1)), "the version that the line states of the server it claims (Exim, sendmail, SMTPSVC, Exchange)",
        |f, i| text(f.hop(i).line.version().map(|v| v.0));
    "violations": StringList, Bytes(violation_at), "what the claimed server never writes so (docs/dialects.md lists the words)",
        |f, i| words(&f.hop(i).violations);
    "redacted": Bool, Bytes(|h| h.line.redacted), "an address, a name or an id was taken out of the line before it was shown ([x.x.x.x], id XXXX)",
        |f, i| Value::Bool(f.hop(i).line.redacted.is_some());
    "truncated": Bool, Line, "the text ends within the line, before its date is whole",
        |f, i| Value::Bool(f.hop(i).truncated);
    "fold.kind": String, Bytes(fold_at), "what its lines after the first begin with: tab, blanks, mixed; none where it is in one piece",
        |f, i| Value::Str(f.hop(i).folding.kind.as_str());
    "fold.width": Int, Bytes(fold_at), "how many blanks each of them begins with",
        |f, i| if f.hop(i).folding.kind == FoldKind::Blanks { Value::Int(f.hop(i).folding.width.into()) } else { Value::Absent };
    "fold.last": String, Bytes(fold_at), "what the last of them begins with: from, by, via, with, id, for, comment, date, other",
        |f, i| text(f.hop(i).folding.last.map(Start::as_str));
    "fold.others": StringList, Line, "what the last line begins with of each other line of the sender's side that is broken into several",
        |f, i| Value::Strs(Cow::Owned(starts_of_others(f, i)));
    "fold.runs": Bool, Line, "it is in one piece, and blanks in a row or a tab stand before its date: what remains where folding was taken back (RFC 5322 section 2.2.3)",
        |f, i| Value::Bool(f.hop(i).folding.runs);
    "unparsed": Int, Line, "bytes that no clause explains",
        |f, i| Value::Int(f.hop(i).line.unparsed.iter().map(|s| s.len() as i64).sum());
    "residue": String, Bytes(|h| h.residue.as_ref().map(|p| p.span)), "an unexpanded macro of a mail generator",
        |f, i| piece(f.hop(i).residue.as_ref());
    "repeats": Int, Line, "number of a line above that has the same whole text, or the same id (one that hides a time)",
        |f, i| f.hop(i).repeats.map_or(Value::Absent, |r| Value::Int(r as i64 + 1));
    "repeats_whole": Bool, Line, "it is the whole text that is repeated",
        |f, i| Value::Bool(f.hop(i).repeats_whole);
    "below_originator": Bool, Line, "an originator field (From, To, Date, …) stands above the line",
        |f, i| Value::Bool(f.hop(i).below_originator);

    "from": Group, Bytes(from_at), "the line says from whom it came",
        |f, i| group(from(f, i).is_some());
    "from.helo": String, Bytes(helo_at), "name or literal that the peer announced",
        |f, i| piece(from(f, i).and_then(|x| x.helo.as_ref()));
    "from.helo_kind": String, Bytes(helo_at), "public, local, unqualified, literal, documentation or impossible",
        |f, i| kind(f.hop(i).helo.kind);
    "from.helo_hostile": Bool, Bytes(helo_at), "the announced name holds brackets, quotes, blanks, control characters or the like, and is no address literal; or a second address stands behind it",
        |f, i| flag(f.hop(i).helo_text().map(|name| is_hostile(name) || f.hop(i).two_addresses));
    "from.helo_ip": Ip, Bytes(helo_at), "address announced instead of a name",
        |f, i| address(from(f, i).and_then(|x| x.helo_ip));
    "from.helo_org": String, Bytes(helo_at), "organisation of the announced name",
        |f, i| org(&f.hop(i).helo);
    "from.helo_provider": String, Bytes(helo_at), "big provider whose name was announced",
        |f, i| provider(f.hop(i).helo.provider);
    "from.rdns": String, Bytes(rdns_at), "reverse name that the server recorded",
        |f, i| piece(from(f, i).and_then(|x| x.rdns.as_ref()));
    "from.rdns_kind": String, Bytes(rdns_at), "as helo_kind, of the recorded name",
        |f, i| kind(f.hop(i).rdns.kind);
    "from.rdns_status": String, Bytes(from_at), "verified, unverified, none, failed or not-stated",
        |f, i| text(from(f, i).map(|x| x.rdns_status.as_str()));
    "from.rdns_org": String, Bytes(rdns_at), "organisation of the recorded name",
        |f, i| org(&f.hop(i).rdns);
    "from.rdns_provider": String, Bytes(rdns_at), "big provider whose the recorded name is",
        |f, i| provider(f.hop(i).rdns_provider);
    "from.names": String, Bytes(from_at), "announced against recorded name: same, organisation, different, unknown",
        |f, i| if from(f, i).is_some() { Value::Str(f.hop(i).names.as_str()) } else { Value::Absent };
    "from.ip": Ip, Bytes(ip_at), "the peer's address as the server recorded it",
        |f, i| address(f.hop(i).ip());
    "from.ip_kind": String, Bytes(ip_at), "public, or the kind of special network: private, loopback, documentation, reserved, …",
        |f, i| text(f.hop(i).ip_kind);
    "from.ip_provider": String, Bytes(ip_at), "big provider in whose published networks the address is",
        |f, i| provider(f.hop(i).ip_provider);
    "from.ip_invalid": String, Bytes(|h| h.line.from.as_ref()?.ip_invalid.as_ref().map(|p| p.span)), "what stands in the place of the address and can be none",
        |f, i| piece(from(f, i).and_then(|x| x.ip_invalid.as_ref()));
    "from.port": Int, Bytes(from_at), "the peer's port",
        |f, i| int(from(f, i).and_then(|x| x.port));
    "from.generic": Bool, Bytes(rdns_at), "the recorded name is made by rule from the address (customer lines)",
        |f, i| flag(f.hop(i).generic);
    "from.dynamic": Bool, Bytes(rdns_at), "the recorded name says that the address is given out dynamically",
        |f, i| flag(f.hop(i).generic.map(|_| f.hop(i).dynamic));
    "from.ident": String, Bytes(from_at), "ident answer (RFC 1413)",
        |f, i| piece(from(f, i).and_then(|x| x.ident.as_ref()));
    "from.authenticated": Bool, Bytes(from_at), "the peer logged in (SMTP AUTH, web mail)",
        |f, i| Value::Bool(from(f, i).is_some_and(|x| x.authenticated));
    "from.auth": String, Bytes(from_at), "the account it logged in as",
        |f, i| piece(from(f, i).and_then(|x| x.auth.as_ref()));
    "from.is_by": Bool, Bytes(helo_at), "the announced name is the server's own, or its first label",
        |f, i| flag(f.hop(i).names_itself);
    "from.trusted": Bool, Settings, "the address is in a network that the settings trust",
        |f, i| flag(f.hop(i).ip().map(|ip| f.settings.trusted_networks.iter().any(|n| n.contains(&ip))));
    "from.helo_own": Bool, Settings, "the announced name is one our own servers write in `by`",
        |f, i| flag(f.hop(i).helo_text().map(|h| f.is_own_name(h)));
    "from.rdns_own": Bool, Settings, "the recorded name is declared as our own server's",
        |f, i| flag(f.hop(i).rdns_text().map(|h| f.is_declared_own(h)));
    "from.vouched_rdns": Bool, Bytes(rdns_at), "a server of this dialect writes a reverse name it looked up itself",
        |f, i| flag(from(f, i).map(|x| x.vouched.rdns && x.rdns.is_some()));
    "from.vouched_ip": Bool, Bytes(ip_at), "a server of this dialect writes the address of the connection itself",
        |f, i| flag(from(f, i).map(|x| x.vouched.ip && x.ip.is_some()));

    "by": Group, Bytes(by_at), "the line says by whom it was written",
        |f, i| group(by(f, i).is_some());
    "by.host": String, Bytes(by_at), "the server that claims to have written the line",
        |f, i| piece(by(f, i).and_then(|x| x.host.as_ref()));
    "by.kind": String, Bytes(by_at), "as helo_kind",
        |f, i| kind(f.hop(i).by.kind);
    "by.ip": Ip, Bytes(by_at), "its own address, where it states one",
        |f, i| address(by(f, i).and_then(|x| x.ip));
    "by.ip_invalid": String, Bytes(by_at), "what stands where its own address should and can be none",
        |f, i| piece(by(f, i).and_then(|x| x.ip_invalid.as_ref()));
    "by.org": String, Bytes(by_at), "its organisation",
        |f, i| org(&f.hop(i).by);
    "by.provider": String, Bytes(by_at), "big provider whose server it claims to be",
        |f, i| provider(f.hop(i).by.provider);
    "by.software": String, Bytes(software_at), "software as written",
        |f, i| piece(by(f, i).and_then(|x| x.software.as_ref()));
    "by.own": Bool, Settings, "a name that our own lines carry, or that the settings declare as ours",
        |f, i| flag(f.hop(i).by_text().map(|h| f.is_own_name(h)));
    "by.returned": Bool, Line, "a line above says that it took the mail from one of our own servers: mail of ours that comes back (known of lines that the sender's side supplied)",
        |f, i| flag(f.came_back(i));
    "by.is_peer": Bool, Derived, "the line is by the peer of the hand-over, by one of its names, or by a host of its organisation (of lines that the sender's side supplied)",
        |f, i| Value::Bool(f.is_by_the_peer(i));
    "by.not_peer": Bool, Derived, "the lines between the hand-over and this one do not name the hosts that wrote them, and this one is by neither name of the peer at the hand-over, nor by its organisation",
        |f, i| flag(f.breaks_behind_unnamed(i));
    "by.other_dialect": Bool, Line, "lines of ours by the same host are in other dialects than this one (known of lines that the sender's side supplied)",
        |f, i| flag(f.speaks_otherwise(i));
    "by.other_version": Bool, Line, "lines of ours by the same host state other versions of the server that this one claims (known of lines that the sender's side supplied)",
        |f, i| flag(f.other_version(i));
    "by.declared_own": Bool, Settings, "a name that the settings declare as ours",
        |f, i| flag(f.hop(i).by_text().map(|h| f.is_declared_own(h)));
    "by.provider_dialect": Bool, Line, "the line is in a dialect that the claimed provider's servers write (absent where these are not all known)",
        |f, i| flag(f.hop(i).by.provider.filter(|p| !p.dialects.is_empty()).map(|p| p.dialects.iter().any(|d| d == f.hop(i).line.dialect)));

    "via": String, Line, "the via clause", |f, i| piece(f.hop(i).line.via.as_ref());
    "with": String, Bytes(with_at), "the protocol as written", |f, i| piece(f.hop(i).line.with.as_ref());
    "tls": Group, Line, "the line speaks of TLS", |f, i| group(f.hop(i).line.tls.is_some());
    "tls.version": String, Line, "TLS version as written",
        |f, i| piece(f.hop(i).line.tls.as_ref().and_then(|t| t.version.as_ref()));
    "tls.cipher": String, Line, "the cipher suite as written",
        |f, i| piece(f.hop(i).line.tls.as_ref().and_then(|t| t.cipher.as_ref()));
    "id": String, Bytes(id_at), "the id clause", |f, i| piece(f.hop(i).line.id.as_ref());
    "id_clock": Group, Bytes(id_at), "the id hides a time", |f, i| group(clock(f, i).is_some());
    "id_clock.layout": String, Bytes(id_at), "exim, exim-4.97, postfix-long, sendmail, sendmail-hour, gmail-mx, …",
        |f, i| text(clock(f, i).map(|c| c.layout));
    "id_clock.certain": Bool, Bytes(id_at), "the id could hardly have another layout",
        |f, i| flag(clock(f, i).map(|c| c.certain));
    "id_clock.fault": String, Bytes(id_at), "why the id cannot be one of its layout: malformed, out-of-range, unset",
        |f, i| text(clock(f, i).and_then(|c| c.fault).map(ClockFault::as_str));
    "id_clock.lag": Int, Bytes(id_at), "seconds from the time in the id to the stamp",
        |f, i| int(f.hop(i).id_lag);
    "id_clock.hour_off": Int, Bytes(id_at), "hours (0 to 12) between the hour in the id and the hour stamped",
        |f, i| int(f.hop(i).id_hour_off);
    "for": String, Line, "first address of the for clause", |f, i| piece(f.hop(i).line.for_.first());
    "for_again": Bool, Line, "the line is for the recipient of the hand-over, and a line of the sender's side above it is for another: nobody down there could know for whom the mail would be",
        |f, i| Value::Bool(f.is_for_again(i));
    "envelope_from": String, Line, "reverse-path noted in the line",
        |f, i| piece(f.hop(i).line.envelope_from.as_ref());

    "date": Group, Bytes(date_at), "the line is stamped with a date", |f, i| group(date(f, i).is_some());
    "date.unix": Int, Bytes(date_at), "seconds since 1970-01-01T00:00:00Z",
        |f, i| int(date(f, i).and_then(|d| d.unix));
    "date.raw": String, Bytes(date_at), "the date as written", |f, i| piece(date(f, i).map(|d| &d.raw));
    "date.hour": Int, Bytes(date_at), "hour of day as written", |f, i| int(date(f, i).and_then(|d| d.hour));
    "date.zone": String, Bytes(zone_at), "the zone as written", |f, i| piece(date(f, i).and_then(|d| d.zone.as_ref()));
    "date.zone_minutes": Int, Bytes(zone_at), "last two digits of the zone as written",
        |f, i| int(date(f, i).and_then(|d| d.zone_minutes));
    "date.offset": Int, Bytes(zone_at), "minutes east of UTC as the digits say",
        |f, i| int(date(f, i).and_then(|d| d.offset_minutes));
    "date.zone_name": String, Bytes(date_at), "the zone's name in a comment",
        |f, i| piece(date(f, i).and_then(|d| d.zone_comment.as_ref()));
    "date.defects": StringList, Bytes(date_at), "what is wrong with the date (docs/dialects.md lists the words)",
        |f, i| words(&f.hop(i).defects);
    "date.future": Int, Bytes(date_at), "seconds after the clock of the analysis",
        |f, i| int(date(f, i).and_then(|d| d.unix).zip(f.settings.now).map(|(d, now)| d.saturating_sub(now)));

    "dns.iprev": String, Dns(|d| d.asked.peer.as_ref()), "RFC 8601 section 2.7.3 of the peer's address today: pass, fail, permerror, temperror",
        |f, i| f.hop_dns(i, |d| d.iprev.map(|i| Value::Str(i.as_str())));
    "dns.ptr": StringList, Dns(|d| d.asked.peer.as_ref()), "reverse names of the peer's address today",
        |f, i| f.hop_dns(i, |d| d.ptr.as_deref().map(words));
    "dns.helo": String, Dns(|d| d.asked.helo.as_ref()), "the announced name today: exists, no-address, nxdomain",
        |f, i| f.hop_dns(i, |d| d.helo.map(|e| Value::Str(Existence::as_str(e))));
    "dns.helo_is_peer": Bool, Dns(|d| d.asked.helo.as_ref()), "the announced name's addresses hold the peer's",
        |f, i| f.hop_dns(i, |d| d.helo_is_peer.map(Value::Bool));
    "dns.rdns_is_peer": Bool, Dns(|d| d.asked.rdns.as_ref()), "the recorded name's addresses hold the peer's",
        |f, i| f.hop_dns(i, |d| d.rdns_is_peer.map(Value::Bool));
    "dns.rdns": String, Dns(|d| d.asked.rdns.as_ref()), "the recorded name today: exists, no-address, nxdomain; of lines of the sender's side only where the mail is at most a week old and the name is of another organisation than the server",
        |f, i| f.hop_dns(i, |d| d.rdns.map(|e| Value::Str(Existence::as_str(e))));
    "dns.by": String, Dns(|d| d.asked.by.as_ref()), "the writing server's name today: exists, no-address, nxdomain",
        |f, i| f.hop_dns(i, |d| d.by.map(|e| Value::Str(Existence::as_str(e))));
    "dns.by_is_peer_above": Bool, Dns(|d| d.asked.by.as_ref()), "the writing server's addresses hold the peer that the line above recorded",
        |f, i| f.hop_dns(i, |d| d.by_is_peer_above.map(Value::Bool));
    "dns.in_sender_spf": Bool, Dns(|d| d.asked.sender_spf.as_ref()), "at the hand-over: the SPF records of the sender's domain let the peer's address send for it (RFC 7208); not asked where the line below is by the name recorded",
        |f, i| f.hop_dns(i, |d| d.in_sender_spf.map(Value::Bool));
    "dns.in_sender_mx": Bool, Dns(|d| d.asked.sender_mx.as_ref()), "at the hand-over: the peer is one of the hosts that receive mail for the sender's domain, or of their organisation",
        |f, i| f.hop_dns(i, |d| d.in_sender_mx.map(Value::Bool));
    "dns.in_recipient_mx": Bool, Dns(|d| d.asked.recipient_mx.as_ref()), "at the hand-over: the peer is one of the hosts that receive mail for the recipient's domain, or of their organisation",
        |f, i| f.hop_dns(i, |d| d.in_recipient_mx.map(Value::Bool));
    "dns.by_takes_mail": Bool, Dns(|d| d.asked.recipient_mx.as_ref()), "at the hand-over: one of our lines is by a host that receives mail for the recipient's domain (by name, organisation, or an address beside it)",
        |f, i| f.hop_dns(i, |d| d.by_takes_mail.map(Value::Bool));
    "dns.age_days": Int, Derived, "days from our stamp at the hand-over to the answers: how old the mail was when the DNS was asked",
        |f, i| f.hop_dns(i, |d| d.age_days.map(Value::Int));

    "signature": Group, Derived, "a valid DKIM signature stands directly below the line",
        |f, i| signed(f, i, |_| Value::Present);
    "signature.org": String, Derived, "organisation that signed",
        |f, i| signed(f, i, |s| text(s.org.as_deref()));
    "signature.lag": Int, Derived, "seconds from the time in the signature (t=) to the stamp; negative: the line says it took the mail before it was signed",
        |f, i| signed(f, i, |s| int(s.time.zip(f.hop(i).unix()).map(|(t, stamp)| stamp.saturating_sub(t))));

    "witness": Group, Trace(witness_at), "beside the line stands a field of the server that it names, about the peer it took the mail from: Received-SPF, Authentication-Results, their kin of ARC, X-Forefront-Antispam-Report (known of lines that the sender's side supplied)",
        |f, i| group(witness(f, i).is_some());
    "witness.field": String, Trace(witness_at), "the field's name",
        |f, i| text(witness(f, i).map(|w| w.field.as_str()));
    "witness.by": String, Trace(witness_at), "who speaks in it: an authserv-id, a receiver, Exchange Online",
        |f, i| text(witness(f, i).map(|w| w.by.as_str()));
    "witness.ip": Ip, Trace(witness_at), "the peer's address as the field says it",
        |f, i| address(witness(f, i).and_then(|w| w.ip));
    "witness.agrees": Bool, Trace(witness_at), "it is the address that the line names (of several fields one that agrees counts)",
        |f, i| flag(witness(f, i).and_then(|w| w.agrees));
    "witness.in_chain": Bool, Trace(witness_at), "it is the address of some line's peer",
        |f, i| flag(witness(f, i).map(|w| w.in_chain));
    "witness.helo": String, Trace(witness_at), "what the peer announced, as the field says it",
        |f, i| text(witness(f, i).and_then(|w| w.helo.as_deref()));
    "witness.helo_agrees": Bool, Trace(witness_at), "it is the name that the line says the peer announced, or the name recorded",
        |f, i| flag(witness(f, i).and_then(|w| w.helo_agrees));

    "stray": Group, Trace(stray_at), "beside the line stands a check, by its own server or by one that does not name itself, of an address that no line names as its peer's (known of lines that the sender's side supplied)",
        |f, i| group(stray(f, i).is_some());
    "stray.ip": Ip, Trace(stray_at), "that address",
        |f, i| address(stray(f, i).map(|s| s.ip));

    "dated": Group, Trace(dated_at), "a DKIM-Signature or ARC-Seal that states its time stands directly below the line; verified or not (known of lines that the sender's side supplied)",
        |f, i| group(dated(f, i).is_some());
    "dated.kind": String, Trace(dated_at), "dkim, google-dkim, arc-seal, …: of several the newest",
        |f, i| text(dated(f, i).map(|d| d.kind.as_str()));
    "dated.domain": String, Trace(dated_at), "the domain in whose name it is",
        |f, i| text(dated(f, i).and_then(|d| d.domain.as_deref()));
    "dated.lag": Int, Trace(dated_at), "seconds from the time in it (t=) to the stamp; negative: the line says it took the mail before it was signed",
        |f, i| int(dated(f, i).zip(f.hop(i).unix()).map(|(d, stamp)| stamp.saturating_sub(d.time)));

    "x_received": Group, Trace(x_received_at), "an X-Received field, as Google's servers write them, stands directly below the line (known of lines that the sender's side supplied)",
        |f, i| group(x_received(f, i).is_some());
    "x_received.lag": Int, Trace(x_received_at), "seconds from its stamp to the line's; negative: time runs back",
        |f, i| int(x_received(f, i).and_then(|x| x.unix).zip(f.hop(i).unix()).map(|(x, stamp)| stamp.saturating_sub(x)));
}
