//! The words of Authentication-Results: what a method found, and what is wrong with a field.

/// What a result says (RFC 8601 section 2.7 and the registry).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    Pass,
    /// Exchange's `bestguesspass`: would pass, had the domain published anything.
    BestGuessPass,
    Fail,
    SoftFail,
    Neutral,
    None,
    Policy,
    TempError,
    PermError,
    #[default]
    Other,
}

impl Verdict {
    pub(super) fn of(word: &[u8]) -> Self {
        let is = |name: &str| word.eq_ignore_ascii_case(name.as_bytes());
        match () {
            () if is("pass") => Verdict::Pass,
            () if is("bestguesspass") => Verdict::BestGuessPass,
            () if is("fail") || is("hardfail") => Verdict::Fail,
            () if is("softfail") => Verdict::SoftFail,
            () if is("neutral") => Verdict::Neutral,
            () if is("none") => Verdict::None,
            () if is("policy") => Verdict::Policy,
            () if is("temperror") || is("timeout") => Verdict::TempError,
            () if is("permerror") => Verdict::PermError,
            () => Verdict::Other,
        }
    }

    /// The stable word used in facts and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Pass => "pass",
            Verdict::BestGuessPass => "bestguesspass",
            Verdict::Fail => "fail",
            Verdict::SoftFail => "softfail",
            Verdict::Neutral => "neutral",
            Verdict::None => "none",
            Verdict::Policy => "policy",
            Verdict::TempError => "temperror",
            Verdict::PermError => "permerror",
            Verdict::Other => "other",
        }
    }
}

/// What RFC 8601 does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AuthDefect {
    NoAuthservId,
    /// An authserv-id again, between two results.
    RepeatedAuthservId,
    /// A property without `smtp.`, `header.` or the like.
    UntypedProperty,
    /// Something that is neither result nor property.
    Stray,
    /// An ARC field without its instance.
    NoInstance,
    /// More results or properties than are read.
    TooMany,
}

impl AuthDefect {
    /// The stable word used in facts and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            AuthDefect::NoAuthservId => "no-authserv-id",
            AuthDefect::RepeatedAuthservId => "repeated-authserv-id",
            AuthDefect::UntypedProperty => "untyped-property",
            AuthDefect::Stray => "stray",
            AuthDefect::NoInstance => "no-instance",
            AuthDefect::TooMany => "too-many",
        }
    }
}
