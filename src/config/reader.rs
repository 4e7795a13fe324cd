//! From TOML with its places to a [`Config`], with every mistake noted and none passed over.

use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use clap::ValueEnum;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::error::Mistake;
use super::{Config, closest};
use crate::report::abuse::{Contact, parse_mailbox, parse_whose};
use crate::report::escape::Escape;
use crate::settings::{Explanation, parse_authserv_id, parse_network, parse_sender};

/// The tables and their keys. The one place that a new key must be named besides its reading.
pub(super) const KEYS: [(&str, &[&str]); 10] = [
    (
        "",
        &[
            "own-hosts",
            "trusted-networks",
            "authserv-ids",
            "dns",
            "rules",
            "verdict",
            "explanation",
            "output",
            "abuse",
        ],
    ),
    ("dns", &["server", "timeout", "offline"]),
    ("rules", &["directories", "disable", "weights", "except"]),
    ("rules.weights", &[]),
    ("rules.except", &[]),
    ("verdict", &["prior", "suspicious", "forged"]),
    ("explanation", &["id", "when", "says", "source"]),
    ("output", &["format", "color", "fail-on"]),
    ("abuse", &["from", "contacts"]),
    ("abuse.contacts", &[]),
];

/// Longest budget for the DNS questions of one message, in seconds.
const LONGEST_TIMEOUT: f64 = 3600.0;
/// Weights beyond this would outweigh everything that can be measured, in decibans.
const HEAVIEST: f64 = 100.0;

type Key<'t> = Spanned<DeString<'t>>;
type Item<'t> = Spanned<DeValue<'t>>;

pub(super) fn read(path: &Path, text: &str) -> Result<Config, Vec<Mistake>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        let mistake = |error: &toml::de::Error| {
            Mistake::new(error.message().to_owned(), error.span().unwrap_or(0..0))
        };
        return Err(errors.iter().map(mistake).collect());
    }
    let mut reader = Reader { path, text, mistakes: Vec::new() };
    let config = reader.config(table.get_ref());
    if reader.mistakes.is_empty() {
        return Ok(config);
    }
    reader.mistakes.sort_by_key(Mistake::start);
    Err(reader.mistakes)
}

struct Reader<'t> {
    path: &'t Path,
    text: &'t str,
    mistakes: Vec<Mistake>,
}

