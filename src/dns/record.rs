//! Keeping what was asked and answered, so that a run can be repeated.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;

use super::answer::{Answer, Outcome};
use super::file::{Kept, SCHEMA, Written, rfc3339};
use super::question::Question;
use super::source::Source;

/// How many answers are kept. A recording is held in memory until it is written.
const MAX_ENTRIES: usize = 2_000_000;

/// Passes questions on to another source, and keeps every answer.
///
/// The first answer to a question holds for the whole run, silence too: whatever a report was
/// built on is what the file says, and a replayed run gives the same reports. Without this, an
/// answer that changed (or came at last) between two messages would make the file disagree with
/// the first of them.
pub struct Recorder<S> {
    inner: S,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    kept: BTreeMap<Question, Arc<Answer>>,
    /// Answers that were given but not kept, for want of room.
    lost: u64,
}

/// What a recording holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Questions answered, with whatever outcome.
    pub entries: usize,
    /// Questions left unasked.
    pub unasked: usize,
    /// Answers given but not kept, because there were too many: the run cannot be repeated in
    /// full when this is not 0.
    pub lost: u64,
}

impl<S: Source> Recorder<S> {
    pub fn new(inner: S) -> Self {
        Recorder { inner, state: Mutex::default() }
    }

    /// The source behind.
    pub fn inner(&self) -> &S {
        &self.inner
    }

