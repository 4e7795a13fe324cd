//! One rule's documentation as text, for `hopcheck explain RULE`.

use std::fmt::Write;

use super::example::{Example, ExampleAnswer, ExampleInput};
use super::printable::printable;
use super::rule::{Accuses, Figure, Rule, level_word};
use super::schema::Schema;

/// The text is at most this wide, but for what is shown as it stands.
const WIDTH: usize = 80;
const INDENT: &str = "    ";

/// Everything a rule file tells, in reading order. Control characters are replaced.
pub fn explain(rule: &Rule, schema: &Schema) -> String {
    let mut page = Page { text: String::new() };
    page.line(&format!("{}: {}", rule.id, rule.title));
    page.line("");
    page.fact("scope", rule.scope.as_str());
    page.fact("level", level_word(rule.level));
    page.fact("weight", &weight_words(rule.weight));
    page.fact("accuses", accused_words(rule.accuses));
    if let Some(group) = &rule.overlaps {
        let words = format!("of the findings `{group}` on one line only the strongest counts");
        page.fact("overlaps", &words);
    }
    if let Some(attack) = &rule.docs.attack {
        page.fact("ATT&CK", attack);
    }
    page.fact("file", &rule.file);

    page.heading("What it does");
    page.paragraphs(&rule.docs.what);
    page.paragraphs("It fires when");
    page.verbatim(rule.condition.source().trim());
    page.paragraphs("and says");
    page.verbatim(rule.says.source());
    page.paragraphs("with this evidence:");
    let width = rule.cites.iter().map(|c| c.path.chars().count()).max().unwrap_or(0);
    for fact in &rule.cites {
        let field = schema.records.get(fact.record).and_then(|r| r.fields.get(fact.field));
        let doc = field.map_or("", |f| f.doc);
        page.verbatim(format!("{:width$}  {doc}", fact.path).trim_end());
    }
    page.heading("Why it is a sign");
    page.paragraphs(&rule.docs.why);
    page.heading("When honest mail does it");
    page.paragraphs(&rule.docs.honest);
    for (examples, heading) in
        [(&rule.fires, "Example: fires"), (&rule.silent, "Example: stays silent")]
    {
        for example in examples {
            page.heading(heading);
            page.example(example);
        }
    }
    if !rule.docs.references.is_empty() {
        page.heading("References");
        for reference in &rule.docs.references {
            page.verbatim(reference);
        }
    }
    page.heading("Weight and how it was measured");
    page.paragraphs(&format!("{}.", weight_words(rule.weight)));
    if rule.measured.is_empty() && rule.weight != 0.0 {
        page.paragraphs("The file does not tell how it was measured.");
    }
    for (key, figure) in &rule.measured {
        page.figure(key, figure, 0);
    }
    page.text
}

/// Which line a finding speaks against, in words.
pub(super) fn accused_words(accuses: Accuses) -> &'static str {
    match accuses {
        Accuses::This => "the line",
        Accuses::Upper => "the upper line of the link",
        Accuses::Lower => "the lower line of the link",
        Accuses::Both => "both lines of the link",
        Accuses::None => "no single line",
    }
}

/// A weight in words: `26 decibans, about 398 to 1 for forged`.
fn weight_words(weight: f64) -> String {
    if weight == 0.0 {
        return "0 decibans: it informs and does not weigh".to_owned();
    }
    format!("{weight} decibans, {}", odds_words(weight))
}

/// A weight other than 0 as odds: `about 398 to 1 for forged`.
pub(super) fn odds_words(weight: f64) -> String {
    let odds = 10f64.powf(weight.abs() / 10.0);
    let odds = match odds {
        odds if odds < 10.0 => format!("{odds:.1}"),
        odds if odds < 1e6 => format!("{odds:.0}"),
        _ => "more than a million".to_owned(),
    };
    let side = if weight > 0.0 { "forged" } else { "genuine" };
    format!("about {odds} to 1 for {side}")
}

