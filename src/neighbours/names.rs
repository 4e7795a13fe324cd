//! Which fields are read, by name.

use super::envelope::{ListKind, OriginatorKind};
use super::exchange::Scope;
use super::origin::AddressRole;
use super::signature::SignatureKind;

/// What is to be done with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    XReceived,
    ReceivedSpf,
    AuthResults {
        relocated: bool,
    },
    ArcAuthResults,
    Signature(SignatureKind),
    OriginAddress(AddressRole),
    OriginAccount,
    ClaimWarning,
    Forefront {
        trusted: bool,
    },
    /// The scope, and how long the prefix of the name is that says so.
    Exchange(Prefix),
    IncomingMarker,
    IncomingHeaderCount,
    ReturnPath,
    Recipient,
    Resent(OriginatorKind),
    ResentDate,
    ResentMessageId,
    List(ListKind),
    MessageId,
    Date,
    Originator(OriginatorKind),
    ContentType,
    ThreadIndex,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Prefix {
    pub(super) scope: Scope,
    pub(super) length: usize,
}

const LONGEST: usize = 72;

/// The kind of a field; names are compared without regard to case, blanks before the colon do
/// not count.
pub(super) fn kind(name: &[u8]) -> Option<Kind> {
    use AddressRole::{Client, Outgoing, Peer};
    use OriginatorKind as O;

    let name = name.trim_ascii();
    let mut lower = [0u8; LONGEST];
    let lower = lower.get_mut(..name.len())?;
    lower.copy_from_slice(name);
    lower.make_ascii_lowercase();
    // Nearly all fields are settled by their first letter.
    Some(match lower.first()? {
        b'a' => match &*lower {
            b"authentication-results" => Kind::AuthResults { relocated: false },
            b"authentication-results-original" => Kind::AuthResults { relocated: true },
            b"arc-authentication-results" => Kind::ArcAuthResults,
            b"arc-message-signature" => Kind::Signature(SignatureKind::ArcMessage),
            b"arc-seal" => Kind::Signature(SignatureKind::ArcSeal),
            b"apparently-to" => Kind::Recipient,
            _ => return None,
        },
        b'c' => match &*lower {
            b"cc" => Kind::Originator(O::Cc),
            b"content-type" => Kind::ContentType,
            _ => return None,
        },
        b'd' => match &*lower {
            b"date" => Kind::Date,
            b"delivered-to" => Kind::Recipient,
            b"dkim-signature" => Kind::Signature(SignatureKind::Dkim),
            b"dkim2-signature" => Kind::Signature(SignatureKind::Dkim2),
            b"domainkey-signature" => Kind::Signature(SignatureKind::DomainKey),
            _ => return None,
        },
        b'e' => match &*lower {
            b"envelope-to" => Kind::Recipient,
            b"envelope-from" => Kind::OriginAccount,
            _ => return None,
        },
        b'f' if &*lower == b"from" => Kind::Originator(O::From),
        b'l' => Kind::List(match lower.strip_prefix(b"list-")? {
            b"id" => ListKind::Id,
            b"post" => ListKind::Post,
            b"archive" => ListKind::Archive,
            b"owner" => ListKind::Owner,
            b"help" | b"subscribe" | b"unsubscribe" | b"unsubscribe-post" => ListKind::Manage,
            b"software" => ListKind::Software,
            _ => ListKind::Other,
        }),
        b'm' => match &*lower {
            b"message-id" => Kind::MessageId,
            b"mailing-list" => Kind::List(ListKind::MailingList),
            _ => return None,
        },
        b'r' => match &*lower {
            b"received-spf" => Kind::ReceivedSpf,
            b"return-path" => Kind::ReturnPath,
            b"reply-to" => Kind::Originator(O::ReplyTo),
            b"resent-from" => Kind::Resent(O::From),
            b"resent-sender" => Kind::Resent(O::Sender),
            b"resent-to" => Kind::Resent(O::To),
            b"resent-cc" | b"resent-bcc" => Kind::Resent(O::Cc),
            b"resent-date" => Kind::ResentDate,
            b"resent-message-id" => Kind::ResentMessageId,
            _ => return None,
        },
        b's' => match &*lower {
            b"sender" => Kind::Originator(O::Sender),
            b"subject" => Kind::Originator(O::Subject),
            _ => return None,
        },
        b't' => match &*lower {
            b"to" => Kind::Originator(O::To),
            b"thread-index" => Kind::ThreadIndex,
            _ => return None,
        },
        b'x' => match lower.strip_prefix(b"x-")? {
            b"received" => Kind::XReceived,
            b"original-authentication-results" | b"ms-exchange-authentication-results" => {
                Kind::AuthResults { relocated: true }
            }
            b"google-dkim-signature" => Kind::Signature(SignatureKind::GoogleDkim),
            // The address of whoever used a web mail or submitted the message.
            b"originating-ip"
            | b"originatingip"
            | b"original-ip"
            | b"client-ip"
            | b"senderip"
            | b"source-ip"
            | b"qq-originating-ip"
            | b"originating-client"
            | b"yahoo-client-ip"
            | b"forwarded-for"
            | b"ms-exchange-crosspremises-originalclientipaddress"
            | b"ip"
            | b"aol-ip"
            | b"me-ip"
            | b"php-originating-ip" => Kind::OriginAddress(Client),
            // The address that a receiving server saw.
            b"sender-ip"
            | b"remote-ip"
            | b"real-ip"
            | b"mdremoteip"
            | b"sa-exim-connect-ip"
            | b"barracuda-connect"
            | b"connecting-ip"
            | b"peer-ip"
            | b"external-ip"
            | b"watchguard-mail-client-ip"
            | b"receive-ip" => Kind::OriginAddress(Peer),
            // The address that a sending service used.
            b"mailgun-sending-ip" | b"ses-outgoing" | b"pm-ip" => Kind::OriginAddress(Outgoing),
            b"originating-email"
            | b"env-sender"
            | b"envelope-from"
            | b"authenticated-sender"
            | b"authenticated-user"
            | b"authuser"
            | b"auth-user"
            | b"sender-id"
            | b"mimecast-originator"
            | b"originatororg"
            | b"get-message-sender-via" => Kind::OriginAccount,
            b"authentication-warning" => Kind::ClaimWarning,
            b"forefront-antispam-report" => Kind::Forefront { trusted: true },
            b"forefront-antispam-report-untrusted" => Kind::Forefront { trusted: false },
            b"incomingtopheadermarker" => Kind::IncomingMarker,
            b"incomingheadercount" => Kind::IncomingHeaderCount,
            b"eoptenantattributedmessage"
            | b"eopattributedmessage"
            | b"clientproxiedby"
            | b"originalarrivaltime" => Kind::Exchange(Prefix { scope: Scope::None, length: 2 }),
            b"original-to" | b"envelope-to" | b"delivered-to" | b"forwarded-to" | b"rcpt-to" => {
                Kind::Recipient
            }
            b"mailing-list" | b"loop" => Kind::List(ListKind::MailingList),
            b"beenthere" => Kind::List(ListKind::BeenThere),
            rest => {
                let (scope, length) = exchange(rest)?;
                Kind::Exchange(Prefix { scope, length: length + 2 })
            }
        },
        _ => return None,
    })
}

