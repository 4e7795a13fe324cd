use std::net::{SocketAddr, UdpSocket};
use std::thread;
use std::time::{Duration, Instant};

use super::fake::Fake;
use super::*;
use crate::dns::{Recorder, Replay};

const SECOND: Duration = Duration::from_secs(1);

fn question(name: &str) -> Question {
    Question::new(name, RecordType::A).unwrap()
}

fn live(address: SocketAddr) -> Live {
    Live::new(ServerSpec::Plain(address), LiveOptions::default())
}

/// With a patience other than the budget of a message.
fn patient(address: SocketAddr, patience: Duration) -> Live {
    Live::new(ServerSpec::Plain(address), LiveOptions { patience, ..LiveOptions::default() })
}

/// A socket that takes questions and never answers.
fn black_hole() -> UdpSocket {
    UdpSocket::bind("127.0.0.1:0").unwrap()
}

fn shown(answer: &Answer) -> String {
    let records: Vec<String> = answer.records().iter().map(Record::to_string).collect();
    format!("{} {}", answer.outcome.as_str(), records.join(",")).trim_end().to_owned()
}

#[test]
fn every_kind_of_answer_is_kept_apart() {
    let fake = Fake::start();
    let live = live(fake.address);
    let cases = [
        ("ok.example", "records 192.0.2.1"),
        ("nx.example", "nxdomain"),
        ("nodata.example", "nodata"),
        ("servfail.example", "servfail"),
        ("refused.example", "refused"),
        ("silent.example", "timeout"),
        ("garbage.example", "servfail"),
        ("spoof.example", "records 192.0.2.1"),
        ("referral.example", "servfail"),
        ("flaky.example", "records 192.0.2.1"),
        ("old.example", "records 192.0.2.1"),
        ("cut.example", "servfail"),
        ("loop.example", "servfail"),
    ];
    let questions: Vec<Question> = cases.iter().map(|(name, _)| question(name)).collect();
    let answers = live.ask(&questions, SECOND * 2);
    for ((name, expected), answer) in cases.iter().zip(&answers) {
        assert_eq!(shown(answer), *expected, "{name}");
        assert_eq!(answer.server.as_deref(), Some(fake.address.to_string().as_str()), "{name}");
        assert!(answer.time.is_some_and(|time| time > 1_700_000_000));
    }
    assert_eq!(answers[0].ttl, Some(300));
    assert_eq!(answers[1].ttl, Some(60), "the lower of the SOA's two");
    assert_eq!(fake.asked("refused.example", "udp"), 1);
    assert_eq!(fake.asked("servfail.example", "udp"), 2);
}

#[test]
fn truncated_answers_come_over_tcp() {
    let fake = Fake::start();
    let live = live(fake.address);
    let huge = Question::new("huge.example", RecordType::Txt).unwrap();
    let answers = live.ask(&[question("big.example"), huge], SECOND * 2);
    assert_eq!(answers[0].records().len(), 200);
    assert_eq!(
        answers[1].records().len(),
        240,
        "{:?} {:?}",
        answers[1].outcome.as_str(),
        live.trouble()
    );
    let size: usize = answers[1].texts().map(str::len).sum();
    assert!(size > 58_000);
    assert_eq!(fake.asked("big.example", "tcp"), 1);
}

#[test]
fn many_long_answers_share_one_connection() {
    let fake = Fake::start();
    let live = patient(fake.address, SECOND * 20);
    let questions: Vec<Question> =
        (0..200).map(|i| question(&format!("big-{i}.example"))).collect();
    let answers = live.ask(&questions, SECOND * 20);
    let whole = answers.iter().filter(|answer| answer.records().len() == 200).count();
    assert_eq!(whole, 200);
    assert_eq!(fake.tcp_connections(), 1, "{:?}", live.trouble());
}

#[test]
fn a_connection_that_was_closed_is_opened_again() {
    let fake = Fake::start();
    let live = live(fake.address);
    // After this name the server closes each connection behind its answer.
    for name in ["hangup.example", "big-1.example", "big-2.example", "big-3.example"] {
        let answer = live.ask(&[question(name)], SECOND).remove(0);
        assert_eq!(answer.outcome.as_str(), "records", "{name}");
    }
    assert!(fake.tcp_connections() >= 3);
}

