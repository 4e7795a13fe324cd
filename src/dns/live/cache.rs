//! Answers kept for as long as their servers allow, within a bound of bytes.

use std::mem::size_of;
use std::sync::Arc;
use std::time::{Duration, Instant};

use quick_cache::Weighter;
use quick_cache::sync::Cache as Map;

use crate::dns::{Answer, Outcome, Question, Record};

/// No record is kept longer, whatever its server says.
const LONGEST: Duration = Duration::from_secs(86_400);
/// No negative answer is kept longer (RFC 2308 section 5 finds one to three hours sensible).
const LONGEST_NEGATIVE: Duration = Duration::from_secs(3600);
/// Failures, and negative answers whose server did not say how long they hold: long enough that
/// a batch does not ask for the same dead name again and again (RFC 2308 section 7).
const FAILURE: Duration = Duration::from_secs(30);
/// What an entry takes beside its texts: key, answer, and the cache's own books.
const OVERHEAD: usize = 400;

/// A typical entry, by which room for the books is laid out.
const TYPICAL: u64 = 500;

pub(super) struct Cache {
    kept: Map<Question, Kept, Size>,
}

#[derive(Clone)]
struct Kept {
    answer: Arc<Answer>,
    until: Instant,
    size: u32,
}

#[derive(Clone)]
struct Size;

impl Weighter<Question, Kept> for Size {
    fn weight(&self, _: &Question, kept: &Kept) -> u64 {
        kept.size.into()
    }
}

impl Cache {
    pub fn new(bytes: u64) -> Self {
        let entries = usize::try_from(bytes / TYPICAL).unwrap_or(usize::MAX);
        Cache { kept: Map::with_weighter(entries, bytes, Size) }
    }

    /// The answer as it came, its time to live not counted down: a report must not depend on how
    /// long ago another message asked the same.
    pub fn get(&self, question: &Question, now: Instant) -> Option<Arc<Answer>> {
        let kept = self.kept.get(question)?;
        if kept.until > now {
            return Some(kept.answer);
        }
        // Unless another has put a new one there meanwhile.
        self.kept.remove_if(question, |found| Arc::ptr_eq(&found.answer, &kept.answer));
        None
    }

    /// Keeps an answer as long as it may be kept; not at all where that is no time.
    pub fn put(&self, question: &Question, answer: &Arc<Answer>) {
        let life = life(answer);
        if !life.is_zero() {
            let until = Instant::now() + life;
            let kept = Kept { answer: answer.clone(), until, size: size(question, answer) };
            self.kept.insert(question.clone(), kept);
        }
    }

    /// Entries and their bytes, by our count. Those whose time is over count until they are
    /// asked for again, or give way to others.
    pub fn size(&self) -> (u64, u64) {
        (self.kept.len() as u64, self.kept.weight())
    }
}

fn life(answer: &Answer) -> Duration {
    let ttl = answer.ttl.map(|ttl| Duration::from_secs(ttl.into()));
    match answer.outcome {
        Outcome::Records(_) => ttl.unwrap_or_default().min(LONGEST),
        Outcome::NxDomain | Outcome::NoData => ttl.unwrap_or(FAILURE).min(LONGEST_NEGATIVE),
        Outcome::ServFail | Outcome::Refused | Outcome::Timeout => FAILURE,
        Outcome::NotAsked(_) | Outcome::NotRecorded => Duration::ZERO,
    }
}

fn size(question: &Question, answer: &Answer) -> u32 {
    let text = |text: &String| text.capacity() + size_of::<String>();
    let records: usize = answer
        .records()
        .iter()
        .map(|record| {
            size_of::<Record>()
                + match record {
                    Record::Addr(_) => 0,
                    Record::Name(name) | Record::Mx { exchange: name, .. } => name.capacity(),
                    Record::Txt(text) => text.capacity(),
                }
        })
        .sum();
    let aliases: usize = answer.aliases.iter().map(text).sum();
    u32::try_from(OVERHEAD + question.name.len() + records + aliases).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dns::{NotAsked, RecordType};

    fn question(name: &str) -> Question {
        Question::new(name, RecordType::Txt).unwrap()
    }

    fn text(length: usize, ttl: u32) -> Arc<Answer> {
        let record = Record::Txt("x".repeat(length));
        Arc::new(Answer { ttl: Some(ttl), ..Answer::new(Outcome::Records(vec![record])) })
    }

    #[test]
    fn how_long_answers_are_kept() {
        let with = |outcome: Outcome, ttl| Arc::new(Answer { ttl, ..Answer::new(outcome) });
        for (answer, seconds) in [
            (text(1, 300), 300),
            (text(1, 0), 0),
            (text(1, 1_000_000), 86_400),
            (with(Outcome::NxDomain, Some(900)), 900),
            (with(Outcome::NxDomain, Some(0)), 0),
            (with(Outcome::NoData, Some(1_000_000)), 3600),
            (with(Outcome::NoData, None), 30),
            (with(Outcome::ServFail, None), 30),
            (with(Outcome::NotAsked(NotAsked::Budget), None), 0),
        ] {
            assert_eq!(life(&answer).as_secs(), seconds, "{answer:?}");
        }
    }

    #[test]
    fn answers_expire() {
        let cache = Cache::new(1 << 20);
        let (kept, gone) = (question("kept.example"), question("gone.example"));
        cache.put(&kept, &text(1, 3600));
        cache.put(&gone, &text(1, 1));
        let now = Instant::now();
        assert_eq!(cache.get(&kept, now), Some(text(1, 3600)));
        assert!(cache.get(&gone, now).is_some());
        let later = now + Duration::from_millis(1100);
        assert!(cache.get(&kept, later).is_some() && cache.get(&gone, later).is_none());
    }

    #[test]
    fn memory_is_bounded_by_bytes() {
        let cache = Cache::new(1 << 20);
        for i in 0..2000 {
            cache.put(&question(&format!("n{i}.example")), &text(10_000, 3600));
        }
        let (entries, bytes) = cache.size();
        assert!(bytes <= 1 << 20, "{bytes}");
        assert!((50..=105).contains(&entries), "{entries}");
    }
}
