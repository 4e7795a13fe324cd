//! The library's one call: bytes, settings and a source of DNS answers in, a report out.

mod assemble;
mod authentic;
pub mod examples;
mod load;
mod origin;
mod session;
mod verified;
mod witness;

use std::borrow::Cow;
use std::path::PathBuf;
use std::time::Duration;

pub use load::Diagnostics;
pub use session::Witnessed;

use crate::chain;
use crate::data::Data;
use crate::dns::{self, Answers};
use crate::facts::{self, FactSet, MessageFacts};
use crate::message::{self, Message};
use crate::report::model;
use crate::settings::Settings;
use crate::verdict::{Judge, Judgement};

/// Rules, data and settings made ready for any number of messages. Shared between threads.
pub struct Analyzer {
    data: Data,
    judge: Judge,
    settings: Settings,
    /// Digest of all rules and data in force.
    digest: String,
    settings_json: serde_json::Value,
}

impl Analyzer {
    /// Loads the built-in rules and data, then those of the folders in `extra`.
    ///
    /// # Errors
    /// All that is wrong with the files, ready to be shown.
    pub fn new(settings: Settings, extra: &[PathBuf]) -> Result<Self, Diagnostics> {
        load::analyzer(settings, extra)
    }

    pub fn judge(&self) -> &Judge {
        &self.judge
    }

    pub fn data(&self) -> &Data {
        &self.data
    }

    /// Digest of all rules and data in force.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Analyses one message. Asks `dns` within `budget`; everything else is a pure function of
    /// the arguments.
    pub fn analyze(
        &self,
        bytes: &[u8],
        source: model::Source,
        dns: &dyn dns::Source,
        budget: Duration,
    ) -> model::Report {
        // Of a message that was cut a signature over the body says nothing.
        let cut = source.size > bytes.len() as u64;
        let settings = match cut && self.settings.auth {
            true => &Settings { auth: false, ..self.settings.clone() },
            false => &self.settings,
        };
        self.judged(bytes, settings, dns, budget, |message, facts, judgement, answers| {
            assemble::report(self, message, facts, &judgement, answers, source)
        })
    }

    /// Analyses a message that this program took itself, with its own line on top. What the
    /// session saw stands in for what the header says of the envelope, and `now` for the clock of
    /// the settings.
    pub fn analyze_session(
        &self,
        bytes: &[u8],
        source: model::Source,
        witnessed: &Witnessed,
        dns: &dyn dns::Source,
        budget: Duration,
    ) -> model::Report {
        let settings = Settings { now: Some(witnessed.now), ..self.settings.clone() };
        let odd = |odd: &model::SessionOddity| Cow::Owned(odd.code.clone());
        let oddities = witnessed.session.oddities.iter().map(odd).collect();
        let session = Some(oddities);
        self.run(bytes, &settings, session, dns, budget, |message, facts, judgement, answers| {
            let mut report = assemble::report(self, message, facts, &judgement, answers, source);
            session::complete(&mut report, witnessed);
            report
        })
    }

    /// Everything up to the verdict, handed to `then` with what it rests on: for trying and
    /// measuring rules on a message. `settings` take the place of the analyzer's own where facts
    /// are measured; rules and weights stay those it was made with.
    pub fn judged<R>(
        &self,
        bytes: &[u8],
        settings: &Settings,
        dns: &dyn dns::Source,
        budget: Duration,
        then: impl FnOnce(&Message<'_>, &mut FactSet<'_>, Judgement<'_>, Option<&Answers>) -> R,
    ) -> R {
        self.run(bytes, settings, None, dns, budget, then)
    }

    fn run<R>(
        &self,
        bytes: &[u8],
        settings: &Settings,
        session: Option<Vec<Cow<'static, str>>>,
        dns: &dyn dns::Source,
        budget: Duration,
        then: impl FnOnce(&Message<'_>, &mut FactSet<'_>, Judgement<'_>, Option<&Answers>) -> R,
    ) -> R {
        let message = message::parse(bytes);
        let chain = chain::build(&message, &self.data);
        let known = MessageFacts { session, ..witness::message_facts(&message) };
        let mut facts = FactSet::new(&chain, known, settings);
        let basis = self.judge.find_boundary(&mut facts);
        witness::own_side(&message, &self.data, &mut facts);
        facts.note_traces(&message, &self.data);
        let answers = (!dns.is_offline()).then(|| {
            let verifier = settings.auth.then(|| authentic::verifier(&message, &facts)).flatten();
            let mut answers = Answers::new();
            dns::gather(dns, &mut answers, budget, |known| {
                let mut wanted = facts::questions(&facts, known);
                wanted.extend(verifier.iter().flat_map(|v| v.verifier.questions(known)));
                wanted
            });
            if let Some(authentic) = verifier {
                authentic.into_facts(&answers, &message, &self.data, &mut facts);
            }
            answers
        });
        if let Some(answers) = &answers {
            facts.answered(answers, &self.data);
        }
        self.judge.explain(&mut facts);
        let judgement = self.judge.judge(&mut facts, basis);
        then(&message, &mut facts, judgement, answers.as_ref())
    }
}
