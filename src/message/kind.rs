//! The header fields that later rooms ask for, and how a name becomes one of them.

use mail_parser::HeaderName;

/// The fields that later rooms ask for by kind; all others are `Other`.
///
/// Where servers spell one thing in several ways (`X-RCPT-To`, `X-Rcpt-To`) case never counts;
/// where a kind stands for several names (`XMsExchange`), the field's own name tells which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldKind {
    // Trace (RFC 5321 section 4.4, RFC 5322 section 3.6.7) and what stands in for it.
    Received,
    XReceived,
    ReturnPath,

    // What delivery wrote of the envelope's recipient.
    DeliveredTo,
    XDeliveredTo,
    XOriginalTo,
    EnvelopeTo,
    XEnvelopeTo,
    XRcptTo,
    ApparentlyTo,
    XApparentlyTo,
    OriginalRecipient,
    XForwardedTo,
    XForwardedFor,

    // What delivery wrote of the envelope's sender, other than Return-Path.
    EnvelopeFrom,
    XEnvelopeFrom,

    // What a server says it checked or signed.
    ReceivedSpf,
    AuthenticationResults,
    XAuthenticationResults,
    AuthenticationResultsOriginal,
    ArcSeal,
    ArcMessageSignature,
    ArcAuthenticationResults,
    DkimSignature,
    Dkim2Signature,
    DomainKeySignature,
    XGoogleDkimSignature,

    // Originator, destination and identification (RFC 5322 sections 3.6.1 to 3.6.5).
    Date,
    From,
    Sender,
    ReplyTo,
    To,
    Cc,
    Bcc,
    MessageId,
    InReplyTo,
    References,
    Subject,

    // Resent blocks (RFC 5322 section 3.6.6).
    ResentDate,
    ResentFrom,
    ResentSender,
    ResentTo,
    ResentCc,
    ResentBcc,
    ResentMessageId,

    // Mailing lists and automatic mail (RFC 2369, 2919, 3834, 8058).
    ListId,
    ListPost,
    ListHelp,
    ListSubscribe,
    ListUnsubscribe,
    ListUnsubscribePost,
    ListOwner,
    ListArchive,
    MailingList,
    XMailingList,
    XBeenThere,
    XMailmanVersion,
    ErrorsTo,
    Precedence,
    AutoSubmitted,

    // Markers that servers and providers leave.
    XOriginatingIp,
    XSenderIp,
    XForefrontAntispamReport,
    /// Any `X-MS-Exchange-…`.
    XMsExchange,
    /// `X-EOPAttributedMessage`, `X-EOPTenantAttributedMessage`.
    XEop,
    XIncomingTopHeaderMarker,
    XIncomingHeaderCount,
    XGmMessageState,
    XGoogleSmtpSource,
    XMailer,
    UserAgent,
    ThreadIndex,

    // MIME (RFC 2045).
    MimeVersion,
    ContentType,
    ContentTransferEncoding,
    ContentDisposition,

    Other,
}

/// Names that mail-parser does not know. Sorted by how often they are met, as the search is
/// from the top.
const MORE_NAMES: &[(&str, FieldKind)] = &[
    ("X-Received", FieldKind::XReceived),
    ("X-Original-To", FieldKind::XOriginalTo),
    ("Delivered-To", FieldKind::DeliveredTo),
    ("X-Mailer", FieldKind::XMailer),
    ("User-Agent", FieldKind::UserAgent),
    ("Precedence", FieldKind::Precedence),
    ("Errors-To", FieldKind::ErrorsTo),
    ("X-BeenThere", FieldKind::XBeenThere),
    ("X-Mailman-Version", FieldKind::XMailmanVersion),
    ("X-Originating-IP", FieldKind::XOriginatingIp),
    ("X-Sender-IP", FieldKind::XSenderIp),
    ("X-Forefront-Antispam-Report", FieldKind::XForefrontAntispamReport),
    ("X-IncomingTopHeaderMarker", FieldKind::XIncomingTopHeaderMarker),
    ("X-IncomingHeaderCount", FieldKind::XIncomingHeaderCount),
    ("X-EOPAttributedMessage", FieldKind::XEop),
    ("X-EOPTenantAttributedMessage", FieldKind::XEop),
    ("X-Gm-Message-State", FieldKind::XGmMessageState),
    ("X-Google-Smtp-Source", FieldKind::XGoogleSmtpSource),
    ("X-Google-DKIM-Signature", FieldKind::XGoogleDkimSignature),
    ("DomainKey-Signature", FieldKind::DomainKeySignature),
    ("Thread-Index", FieldKind::ThreadIndex),
    ("Mailing-List", FieldKind::MailingList),
    ("X-Mailing-List", FieldKind::XMailingList),
    ("Envelope-To", FieldKind::EnvelopeTo),
    ("X-Envelope-To", FieldKind::XEnvelopeTo),
    ("X-Envelope-From", FieldKind::XEnvelopeFrom),
    ("Envelope-From", FieldKind::EnvelopeFrom),
    ("X-Delivered-To", FieldKind::XDeliveredTo),
    ("X-RCPT-To", FieldKind::XRcptTo),
    ("X-Apparently-To", FieldKind::XApparentlyTo),
    ("X-Forwarded-To", FieldKind::XForwardedTo),
    ("X-Forwarded-For", FieldKind::XForwardedFor),
    ("X-Authentication-Results", FieldKind::XAuthenticationResults),
    ("Authentication-Results-Original", FieldKind::AuthenticationResultsOriginal),
    ("Apparently-To", FieldKind::ApparentlyTo),
];

