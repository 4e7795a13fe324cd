//! Exim (`received_header_text`, `host_build_sender_fullhost`).

use super::super::RdnsStatus;
use super::super::prod::Step::{self, Any, Many, One, Opt, OptAny};
use super::super::prod::Tag;
use super::super::reading::Reading;

/// ```text
/// from mail.example.org ([192.0.2.1]:42284 helo=announced.example.org ident=user)
///     by mx.example.net with esmtps (TLS1.3) tls TLS_AES_256_GCM_SHA384
///     (Exim 4.97) (envelope-from <sender@example.org>)
///     id 1rNSxG-0001Ab-2C for user@example.net; Wed, 10 Jan 2024 08:09:10 +0100
/// from [192.0.2.1] (helo=announced.example.org)
///     by mx.example.net with smtp (Exim 3.35 #1 (Debian)) id 16OFHL-0003Cd-00
///     for <user@example.net>; Wed, 09 Jan 2002 08:09:10 +0100
/// from user by mx.example.net with local (Exim 4.97) id 1rNSxG-0001Ab-2C
///     for user@example.net; Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const LINE: &[Step] = &[
    OptAny(&[Tag::FromName, Tag::FromLiteral]),
    OptAny(&[Tag::EximPeer, Tag::EximHelo, Tag::Addr]),
    One(Tag::By),
    Opt(Tag::With),
    Many(&[Tag::TlsColon, Tag::TlsClause]),
    Opt(Tag::Software),
    Opt(Tag::EnvelopeFrom),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

const PEER: &[Step] =
    &[Any(&[Tag::FromName, Tag::FromLiteral]), Many(&[Tag::EximPeer, Tag::EximHelo, Tag::Addr])];

pub(super) fn read(r: &mut Reading<'_>) -> Option<&'static str> {
    if !r.is(LINE) {
        return None;
    }
    let _ = PEER;
    let local = r.with_text().starts_with("local");
    let authenticated = {
        let with = r.with_text();
        with == "asmtp" || with.ends_with('a')
    };
    let literal = r.seq.first().is_some_and(|prod| prod.tag == Tag::FromLiteral);
    let named = r.seq.get(1).is_some_and(|prod| matches!(prod.tag, Tag::EximPeer | Tag::Addr));
    let Some(from) = &mut r.line.from else { return Some("local") };
    from.authenticated |= authenticated;
    if local {
        from.ident = from.helo.take();
        return Some("local");
    }
    if literal && from.ip.is_none() {
        // `from [192.0.2.1] (helo=x)`: the literal is the server's, no name was found.
        let written = from.rdns.take().or_else(|| from.helo.take());
        let address =
            written.as_ref().and_then(|w| super::super::address::bracketed(w.as_str().as_bytes()));
        from.helo_ip = None;
        match address {
            Some(super::super::address::Literal::Ip { ip, port }) => {
                from.ip = Some(ip);
                from.port = port;
                from.ip_written = written;
            }
            Some(super::super::address::Literal::Impossible) => from.ip_invalid = written,
            None => {}
        }
    } else if named {
        // Exim writes a name before `([address])` only where it verified it; without helo= it
        // is the announced name as well.
        if from.rdns.is_none() {
            from.rdns.clone_from(&from.helo);
        }
        from.rdns_status = RdnsStatus::Verified;
    }
    let verified = from.rdns.is_some();
    r.vouch(true, verified);
    Some("network")
}
