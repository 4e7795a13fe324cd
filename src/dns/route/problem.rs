//! What can be wrong with a route.

use std::fmt;
use std::net::IpAddr;

use super::MAX_EXCHANGES;
use crate::dns::question::Question;

/// Something that is wrong with a route, or kept from being known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RouteProblem {
    /// No name of the DNS; nothing was asked.
    BadDomain,
    /// The domain's aliases come back to where they began.
    AliasLoop,
    /// `.` beside other exchanges (RFC 7505 section 3).
    NullMxNotAlone,
    /// `.` with another preference than 0 (RFC 7505 section 3).
    NullMxPreference(u16),
    /// An exchange must be a name with addresses, not an alias (RFC 2181 section 10.3).
    ExchangeIsAlias {
        exchange: String,
        target: String,
    },
    /// An address where a host name must be (RFC 1035 section 3.3.9).
    ExchangeIsAddress(String),
    /// No name that could be in the DNS.
    ExchangeIsNoName(String),
    ExchangeDoesNotExist(String),
    ExchangeHasNoAddress(String),
    /// An address that leads nowhere from outside: loopback, private, unspecified, link-local.
    ExchangeUnreachable {
        exchange: String,
        ip: IpAddr,
    },
    /// There are exchanges, and mail can be brought to none of them. The domain's own address
    /// must not be tried instead (RFC 5321 section 5.1).
    NoUsableExchange,
    /// Neither MX nor address, or no such domain: mail for it cannot be sent anywhere.
    Undeliverable,
    /// More exchanges than are looked up; how many there are.
    TooManyExchanges(usize),
    /// A question without an answer, and what came instead.
    Silent {
        question: Question,
        outcome: &'static str,
    },
}

impl RouteProblem {
    /// A stable word for machines.
    pub fn as_str(&self) -> &'static str {
        match self {
            RouteProblem::BadDomain => "bad-domain",
            RouteProblem::AliasLoop => "alias-loop",
            RouteProblem::NullMxNotAlone => "null-mx-not-alone",
            RouteProblem::NullMxPreference(_) => "null-mx-preference",
            RouteProblem::ExchangeIsAlias { .. } => "exchange-is-alias",
            RouteProblem::ExchangeIsAddress(_) => "exchange-is-address",
            RouteProblem::ExchangeIsNoName(_) => "exchange-is-no-name",
            RouteProblem::ExchangeDoesNotExist(_) => "exchange-does-not-exist",
            RouteProblem::ExchangeHasNoAddress(_) => "exchange-has-no-address",
            RouteProblem::ExchangeUnreachable { .. } => "exchange-unreachable",
            RouteProblem::NoUsableExchange => "no-usable-exchange",
            RouteProblem::Undeliverable => "undeliverable",
            RouteProblem::TooManyExchanges(_) => "too-many-exchanges",
            RouteProblem::Silent { .. } => "silent",
        }
    }

    /// The section that the route breaks; `None` where nothing is broken and something is only
    /// not known.
    pub fn reference(&self) -> Option<&'static str> {
        Some(match self {
            RouteProblem::BadDomain => "RFC 1035 section 2.3.4",
            RouteProblem::AliasLoop => "RFC 1034 section 3.6.2",
            RouteProblem::NullMxNotAlone | RouteProblem::NullMxPreference(_) => {
                "RFC 7505 section 3"
            }
            RouteProblem::ExchangeIsAlias { .. } => "RFC 2181 section 10.3",
            RouteProblem::ExchangeIsAddress(_) | RouteProblem::ExchangeIsNoName(_) => {
                "RFC 1035 section 3.3.9"
            }
            RouteProblem::ExchangeDoesNotExist(_)
            | RouteProblem::ExchangeHasNoAddress(_)
            | RouteProblem::NoUsableExchange
            | RouteProblem::Undeliverable => "RFC 5321 section 5.1",
            RouteProblem::ExchangeUnreachable { .. } => "RFC 6890 section 2.2",
            RouteProblem::TooManyExchanges(_) | RouteProblem::Silent { .. } => return None,
        })
    }

    fn what(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RouteProblem::BadDomain => f.write_str("no such name can be in the DNS"),
            RouteProblem::AliasLoop => f.write_str("the aliases go round in a circle"),
            RouteProblem::NullMxNotAlone => f.write_str("a null MX stands beside other exchanges"),
            RouteProblem::NullMxPreference(preference) => {
                write!(f, "a null MX has preference {preference}, where only 0 is allowed")
            }
            RouteProblem::ExchangeIsAlias { exchange, target } => {
                write!(f, "the exchange {exchange} is an alias of {target}, which is forbidden")
            }
            RouteProblem::ExchangeIsAddress(exchange) => {
                write!(f, "the exchange {exchange} is an address, where a name must be")
            }
            RouteProblem::ExchangeIsNoName(exchange) => {
                write!(f, "the exchange {exchange} cannot be looked up")
            }
            RouteProblem::ExchangeDoesNotExist(exchange) => {
                write!(f, "the exchange {exchange} does not exist")
            }
            RouteProblem::ExchangeHasNoAddress(exchange) => {
                write!(f, "the exchange {exchange} has no address")
            }
            RouteProblem::ExchangeUnreachable { exchange, ip } => {
                write!(f, "the exchange {exchange} has the address {ip}, which leads nowhere")
            }
            RouteProblem::NoUsableExchange => {
                f.write_str("mail can be brought to none of the exchanges")
            }
            RouteProblem::Undeliverable => {
                f.write_str("there is neither an exchange nor an address to bring mail to")
            }
            RouteProblem::TooManyExchanges(count) => {
                write!(f, "of {count} exchanges only {MAX_EXCHANGES} were looked up")
            }
            RouteProblem::Silent { question, outcome } => {
                write!(f, "{question} was not answered ({outcome})")
            }
        }
    }
}

impl fmt::Display for RouteProblem {
    /// What is wrong, and by which section.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.what(f)?;
        self.reference().map_or(Ok(()), |section| write!(f, " ({section})"))
    }
}
