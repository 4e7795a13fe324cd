//! What is counted, in the text form that Prometheus reads.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::deliver::Progress;
use crate::report::model::Verdict;
use crate::smtp::{Oddities, Oddity};

/// One counter.
#[derive(Debug, Default)]
pub(super) struct Count(AtomicU64);

impl Count {
    pub(super) fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    pub(super) fn one(&self) {
        self.add(1);
    }

    pub(super) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// All counters of the server.
#[derive(Debug, Default)]
pub(super) struct Metrics {
    pub(super) connections: Count,
    pub(super) refused_all: Count,
    pub(super) refused_address: Count,
    pub(super) cut_slow: Count,
    pub(super) tls: Count,
    pub(super) tls_failed: Count,
    /// Messages whose content came whole.
    pub(super) received: Count,
    pub(super) bytes: Count,
    pub(super) accepted: Count,
    pub(super) rejected: Count,
    /// Answered with 4yz.
    pub(super) deferred: Count,
    pub(super) stored: Count,
    pub(super) reports: Count,
    /// Reports made up after a crash.
    pub(super) recovered: Count,
    /// Refused commands and messages.
    pub(super) refusals: Count,
    pub(super) flushes: Count,
    pub(super) reloads: Count,
    pub(super) reloads_failed: Count,
    pub(super) work_micros: Count,
    verdicts: [Count; 4],
    oddities: [Count; Oddity::ALL.len()],
}

/// What is measured when asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Gauges {
    pub(super) open: usize,
    pub(super) memory: usize,
    pub(super) queue: usize,
    pub(super) up: Duration,
    pub(super) delivery: Option<Progress>,
}

const VERDICTS: [Verdict; 4] =
    [Verdict::Genuine, Verdict::Unverified, Verdict::Suspicious, Verdict::Forged];

impl Metrics {
    pub(super) fn verdict(&self, verdict: Verdict) {
        self.verdicts[verdict as usize].one();
    }

    pub(super) fn oddities(&self, seen: &Oddities) {
        for (kind, _) in seen.iter() {
            self.oddities[kind as usize].one();
        }
    }

    pub(super) fn text(&self, gauges: Gauges) -> String {
        let mut text = String::with_capacity(4_096);
        let mut family = |name: &str, kind: &str, help: &str, values: &[(&str, u64)]| {
            // Writing to a string does not fail.
            let _ = writeln!(text, "# HELP hopcheck_{name} {help}\n# TYPE hopcheck_{name} {kind}");
            for (labels, value) in values {
                let _ = writeln!(text, "hopcheck_{name}{labels} {value}");
            }
        };
        let mut counter = |name: &str, help: &str, values: &[(&str, u64)]| {
            family(name, "counter", help, values);
        };
        counter("connections_total", "Connections taken.", &[("", self.connections.get())]);
        counter(
            "connections_refused_total",
            "Connections refused since there were too many.",
            &[
                ("{reason=\"connections\"}", self.refused_all.get()),
                ("{reason=\"address\"}", self.refused_address.get()),
            ],
        );
        counter(
            "connections_cut_total",
            "Connections cut since they were too slow.",
            &[("", self.cut_slow.get())],
        );
        counter(
            "tls_handshakes_total",
            "TLS handshakes.",
            &[("{result=\"ok\"}", self.tls.get()), ("{result=\"failed\"}", self.tls_failed.get())],
        );
        counter(
            "messages_received_total",
            "Messages whose content came whole.",
            &[("", self.received.get())],
        );
        counter("message_bytes_total", "Bytes of these messages.", &[("", self.bytes.get())]);
        counter(
            "messages_total",
            "Messages by answer.",
            &[
                ("{answer=\"accepted\"}", self.accepted.get()),
                ("{answer=\"rejected\"}", self.rejected.get()),
                ("{answer=\"deferred\"}", self.deferred.get()),
            ],
        );
        counter("messages_stored_total", "Messages in the spool.", &[("", self.stored.get())]);
        counter("reports_total", "Reports written.", &[("", self.reports.get())]);
        counter(
            "reports_recovered_total",
            "Reports made up at the start.",
            &[("", self.recovered.get())],
        );
        counter("refusals_total", "Commands and messages refused.", &[("", self.refusals.get())]);
        counter("spool_flushes_total", "Flushes of the spool.", &[("", self.flushes.get())]);
        counter(
            "reloads_total",
            "Reloads of the configuration.",
            &[
                ("{result=\"ok\"}", self.reloads.get()),
                ("{result=\"failed\"}", self.reloads_failed.get()),
            ],
        );
        let verdicts = VERDICTS.map(|verdict| {
            (format!("{{verdict=\"{}\"}}", verdict.as_str()), self.verdicts[verdict as usize].get())
        });
        counter(
            "verdicts_total",
            "Messages by verdict.",
            &verdicts.each_ref().map(|(l, v)| (l.as_str(), *v)),
        );
        let oddities = Oddity::ALL.map(|kind| {
            (format!("{{kind=\"{}\"}}", kind.code()), self.oddities[kind as usize].get())
        });
        counter(
            "oddities_total",
            "Messages by what was odd about their session.",
            &oddities.each_ref().map(|(l, v)| (l.as_str(), *v)),
        );
        if let Some(delivery) = gauges.delivery {
            counter(
                "documents_total",
                "Documents by what the other side did with them.",
                &[
                    ("{answer=\"taken\"}", delivery.delivered),
                    ("{answer=\"refused\"}", delivery.refused),
                ],
            );
        }
        let mut gauge =
            |name: &str, help: &str, value: u64| family(name, "gauge", help, &[("", value)]);
        gauge("connections", "Connections open.", gauges.open as u64);
        gauge("message_memory_bytes", "Memory of messages under way.", gauges.memory as u64);
        gauge("queue", "Messages that wait for a worker.", gauges.queue as u64);
        if let Some(delivery) = gauges.delivery {
            gauge("documents", "Documents that wait to be delivered.", delivery.waiting as u64);
            gauge("document_bytes", "Bytes of these documents.", delivery.waiting_bytes);
        }
        let seconds = self.work_micros.get() as f64 / 1e6;
        let _ = writeln!(
            text,
            "# HELP hopcheck_work_seconds_total Time that workers spent on messages.\n\
             # TYPE hopcheck_work_seconds_total counter\nhopcheck_work_seconds_total {seconds}\n\
             # HELP hopcheck_uptime_seconds Time since the start.\n\
             # TYPE hopcheck_uptime_seconds gauge\nhopcheck_uptime_seconds {}",
            gauges.up.as_secs()
        );
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_family_is_declared_once_and_named_apart() {
        let metrics = Metrics::default();
        metrics.verdict(Verdict::Forged);
        metrics.received.one();
        let delivery = Some(Progress { waiting: 4, ..Progress::default() });
        let text = metrics.text(Gauges { open: 3, delivery, ..Gauges::default() });
        assert!(text.contains("\nhopcheck_documents 4\n"));
        assert!(text.contains("\nhopcheck_verdicts_total{verdict=\"forged\"} 1\n"));
        assert!(text.contains("\nhopcheck_connections 3\n"));
        let mut declared: Vec<&str> =
            text.lines().filter_map(|line| line.strip_prefix("# TYPE ")).collect();
        let all = declared.len();
        declared.sort_unstable();
        declared.dedup();
        assert_eq!(declared.len(), all);
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let (name, value) = line.rsplit_once(' ').expect("a value");
            assert!(name.starts_with("hopcheck_") && value.parse::<f64>().is_ok(), "{line}");
        }
    }
}
