//! Any text as a rule's condition. What is refused is refused with places inside the text, and
//! what is taken can be judged for every hop and link of a message.

#![no_main]

use std::ops::Range;

use hopcheck::chain;
use hopcheck::data::Data;
use hopcheck::facts::{FactSet, MessageFacts, SCHEMA};
use hopcheck::message;
use hopcheck::rules::schema::Scope;
use hopcheck::rules::{Condition, builtin};
use hopcheck::settings::Settings;
use libfuzzer_sys::fuzz_target;

const MESSAGE: &[u8] = include_bytes!("../../samples/forged-classic.eml");

thread_local! {
    static DATA: Data = {
        let files = builtin();
        Data::load(files.iter().map(|file| (file.name.as_str(), file.text.as_ref())))
            .unwrap_or_else(|errors| panic!("{errors:?}"))
    };
}

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    for scope in [Scope::Hop, Scope::Link, Scope::Message] {
        match Condition::compile(text, &SCHEMA, scope) {
            Ok(condition) => DATA.with(|data| judge(&condition, scope, data)),
            Err(faults) => {
                assert!(!faults.is_empty());
                for fault in faults {
                    lies_in(text, &fault.at);
                    fault.advice.context.iter().for_each(|(at, _)| lies_in(text, at));
                    assert!(!fault.title.is_empty());
                }
            }
        }
    }
});

fn lies_in(text: &str, at: &Range<usize>) {
    assert!(text.get(at.clone()).is_some(), "{at:?} of {text:?}");
}

fn judge(condition: &Condition, scope: Scope, data: &Data) {
    let message = message::parse(MESSAGE);
    let chain = chain::build(&message, data);
    let settings = Settings::default();
    let facts = FactSet::new(&chain, MessageFacts::default(), &settings);
    let count = match scope {
        Scope::Hop => chain.hops.len(),
        Scope::Link => chain.links.len(),
        _ => 1,
    };
    let less = condition.conjuncts();
    for index in 0..count {
        let outcome = condition.eval(&facts, index);
        let parts = condition.outcomes(&facts, index);
        assert_eq!(less.len(), parts.len());
        // All parts true, and only then, is the whole true.
        assert_eq!(outcome.is_true(), parts.iter().all(|(_, part)| part.is_true()));
        for other in &less {
            assert!(!outcome.is_true() || other.eval(&facts, index).is_true());
        }
    }
}
