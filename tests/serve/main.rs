//! `hopcheck serve` as its clients see it: the program, its sockets, its spool.

mod answers;
mod durability;
#[path = "../common/evil.rs"]
mod evil;
mod hostile;
mod lettre_client;
mod operation;
mod parameters;
mod peers;
mod rights;
mod siege;
mod smuggling;
mod support;
