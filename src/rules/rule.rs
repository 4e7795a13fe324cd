//! A rule that is ready to be judged, with all that its file says.

use super::condition::Condition;
use super::example::Example;
use super::facts::FactRef;
use super::schema::{Facts, Scope};
use super::template::Template;
use crate::report::model::Level;

/// One rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Stable: `family/name`, the path of its file.
    pub id: String,
    pub title: String,
    pub scope: Scope,
    pub condition: Condition,
    pub level: Level,
    /// Decibans: +10 is ten to one for forged, negative speaks for genuine.
    pub weight: f64,
    pub says: Template,
    /// The facts that a finding shows as its evidence.
    pub cites: Vec<FactRef>,
    pub accuses: Accuses,
    /// Of findings on one line that name the same group only the strongest counts: they would
    /// weigh the same thing twice.
    pub overlaps: Option<String>,
    /// How the weight was measured, in the order of the file.
    pub measured: Vec<(String, Figure)>,
    pub docs: Docs,
    pub fires: Vec<Example>,
    pub silent: Vec<Example>,
    /// The path of the file as it is shown.
    pub file: String,
}

impl Rule {
    /// What precedes the slash of the id.
    pub fn family(&self) -> &str {
        self.id.split('/').next().unwrap_or_default()
    }

    /// Whether the rule fires for the hop or link of that number: its condition is definitely
    /// true.
    pub fn fires_on<F: Facts + ?Sized>(&self, facts: &F, index: usize) -> bool {
        self.condition.holds(facts, index)
    }
}

/// Which line a finding speaks against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Accuses {
    /// The hop the rule was tried on.
    This,
    /// The upper line of the link.
    Upper,
    /// The lower line of the link.
    Lower,
    /// Both lines of the link.
    Both,
    /// No single line.
    None,
}

impl Accuses {
    pub const ALL: [Accuses; 5] =
        [Accuses::This, Accuses::Upper, Accuses::Lower, Accuses::Both, Accuses::None];

    pub fn as_str(self) -> &'static str {
        match self {
            Accuses::This => "this",
            Accuses::Upper => "upper",
            Accuses::Lower => "lower",
            Accuses::Both => "both",
            Accuses::None => "none",
        }
    }

    /// What a rule of that scope may accuse. The first is what it does where it does not say; a
    /// rule about a link has to say.
    pub fn of_scope(scope: Scope) -> &'static [Accuses] {
        match scope {
            Scope::Hop => &[Accuses::This, Accuses::None],
            Scope::Link => &[Accuses::Upper, Accuses::Lower, Accuses::Both, Accuses::None],
            Scope::Message | Scope::Batch => &[Accuses::None],
        }
    }
}

/// What a rule tells about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// What it sees.
    pub what: String,
    /// Why that is a sign.
    pub why: String,
    /// When honest mail does it.
    pub honest: String,
    pub references: Vec<String>,
    /// An ATT&CK technique, such as `T1566.002`.
    pub attack: Option<String>,
}

/// A figure of how a rule was measured.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    Text(String),
    Number(f64),
    Bool(bool),
    List(Vec<Figure>),
    Table(Vec<(String, Figure)>),
}

/// The word of a level in a rule file.
pub fn level_word(level: Level) -> &'static str {
    match level {
        Level::Info => "info",
        Level::Low => "low",
        Level::Medium => "medium",
        Level::High => "high",
    }
}

pub(super) const LEVELS: [Level; 4] = [Level::Info, Level::Low, Level::Medium, Level::High];
