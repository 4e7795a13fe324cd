//! Connections that say nothing: what each of them takes, and what they take from the others.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;

use nix::sys::resource::{Resource, getrlimit, setrlimit};

use super::bar;
use super::load;
use super::servers::{Kind, Server};

/// Bytes of memory of one idle connection.
const BYTES_BAR: u64 = 64 << 10;
/// Rate of mail with the idle ones there, as a share of the rate without.
const RATE_BAR: f64 = 0.8;
/// Runs before and runs with the idle connections; the best of each counts.
const RUNS: usize = 3;

pub fn run(scratch: &Path, idle: usize, total: usize) {
    if let Ok((_, hard)) = getrlimit(Resource::RLIMIT_NOFILE) {
        let _ = setrlimit(Resource::RLIMIT_NOFILE, hard, hard);
    }
    let most = (idle + 1_000).to_string();
    let more = ["--max-connections", &most, "--max-per-address", &most, "--timeout", "3600"];
    let server = Server::start(Kind::Ours, scratch, "", &more).expect("is ours");
    let messages = load::made_up();
    let best = || {
        let runs = (0..RUNS).map(|_| load::run(server.address, &messages, total, false, || {}));
        runs.max_by(|a, b| a.rate().total_cmp(&b.rate())).expect("at least one")
    };
    let before = best();
    let empty = server.memory("VmRSS:");
    let mut held = Vec::with_capacity(idle);
    for number in 0..idle {
        let mut stream = TcpStream::connect(server.address).expect("is taken");
        let mut buffer = [0; 512];
        let read = stream.read(&mut buffer).expect("is greeted");
        assert!(buffer[..read].starts_with(b"220"), "connection {number}");
        // Half of them have said who they are, as clients do that keep a connection for later.
        if number % 2 == 0 {
            stream.write_all(b"EHLO idle.example\r\n").expect("is sent");
            let read = stream.read(&mut buffer).expect("is answered");
            assert!(buffer[..read].starts_with(b"250"), "connection {number}");
        }
        held.push(stream);
    }
    let full = server.memory("VmRSS:");
    let with = best();
    let bytes = (full.saturating_sub(empty) << 10) / idle as u64;
    println!(
        "{idle} idle connections: {} KB without, {} KB with, {bytes} bytes each{}",
        empty,
        full,
        bar(bytes < BYTES_BAR)
    );
    let share = with.rate() / before.rate();
    println!(
        "messages/s: {:.0} without, {:.0} with: {share:.2} of it{}",
        before.rate(),
        with.rate(),
        bar(share >= RATE_BAR)
    );
    let mut alive = 0;
    for stream in &mut held {
        let mut buffer = [0; 512];
        let answered = stream.write_all(b"NOOP\r\n").is_ok()
            && stream.read(&mut buffer).is_ok_and(|read| buffer[..read].starts_with(b"250"));
        alive += usize::from(answered);
    }
    assert_eq!(alive, idle, "all are still served");
}
