//! `docs/rules.md` and `docs/facts.md`: the rules in force and the facts they may use, as Markdown.
//! Both are made from what the program itself reads, so that they cannot be out of date.

use std::fmt::Write;

use super::example::{Example, ExampleAnswer, ExampleInput};
use super::explain::{accused_words, figure_words, odds_words, wrap};
use super::names::list_words;
use super::rule::{Figure, Rule, level_word};
use super::rule_set::RuleSet;
use super::schema::{Schema, Scope};

/// Lines are at most this wide, but for words that are wider and conditions, which stand as written.
const WIDTH: usize = 96;

/// Every rule with its documentation, by family.
pub fn rules_page(rules: &RuleSet) -> String {
    let rules = rules.rules();
    let mut page = format!(
        "# The rules\n\n\
         The {} rules that are built in. This page is made from their files below\n\
         [`rules/`](../rules/README.md); `hopcheck explain RULE` tells the same of one rule, with all of\n\
         its examples. Weights are in decibans: +10 is ten to one for forged, +20 a hundred to one, 0 only\n\
         informs. [verdicts.md](verdicts.md) tells how they become a verdict, and\n\
         [writing-rules.md](writing-rules.md) how to write more.\n\n\
         | rule | level | weight | what it finds |\n\
         | --- | --- | --- | --- |\n",
        rules.len()
    );
    for rule in rules {
        let _ = writeln!(
            page,
            "| [`{}`](#{}) | {} | {} | {} |",
            rule.id,
            anchor(&rule.id),
            level_word(rule.level),
            signed(rule.weight),
            cell(&rule.title)
        );
    }
    let mut family = "";
    for rule in rules {
        if rule.family() != family {
            family = rule.family();
            let _ = write!(page, "\n## {family}\n");
        }
        about(&mut page, rule);
    }
    page
}

/// The facts that conditions and sentences may name.
pub fn facts_page(schema: &Schema) -> String {
    let mut page = String::from(
        "# The facts\n\n\
         What the condition and the sentence of a rule may name. This page is made from the table in the\n\
         program, which `hopcheck rules facts` prints as well; [writing-rules.md](writing-rules.md) tells\n\
         what can be done with facts. A fact that the line does not give is absent; one that nobody could\n\
         find out is unknown, as all of `dns` are while the DNS is not asked.\n\n\
         ## Names\n\n\
         A condition begins with one of these names. Which there are depends on the rule's scope.\n\n\
         | name | is | in scope | meaning |\n\
         | --- | --- | --- | --- |\n",
    );
    for variable in schema.variables {
        let record = schema.record_of(variable).name;
        let is = if variable.list { format!("list of {record}") } else { record.to_owned() };
        let scopes: Vec<&str> = variable.scopes.iter().map(|s: &Scope| s.as_str()).collect();
        let _ = writeln!(
            page,
            "| `{}` | {is} | {} | {} |",
            variable.name,
            scopes.join(", "),
            cell(variable.doc)
        );
    }
    for record in schema.records {
        let names: Vec<&str> = schema
            .variables
            .iter()
            .filter(|v| schema.record_of(v).name == record.name)
            .map(|v| v.name)
            .collect();
        let _ = write!(
            page,
            "\n## Facts of a {}\n\nEach of {} has these.\n\n| fact | type | meaning |\n| --- | --- | --- |\n",
            record.name,
            list_words(names)
        );
        for field in record.fields {
            let path = format!("{}.{}", record.name, field.path);
            let _ = writeln!(page, "| `{path}` | {} | {} |", field.ty.as_str(), cell(field.doc));
        }
    }
    page
}

fn about(page: &mut String, rule: &Rule) {
    let docs = &rule.docs;
    let mut facts = vec![
        format!("**{}.**", rule.title),
        format!("Level {}, weight {}{}.", level_word(rule.level), signed(rule.weight), odds(rule)),
        format!(
            "Tried on each {}; speaks against {}.",
            rule.scope.as_str(),
            accused_words(rule.accuses)
        ),
    ];
    if let Some(group) = &rule.overlaps {
        facts.push(format!("Of the findings `{group}` on one line only the strongest counts."));
    }
    if let Some(attack) = &docs.attack {
        let path = attack.replace('.', "/");
        facts.push(format!("ATT&CK [{attack}](https://attack.mitre.org/techniques/{path}/)."));
    }
    facts.push(format!("[File](../rules/{}.toml).", rule.id));
    let _ = write!(page, "\n### {}\n\n", rule.id);
    paragraph(page, "", &facts.join(" "));
    paragraph(page, "", &docs.what);
    paragraph(page, "_Why it is a sign:_ ", &docs.why);
    paragraph(page, "_When honest mail does it:_ ", &docs.honest);
    code(page, "It fires when", "", rule.condition.source().trim());
    code(page, "and says", "text", &wrap(&words(rule.says.source()), WIDTH).join("\n"));
    let cites = list_words(rule.cites.iter().map(|fact| fact.path.as_str()));
    paragraph(page, "", &format!("with the evidence {cites}."));
    examples(page, "It fires on", "It also fires on:", &rule.fires);
    examples(page, "It stays silent on", "It also stays silent on:", &rule.silent);
    if !docs.references.is_empty() {
        paragraph(page, "", &format!("References: {}.", docs.references.join("; ")));
    }
    if !rule.measured.is_empty() {
        page.push_str("Measured:\n\n");
        figures(page, &rule.measured, 0);
        page.push('\n');
    }
    page.truncate(page.trim_end().len());
    page.push('\n');
}