struct Page {
    text: String,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(&printable(line));
        self.text.push('\n');
    }

    fn fact(&mut self, name: &str, value: &str) {
        self.line(&format!("{INDENT}{name:<9} {value}"));
    }

    fn heading(&mut self, heading: &str) {
        self.line("");
        self.line(heading);
    }

    /// Running text: broken into lines anew, an empty line between paragraphs.
    fn paragraphs(&mut self, text: &str) {
        let mut words: Vec<&str> = Vec::new();
        let mut is_first = true;
        // One more empty line ends the last paragraph.
        for line in text.trim().lines().chain([""]) {
            if !line.trim().is_empty() {
                words.extend(line.split_whitespace());
                continue;
            }
            if words.is_empty() {
                continue;
            }
            if !is_first {
                self.line("");
            }
            is_first = false;
            for line in wrap(&words, WIDTH - INDENT.len()) {
                self.line(&format!("{INDENT}{line}"));
            }
            words.clear();
        }
    }

    /// Text whose lines stay as they are.
    fn verbatim(&mut self, text: &str) {
        for line in text.lines() {
            self.line(format!("{INDENT}{INDENT}{line}").trim_end());
        }
    }

    fn example(&mut self, example: &Example) {
        if let Some(note) = &example.note {
            self.paragraphs(note);
        }
        match &example.input {
            ExampleInput::Received { received, header } => {
                for value in received {
                    self.verbatim(&format!("Received: {}", value.trim()));
                }
                self.verbatim(header.trim());
            }
            ExampleInput::Message(message) => self.verbatim(message.trim_end()),
            ExampleInput::Messages(messages) => {
                for (number, message) in messages.iter().enumerate() {
                    self.paragraphs(&format!("Message {}:", number + 1));
                    self.verbatim(message.trim_end());
                }
            }
        }
        let list = |items: &mut dyn Iterator<Item = String>| items.collect::<Vec<_>>().join(", ");
        if !example.own_hosts.is_empty() {
            let hosts = list(&mut example.own_hosts.iter().cloned());
            self.paragraphs(&format!("Own hosts: {hosts}"));
        }
        if !example.trusted_networks.is_empty() {
            let networks = list(&mut example.trusted_networks.iter().map(ToString::to_string));
            self.paragraphs(&format!("Trusted networks: {networks}"));
        }
        for dns in &example.dns {
            let answer = match &dns.answer {
                ExampleAnswer::Records(records) => records.join(", "),
                ExampleAnswer::Outcome(outcome) => outcome.clone(),
            };
            self.paragraphs(&format!("DNS: {} {}: {answer}", dns.name, dns.rtype));
        }
    }

    fn figure(&mut self, key: &str, figure: &Figure, depth: usize) {
        let indent = INDENT.repeat(depth + 1);
        match figure {
            Figure::Table(entries) => {
                self.line(&format!("{indent}{key}:"));
                for (key, figure) in entries {
                    self.figure(key, figure, depth + 1);
                }
            }
            single => self.line(&format!("{indent}{key}: {}", figure_words(single))),
        }
    }
}

/// A figure that is no table.
pub(super) fn figure_words(figure: &Figure) -> String {
    let mut words = String::new();
    // Writing to a string cannot fail.
    let _ = match figure {
        Figure::Text(text) => write!(words, "{text}"),
        Figure::Number(number) => write!(words, "{number}"),
        Figure::Bool(b) => write!(words, "{b}"),
        Figure::List(items) => {
            let items: Vec<String> = items.iter().map(figure_words).collect();
            write!(words, "{}", items.join(", "))
        }
        Figure::Table(entries) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|(key, figure)| format!("{key} {}", figure_words(figure)))
                .collect();
            write!(words, "{}", entries.join(", "))
        }
    };
    words
}

/// The words in lines of at most `width` characters; a longer word has a line of its own.
pub(super) fn wrap(words: &[&str], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut length = 0;
    for word in words {
        let word_length = word.chars().count();
        match lines.last_mut() {
            Some(line) if length + 1 + word_length <= width => {
                line.push(' ');
                line.push_str(word);
                length += 1 + word_length;
            }
            _ => {
                lines.push((*word).to_owned());
                length = word_length;
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleSet;
    use crate::rules::testing::{RULE, SCHEMA};

    #[test]
    fn a_rule_is_explained() {
        let rules = RuleSet::load([("time/zone.toml", RULE)], &SCHEMA).unwrap();
        let text = explain(&rules.rules()[0], &SCHEMA);
        let expected = r#"time/zone: The zone offset cannot exist

    scope     hop
    level     high
    weight    26.5 decibans, about 447 to 1 for forged
    accuses   the line
    overlaps  of the findings `zone` on one line only the strongest counts
    ATT&CK    T1566.002
    file      time/zone.toml

What it does
    It looks at the offset from UTC that ends the date of the line, and of that
    at the last two digits.

    Nothing else.
    It fires when
        hop.date.zone_minutes >= 60
    and says
        line {hop.line} has the offset {hop.date.zone}
    with this evidence:
        hop.date.zone  The offset as written.
        hop.line       Counted from the top; 1 is the newest.

Why it is a sign
    No clock has it.

When honest mail does it
    Never that we know.

Example: fires
    The classic one.
        Received: from a.example ([192.0.2.1]) by b.example;
         Wed, 4 Mar 2026 10:15:05 -0060
        Subject: x
    Own hosts: b.example
    Trusted networks: 192.0.2.0/24
    DNS: a.example A: 192.0.2.1, 192.0.2.2
    DNS: 192.0.2.1 PTR: nxdomain

Example: stays silent
        Received: from a.example by b.example; Wed, 4 Mar 2026 10:15:05 +0530

        body

References
        RFC 5322 section 3.3

Weight and how it was measured
    26.5 decibans, about 447 to 1 for forged.
    date: 2026-03-04
    fired:
        ham: 1 of 3
        spam: hits 9, of 12
"#;
        // Inline tables are told like others.
        let expected = expected.replace(
            "        spam: hits 9, of 12\n",
            "        spam:\n            hits: 9\n            of: 12\n",
        );
        assert_eq!(text, expected);
    }

    #[test]
    fn weights_in_words() {
        assert_eq!(weight_words(10.0), "10 decibans, about 10 to 1 for forged");
        assert_eq!(weight_words(-3.0), "-3 decibans, about 2.0 to 1 for genuine");
        assert_eq!(weight_words(0.0), "0 decibans: it informs and does not weigh");
        assert_eq!(weight_words(900.0), "900 decibans, about more than a million to 1 for forged");
    }

    #[test]
    fn long_words_are_not_broken() {
        assert_eq!(wrap(&["a", "bc", "defghij", "k"], 4), ["a bc", "defghij", "k"]);
        assert!(wrap(&[], 4).is_empty());
    }
}