fn exchange(name: &[u8]) -> Option<(Scope, usize)> {
    let rest = name.strip_prefix(b"ms-exchange-")?;
    let scopes: [(&[u8], Scope); 3] = [
        (b"organization-", Scope::Organization),
        (b"crosstenant-", Scope::CrossTenant),
        (b"crosspremises-", Scope::CrossPremises),
    ];
    for (prefix, scope) in scopes {
        if rest.starts_with(prefix) {
            return Some((scope, b"ms-exchange-".len() + prefix.len()));
        }
    }
    Some((Scope::None, b"ms-exchange-".len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_any_case() {
        for (name, expected) in [
            ("X-Received", Some(Kind::XReceived)),
            ("x-originating-ip", Some(Kind::OriginAddress(AddressRole::Client))),
            ("X-ORIGINATING-IP ", Some(Kind::OriginAddress(AddressRole::Client))),
            ("X-Sender-IP", Some(Kind::OriginAddress(AddressRole::Peer))),
            ("Authentication-Results", Some(Kind::AuthResults { relocated: false })),
            ("ARC-Seal", Some(Kind::Signature(SignatureKind::ArcSeal))),
            ("List-Id", Some(Kind::List(ListKind::Id))),
            ("List-Whatever", Some(Kind::List(ListKind::Other))),
            (
                "X-MS-Exchange-Organization-AuthAs",
                Some(Kind::Exchange(Prefix { scope: Scope::Organization, length: 27 })),
            ),
            ("X-MS-Exchange-Foo", Some(Kind::Exchange(Prefix { scope: Scope::None, length: 14 }))),
            ("Received", None),
            ("X-Spam-Status", None),
            ("X", None),
            ("x-", None),
            ("", None),
            ("\u{e9}", None),
        ] {
            assert_eq!(kind(name.as_bytes()), expected, "{name}");
        }
        assert_eq!(kind(&[b'x'; 5000]), None);
    }
}