#[test]
fn aliases_are_followed_where_the_server_does_not() {
    let fake = Fake::start();
    let live = live(fake.address);
    let names = ["alias-4.example", "alias-5.example", "alias-60.example"];
    let answers = live.ask(&names.map(question), SECOND);
    assert_eq!(shown(&answers[0]), "records 192.0.2.1");
    assert_eq!(answers[0].aliases, ["alias-2.example", "alias-0.example", "ok.example"]);
    assert_eq!(shown(&answers[1]), "nxdomain");
    assert_eq!(answers[1].aliases, ["alias-3.example", "alias-1.example", "nx.example"]);
    assert_eq!(shown(&answers[2]), "servfail", "a chain without end");
}

#[test]
fn all_names_of_an_address_are_given_in_one_order() {
    let fake = Fake::start();
    let live = live(fake.address);
    let ptr = Question::new("ptrs.example", RecordType::Ptr).unwrap();
    let answer = live.ask(&[ptr], SECOND).remove(0);
    let names: Vec<&str> = answer.names().collect();
    assert_eq!(names.len(), 200);
    assert!(names.is_sorted());
    // Answers that are rotated are the same answer.
    let rotated = question("rotated.example");
    let ask = || live.ask(std::slice::from_ref(&rotated), SECOND).remove(0).outcome.clone();
    assert_eq!(ask(), ask());
    assert_eq!(fake.asked("rotated.example", "udp"), 2, "with no time to live, nothing is kept");
}

#[test]
fn identical_questions_are_asked_once() {
    let fake = Fake::with_delay(Duration::from_millis(50));
    let live = live(fake.address);
    let questions = vec![question("ok.example"); 20];
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let answers = live.ask(&questions, SECOND);
                assert!(answers.iter().all(|answer| shown(answer) == "records 192.0.2.1"));
            });
        }
    });
    assert_eq!(live.ask(&questions, SECOND).len(), 20);
    assert_eq!(fake.asked_in_all(), 1);
    let stats = live.stats();
    assert_eq!((stats.questions, stats.sent, stats.silent), (180, 1, 0));
    assert!(stats.from_cache >= 20 && stats.cached == 1 && stats.cached_bytes > 0);
}

#[test]
fn what_was_lost_is_sent_again_within_the_budget() {
    let fake = Fake::start();
    let live = live(fake.address);
    // The fourth sending is answered: at 1.5 s of the 3 s that a question has.
    let start = Instant::now();
    let answer = live.ask(&[question("lossy.example")], SECOND * 3).remove(0);
    assert_eq!(shown(&answer), "records 192.0.2.1");
    assert!((SECOND..SECOND * 3).contains(&start.elapsed()));
    assert_eq!(fake.asked("lossy.example", "udp"), 4);
    // All sendings of a question nobody answers, and no more.
    let answer = live.ask(&[question("silent.example")], SECOND * 4).remove(0);
    assert_eq!(shown(&answer), "timeout");
    assert_eq!(fake.asked("silent.example", "udp"), 6);
}

#[test]
fn a_slow_answer_to_the_first_sending_is_taken() {
    let fake = Fake::with_delay(Duration::from_millis(900));
    let live = live(fake.address);
    let answer = live.ask(&[question("ok.example")], SECOND * 2).remove(0);
    assert_eq!(shown(&answer), "records 192.0.2.1");
}

#[test]
fn a_dead_server_costs_the_budget_and_no_more() {
    let hole = black_hole();
    let live = live(hole.local_addr().unwrap());
    let questions: Vec<Question> = (0..300).map(|i| question(&format!("n{i}.example"))).collect();
    let start = Instant::now();
    let answers = live.ask(&questions, SECOND);
    assert!(start.elapsed() < Duration::from_millis(1300), "{:?}", start.elapsed());
    assert!(start.elapsed() >= SECOND);
    let timeouts = answers.iter().filter(|a| a.outcome == Outcome::Timeout).count();
    let unasked =
        answers.iter().filter(|a| a.outcome == Outcome::NotAsked(NotAsked::Budget)).count();
    assert_eq!((timeouts, unasked), (256, 44), "as many as may be under way");
}

