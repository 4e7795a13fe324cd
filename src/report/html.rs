//! The report as a page for a browser: one file that asks for nothing, holds no script, and is
//! read on a phone, on paper, in the dark, by keyboard and by ear.
//!
//! A page is [`start`], any number of [`article`]s, [`end`]. All that comes from outside goes
//! through [`super::escape`] (what acts or deceives is shown by its number) and then through the
//! template's own escape for HTML; a policy in the page forbids whatever might slip through to
//! run or to load.

mod raw;
#[cfg(test)]
mod tests;
mod view;
mod way;

use askama::Template;

use super::model::Report;
use view::Article;

#[derive(Template)]
#[template(path = "report-start.html")]
struct Start {
    version: &'static str,
}

#[derive(Template)]
#[template(path = "report-end.html")]
struct End;

/// All up to the first article.
pub fn start() -> String {
    // Writing into a string does not fail, and no filter of ours does.
    Start { version: env!("CARGO_PKG_VERSION") }.render().unwrap_or_default()
}

/// The end of the page.
pub fn end() -> String {
    End.render().unwrap_or_default()
}

/// The part of the page for one message, number `number` on it. `message` holds the bytes that
/// the report's offsets count in; where they are not at hand the raw lines are left out.
///
/// Bounded in size whatever the message: of many lines or findings alike the page shows some and
/// counts the rest.
pub fn article(report: &Report, message: &[u8], number: usize) -> String {
    Article::new(report, message, number).render().unwrap_or_default()
}

/// A page with one report.
pub fn page(report: &Report, message: &[u8]) -> String {
    format!("{}{}{}", start(), article(report, message, 1), end())
}