/// The first example in full, and of the others what they show.
fn examples(page: &mut String, heading: &str, more: &str, examples: &[Example]) {
    let Some((first, rest)) = examples.split_first() else { return };
    let heading = match &first.note {
        Some(note) => format!("{heading} ({note})"),
        None => heading.to_owned(),
    };
    code(page, &heading, "text", &example(first));
    let surroundings = surroundings(first);
    if !surroundings.is_empty() {
        paragraph(page, "", &format!("with {}.", surroundings.join(", ")));
    }
    let notes: Vec<&str> = rest.iter().filter_map(|e| e.note.as_deref()).collect();
    if notes.is_empty() {
        return;
    }
    let _ = write!(page, "{more}\n\n");
    for note in notes {
        let _ = writeln!(page, "- {note}");
    }
    page.push('\n');
}

/// The message, its Received fields folded as in a header.
fn example(example: &Example) -> String {
    let mut text = String::new();
    match &example.input {
        ExampleInput::Received { received, header } => {
            for value in received {
                let field = format!("Received: {value}");
                let _ = writeln!(text, "{}", wrap(&words(&field), WIDTH).join("\n    "));
            }
            text.push_str(header.trim());
        }
        ExampleInput::Message(message) => text.push_str(message),
        ExampleInput::Messages(messages) => text.push_str(&messages.join("\n")),
    }
    text.truncate(text.trim_end().len());
    text
}

/// What is known around the message.
fn surroundings(example: &Example) -> Vec<String> {
    let mut known = Vec::new();
    known.extend(example.own_hosts.iter().map(|host| format!("`--own-host {host}`")));
    known.extend(example.trusted_networks.iter().map(|net| format!("`--trusted-network {net}`")));
    for dns in &example.dns {
        let answer = match &dns.answer {
            ExampleAnswer::Records(records) => records.join(" "),
            ExampleAnswer::Outcome(outcome) => outcome.clone(),
        };
        known.push(format!("`{} {}` answered by `{answer}`", dns.name, dns.rtype));
    }
    if let Some(now) = example.now.and_then(|now| jiff::Timestamp::from_second(now).ok()) {
        known.push(format!("the clock at `{now}`"));
    }
    known
}

fn figures(page: &mut String, entries: &[(String, Figure)], depth: usize) {
    let indent = "  ".repeat(depth);
    for (key, figure) in entries {
        match figure {
            Figure::Table(entries) => {
                let _ = writeln!(page, "{indent}- {key}:");
                figures(page, entries, depth + 1);
            }
            single => {
                let _ = writeln!(page, "{indent}- {key}: {}", figure_words(single));
            }
        }
    }
}

fn code(page: &mut String, lead: &str, language: &str, text: &str) {
    let _ = write!(page, "{lead}\n\n```{language}\n{text}\n```\n\n");
}

/// Running text, broken into lines anew; its paragraphs stay apart.
fn paragraph(page: &mut String, lead: &str, text: &str) {
    for part in format!("{lead}{}", text.trim()).split("\n\n") {
        let _ = write!(page, "{}\n\n", wrap(&words(part), WIDTH).join("\n"));
    }
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

fn signed(weight: f64) -> String {
    if weight > 0.0 { format!("+{weight}") } else { format!("{weight}") }
}

fn odds(rule: &Rule) -> String {
    if rule.weight == 0.0 { String::new() } else { format!(" ({})", odds_words(rule.weight)) }
}

/// Text in a table: a bar would end the cell.
pub(super) fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// What a heading is linked by: small letters, digits, hyphens and underscores of it, blanks as
/// hyphens.
pub(super) fn anchor(heading: &str) -> String {
    heading
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            c if c.is_alphanumeric() || matches!(c, '-' | '_') => Some(c.to_ascii_lowercase()),
            _ => None,
        })
        .collect()
}