const EXCHANGE: &str = "X-MS-Exchange-";

impl FieldKind {
    /// The kind of a field by its name, without regard to case (RFC 5322 section 1.2.2).
    pub fn of(name: &str) -> FieldKind {
        match HeaderName::parse(name) {
            Some(known) => FieldKind::from(&known),
            // It is stricter with names alone than with those in a header: of a name with a `;`
            // inside, the beginning may still say what it is.
            None => more(name),
        }
    }

    /// A field of a Resent block (RFC 5322 section 3.6.6).
    pub fn is_resent(self) -> bool {
        use FieldKind::*;
        matches!(
            self,
            ResentDate
                | ResentFrom
                | ResentSender
                | ResentTo
                | ResentCc
                | ResentBcc
                | ResentMessageId
        )
    }

    /// A field that list software writes.
    pub fn is_list(self) -> bool {
        use FieldKind::*;
        matches!(
            self,
            ListId
                | ListPost
                | ListHelp
                | ListSubscribe
                | ListUnsubscribe
                | ListUnsubscribePost
                | ListOwner
                | ListArchive
                | MailingList
                | XMailingList
                | XBeenThere
                | XMailmanVersion
        )
    }

    /// A field that the author's side writes when the message is composed: originator,
    /// destination, identification and information fields (RFC 5322 sections 3.6.1 to 3.6.5).
    pub fn is_originator(self) -> bool {
        use FieldKind::*;
        matches!(
            self,
            Date | From
                | Sender
                | ReplyTo
                | To
                | Cc
                | Bcc
                | MessageId
                | InReplyTo
                | References
                | Subject
        )
    }

    /// A field that servers add on the way, and authors do not: what shows that a text is the
    /// header of a message that travelled.
    pub fn is_trace(self) -> bool {
        use FieldKind::*;
        matches!(
            self,
            Received
                | XReceived
                | ReturnPath
                | DeliveredTo
                | XOriginalTo
                | EnvelopeTo
                | ReceivedSpf
                | AuthenticationResults
                | ArcSeal
                | ArcMessageSignature
                | ArcAuthenticationResults
                | DkimSignature
        )
    }
}

