//! Shows on a terminal how far a scan is.

use std::io::IsTerminal;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread::Scope;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::scan::pipeline::{Input, Watch};
use crate::scan::source::{Entry, Walk};
use crate::scan::tally::VERDICTS;

/// How often the line is drawn.
const EVERY: Duration = Duration::from_millis(200);

/// When to show it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum When {
    /// Where standard error is a terminal
    #[default]
    Auto,
    Always,
    Never,
}

/// A line that shows how far the scan is.
pub(super) struct Progress<'p> {
    shown: bool,
    always: bool,
    watch: &'p Watch,
    inputs: &'p [Input],
    /// Messages that an earlier run had done.
    resumed: u64,
    over: AtomicBool,
    ended: Mutex<bool>,
    woken: Condvar,
}

impl<'p> Progress<'p> {
    pub(super) fn start(
        when: When,
        watch: &'p Watch,
        inputs: &'p [Input],
        resumed: u64,
    ) -> Progress<'p> {
        let terminal = std::io::stderr().is_terminal();
        let shown = when == When::Always || when == When::Auto && terminal;
        Progress {
            shown,
            always: shown && !terminal,
            watch,
            inputs,
            resumed,
            over: AtomicBool::new(false),
            ended: Mutex::new(false),
            woken: Condvar::new(),
        }
    }

    /// Draws until the scan is over, and counts meanwhile what there is to be read.
    pub(super) fn draw<'s>(&'s self, scope: &'s Scope<'s, '_>) {
        if !self.shown {
            return;
        }
        scope.spawn(|| self.count());
        scope.spawn(|| match self.always {
            true => self.lines(),
            false => self.bar(),
        });
    }

    /// The scan is over: the line goes away.
    pub(super) fn finish(&self) {
        self.over.store(true, Ordering::Relaxed);
        *self.ended.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.woken.notify_all();
    }

    /// Waits for the next drawing; true when the scan is over.
    fn wait(&self, every: Duration) -> bool {
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.woken.wait_timeout_while(ended, every, |ended| !*ended);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }

    fn bar(&self) {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        let style = |template| {
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
        };
        bar.set_style(style("{spinner} {msg}"));
        let started = Instant::now();
        loop {
            let over = self.wait(EVERY);
            if over {
                bar.finish_and_clear();
                return;
            }
            bar.set_message(self.line(started.elapsed()));
            bar.tick();
        }
    }

    /// Without a terminal, a line every few seconds.
    fn lines(&self) {
        let started = Instant::now();
        while !self.wait(Duration::from_secs(5)) {
            eprintln!("{}", self.line(started.elapsed()));
        }
    }

    /// How far it is. Numbers only: nothing in it comes from mail.
    fn line(&self, elapsed: Duration) -> String {
        let get = |count: &std::sync::atomic::AtomicU64| count.load(Ordering::Relaxed);
        let messages = get(&self.watch.messages);
        let (bytes, total) = (get(&self.watch.bytes), get(&self.watch.total));
        let seconds = elapsed.as_secs_f64().max(0.001);
        let share = if total > 0 { bytes as f64 / total as f64 } else { 0.0 };
        let left = match share {
            share if share > 0.001 => {
                let left = (seconds / share - seconds).max(0.0) as u64;
                format!(", {}:{:02} left", left / 60, left % 60)
            }
            _ => String::new(),
        };
        let done = match total {
            0 => String::new(),
            _ => format!("{:.0} %, ", (share * 100.0).min(100.0)),
        };
        let verdicts: Vec<String> = VERDICTS
            .iter()
            .zip(&self.watch.verdicts)
            .rev()
            .map(|(verdict, count)| format!("{} {}", verdict.as_str(), get(count)))
            .collect();
        format!(
            "{done}{} messages in {} files, {:.0} a second{left}; {}",
            messages + self.resumed,
            get(&self.watch.files),
            messages as f64 / seconds,
            verdicts.join(", ")
        )
    }

    /// Adds up the sizes of all files, for the time left. What comes from standard input cannot
    /// be looked at twice, so then there is none.
    fn count(&self) {
        let mut total = 0;
        let mut walk = Walk::default();
        for input in self.inputs {
            let Input::Path(path) = input else { return };
            let flow = walk.path(path, &mut |entry| {
                match entry {
                    Entry::File { size, .. } => total += size,
                    Entry::Stdin => return ControlFlow::Break(()),
                    Entry::Skipped(_) => {}
                }
                match self.over.load(Ordering::Relaxed) {
                    true => ControlFlow::Break(()),
                    false => ControlFlow::Continue(()),
                }
            });
            if flow.is_break() {
                return;
            }
        }
        self.watch.total.store(total, Ordering::Relaxed);
    }
}
