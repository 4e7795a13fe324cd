//! The messages under `samples/`, from two sides: what is written in them must be true in itself
//! (dates, ids, names; `consistency`), and the program must give what `samples/expected.toml`
//! says of them (`verdicts`, `mutation`).

#[path = "samples/clocks.rs"]
mod clocks;
#[path = "samples/consistency.rs"]
mod consistency;
#[path = "samples/expected.rs"]
mod expected;
#[path = "samples/fields.rs"]
mod fields;
#[path = "samples/mutation.rs"]
mod mutation;
#[path = "samples/names.rs"]
mod names;
#[path = "samples/run.rs"]
mod run;
#[path = "samples/verdicts.rs"]
mod verdicts;
