//! What the first byte of an input chooses, for targets that read several kinds of text.

/// The item that the first byte chooses, and the rest of the input.
pub fn chosen<'c, 'i>(choices: &[&'c str], input: &'i [u8]) -> Option<(&'c str, &'i [u8])> {
    let (&first, rest) = input.split_first()?;
    Some((choices[usize::from(first) % choices.len()], rest))
}

/// The byte that chooses an item.
pub fn choice(choices: &[&str], item: &str) -> Option<u8> {
    let index = choices.iter().position(|choice| choice.eq_ignore_ascii_case(item))?;
    u8::try_from(index).ok()
}

/// Fields that are read for what they tell of the Received lines around them.
pub const NEIGHBOURS: &[&str] = &[
    "Authentication-Results",
    "ARC-Authentication-Results",
    "Authentication-Results-Original",
    "Received-SPF",
    "DKIM-Signature",
    "ARC-Seal",
    "ARC-Message-Signature",
    "DomainKey-Signature",
    "X-Originating-IP",
    "X-Sender-IP",
    "X-Authenticated-Sender",
    "X-Authentication-Warning",
    "X-Forefront-Antispam-Report",
    "X-MS-Exchange-Organization-AuthAs",
    "X-MS-Exchange-CrossTenant-OriginalArrivalTime",
    "X-MS-Exchange-Transport-CrossTenantHeadersStamped",
    "X-IncomingTopHeaderMarker",
    "X-IncomingHeaderCount",
    "Return-Path",
    "Delivered-To",
    "X-Original-To",
    "Resent-From",
    "Resent-Date",
    "Resent-Message-ID",
    "List-Id",
    "List-Unsubscribe",
    "Message-ID",
    "Date",
    "From",
    "Subject",
    "Content-Type",
    "Thread-Index",
];

/// Grammars that have ids of their own, and some that have none.
pub const DIALECTS: &[&str] = &[
    "postfix", "exim", "sendmail", "gmail", "google", "exchange", "smtpsvc", "qmail", "mimecast",
    "generic", "unknown", "dovecot", "courier", "domino", "zmailer", "sendgrid",
];

/// Files of a user's folder of rules.
pub const RULE_FILES: &[&str] = &[
    "own/rule.toml",
    "organisations.toml",
    "providers/own.toml",
    "special-networks.toml",
    "special-names.toml",
    "generic-names.toml",
];
