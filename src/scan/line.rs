//! A report as a line of the output.

mod html;

use std::io;

use serde::{Deserialize, Serialize};

use crate::report::escape;
use crate::report::formats::Siem;
use crate::report::json;
use crate::report::model::{Report, Source, Verdict};

/// The form of the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Form {
    /// One JSON object a line
    #[default]
    #[value(alias = "json")]
    Ndjson,
    /// For spreadsheets
    Csv,
    /// One line a message, for people
    Text,
    /// One page with all of it, for a browser
    Html,
    /// Elastic Common Schema, a line for each message
    Ecs,
    /// Open Cybersecurity Schema Framework, one or two lines for each message
    Ocsf,
    /// Common Event Format, a line for each message
    Cef,
    /// A STIX 2.1 bundle on a line of its own for each message
    Stix,
    /// A MISP event on a line of its own for each message
    Misp,
    /// A SARIF 2.1.0 log on a line of its own for each message
    Sarif,
}

/// The columns of a CSV line.
const COLUMNS: &str = "path,offset,part,size,verdict,score,origin_ip,origin_host,handover_line,\
    peer_ip,peer_helo,peer_rdns,hops,rules,message_id,date,from,to,subject,return_path\r\n";

impl Form {
    /// The form for a security system, where it is one.
    pub fn siem(self) -> Option<Siem> {
        match self {
            Form::Ndjson | Form::Csv | Form::Text | Form::Html => None,
            Form::Ecs => Some(Siem::Ecs),
            Form::Ocsf => Some(Siem::Ocsf),
            Form::Cef => Some(Siem::Cef),
            Form::Stix => Some(Siem::Stix),
            Form::Misp => Some(Siem::Misp),
            Form::Sarif => Some(Siem::Sarif),
        }
    }

    /// Whether each report is a document on lines of its own.
    pub fn is_documents(self) -> bool {
        self == Form::Ndjson || self.siem().is_some()
    }

    /// What stands before the first line.
    pub fn head(self) -> &'static str {
        match self {
            Form::Csv => COLUMNS,
            Form::Html => html::HEAD,
            _ => "",
        }
    }

    /// What stands behind the last line, given the summary for people.
    pub fn tail(self, summary: &str) -> String {
        match self {
            Form::Html => html::tail(summary),
            _ => String::new(),
        }
    }

    /// Appends the report's line, or lines. `message` holds the bytes that the report is on.
    ///
    /// # Errors
    /// Where the report cannot be serialised, which is a defect of this program.
    pub fn write(self, out: &mut Vec<u8>, report: &Report, message: &[u8]) -> io::Result<()> {
        if let Some(siem) = self.siem() {
            return siem.write(out, report, message);
        }
        match self {
            Form::Csv => csv(out, report),
            Form::Text => text(out, report),
            Form::Html => html::row(out, report),
            _ => json::append(out, report)?,
        }
        Ok(())
    }
}

fn csv(out: &mut Vec<u8>, report: &Report) {
    let source = &report.source;
    let boundary = report.boundary.as_ref();
    let origin = report.origin.as_ref();
    let message = &report.message;
    let mut rules: Vec<&str> = report.findings.iter().map(|found| found.rule.as_str()).collect();
    rules.dedup();
    let cells = [
        source.path.clone(),
        Some(source.offset.to_string()),
        source.part.clone(),
        Some(source.size.to_string()),
        Some(report.verdict.as_str().to_owned()),
        Some(format!("{:.6}", report.score)),
        origin.and_then(|origin| origin.ip.clone()),
        origin.and_then(|origin| origin.host.clone()),
        boundary.map(|boundary| boundary.line.to_string()),
        boundary.and_then(|boundary| boundary.peer_ip.clone()),
        boundary.and_then(|boundary| boundary.peer_helo.clone()),
        boundary.and_then(|boundary| boundary.peer_rdns.clone()),
        Some(report.hops.len().to_string()),
        Some(rules.join(" ")),
        message.message_id.clone(),
        message.date.clone(),
        message.from.clone(),
        message.to.clone(),
        message.subject.clone(),
        message.return_path.clone(),
    ];
    for (number, cell) in cells.iter().enumerate() {
        if number > 0 {
            out.push(b',');
        }
        push_cell(out, cell.as_deref().unwrap_or_default());
    }
    out.extend_from_slice(b"\r\n");
}

/// Appends a cell (RFC 4180). Spreadsheets run what begins with certain signs as a formula, so
/// such text is given a quote mark in front, which shows that it is text; what acts on a terminal
/// is escaped.
fn push_cell(out: &mut Vec<u8>, text: &str) {
    let text = escape::text(text);
    let lead = text.trim_start_matches([' ', '\u{a0}', '"', '\'']);
    // Full-width forms are taken for the signs by some spreadsheets.
    let formula = lead.starts_with(['=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠'])
        || text.starts_with("\\t")
        || text.starts_with("\\r");
    if !formula && !text.contains([',', '"', ';', '\'']) {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
    if formula {
        out.push(b'\'');
    }
    out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
    out.push(b'"');
}

fn text(out: &mut Vec<u8>, report: &Report) {
    let line = Summary::of(report);
    line.write(out);
}

/// What one line for people says.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    pub verdict: Verdict,
    pub score: f64,
    pub place: String,
    pub origin: String,
    pub rules: String,
}

impl Summary {
    pub fn of(report: &Report) -> Self {
        let origin = report.origin.as_ref();
        let origin = origin.and_then(|origin| origin.ip.as_deref().or(origin.host.as_deref()));
        let mut rules: Vec<&str> = report
            .findings
            .iter()
            .filter(|found| found.weight > 0.0)
            .map(|found| found.rule.as_str())
            .collect();
        rules.sort_unstable();
        rules.dedup();
        Summary {
            verdict: report.verdict,
            score: report.score,
            place: name(&report.source),
            origin: escape::text(origin.unwrap_or("-")).into_owned(),
            rules: rules.join(" "),
        }
    }

    /// Appends the line.
    pub fn write(&self, out: &mut Vec<u8>) {
        let verdict = self.verdict.as_str();
        let line = format!(
            "{verdict:<10} {:>5.1}%  {:<15}  {}  {}",
            percent(self.score),
            self.origin,
            self.place,
            self.rules
        );
        out.extend_from_slice(line.trim_end().as_bytes());
        out.push(b'\n');
    }
}

/// Never 100 by rounding.
fn percent(score: f64) -> f64 {
    if score < 1.0 { (score * 1_000.0).floor() / 10.0 } else { 100.0 }
}

/// Where a message lies, for people.
pub fn name(source: &Source) -> String {
    let mut name = escape::text(source.path.as_deref().unwrap_or("-")).into_owned();
    if source.offset > 0 && source.part.is_none() {
        name.push_str(&format!(" at {}", source.offset));
    }
    if let Some(part) = &source.part {
        name.push_str(&format!(" part {}", escape::text(part)));
    }
    name
}

/// Where a message lies, as the records about several messages name it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Whence {
    pub path: Option<String>,
    pub offset: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
}