impl From<&HeaderName<'_>> for FieldKind {
    fn from(name: &HeaderName<'_>) -> Self {
        match name {
            HeaderName::Received => FieldKind::Received,
            HeaderName::ReturnPath => FieldKind::ReturnPath,
            HeaderName::OriginalRecipient => FieldKind::OriginalRecipient,
            HeaderName::ReceivedSpf => FieldKind::ReceivedSpf,
            HeaderName::AuthenticationResults => FieldKind::AuthenticationResults,
            HeaderName::ArcSeal => FieldKind::ArcSeal,
            HeaderName::ArcMessageSignature => FieldKind::ArcMessageSignature,
            HeaderName::ArcAuthenticationResults => FieldKind::ArcAuthenticationResults,
            HeaderName::DkimSignature => FieldKind::DkimSignature,
            HeaderName::Dkim2Signature => FieldKind::Dkim2Signature,
            HeaderName::Date => FieldKind::Date,
            HeaderName::From => FieldKind::From,
            HeaderName::Sender => FieldKind::Sender,
            HeaderName::ReplyTo => FieldKind::ReplyTo,
            HeaderName::To => FieldKind::To,
            HeaderName::Cc => FieldKind::Cc,
            HeaderName::Bcc => FieldKind::Bcc,
            HeaderName::MessageId => FieldKind::MessageId,
            HeaderName::InReplyTo => FieldKind::InReplyTo,
            HeaderName::References => FieldKind::References,
            HeaderName::Subject => FieldKind::Subject,
            HeaderName::ResentDate => FieldKind::ResentDate,
            HeaderName::ResentFrom => FieldKind::ResentFrom,
            HeaderName::ResentSender => FieldKind::ResentSender,
            HeaderName::ResentTo => FieldKind::ResentTo,
            HeaderName::ResentCc => FieldKind::ResentCc,
            HeaderName::ResentBcc => FieldKind::ResentBcc,
            HeaderName::ResentMessageId => FieldKind::ResentMessageId,
            HeaderName::ListId => FieldKind::ListId,
            HeaderName::ListPost => FieldKind::ListPost,
            HeaderName::ListHelp => FieldKind::ListHelp,
            HeaderName::ListSubscribe => FieldKind::ListSubscribe,
            HeaderName::ListUnsubscribe => FieldKind::ListUnsubscribe,
            HeaderName::ListUnsubscribePost => FieldKind::ListUnsubscribePost,
            HeaderName::ListOwner => FieldKind::ListOwner,
            HeaderName::ListArchive => FieldKind::ListArchive,
            HeaderName::AutoSubmitted => FieldKind::AutoSubmitted,
            HeaderName::MimeVersion => FieldKind::MimeVersion,
            HeaderName::ContentType => FieldKind::ContentType,
            HeaderName::ContentTransferEncoding => FieldKind::ContentTransferEncoding,
            HeaderName::ContentDisposition => FieldKind::ContentDisposition,
            // Compared by spelling and not by variant, so that it does not matter which names
            // mail-parser knows.
            other => more(other.as_str()),
        }
    }
}

fn more(name: &str) -> FieldKind {
    for (known, kind) in MORE_NAMES {
        if known.eq_ignore_ascii_case(name) {
            return *kind;
        }
    }
    match name.as_bytes().get(..EXCHANGE.len()) {
        Some(start) if start.eq_ignore_ascii_case(EXCHANGE.as_bytes()) => FieldKind::XMsExchange,
        _ => FieldKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_kinds_whatever_their_case() {
        for (name, kind) in MORE_NAMES {
            assert_eq!(FieldKind::of(name), *kind, "{name}");
            assert_eq!(FieldKind::of(&name.to_ascii_lowercase()), *kind, "{name}");
            assert_eq!(FieldKind::of(&name.to_ascii_uppercase()), *kind, "{name}");
        }
        for (name, kind) in [
            ("Received", FieldKind::Received),
            ("RECEIVED", FieldKind::Received),
            ("Return-path", FieldKind::ReturnPath),
            ("Message-Id", FieldKind::MessageId),
            ("mime-version", FieldKind::MimeVersion),
            ("X-MS-Exchange-Organization-AuthAs", FieldKind::XMsExchange),
            ("x-ms-exchange-crosstenant-id", FieldKind::XMsExchange),
            ("X-MS-Exchange-A;b", FieldKind::XMsExchange),
            ("X-MS-Exchange", FieldKind::Other),
            ("Received-", FieldKind::Other),
            ("Receive", FieldKind::Other),
            ("Re ceived", FieldKind::Other),
            ("", FieldKind::Other),
            ("Résent-From", FieldKind::Other),
        ] {
            assert_eq!(FieldKind::of(name), kind, "{name}");
        }
    }

    #[test]
    fn groups() {
        assert!(FieldKind::ResentMessageId.is_resent() && !FieldKind::MessageId.is_resent());
        assert!(FieldKind::ListId.is_list() && !FieldKind::Precedence.is_list());
        assert!(FieldKind::Subject.is_originator() && !FieldKind::Received.is_originator());
        assert!(FieldKind::Received.is_trace() && !FieldKind::From.is_trace());
    }
}
