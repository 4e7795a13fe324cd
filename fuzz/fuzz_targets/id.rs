//! Any text as an id of a Received line, as a Message-ID, a boundary and a Thread-Index. The
//! first byte chooses the dialect; what stands after a line feed is the host behind `by`.

#![no_main]

use hopcheck::received::clock::{
    read_boundary_clock, read_clock, read_message_id_clock, read_thread_index,
};
use hopcheck::received::{Date, IdClock};
use hopcheck_fuzz::choices::{DIALECTS, chosen};
use libfuzzer_sys::fuzz_target;

/// Before and after these no server wrote an id that tells the whole time.
const EARLIEST: i64 = 725_846_400;
const LATEST: i64 = 2_619_216_000;

fuzz_target!(|input: &[u8]| {
    let Some((dialect, rest)) = chosen(DIALECTS, input) else { return };
    let text = String::from_utf8_lossy(rest);
    let (id, host) = match text.split_once('\n') {
        Some((id, host)) => (id, Some(host)),
        None => (&*text, None),
    };
    for clock in [
        read_clock(dialect, id, host),
        read_message_id_clock(&text),
        read_boundary_clock(&text),
        read_thread_index(&text),
    ]
    .into_iter()
    .flatten()
    {
        is_sound(&clock);
    }
});

fn is_sound(clock: &IdClock) {
    assert!(!clock.layout.is_empty());
    assert!(clock.hour.is_none_or(|hour| hour < 24), "{clock:?}");
    if clock.fault.is_none() {
        for unix in clock.unix.into_iter().chain(clock.other_unix) {
            assert!((EARLIEST..LATEST).contains(&unix), "{clock:?}");
        }
    }
    for at in [i64::MIN, -1, 0, 1_704_902_950, i64::MAX] {
        let date = Date { unix: Some(at), local: Some(at), hour: Some(23), ..Date::default() };
        let lag = clock.lag(&date);
        assert!(clock.fault.is_none() || lag.is_none());
    }
}
