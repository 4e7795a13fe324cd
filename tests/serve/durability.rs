//! Nothing that was acknowledged is lost, and everything is reported on once.

use std::collections::HashSet;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use crate::support::*;

/// How often the server is killed; the environment may ask for more.
fn rounds() -> u32 {
    std::env::var("HOPCHECK_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(5)
}

#[test]
fn killed_under_load_it_keeps_what_it_took() {
    let mut server = Server::storing(&[]);
    let taken = Mutex::new(HashSet::new());
    let next = AtomicU32::new(0);
    let mut wait = 37u64;
    for round in 0..rounds() {
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| load(server.address, &stop, &next, &taken));
            }
            // Not the same moment twice, and no random number that a failure could not repeat.
            wait = (wait * 31 + u64::from(round)) % 300;
            std::thread::sleep(Duration::from_millis(400 + wait));
            let killed = Command::new("kill").args(["-9", &server.child.id().to_string()]).status();
            assert!(killed.expect("kill runs").success());
            stop.store(true, Ordering::Relaxed);
        });
        server.kill_waited();
        server.restart();
    }
    assert_eq!(server.stop(), Some(0));

    let taken = taken.into_inner().expect("is whole");
    assert!(taken.len() > 5, "{} messages are no load", taken.len());
    let number = |text: &str| {
        let at = text.find("Subject: load ").expect("is whole") + "Subject: load ".len();
        text[at..].split("\r\n").next().expect("a number").to_owned()
    };
    let mut stored = HashSet::new();
    for (name, message) in server.stored() {
        let text = String::from_utf8_lossy(&message).into_owned();
        assert!(text.ends_with("the end\r\n"), "{name} is half a message");
        assert!(stored.insert(number(&text)), "{name} is there twice");
    }
    let missing: Vec<_> = taken.difference(&stored).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let mut reported = HashSet::new();
    for report in server.reports() {
        let path = report["source"]["path"].as_str().expect("a path").to_owned();
        assert!(reported.insert(path.clone()), "{path} is reported on twice");
    }
    let names: HashSet<_> = server.stored().into_iter().map(|(name, _)| name).collect();
    let reported: HashSet<_> =
        reported.iter().map(|path| path.rsplit('/').next().expect("a name").to_owned()).collect();
    assert_eq!(names, reported);
    assert!(files(&server.folder.path().join("mail/tmp")).is_empty());
}

fn load(
    address: std::net::SocketAddr,
    stop: &AtomicBool,
    next: &AtomicU32,
    taken: &Mutex<HashSet<String>>,
) {
    while !stop.load(Ordering::Relaxed) {
        let Some(mut client) = Client::perhaps(address) else { continue };
        if client.reply().0 != 220 || client.say("EHLO load.example") != 250 {
            continue;
        }
        for _ in 0..20 {
            let number = next.fetch_add(1, Ordering::Relaxed).to_string();
            let ready = client.say("MAIL FROM:<a@b.example>") == 250
                && client.say("RCPT TO:<c@d.example>") == 250
                && client.say("DATA") == 354;
            if !ready || stop.load(Ordering::Relaxed) {
                break;
            }
            let filler = "some text of the message\r\n".repeat(100);
            let content = format!("Subject: load {number}\r\n\r\n{filler}the end");
            if client.content(&content).0 == 250 {
                taken.lock().expect("is whole").insert(number);
            }
        }
    }
}

impl Server {
    fn kill_waited(&mut self) {
        self.child.wait().expect("has ended");
    }
}

/// System calls in the order in which they make a message safe.
#[test]
fn the_reply_comes_after_everything_is_synced() {
    if Command::new("strace").arg("-V").output().is_err() {
        eprintln!("strace is not installed: order of system calls not checked");
        return;
    }
    let server = Server::storing(&[]);
    let trace = server.folder.path().join("trace");
    let mut strace = Command::new("strace")
        .args(["-f", "-tt", "-y", "-s", "300", "-e"])
        .arg("trace=openat,write,writev,fsync,fdatasync,rename,renameat,renameat2,sendto,sendmsg")
        .arg("-o")
        .arg(&trace)
        .args(["-p", &server.child.id().to_string()])
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("strace runs");
    std::thread::sleep(Duration::from_millis(1_000));
    let mut client = server.client();
    client.begin();
    for message in 0..20 {
        if message > 0 {
            client.envelope();
        }
        assert_eq!(client.content(PLAIN).0, 250);
    }
    assert_eq!(client.say("QUIT"), 221);
    std::thread::sleep(Duration::from_millis(300));
    let stopped = Command::new("kill").args(["-INT", &strace.id().to_string()]).status();
    assert!(stopped.expect("kill runs").success());
    strace.wait().expect("has ended");

    let text = std::fs::read_to_string(&trace).expect("a trace");
    let lines: Vec<&str> = text.lines().collect();
    // Where a call has ended: another thread's may have been written down in between.
    let end = |start: usize| {
        if !lines[start].ends_with("<unfinished ...>") {
            return start;
        }
        let thread = lines[start].split(' ').next().expect("a thread");
        let resumed = |line: &&str| line.starts_with(thread) && line.contains(" resumed>");
        let more = lines[start..].iter().position(resumed);
        start + more.unwrap_or_else(|| panic!("not resumed: {}\n{text}", lines[start]))
    };
    let mut checked = 0;
    for (name, _) in server.stored() {
        let ended = |what: &str, found: &dyn Fn(&str) -> bool, from: usize| {
            let place = (from..lines.len()).find(|i| found(lines[*i]));
            end(place.unwrap_or_else(|| panic!("no {what} for {name} behind line {from}\n{text}")))
        };
        let synced = ended("sync of the file", &|l| l.contains("fsync(") && l.contains(&name), 0);
        let early = lines[..synced].iter().find(|l| l.contains("rename") && l.contains(&name));
        assert!(early.is_none(), "{name} was renamed before it was synced\n{text}");
        let renamed = ended("rename", &|l| l.contains("rename") && l.contains(&name), synced);
        let folder = ended(
            "sync of the folder",
            &|l| l.contains("fsync(") && l.contains("/mail/new>"),
            renamed,
        );
        let report = ended("report", &|l| l.contains("write(") && l.contains("/reports>"), folder);
        let reply = |l: &&str| l.contains("250 2.0.0 taken as");
        let before = lines[synced..report].iter().find(|l| reply(l));
        assert!(before.is_none(), "{name}: answered before its report\n{text}");
        ended("reply", &|l| reply(&l), report);
        checked += 1;
    }
    assert_eq!(checked, 20);
}