#[test]
fn too_little_time_is_said_to_be_that() {
    let hole = black_hole();
    let live = live(hole.local_addr().unwrap());
    for (budget, expected) in [
        (Duration::ZERO, Outcome::NotAsked(NotAsked::Budget)),
        (Duration::from_millis(100), Outcome::NotAsked(NotAsked::Budget)),
        (Duration::from_millis(600), Outcome::Timeout),
    ] {
        let name = format!("n{}.example", budget.as_millis());
        let start = Instant::now();
        let answer = live.ask(&[question(&name)], budget).remove(0);
        assert_eq!(answer.outcome, expected, "{budget:?}");
        assert!(start.elapsed() < budget + Duration::from_millis(300));
    }
}

#[test]
fn an_answer_that_comes_too_late_is_there_for_the_next_message() {
    let fake = Fake::with_delay(Duration::from_millis(400));
    let live = live(fake.address);
    let ask = |budget| live.ask(&[question("ok.example")], budget).remove(0);
    assert!(ask(Duration::from_millis(50)).is_silent());
    thread::sleep(Duration::from_millis(500));
    assert_eq!(shown(&ask(Duration::ZERO)), "records 192.0.2.1");
}

#[test]
fn a_dead_server_is_given_up_and_taken_back() {
    let fake = Fake::start();
    let live = patient(fake.address, SECOND);
    live.core.breaker.hurry();
    fake.die(true);
    let ask = |name: &str| {
        let start = Instant::now();
        let answer = live.ask(&[question(name)], SECOND).remove(0);
        (answer.outcome.clone(), start.elapsed())
    };
    let names = ["a.example", "b.example", "c.example"].map(question);
    assert!(live.ask(&names, SECOND).iter().all(|a| a.outcome == Outcome::Timeout));
    // The probe decides within a second; from then on nothing waits. (A question put before the
    // last of the three was counted may still be sent.)
    let given_up = (0..3)
        .any(|i| ask(&format!("d{i}.example")).0 == Outcome::NotAsked(NotAsked::ServerSilent));
    assert!(given_up);
    for i in 0..50 {
        let (outcome, time) = ask(&format!("e{i}.example"));
        assert_eq!(outcome, Outcome::NotAsked(NotAsked::ServerSilent));
        assert!(time < Duration::from_millis(100), "{time:?}");
    }
    assert!(live.stats().unasked >= 51);
    // It comes back, and a later probe finds out, without anybody waiting.
    fake.die(false);
    let back = Instant::now();
    loop {
        let (outcome, time) = ask("f.example");
        if matches!(outcome, Outcome::Records(_)) {
            break;
        }
        assert!(time < Duration::from_millis(100), "{time:?}");
        assert!(back.elapsed() < SECOND * 12, "never taken back");
        thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn names_without_answer_do_not_condemn_the_server() {
    let fake = Fake::start();
    let live = patient(fake.address, Duration::from_millis(600));
    for i in 0..5 {
        let answer = live.ask(&[question(&format!("silent-{i}.example"))], SECOND).remove(0);
        assert_eq!(answer.outcome, Outcome::Timeout);
    }
    let answer = live.ask(&[question("ok.example")], SECOND).remove(0);
    assert_eq!(shown(&answer), "records 192.0.2.1");
}

#[test]
fn many_threads_ask_at_once() {
    let fake = Fake::with_delay(Duration::from_millis(20));
    let live = live(fake.address);
    let start = Instant::now();
    thread::scope(|scope| {
        for thread in 0..16 {
            let live = &live;
            scope.spawn(move || {
                for message in 0..20 {
                    let names =
                        [format!("n{message}.example"), format!("t{thread}-{message}.example")];
                    let questions = names.map(|name| question(&name));
                    let answers = live.ask(&questions, SECOND * 3);
                    assert!(answers.iter().all(|a| shown(a) == "records 192.0.2.1"));
                }
            });
        }
    });
    assert_eq!(live.stats().sent, 16 * 20 + 20);
    assert!(start.elapsed() < SECOND * 4, "{:?}", start.elapsed());
}

#[test]
fn special_names_are_not_asked_for() {
    let hole = black_hole();
    let live = live(hole.local_addr().unwrap());
    let ask =
        |name: &str, rtype| live.ask(&[Question::new(name, rtype).unwrap()], SECOND).remove(0);
    for (name, rtype, expected) in [
        ("localhost", RecordType::A, "records 127.0.0.1"),
        ("mail.localhost", RecordType::Aaaa, "records ::1"),
        ("localhost", RecordType::Mx, "nodata"),
        ("shop.onion", RecordType::A, "nxdomain"),
        ("any.invalid", RecordType::Txt, "nxdomain"),
    ] {
        let answer = ask(name, rtype);
        assert_eq!((shown(&answer).as_str(), answer.server.clone()), (expected, None), "{name}");
    }
    let impossible = Question { name: "a..example".to_owned(), rtype: RecordType::A };
    assert_eq!(live.ask(&[impossible], SECOND)[0].outcome, Outcome::NxDomain);
    assert_eq!(live.stats().sent, 0);
}

#[test]
fn without_a_server_nothing_waits() {
    // A TCP port where nobody listens refuses at once; UDP on it is silence.
    let closed = black_hole().local_addr().unwrap();
    let spec = format!("tls://{closed}").parse().unwrap();
    let live = Live::new(spec, LiveOptions::default());
    let start = Instant::now();
    let answer = live.ask(&[question("ok.example")], SECOND * 3).remove(0);
    assert_eq!(answer.outcome, Outcome::Timeout);
    assert!(start.elapsed() < SECOND * 2, "{:?}", start.elapsed());
    assert!(live.trouble().is_some());
}

#[test]
fn a_system_without_a_name_server_is_trouble_and_no_error() {
    let live = Live::asking(Err("no name server is configured".into()), LiveOptions::default());
    let start = Instant::now();
    let answers = live.ask(&["a.example", "localhost"].map(question), SECOND * 3);
    assert_eq!(answers[0].outcome, Outcome::NotAsked(NotAsked::ServerSilent));
    assert_eq!(shown(&answers[1]), "records 127.0.0.1");
    assert!(start.elapsed() < Duration::from_millis(500));
    assert!(live.trouble().unwrap().contains("no name server"));
}

#[test]
fn a_server_whose_name_has_no_address_is_trouble_and_no_error() {
    let live = Live::new("tls://dns.invalid".parse().unwrap(), LiveOptions::default());
    let answer = live.ask(&[question("ok.example")], SECOND).remove(0);
    assert!(answer.is_silent());
    assert!(live.trouble().is_some_and(|why| why.contains("dns.invalid")), "{:?}", live.trouble());
}

#[test]
fn may_be_used_and_dropped_inside_another_runtime() {
    let fake = Fake::start();
    let runtime = Builder::new_multi_thread().worker_threads(1).build().unwrap();
    runtime.block_on(async {
        let live = live(fake.address);
        let answer = live.ask(&[question("ok.example")], SECOND).remove(0);
        assert_eq!(shown(&answer), "records 192.0.2.1");
    });
}

#[test]
fn what_was_live_is_replayed() {
    let fake = Fake::start();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dns.json");
    let recorder = Recorder::new(live(fake.address));
    let questions: Vec<Question> =
        ["ok", "nx", "nodata", "servfail", "refused", "silent", "alias-2", "rotated", "big"]
            .iter()
            .map(|name| question(&format!("{name}.example")))
            .chain([Question::ptr("192.0.2.1".parse().unwrap())])
            .collect();
    let answers = recorder.ask(&questions, SECOND);
    recorder.write(&path, Some(1_772_619_305), &serde_json::Value::Null).unwrap();
    let replay = Replay::from_file(&path).unwrap();
    assert_eq!(replay.ask(&questions, Duration::ZERO), answers);
}
