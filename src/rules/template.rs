//! The sentence a rule says, with facts in braces: `line {hop.line} announces {hop.from.helo}`.
//! A number of seconds is said in larger units with `{link.lag:lapse}`.

use std::fmt::Write;

use super::codes::Code;
use super::facts::{FactRef, Path};
use super::fault::Fault;
use super::schema::{Facts, Schema, Scope, Value};
use crate::report::words;

/// What stands for a fact that is not there.
pub const ABSENT: &str = "(none)";
/// What stands for a fact that is not known.
pub const UNKNOWN: &str = "(unknown)";
/// Characters of a value that a sentence repeats; the evidence has it whole.
pub const MAX_SHOWN: usize = 200;

/// A sentence with places for facts.
#[derive(Clone, Debug)]
pub struct Template {
    source: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    Text(String),
    Fact(FactRef),
    /// A number of seconds, to be said in larger units.
    Lapse(FactRef),
}

/// What stands behind a fact that is a number of seconds.
const LAPSE: &str = ":lapse";

impl Template {
    /// Reads a sentence and checks the facts it names. Braces of its own are doubled.
    pub(super) fn compile(
        source: &str,
        schema: &'static Schema,
        scope: Scope,
    ) -> Result<Template, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut parts = Vec::new();
        let mut text = String::new();
        let mut at = 0;
        while let Some(found) = source.get(at..).and_then(|rest| rest.find(['{', '}'])) {
            let brace = at + found;
            text.push_str(source.get(at..brace).unwrap_or_default());
            let rest = source.get(brace..).unwrap_or_default();
            if rest.starts_with("{{") || rest.starts_with("}}") {
                text.push_str(rest.get(..1).unwrap_or_default());
                at = brace + 2;
                continue;
            }
            if rest.starts_with('}') {
                let fault = Fault::new(Code::BadTemplate, brace..brace + 1, "`}` closes nothing");
                faults.push(fault.help("a brace of the sentence itself is written `}}`"));
                at = brace + 1;
                continue;
            }
            let behind = rest.get(1..).unwrap_or_default();
            let Some(length) = behind.find(['{', '}']).filter(|n| behind[*n..].starts_with('}'))
            else {
                let fault = Fault::new(Code::BadTemplate, brace..brace + 1, "`{` is never closed");
                faults.push(fault.help("a brace of the sentence itself is written `{{`"));
                at = brace + 1;
                continue;
            };
            let path = behind.get(..length).unwrap_or_default();
            if path.is_empty() {
                let title = "the braces are empty";
                faults.push(Fault::new(Code::BadTemplate, brace..brace + 2, title));
            } else {
                let (path, lapse) = match path.strip_suffix(LAPSE) {
                    Some(path) => (path, true),
                    None => (path, false),
                };
                match schema.find_fact(scope, &Path::of_text(path, brace + 1)) {
                    Ok(fact) => {
                        if !text.is_empty() {
                            parts.push(Part::Text(std::mem::take(&mut text)));
                        }
                        parts.push(if lapse { Part::Lapse(fact) } else { Part::Fact(fact) });
                    }
                    Err(fault) => faults.push(fault),
                }
            }
            at = brace + 1 + length + 1;
        }
        text.push_str(source.get(at..).unwrap_or_default());
        if !text.is_empty() {
            parts.push(Part::Text(text));
        }
        if faults.is_empty() {
            Ok(Template { source: source.to_owned(), parts })
        } else {
            Err(faults)
        }
    }

    /// The sentence with its facts. Values are given as they are, but not more than
    /// [`MAX_SHOWN`] characters of each: whoever prints the sentence has to escape it.
    pub fn render<F: Facts + ?Sized>(&self, facts: &F, index: usize) -> String {
        let mut sentence = String::with_capacity(self.source.len() + 32);
        for part in &self.parts {
            match part {
                Part::Text(text) => sentence.push_str(text),
                Part::Fact(fact) => write_value(&mut sentence, &fact.value(facts, index)),
                Part::Lapse(fact) => match fact.value(facts, index) {
                    Value::Int(seconds) => sentence.push_str(&words::signed_lapse(seconds)),
                    other => write_value(&mut sentence, &other),
                },
            }
        }
        sentence
    }

    /// The sentence as written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The facts it names.
    pub fn facts(&self) -> impl Iterator<Item = &FactRef> {
        self.parts.iter().filter_map(|part| match part {
            Part::Fact(fact) | Part::Lapse(fact) => Some(fact),
            Part::Text(_) => None,
        })
    }
}

