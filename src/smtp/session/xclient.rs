//! XCLIENT: a host in front of us says who the client is. Postfix defined it
//! (XCLIENT_README); it is taken from listed peers only.

use std::net::{IpAddr, SocketAddr};

use super::{BAD_SEQUENCE, Event, Forwarded, Peer, PeerBasis, Session};
use crate::smtp::Reply;

impl Session {
    pub(super) fn xclient(&mut self, attributes: &str) -> Event {
        if !self.peer.may_forward {
            return self.refuse(&Reply::new(550, "5.7.0", "not for you to say"));
        }
        if self.mail.is_some() {
            return self.refuse(&Reply::new(503, BAD_SEQUENCE, "a message is under way"));
        }
        let Some(peer) = read(attributes, &self.peer) else {
            return self.refuse(&Reply::new(501, "5.5.4", "bad attribute"));
        };
        self.peer = peer;
        // The session begins anew, for the client that was named.
        self.hello = None;
        self.transcript.answered(220);
        self.transcript.keep();
        self.greet();
        Event::Wait
    }
}

/// The client that the attributes name.
fn read(attributes: &str, before: &Peer) -> Option<Peer> {
    let mut forwarded = Forwarded::default();
    let mut ip = before.address.ip();
    let mut port = before.address.port();
    let mut any = false;
    for word in attributes.split(' ').filter(|word| !word.is_empty()) {
        let (name, value) = word.split_once('=')?;
        let value = decoded(value)?;
        let known =
            !matches!(value.to_ascii_uppercase().as_str(), "[UNAVAILABLE]" | "[TEMPUNAVAIL]");
        any = true;
        match name.to_ascii_uppercase().as_str() {
            "ADDR" if known => ip = address(&value)?,
            "PORT" if known => port = value.parse().ok()?,
            "NAME" => forwarded.name = Some(known.then_some(value)),
            "HELO" if known => forwarded.helo = Some(value),
            "LOGIN" if known => forwarded.login = Some(value),
            "PROTO" if known => forwarded.extended = Some(!value.eq_ignore_ascii_case("SMTP")),
            "ADDR" | "PORT" | "HELO" | "LOGIN" | "PROTO" | "DESTADDR" | "DESTPORT" => {}
            _ => return None,
        }
    }
    any.then_some(Peer {
        address: SocketAddr::new(ip, port),
        basis: PeerBasis::Xclient,
        may_forward: true,
        forwarded,
    })
}

fn address(value: &str) -> Option<IpAddr> {
    let six = value.get(..5).is_some_and(|prefix| prefix.eq_ignore_ascii_case("IPV6:"));
    if six { value[5..].parse().ok() } else { value.parse().ok() }
}

/// `+3D` is `=` (xtext, RFC 3461 section 4). Controls are refused.
fn decoded(value: &str) -> Option<String> {
    let mut text = Vec::with_capacity(value.len());
    let mut bytes = value.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'+' {
            text.push(byte);
            continue;
        }
        let digit = |b: u8| char::from(b).to_digit(16);
        let (high, low) = (digit(bytes.next()?)?, digit(bytes.next()?)?);
        text.push((high * 16 + low) as u8);
    }
    let text = String::from_utf8(text).ok()?;
    (!text.is_empty() && !text.chars().any(char::is_control)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(attributes: &str) -> Option<Peer> {
        read(attributes, &Peer::connected("192.0.2.1:5".parse().expect("is one")))
    }

    #[test]
    fn attributes() {
        let read = peer("ADDR=IPV6:2001:db8::1 PORT=99 NAME=mail.a.example HELO=a+3Db PROTO=SMTP")
            .expect("is good");
        assert_eq!(read.address, "[2001:db8::1]:99".parse().expect("is one"));
        assert_eq!(read.basis, PeerBasis::Xclient);
        assert_eq!(read.forwarded.name, Some(Some("mail.a.example".to_owned())));
        assert_eq!(read.forwarded.helo.as_deref(), Some("a=b"));
        assert_eq!(read.forwarded.extended, Some(false));
        let without = peer("NAME=[UNAVAILABLE] ADDR=[TEMPUNAVAIL]").expect("is good");
        assert_eq!(without.forwarded.name, Some(None));
        assert_eq!(without.address.port(), 5);
    }

    #[test]
    fn what_is_refused() {
        for wrong in
            ["", "ADDR", "ADDR=x", "PORT=70000", "COLOUR=red", "HELO=+0A", "HELO=+4", "HELO=+zz"]
        {
            assert_eq!(peer(wrong), None, "{wrong}");
        }
    }
}