    /// Writes what was recorded so far. `now` is the clock the run used, seconds since the
    /// epoch; `settings` whatever the caller wants to find again. The order does not depend on
    /// the order of asking. The file appears whole or not at all.
    ///
    /// # Errors
    /// When it cannot be written; a file that was there before is then untouched.
    pub fn write(&self, path: &Path, now: Option<i64>, settings: &Value) -> io::Result<Recorded> {
        let state = self.state();
        let mut written = Written {
            schema: SCHEMA,
            now: now.and_then(rfc3339),
            settings,
            entries: Vec::new(),
            unasked: Vec::new(),
        };
        for (question, answer) in &state.kept {
            match Kept::of(question, answer) {
                Some(Kept::Entry(entry)) => written.entries.push(entry),
                Some(Kept::Unasked(unasked)) => written.unasked.push(unasked),
                None => {}
            }
        }
        write_whole(path, |out| {
            serde_json::to_writer_pretty(&mut *out, &written)?;
            out.write_all(b"\n")
        })?;
        Ok(Recorded {
            entries: written.entries.len(),
            unasked: written.unasked.len(),
            lost: state.lost,
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere cannot leave the map half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S: Source> Source for Recorder<S> {
    fn ask(&self, questions: &[Question], budget: Duration) -> Vec<Arc<Answer>> {
        let mut answers: Vec<Option<Arc<Answer>>> = {
            let state = self.state();
            questions.iter().map(|question| state.kept.get(question).cloned()).collect()
        };
        let open: Vec<Question> = questions
            .iter()
            .zip(&answers)
            .filter(|(_, known)| known.is_none())
            .map(|(question, _)| question.clone())
            .collect();
        if !open.is_empty() {
            let given = self.inner.ask(&open, budget);
            let mut state = self.state();
            let mut given = open.into_iter().zip(given);
            for slot in answers.iter_mut().filter(|slot| slot.is_none()) {
                *slot = given.next().map(|(question, answer)| state.keep(question, answer));
            }
        }
        answers
            .into_iter()
            .map(|answer| answer.unwrap_or_else(|| Answer::new(Outcome::NotRecorded).into()))
            .collect()
    }

    fn is_offline(&self) -> bool {
        self.inner.is_offline()
    }

    fn recorded_now(&self) -> Option<i64> {
        self.inner.recorded_now()
    }

    fn trouble(&self) -> Option<String> {
        self.inner.trouble()
    }
}

impl State {
    /// Keeps the answer unless another thread was first; gives back the one that holds.
    fn keep(&mut self, question: Question, answer: Arc<Answer>) -> Arc<Answer> {
        if let Some(first) = self.kept.get(&question) {
            return first.clone();
        }
        if self.kept.len() >= MAX_ENTRIES {
            self.lost += 1;
        } else {
            self.kept.insert(question, answer.clone());
        }
        answer
    }
}

/// Writes a file beside its final place and moves it there when it is complete and on disk.
fn write_whole(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".hopcheck-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any other output: what the umask leaves.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = BufWriter::new(builder.tempfile_in(folder)?);
    fill(&mut file)?;
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use serde_json::json;

    use super::super::{NotAsked, Record, RecordType, Replay};
    use super::*;

    /// Answers by the first letter of the name, and counts what it is asked.
    struct Letters(AtomicUsize);

    fn by_letter(question: &Question) -> Answer {
        let records = |records: &[Record]| Outcome::Records(records.to_vec());
        let mut answer = Answer::new(match question.name.as_bytes()[0] {
            b'a' => records(&[Record::Addr("192.0.2.1".parse().unwrap())]),
            b'b' => Outcome::NxDomain,
            b'c' => Outcome::NoData,
            b'd' => Outcome::ServFail,
            b'e' => Outcome::Refused,
            b'f' => Outcome::Timeout,
            b'g' => Outcome::NotAsked(NotAsked::Budget),
            b'h' => Outcome::NotAsked(NotAsked::ServerSilent),
            b'm' => records(&[
                Record::Mx { preference: 10, exchange: "mx.example".into() },
                Record::Mx { preference: 0, exchange: ".".into() },
            ]),
            b't' => records(&[Record::Txt("v=spf1 \u{fffd}\n\"-all".into())]),
            b'n' => records(&[Record::Name("odd\\032name.example".into())]),
            _ => Outcome::NotRecorded,
        });
        if question.name.starts_with('a') {
            answer.aliases = vec!["alias.example".into()];
            answer.ttl = Some(0);
            answer.server = Some("192.0.2.53:53".into());
            answer.time = Some(1_772_619_304);
        }
        answer
    }

    impl Source for Letters {
        fn ask(&self, questions: &[Question], _: Duration) -> Vec<Arc<Answer>> {
            self.0.fetch_add(questions.len(), Ordering::Relaxed);
            questions.iter().map(|question| by_letter(question).into()).collect()
        }
    }

    fn questions() -> Vec<Question> {
        use RecordType::{A, Mx, Ptr, Txt};
        [("h", A), ("m", Mx), ("a", A), ("t", Txt), ("n", Ptr), ("x", A), ("a", A)]
            .into_iter()
            .chain(["b", "c", "d", "e", "f", "g"].map(|n| (n, A)))
            .map(|(name, rtype)| Question::new(&format!("{name}.example"), rtype).unwrap())
            .collect()
    }

    #[test]
    fn a_recording_answers_as_the_run_did() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("dns.json");
        let recorder = Recorder::new(Letters(AtomicUsize::new(0)));
        let questions = questions();
        let live = recorder.ask(&questions, Duration::from_secs(1));
        let settings = json!({"dns": "system"});
        let recorded = recorder.write(&path, Some(1_772_619_305), &settings).unwrap();
        assert_eq!(recorded, Recorded { entries: 9, unasked: 2, lost: 0 });

        let replay = Replay::from_file(&path).unwrap();
        assert_eq!(replay.ask(&questions, Duration::ZERO), live);
        assert_eq!(replay.recorded_now(), Some(1_772_619_305));
        assert_eq!(*replay.settings(), settings);

        // Recording what is replayed gives the same file, whatever the order of asking.
        let again = Recorder::new(replay);
        let mut backwards = questions;
        backwards.reverse();
        again.ask(&backwards, Duration::ZERO);
        let copy = folder.path().join("copy.json");
        again.write(&copy, again.recorded_now(), &settings).unwrap();
        assert_eq!(std::fs::read(&copy).unwrap(), std::fs::read(&path).unwrap());
        let files = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(files, 2, "nothing is left behind");
    }

    #[test]
    fn a_question_is_passed_on_once_and_its_answer_holds() {
        let recorder = Recorder::new(Letters(AtomicUsize::new(0)));
        let questions = questions();
        let first = recorder.ask(&questions, Duration::from_secs(1));
        let asked = recorder.inner().0.load(Ordering::Relaxed);
        assert_eq!(recorder.ask(&questions, Duration::from_secs(1)), first);
        assert_eq!(recorder.inner().0.load(Ordering::Relaxed), asked);
        assert!(!recorder.is_offline());
    }

    #[test]
    fn many_threads_get_one_answer() {
        /// Never answers a question in the same way twice.
        struct Fickle(AtomicUsize);
        impl Source for Fickle {
            fn ask(&self, questions: &[Question], _: Duration) -> Vec<Arc<Answer>> {
                let next = |_| {
                    let ttl = self.0.fetch_add(1, Ordering::Relaxed);
                    Answer { ttl: u32::try_from(ttl).ok(), ..Answer::new(Outcome::NoData) }
                };
                questions.iter().map(|question| next(question).into()).collect()
            }
        }
        let recorder = Recorder::new(Fickle(AtomicUsize::new(0)));
        let questions: Vec<Question> = (0..50)
            .map(|i| Question::new(&format!("n{i}.example"), RecordType::A).unwrap())
            .collect();
        let ask = || recorder.ask(&questions, Duration::from_secs(1));
        let all: Vec<Vec<Arc<Answer>>> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(all.windows(2).all(|pair| pair[0] == pair[1]));
    }

    #[test]
    fn a_file_that_cannot_be_written_leaves_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let recorder = Recorder::new(Letters(AtomicUsize::new(0)));
        let nowhere = folder.path().join("missing").join("dns.json");
        assert!(recorder.write(&nowhere, None, &Value::Null).is_err());
        let taken = folder.path().join("taken");
        std::fs::create_dir(&taken).unwrap();
        assert!(recorder.write(&taken, None, &Value::Null).is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        let fine = folder.path().join("fine.json");
        recorder.write(&fine, None, &Value::Null).unwrap();
        assert!(Replay::from_file(&fine).unwrap().is_empty());
    }
}
