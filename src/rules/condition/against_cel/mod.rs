//! Our judgement against that of the `cel` crate's interpreter, on random conditions and facts.
//! The interpreter has no unknown, but its errors combine as unknowns must: an unknown fact is
//! given to it as an error, an absent one as a missing key, so that `has()` tells them apart.

mod interpreter;
mod maker;

use std::fmt::Write;
use std::sync::Arc;

use proptest::prelude::*;

use self::interpreter::{GROUP_MARK, cel_env, judged_by_cel};
use self::maker::{condition, sample};
use super::Condition;
use crate::rules::schema::Scope;
use crate::rules::testing::SCHEMA;

#[test]
fn conditions_are_judged_as_cel_judges_them() {
    const CASES: u32 = 1_500;
    const SAMPLES: usize = 6;
    let env = Arc::new(cel_env());
    let mut seen = [0usize; 3];
    let bytes = |n| proptest::collection::vec(any::<u8>(), 0..n);
    let strategy = (bytes(120), proptest::collection::vec(bytes(120), SAMPLES));
    // PROPTEST_CASES asks for more of them.
    let default = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { default.cases } else { CASES };
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig { cases, ..default });
    let refused_count = std::cell::Cell::new(0);
    let counts = std::cell::RefCell::new(&mut seen);
    let checked = runner.run(&strategy, |(shape, samples)| {
        let source = condition(&shape);
        let compiled = super::with_stack(|| {
            let ours = Condition::compile_here(&source, &SCHEMA, Scope::Hop);
            // The interpreter asks for groups by another name.
            let theirs = source
                .replace("has(hop.from)", &format!("has(hop.{GROUP_MARK}from)"))
                .replace("has(h.from)", &format!("has(h.{GROUP_MARK}from)"));
            (ours, env.compile(&theirs))
        });
        let (ours, theirs) = compiled.expect("a thread");
        let ours = match ours {
            Ok(ours) => ours,
            // What we refuse must be refused for one of the reasons that CEL does not have.
            Err(faults) => {
                use super::Code::{NoFact, TooComplex};
                let known = faults.iter().all(|f| matches!(f.code, NoFact | TooComplex));
                prop_assert!(known, "{}: {:?}", source, faults);
                refused_count.set(refused_count.get() + 1);
                return Ok(());
            }
        };
        let theirs = theirs.expect("CEL that we accept is CEL");
        for bytes in &samples {
            let facts = Arc::new(sample(bytes));
            for index in 0..facts.hops.len() {
                let expected = judged_by_cel(&env, &theirs, &facts, index);
                let judged = ours.eval(&*facts, index);
                let mut report = String::new();
                if judged != expected {
                    let _ = write!(report, "{source}\nhop {index} of {facts:#?}");
                }
                prop_assert_eq!(judged, expected, "{}", report);
                prop_assert_eq!(ours.holds(&*facts, index), judged.is_true(), "{}", source);
                counts.borrow_mut()[judged as usize] += 1;
            }
        }
        Ok(())
    });
    if let Err(error) = checked {
        panic!("{error}");
    }
    assert!(refused_count.get() * 5 < cases, "{} of {cases} were refused", refused_count.get());
    // All three outcomes must have been seen often, or the comparison says little.
    let total: usize = seen.iter().sum();
    for (outcome, count) in ["true", "false", "unknown"].iter().zip(seen) {
        assert!(count * 10 > total, "only {count} of {total} were {outcome}");
    }
}