impl Reader<'_> {
    fn config(&mut self, table: &DeTable<'_>) -> Config {
        let mut config = Config::default();
        for (key, item) in table {
            match key.get_ref().as_ref() {
                "own-hosts" => config.own_hosts = self.list(item, |text| text.parse()),
                "trusted-networks" => config.trusted_networks = self.list(item, parse_network),
                "authserv-ids" => config.authserv_ids = self.list(item, parse_authserv_id),
                "dns" => self.dns(item, &mut config),
                "rules" => self.rules(item, &mut config),
                "verdict" => self.verdict(item, &mut config),
                "explanation" => self.explanations(item, &mut config),
                "output" => self.output(item, &mut config),
                "abuse" => self.abuse(item, &mut config),
                _ => self.unknown(key, ""),
            }
        }
        config
    }

    fn dns(&mut self, item: &Item<'_>, config: &mut Config) {
        let Some(table) = self.table(item) else { return };
        for (key, item) in table {
            match key.get_ref().as_ref() {
                "server" => config.dns.server = self.string(item),
                "timeout" => {
                    let seconds = self.number(item, "seconds", |seconds| {
                        seconds > 0.0 && seconds <= LONGEST_TIMEOUT
                    });
                    config.dns.timeout = seconds.map(Duration::from_secs_f64);
                }
                "offline" => match item.get_ref().as_bool() {
                    Some(offline) => config.dns.offline = Some(offline),
                    None => self.expected(item, "true or false"),
                },
                _ => self.unknown(key, "dns"),
            }
        }
    }

    fn rules(&mut self, item: &Item<'_>, config: &mut Config) {
        // What used to be a list of folders elsewhere is a key of this table.
        if item.get_ref().is_array() || item.get_ref().is_str() {
            let help = "write:  [rules]  directories = [\"…\"]".to_owned();
            let mistake = Mistake::new("`rules` is a table", item.span()).help(Some(help));
            return self.mistakes.push(mistake);
        }
        let Some(table) = self.table(item) else { return };
        for (key, item) in table {
            match key.get_ref().as_ref() {
                "directories" => {
                    // A file may be read from anywhere, so its folders are its neighbours.
                    let beside = self.path.parent().unwrap_or(Path::new("")).to_owned();
                    config.rules = self.list(item, |text| match text {
                        "" => Err("a folder's name is missing".to_owned()),
                        text => Ok(beside.join(text)),
                    });
                }
                "disable" => {
                    for item in self.array(item) {
                        if let Some(rule) = self.string(item) {
                            config.named_rules.push((rule.clone(), item.span()));
                            config.disabled.push(rule);
                        }
                    }
                }
                "weights" => {
                    let Some(weights) = self.table(item) else { continue };
                    for (rule, item) in weights {
                        let heavy = |weight: f64| weight.abs() <= HEAVIEST;
                        if let Some(weight) = self.number(item, "decibans", heavy) {
                            let name = rule.get_ref().to_string();
                            config.named_rules.push((name.clone(), rule.span()));
                            config.weights.insert(name, weight);
                        }
                    }
                }
                "except" => {
                    let Some(rules) = self.table(item) else { continue };
                    for (rule, item) in rules {
                        let domains = self.list(item, parse_sender);
                        let name = rule.get_ref().to_string();
                        config.named_rules.push((name.clone(), rule.span()));
                        config.exceptions.insert(name, domains);
                    }
                }
                _ => self.unknown(key, "rules"),
            }
        }
    }

    fn verdict(&mut self, item: &Item<'_>, config: &mut Config) {
        let Some(table) = self.table(item) else { return };
        let mut places = [None, None];
        for (key, item) in table {
            let probability = |reader: &mut Self| {
                reader.number(item, "a probability between 0 and 1", |p| p > 0.0 && p < 1.0)
            };
            match key.get_ref().as_ref() {
                "prior" => config.prior = probability(self),
                "suspicious" => {
                    config.suspicious = probability(self);
                    places[0] = config.suspicious;
                }
                "forged" => {
                    config.forged = probability(self);
                    places[1] = config.forged;
                }
                _ => self.unknown(key, "verdict"),
            }
        }
        if let [Some(suspicious), Some(forged)] = places
            && suspicious > forged
        {
            let message = format!(
                "`suspicious` ({suspicious}) is above `forged` ({forged}), so it would never be given"
            );
            self.mistakes.push(Mistake::new(message, item.span()));
        }
    }

    fn explanations(&mut self, item: &Item<'_>, config: &mut Config) {
        if item.get_ref().is_table() {
            let help = Some("one of several explanations is written [[explanation]]".to_owned());
            let mistake = Mistake::new("`explanation` is a list of tables", item.span());
            return self.mistakes.push(mistake.help(help));
        }
        for item in self.array(item) {
            let Some(table) = self.table(item) else { continue };
            let mut explanation =
                Explanation { file: Escape::default().path(self.path), ..Explanation::default() };
            for (key, item) in table {
                match key.get_ref().as_ref() {
                    "id" => {
                        let Some(id) = self.filled(item) else { continue };
                        if config.explanations.iter().any(|other| other.id == id) {
                            let message = format!("another explanation is called `{id}` too");
                            self.mistakes.push(Mistake::new(message, item.span()));
                        }
                        explanation.id = id;
                    }
                    "when" => {
                        explanation.when = self.filled(item).unwrap_or_default();
                        (explanation.line, explanation.column) = self.content_place(item.span());
                    }
                    "says" => explanation.says = self.filled(item).unwrap_or_default(),
                    "source" => explanation.source = self.filled(item),
                    _ => self.unknown(key, "explanation"),
                }
            }
            for key in ["id", "when", "says"] {
                if !table.iter().any(|(name, _)| name.get_ref() == key) {
                    let message = format!("this explanation has no `{key}`");
                    self.mistakes.push(Mistake::new(message, self.first_line(item.span())));
                }
            }
            config.explanations.push(explanation);
        }
    }

    fn output(&mut self, item: &Item<'_>, config: &mut Config) {
        let Some(table) = self.table(item) else { return };
        for (key, item) in table {
            match key.get_ref().as_ref() {
                "format" => config.output.format = self.word(item),
                "color" => config.output.color = self.word(item),
                "fail-on" => config.output.fail_on = self.word(item),
                _ => self.unknown(key, "output"),
            }
        }
    }

    fn abuse(&mut self, item: &Item<'_>, config: &mut Config) {
        let Some(table) = self.table(item) else { return };
        for (key, item) in table {
            match key.get_ref().as_ref() {
                "from" => config.abuse.from = self.mailbox(item),
                "contacts" => {
                    let Some(contacts) = self.table(item) else { continue };
                    for (whose, item) in contacts {
                        let address = self.mailbox(item);
                        match (parse_whose(whose.get_ref()), address) {
                            (Ok(whose), Some(address)) => {
                                config.abuse.contacts.push(Contact { whose, address });
                            }
                            (Err(what), _) => self.mistakes.push(Mistake::new(what, whose.span())),
                            (Ok(_), None) => {}
                        }
                    }
                }
                _ => self.unknown(key, "abuse"),
            }
        }
    }

    fn mailbox(&mut self, item: &Item<'_>) -> Option<String> {
        let text = self.string(item)?;
        match parse_mailbox(&text) {
            Ok(address) => Some(address),
            Err(what) => {
                self.mistakes.push(Mistake::new(what, item.span()));
                None
            }
        }
    }

    /// One of the words that the flag of that name takes too.
    fn word<T: ValueEnum>(&mut self, item: &Item<'_>) -> Option<T> {
        let text = self.string(item)?;
        if let Ok(value) = T::from_str(&text, false) {
            return Some(value);
        }
        let values: Vec<_> =
            T::value_variants().iter().filter_map(ValueEnum::to_possible_value).collect();
        let names: Vec<&str> = values.iter().map(clap::builder::PossibleValue::get_name).collect();
        let help = match closest(&text, &names) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("it can be {}", names.join(", ")),
        };
        let message = format!("`{text}` is not one of the values");
        self.mistakes.push(Mistake::new(message, item.span()).help(Some(help)));
        None
    }

    fn list<T>(&mut self, item: &Item<'_>, parse: impl Fn(&str) -> Result<T, String>) -> Vec<T> {
        let mut values = Vec::new();
        for item in self.array(item) {
            match self.string(item).as_deref().map(&parse) {
                Some(Ok(value)) => values.push(value),
                Some(Err(error)) => self.mistakes.push(Mistake::new(error, item.span())),
                None => {}
            }
        }
        values
    }

    fn array<'i, 't>(&mut self, item: &'i Item<'t>) -> &'i [Item<'t>] {
        match item.get_ref() {
            DeValue::Array(items) => items,
            _ => {
                self.expected(item, "a list: [\"…\", \"…\"]");
                &[]
            }
        }
    }

    fn table<'i, 't>(&mut self, item: &'i Item<'t>) -> Option<&'i DeTable<'t>> {
        let table = item.get_ref().as_table();
        if table.is_none() {
            self.expected(item, "a table");
        }
        table
    }

    fn string(&mut self, item: &Item<'_>) -> Option<String> {
        let text = item.get_ref().as_str();
        if text.is_none() {
            self.expected(item, "a string in quotes");
        }
        text.map(str::to_owned)
    }

    fn filled(&mut self, item: &Item<'_>) -> Option<String> {
        let text = self.string(item)?;
        if text.trim().is_empty() {
            self.mistakes.push(Mistake::new("this must not be empty", item.span()));
        }
        Some(text)
    }

    fn number(
        &mut self,
        item: &Item<'_>,
        unit: &str,
        allowed: impl Fn(f64) -> bool,
    ) -> Option<f64> {
        let number = match item.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
            DeValue::Float(number) => number.as_str().parse().ok(),
            _ => {
                self.expected(item, &format!("a number ({unit})"));
                return None;
            }
        };
        let number = number.filter(|number: &f64| number.is_finite() && allowed(*number));
        if number.is_none() {
            let message = format!("this number is out of range ({unit})");
            self.mistakes.push(Mistake::new(message, item.span()));
        }
        number
    }

    fn expected(&mut self, item: &Item<'_>, what: &str) {
        let found = item.get_ref().type_str();
        let article = if found.starts_with(['a', 'i']) { "an" } else { "a" };
        let message = format!("here should be {what}, not {article} {found}");
        let span = self.first_line(item.span());
        self.mistakes.push(Mistake::new(message, span));
    }

    /// A key that is none: perhaps misspelt, perhaps in the wrong table.
    fn unknown(&mut self, key: &Key<'_>, table: &str) {
        let word = key.get_ref().as_ref();
        let keys = |table: &str| {
            KEYS.iter().find(|(name, _)| *name == table).map(|(_, keys)| *keys).unwrap_or_default()
        };
        let dashed = word.replace('_', "-");
        let elsewhere =
            KEYS.iter().find(|(name, keys)| *name != table && keys.contains(&dashed.as_str()));
        let help = match (closest(word, keys(table)), elsewhere) {
            (Some(known), _) => format!("did you mean `{known}`?"),
            (None, Some((name, _))) => match *name {
                "" => format!("`{dashed}` stands at the top of the file, before any [table]"),
                "explanation" => format!("`{dashed}` belongs to [[explanation]]"),
                name => format!("`{dashed}` belongs to [{name}]"),
            },
            (None, None) => format!("known here: {}", keys(table).join(", ")),
        };
        let place = if table.is_empty() { String::new() } else { format!(" in [{table}]") };
        let message = format!("unknown key `{word}`{place}");
        self.mistakes.push(Mistake::new(message, key.span()).help(Some(help)));
    }

    /// The line and column, from 1, at which the content of a string begins.
    fn content_place(&self, span: Range<usize>) -> (usize, usize) {
        let written = self.text.get(span.clone()).unwrap_or_default();
        let quotes =
            ["'''", "\"\"\"", "'", "\""].iter().find(|quotes| written.starts_with(**quotes));
        let mut start = span.start + quotes.map_or(0, |quotes| quotes.len());
        if quotes.is_some_and(|quotes| quotes.len() == 3) {
            // A line break right after three quotes is no part of the string (TOML 1.0).
            let rest = self.text.get(start..).unwrap_or_default();
            let skipped = ["\r\n", "\n"].iter().find(|line_break| rest.starts_with(**line_break));
            start += skipped.map_or(0, |line_break| line_break.len());
        }
        let before = self.text.get(..start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }

    /// The part of a span that is in its first line: what spans a whole table is pointed at by
    /// its beginning.
    fn first_line(&self, span: Range<usize>) -> Range<usize> {
        let written = self.text.get(span.clone()).unwrap_or_default();
        let length = written.find(['\r', '\n']).unwrap_or(written.len());
        span.start..span.start + length
    }
}
