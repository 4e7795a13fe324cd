//! The report on a domain for people: who receives, who may send, what is wrong.

use std::fmt::Write;

use super::{Host, RouteReport, Spf};
use crate::dns::spf::MAX_LOOKUPS;
use crate::report::escape::Escape;

/// The report as text. Everything that came from outside is escaped; with `ascii` nothing else
/// than printable ASCII is written.
pub fn render(report: &RouteReport, ascii: bool) -> String {
    let mut page = Page { out: String::new(), escape: Escape { ascii } };
    page.domain(report);
    page.receivers(report);
    page.senders(&report.spf);
    page.problems(report);
    page.out
}

struct Page {
    out: String,
    escape: Escape,
}

impl Page {
    /// A line: parts after the first two blanks of indentation, escaped.
    fn line(&mut self, indent: usize, text: &str) {
        let text = self.escape.text(text);
        let _ = writeln!(self.out, "{:indent$}{text}", "");
    }

    fn domain(&mut self, report: &RouteReport) {
        self.line(0, &report.domain);
        if !report.aliases.is_empty() {
            self.line(2, &format!("alias of     {}", report.aliases.join(" -> ")));
        }
    }

    fn receivers(&mut self, report: &RouteReport) {
        let by = match (report.routed_by, report.exists) {
            ("mx", _) => "receives by MX, the best first",
            ("address", _) => "receives at its own address: there is no MX (RFC 5321 section 5.1)",
            ("null-mx", _) => "receives no mail, and says so: null MX (RFC 7505)",
            ("nothing", Some(false)) => "does not exist",
            ("nothing", _) => "receives no mail",
            _ => "the DNS did not say who receives",
        };
        self.line(2, by);
        let name = |host: &Host| match host.aliases.last() {
            Some(target) => format!("{} -> {target}", host.name),
            None => host.name.clone(),
        };
        let width = report.hosts.iter().map(|h| name(h).chars().count()).max().unwrap_or(0).min(48);
        for host in &report.hosts {
            let preference = host.preference.map_or_else(|| "-".to_owned(), |p| p.to_string());
            let addresses = match (host.addresses.is_empty(), host.usable) {
                (false, _) => host.addresses.join(", "),
                (true, Some(false)) => "no address".to_owned(),
                (true, _) => "address unknown".to_owned(),
            };
            self.line(4, &format!("{preference:>5}  {:width$}  {addresses}", name(host)));
        }
    }

    fn senders(&mut self, spf: &Spf) {
        match (spf.published, &spf.record) {
            (Some(true), Some(record)) => self.line(2, &format!("may send     {record}")),
            (Some(true), None) => self.line(2, "may send     more than one SPF record: none holds"),
            (Some(false), _) => self.line(2, "may send     no SPF record: nothing is said"),
            (None, _) => self.line(2, "may send     the DNS did not say"),
        }
        let width = spf.senders.iter().map(|s| s.network.len()).max().unwrap_or(0);
        for sender in &spf.senders {
            let by = sender.by.join(" > ");
            self.line(4, &format!("{:<8}  {:width$}  {by}", sender.result, sender.network));
        }
        if let Some(all) = spf.all {
            self.line(4, &format!("{all:<8}  every other address"));
        }
        if spf.record.is_some() {
            self.line(
                4,
                &format!(
                    "{} of {MAX_LOOKUPS} lookups are needed (RFC 7208 section 4.6.4)",
                    spf.lookups
                ),
            );
        }
    }

    fn problems(&mut self, report: &RouteReport) {
        let (broken, open): (Vec<_>, Vec<_>) =
            report.problems.iter().partition(|problem| problem.reference.is_some());
        for (title, problems) in [("breaks the RFC", broken), ("not known", open)] {
            if !problems.is_empty() {
                self.line(2, title);
            }
            for problem in problems {
                self.line(4, &problem.what);
            }
        }
    }
}