/// A value as a sentence shows it.
pub fn write_value(sentence: &mut String, value: &Value<'_>) {
    // Writing to a string cannot fail.
    let _ = match value {
        Value::Absent => write!(sentence, "{ABSENT}"),
        Value::Unknown => write!(sentence, "{UNKNOWN}"),
        Value::Present => write!(sentence, "true"),
        Value::Bool(b) => write!(sentence, "{b}"),
        Value::Int(i) => write!(sentence, "{i}"),
        // Three places are enough for a sentence; no `-0`.
        Value::Double(d) => write!(sentence, "{}", (d * 1_000.0).round() / 1_000.0 + 0.0),
        Value::Ip(ip) => write!(sentence, "{ip}"),
        Value::Str(s) => {
            push_cut(sentence, s);
            Ok(())
        }
        Value::Strs(items) => {
            push_list(sentence, items.iter(), |sentence, item| push_cut(sentence, item));
            Ok(())
        }
        Value::Ips(items) => {
            push_list(sentence, items.iter(), |sentence, ip| {
                let _ = write!(sentence, "{ip}");
            });
            Ok(())
        }
    };
}

fn push_cut(sentence: &mut String, text: &str) {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => {
            sentence.push_str(text.get(..end).unwrap_or_default());
            sentence.push('…');
        }
        None => sentence.push_str(text),
    }
}

/// The first few items of a list.
fn push_list<T>(
    sentence: &mut String,
    items: impl ExactSizeIterator<Item = T>,
    push: impl Fn(&mut String, T),
) {
    const SHOWN: usize = 5;
    let count = items.len();
    if count == 0 {
        sentence.push_str(ABSENT);
    }
    for (number, item) in items.take(SHOWN).enumerate() {
        if number > 0 {
            sentence.push_str(", ");
        }
        push(sentence, item);
    }
    if count > SHOWN {
        let _ = write!(sentence, " and {} more", count - SHOWN);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{SCHEMA, Sample, ip, ips, strs};

    fn rendered(source: &str) -> String {
        let long = "x".repeat(MAX_SHOWN + 1).leak();
        let facts = Sample::default().hop(&[
            ("line", Value::Int(3)),
            ("from.helo", Value::Str("évil")),
            ("from.ip", Value::Ip(ip("192.0.2.1"))),
            ("from.tls", Value::Bool(false)),
            ("from.names", strs(&["a", "b"])),
            ("by.ips", ips(&["::1", "::2", "::3", "::4", "::5", "::6", "::7"])),
            ("gap", Value::Double(2.0004)),
            ("date.zone", Value::Unknown),
            ("by.host", Value::Str(long)),
        ]);
        Template::compile(source, &SCHEMA, Scope::Hop).unwrap().render(&facts, 0)
    }

    #[test]
    fn values_in_sentences() {
        for (source, expected) in [
            ("no fact", "no fact"),
            ("line {hop.line}: {hop.from.helo}.", "line 3: évil."),
            ("{hop.from.ip}{hop.from.tls}", "192.0.2.1false"),
            ("{{{hop.line}}} {{}}", "{3} {}"),
            ("{hop.gap} h", "2 h"),
            ("{hop.line:lapse}, {hop.date.zone:lapse}", "3 s, (unknown)"),
            ("{hop.from.names}", "a, b"),
            ("{hop.by.ips}", "::1, ::2, ::3, ::4, ::5 and 2 more"),
            ("{hop.date.zone_minutes} {hop.date.zone}", "(none) (unknown)"),
            ("{above.line}", "(none)"),
        ] {
            assert_eq!(rendered(source), expected, "{source}");
        }
        assert_eq!(rendered("{hop.by.host}").chars().count(), MAX_SHOWN + 1);
    }

    #[test]
    fn faults_of_sentences() {
        for (source, code, at) in [
            ("a } b", Code::BadTemplate, "}"),
            ("a { b", Code::BadTemplate, "{"),
            ("a {hop.line {hop.line}", Code::BadTemplate, "{"),
            ("a {} b", Code::BadTemplate, "{}"),
            ("é {hop.lin} b", Code::UnknownFact, "lin"),
            ("{link.kind}", Code::NotInScope, "link"),
            ("{hopp.line}", Code::UnknownName, "hopp"),
            ("{hop.from}", Code::NotAValue, "hop.from"),
            ("{hop}", Code::NotAValue, "hop"),
            ("{hop.lin:lapse}", Code::UnknownFact, "lin"),
            ("{hops.line}", Code::NotAValue, "hops.line"),
            ("{hop.date}", Code::NotAValue, "hop.date"),
            ("{ hop.line }", Code::UnknownName, " hop"),
        ] {
            let faults = Template::compile(source, &SCHEMA, Scope::Hop).unwrap_err();
            assert_eq!((faults[0].code, &source[faults[0].at.clone()]), (code, at), "{source}");
        }
        let two = Template::compile("{hop.a} } {hop.b}", &SCHEMA, Scope::Hop).unwrap_err();
        assert_eq!(two.len(), 3);
    }
}
