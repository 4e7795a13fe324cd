//! `hopcheck serve` as its clients see it: the program, its sockets, its spool.

mod answers;
mod durability;
mod hostile;
mod operation;
mod peers;
mod smuggling;
mod support;
