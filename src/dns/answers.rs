//! All that is known about one message, and the rounds in which it becomes known.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::answer::Answer;
use super::question::{Question, RecordType};
use super::source::Source;

/// All answers known about one message, in the order the questions were first asked.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    entries: Vec<(Question, Arc<Answer>)>,
    /// Where each question stands, once there are more than [`FEW`].
    places: HashMap<Question, usize>,
}

/// So many questions are found sooner by looking at each than by hashing long names.
const FEW: usize = 24;

impl Answers {
    /// How many questions one message may lead to. Far more than any honest message needs; a
    /// hostile one gets no further.
    pub const LIMIT: usize = 4096;

    pub fn new() -> Self {
        Answers::default()
    }

    /// Adds an answer, or puts it in the place of an earlier one to the same question. Returns
    /// false, and adds nothing, when there are [`Answers::LIMIT`] already.
    pub fn insert(&mut self, question: Question, answer: impl Into<Arc<Answer>>) -> bool {
        let answer = answer.into();
        if let Some(entry) = self.place(&question).and_then(|at| self.entries.get_mut(at)) {
            entry.1 = answer;
            return true;
        }
        if self.is_full() {
            return false;
        }
        self.entries.push((question, answer));
        if self.entries.len() > FEW {
            let new = self.entries.iter().enumerate().skip(self.places.len());
            self.places.extend(new.map(|(at, (question, _))| (question.clone(), at)));
        }
        true
    }

    fn place(&self, question: &Question) -> Option<usize> {
        if self.entries.len() > FEW {
            return self.places.get(question).copied();
        }
        self.entries.iter().position(|(known, _)| known == question)
    }

    pub fn get(&self, question: &Question) -> Option<&Answer> {
        self.entries.get(self.place(question)?).map(|(_, answer)| &**answer)
    }

    /// The answer about a name as somebody wrote it; none where it was not asked for, or cannot
    /// be (see [`Question::new`]).
    pub fn find(&self, name: &str, rtype: RecordType) -> Option<&Answer> {
        self.get(&Question::new(name, rtype).ok()?)
    }

    pub fn contains(&self, question: &Question) -> bool {
        self.place(question).is_some()
    }

    /// In the order the questions were first asked.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Question, &Answer)> {
        self.entries.iter().map(|(question, answer)| (question, &**answer))
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Questions were put, and the DNS said nothing to any of them.
    pub fn all_silent(&self) -> bool {
        !self.is_empty() && self.entries.iter().all(|(_, answer)| answer.is_silent())
    }

    pub fn is_full(&self) -> bool {
        self.entries.len() >= Self::LIMIT
    }
}

/// Most rounds one message may take: a CNAME chain at its longest, and some to spare.
const MAX_ROUNDS: usize = 32;

/// Asks in rounds until nothing more is wanted.
///
/// `wanted` says which questions are worth asking in the light of what is known so far; those
/// already answered may be among them. The questions of a round are under way together, and all
/// rounds share the one budget. A round that no time is left for is still given to the source,
/// which then says of each question that it was not asked, or knows the answer already.
pub fn gather(
    source: &dyn Source,
    answers: &mut Answers,
    budget: Duration,
    mut wanted: impl FnMut(&Answers) -> Vec<Question>,
) {
    if source.is_offline() {
        return;
    }
    let start = Instant::now();
    for _ in 0..MAX_ROUNDS {
        let mut round = wanted(answers);
        round.retain(|question| !answers.contains(question));
        keep_first(&mut round);
        round.truncate(Answers::LIMIT.saturating_sub(answers.len()));
        if round.is_empty() {
            return;
        }
        let given = source.ask(&round, budget.saturating_sub(start.elapsed()));
        debug_assert_eq!(given.len(), round.len());
        for (question, answer) in round.into_iter().zip(given) {
            answers.insert(question, answer);
        }
    }
}

