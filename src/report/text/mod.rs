//! The report for people: what is to be believed and why, at a glance first and then in detail.
//!
//! From top to bottom: the verdict and the origin (`head`), the way of the message with the
//! boundary drawn (`chain`), what the rules said with the very bytes they speak of
//! (`findings`, `excerpt`), and what could not be read or asked (`notes`). Everything that
//! came from outside goes through [`super::escape`] before it reaches the page.

mod chain;
mod excerpt;
mod findings;
mod head;
mod layout;
mod notes;
mod page;
mod when;

#[cfg(test)]
mod tests;

use super::model::Report;
use page::Page;

/// How the page is to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Columns of the page. Less than 60 is taken as 60, more than 120 as 120: lines longer than
    /// that are hard to read. A name longer than the page is shortened in its middle.
    pub width: usize,
    /// Colours and bold type, as ANSI escape sequences.
    pub color: bool,
    /// Draw with ASCII alone, and show other characters by their number.
    pub ascii: bool,
}

impl Default for Options {
    /// As for a file: 80 columns, no colour, UTF-8.
    fn default() -> Self {
        Options { width: 80, color: false, ascii: false }
    }
}

/// The report as text that ends with a line feed. `message` holds the bytes that the report's
/// offsets count in; where it is shorter than an offset (only a part was kept), the excerpt is
/// left out and the value stands alone.
///
/// Bounded in size whatever the message: of many lines or findings alike the page shows some
/// and counts the rest.
pub fn render(report: &Report, message: &[u8], options: Options) -> String {
    let mut page = Page::new(options);
    head::write(&mut page, report);
    chain::write(&mut page, report);
    findings::write(&mut page, report, message);
    notes::write(&mut page, report);
    page.finish()
}
