//! The overview as one page: the table of messages, with what was found of each suspicious one,
//! and the summary. Self-contained: no script, nothing is loaded, and a policy says so to the
//! browser, should header text find a way out of its place after all.

use std::fmt::Write;

use super::name;
use crate::report::escape;
use crate::report::model::{Report, Verdict};

/// What stands before the first row.
pub(super) const HEAD: &str = r#"<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>hopcheck: messages</title>
<style>
body { font: 15px/1.4 system-ui, sans-serif; margin: 1.5em; color: #222; background: #fff }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .25em .6em; border-bottom: 1px solid #ddd; overflow-wrap: anywhere }
.v { font-weight: bold } .forged .v { color: #a00018 } .suspicious .v { color: #8a5000 } .genuine .v { color: #05602b }
pre { white-space: pre-wrap; overflow-wrap: anywhere } summary { cursor: pointer }
</style></head><body>
<h1>Messages</h1>
<table><thead><tr><th scope="col">Verdict</th><th scope="col">Probability of forgery</th><th scope="col">Origin</th><th scope="col">Message</th></tr></thead><tbody>
"#;

/// What stands behind the last row: the summary as it is shown to people.
pub(super) fn tail(summary: &str) -> String {
    format!("</tbody></table>\n<h2>Summary</h2>\n<pre>{}</pre>\n</body></html>\n", markup(summary))
}

/// A row, on one line.
pub(super) fn row(out: &mut Vec<u8>, report: &Report) {
    let mut row = String::with_capacity(512);
    let verdict = report.verdict.as_str();
    let origin = report.origin.as_ref().map(|origin| {
        let parts: Vec<&str> =
            [&origin.ip, &origin.host].into_iter().flatten().map(String::as_str).collect();
        parts.join(" ")
    });
    let message = &report.message;
    let _ = write!(
        row,
        "<tr class=\"{verdict}\"><td class=\"v\">{verdict}</td><td>{:.1} %</td><td>{}</td><td>",
        super::percent(report.score),
        safe(origin.as_deref().unwrap_or("-")),
    );
    let _ = write!(
        row,
        "{}<br>{} · {}",
        markup(&name(&report.source)),
        safe(message.from.as_deref().unwrap_or("-")),
        safe(message.subject.as_deref().unwrap_or("-")),
    );
    if report.verdict >= Verdict::Suspicious {
        details(&mut row, report);
    }
    row.push_str("</td></tr>\n");
    out.extend_from_slice(row.as_bytes());
}

/// What was found, and the chain, folded away.
fn details(row: &mut String, report: &Report) {
    row.push_str("<details><summary>what was found</summary><ul>");
    for found in &report.findings {
        let _ = write!(
            row,
            "<li><b>{}</b> ({:+.1} decibans): {}</li>",
            safe(&found.rule),
            found.weight,
            safe(&found.message)
        );
    }
    row.push_str("</ul><ol>");
    for hop in &report.hops {
        let from = hop.from.as_ref();
        let from = from
            .and_then(|from| from.rdns.as_deref().or(from.helo.as_deref()).or(from.ip.as_deref()));
        let ip = hop.from.as_ref().and_then(|from| from.ip.as_deref()).unwrap_or("-");
        let by = hop.by.as_ref().and_then(|by| by.host.as_deref());
        let _ = write!(
            row,
            "<li>{}: {} [{}] → {}, {}</li>",
            hop.verdict.as_str(),
            safe(from.unwrap_or("-")),
            safe(ip),
            safe(by.unwrap_or("-")),
            safe(hop.date_raw.as_deref().unwrap_or("no date")),
        );
    }
    row.push_str("</ol></details>");
}

/// Text of strangers: what acts is shown by its number, what is markup becomes text.
fn safe(text: &str) -> String {
    markup(&escape::text(text))
}

fn markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    #[test]
    fn a_row_is_one_line_and_holds_no_markup_of_strangers() {
        let mut report = testing::classic();
        report.verdict = Verdict::Forged;
        report.message.subject = Some("<script>alert('x')</script>\n\u{202e}&\"".to_owned());
        report.findings[0].message = "</td><img src=x onerror=y>".to_owned();
        report.source.path = Some("a<b>.eml".to_owned());
        let mut out = Vec::new();
        row(&mut out, &report);
        let row = String::from_utf8(out).expect("UTF-8");
        assert_eq!(row.matches('\n').count(), 1);
        assert!(
            row.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;\\n\\u{202e}&amp;&quot;")
        );
        assert!(
            !row.contains("<script") && !row.contains("<img") && !row.contains("a<b>"),
            "{row}"
        );
        assert!(row.contains("<details>"));
        assert!(tail("<b>").contains("&lt;b&gt;"));
    }
}