/// Leaves out questions that stand there already.
fn keep_first(round: &mut Vec<Question>) {
    if round.len() > FEW {
        let mut seen = HashSet::with_capacity(round.len());
        let first: Vec<bool> = round.iter().map(|question| seen.insert(question)).collect();
        let mut first = first.into_iter();
        round.retain(|_| first.next() == Some(true));
        return;
    }
    let mut kept: Vec<Question> = Vec::with_capacity(round.len());
    for question in round.drain(..) {
        if !kept.contains(&question) {
            kept.push(question);
        }
    }
    *round = kept;
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::super::answer::{NotAsked, Outcome, Record};
    use super::super::source::Offline;
    use super::*;

    fn question(name: &str) -> Question {
        Question::new(name, RecordType::Cname).unwrap()
    }

    #[test]
    fn order_of_asking_is_kept() {
        let mut answers = Answers::new();
        for name in ["c.example", "a.example", "b.example", "a.example"] {
            assert!(answers.insert(question(name), Answer::new(Outcome::NoData)));
        }
        let names: Vec<&str> = answers.iter().map(|(q, _)| q.name.as_str()).collect();
        assert_eq!(names, ["c.example", "a.example", "b.example"]);
        answers.insert(question("a.example"), Answer::new(Outcome::NxDomain));
        assert_eq!(answers.get(&question("a.example")).unwrap().outcome, Outcome::NxDomain);
        assert_eq!(
            answers.find("A.Example.", RecordType::Cname).unwrap().outcome,
            Outcome::NxDomain
        );
        assert_eq!(answers.len(), 3);
        assert!(!answers.all_silent() && !Answers::new().all_silent());
        assert!(answers.find("a..example", RecordType::Cname).is_none());
        assert!(answers.find("a.example", RecordType::A).is_none());
    }

    #[test]
    fn there_is_a_limit() {
        let mut answers = Answers::new();
        for i in 0..Answers::LIMIT {
            assert!(
                answers.insert(
                    question(&format!("n{i}.example")),
                    Answer::not_asked(NotAsked::Budget)
                )
            );
        }
        assert!(answers.all_silent());
        assert!(!answers.insert(question("one-more.example"), Answer::new(Outcome::NoData)));
        assert!(answers.insert(question("n7.example"), Answer::new(Outcome::NoData)));
        assert_eq!(answers.len(), Answers::LIMIT);
    }

    /// Every name is an alias of the next: `n1.example`, `n2.example`, ….
    struct Chain(Mutex<Vec<usize>>);

    impl Source for Chain {
        fn ask(&self, questions: &[Question], _: Duration) -> Vec<Arc<Answer>> {
            self.0.lock().unwrap().push(questions.len());
            let next = |name: &str| {
                let number: u32 =
                    name.trim_start_matches('n').trim_end_matches(".example").parse().unwrap();
                format!("n{}.example", number + 1)
            };
            questions
                .iter()
                .map(|q| Answer::new(Outcome::Records(vec![Record::Name(next(&q.name))])).into())
                .collect()
        }
    }

    /// The first name, and all that is known to follow it.
    fn follow(answers: &Answers) -> Vec<Question> {
        let mut names = vec!["n1.example".to_owned(), "n1.example".to_owned()];
        names.extend(answers.iter().flat_map(|(_, a)| a.names().map(str::to_owned)));
        names.iter().map(|name| question(name)).collect()
    }

    #[test]
    fn rounds_ask_each_question_once_and_end() {
        let chain = Chain(Mutex::new(Vec::new()));
        let mut answers = Answers::new();
        gather(&chain, &mut answers, Duration::from_secs(1), |known| {
            let mut wanted = follow(known);
            wanted.truncate(6);
            wanted
        });
        assert_eq!(*chain.0.lock().unwrap(), [1, 1, 1, 1, 1]);
        // One that never ends is ended.
        let mut answers = Answers::new();
        gather(&chain, &mut answers, Duration::from_secs(1), follow);
        assert_eq!(answers.len(), MAX_ROUNDS);
    }

    #[test]
    fn offline_nothing_is_made_up() {
        let mut answers = Answers::new();
        gather(&Offline, &mut answers, Duration::from_secs(1), |_| unreachable!());
        assert!(answers.is_empty());
    }
}
