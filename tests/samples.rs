//! The messages under `samples/`, from two sides: what is written in them must be true in itself
//! (dates, ids, names; `consistency`), and the program must give what `samples/expected.toml`
//! says of them (`verdicts`, `mutation`, and `live` with a name server).

#[path = "samples/clocks.rs"]
mod clocks;
#[path = "samples/consistency.rs"]
mod consistency;
#[path = "samples/expected.rs"]
mod expected;
#[path = "samples/fields.rs"]
mod fields;
#[path = "samples/live.rs"]
mod live;
#[path = "samples/mutation.rs"]
mod mutation;
#[path = "samples/names.rs"]
mod names;
#[path = "nameserver/mod.rs"]
mod nameserver;
#[path = "samples/run.rs"]
mod run;
#[path = "samples/verdicts.rs"]
mod verdicts;
#[path = "samples/zone.rs"]
mod zone;