#[test]
fn a_report_that_a_crash_prevented_is_made_up() {
    let mut server = Server::storing(&[]);
    let mut client = server.client();
    client.begin();
    assert_eq!(client.content(PLAIN).0, 250);
    client.envelope();
    assert_eq!(client.content(PLAIN).0, 250);
    server.kill();
    // As if the second report had been cut off in the middle.
    let path = server.folder.path().join("reports");
    let text = std::fs::read_to_string(&path).expect("is there");
    let first = text.find('\n').expect("two lines") + 1;
    std::fs::write(&path, &text[..first + 40]).expect("is written");
    // And a message had been half written.
    let (name, _) = server.stored().remove(0);
    let half = name.replace('Q', "Q9");
    std::fs::write(server.folder.path().join("mail/tmp").join(half), "ha").expect("is written");

    server.restart();
    let reports = server.reports();
    assert_eq!(reports.len(), 2);
    let made_up = &reports[1];
    assert_eq!(made_up["envelope"]["rcpt_to"][0]["value"], "c@d.example");
    assert_eq!(made_up["envelope"]["helo"]["value"], "client.example");
    assert!(made_up["problems"].to_string().contains("made-up-later"));
    let whole: serde_json::Value =
        serde_json::from_str(text.lines().nth(1).expect("two")).expect("whole");
    for field in ["source", "envelope", "verdict", "score", "boundary", "hops", "session"] {
        assert_eq!(made_up[field], whole[field], "{field}");
    }
    assert!(files(&server.folder.path().join("mail/tmp")).is_empty());
    server.kill();
    server.restart();
    assert_eq!(server.reports().len(), 2, "once is enough");
}

/// The forms of security systems do not all name the message's file, and some have two lines.
#[test]
fn reports_in_other_forms_are_made_up_too() {
    for (form, lines) in [("ecs", 1), ("ocsf", 2), ("cef", 1), ("stix", 1)] {
        let mut server = Server::storing(&["--format", form]);
        let mut client = server.client();
        client.begin();
        assert_eq!(client.content(FORGED).0, 250);
        client.envelope();
        assert_eq!(client.content(FORGED).0, 250);
        server.kill();
        let path = server.folder.path().join("reports");
        let text = std::fs::read_to_string(&path).expect("is there");
        assert_eq!(text.lines().count(), 2 * lines, "{form}");
        // The last line was cut off.
        let last = text.trim_end().rfind('\n').expect("several lines") + 1;
        std::fs::write(&path, &text[..last + 20]).expect("is written");
        server.restart();
        let again = std::fs::read_to_string(&path).expect("is there");
        assert_eq!(again.lines().count(), 2 * lines, "{form}");
        assert_eq!(again[..last], text[..last], "{form}");
        server.kill();
        server.restart();
        assert_eq!(std::fs::read_to_string(&path).expect("is there"), again, "once is enough");
    }
}

/// `/dev/full` stands for a disk that is.
#[test]
fn a_full_disk_puts_mail_off_and_nothing_is_left() {
    let server = Server::start(&["--spool", "HERE/mail", "--report", "/dev/full"]);
    let mut client = server.client();
    client.begin();
    let (code, text) = client.content(PLAIN);
    assert_eq!(code, 452, "{text}");
    assert!(server.stored().is_empty() && files(&server.folder.path().join("mail/tmp")).is_empty());
    assert_eq!(client.say("NOOP"), 250);
}

#[test]
fn a_spool_is_for_one_server() {
    let server = Server::storing(&[]);
    let spool = server.folder.path().join("mail");
    let second = Command::new(env!("CARGO_BIN_EXE_hopcheck"))
        .args(["serve", "--offline", "--host", "x.example", "--listen", "127.0.0.1:0", "--spool"])
        .arg(spool)
        .output()
        .expect("runs");
    assert_eq!(second.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&second.stderr).contains("another hopcheck serve"));
}
