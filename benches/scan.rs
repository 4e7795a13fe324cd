//! How fast a store is scanned: `cargo bench --bench scan -- DIR...`.
//!
//! Next to the program stands a small one that reads the same files in parallel and parses their
//! headers with mail-parser, and prints nothing. Both run as processes of their own, in turns,
//! with one thread and with two; the least time of several rounds counts, since other work on the
//! machine can only add to it. Printed next to it is the time that processors spent, which other
//! work changes less. Without DIR, messages are made up.
//!
//! Options: `--rounds N`; `--mbox GIGABYTES` (also an mbox of that size, made of the messages with
//! ids of their own, with the peak of memory); `--interrupt N` (also a scan that is interrupted N
//! times and resumed, next to one that is not); `--scratch DIR` (where files are made; they are
//! deleted afterwards).

mod typical;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use mail_parser::MessageParser;
use rayon::prelude::*;

/// How many times as long as the small program the scan may take.
const RATIO_BAR: f64 = 2.0;
/// The gain of a second thread, as a share of what the small program gains.
const GAIN_BAR: f64 = 0.95;
/// MB of memory for an mbox of any size.
const MEMORY_BAR: u64 = 256;

struct Options {
    folders: Vec<PathBuf>,
    rounds: usize,
    mbox: f64,
    interrupt: usize,
    scratch: PathBuf,
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [first, threads, folders @ ..] = words.as_slice()
        && first == "--small"
    {
        let folders: Vec<PathBuf> = folders.iter().map(PathBuf::from).collect();
        return small(threads.parse().expect("a number"), &folders);
    }
    let options = options(words);
    let scratch = tempfile::tempdir_in(&options.scratch).expect("a folder for scratch files");
    let folders = match options.folders.is_empty() {
        true => vec![made_up(scratch.path())],
        false => options.folders.clone(),
    };
    let files = files(&folders);
    println!("{} files, {} MB; {}", files.len(), size(&files) >> 20, load());
    let per_message = directories(&folders, &files, scratch.path(), &options);
    if options.mbox > 0.0 {
        mbox(&files, per_message, scratch.path(), &options);
    }
    if options.interrupt > 0 {
        interrupted(&folders, scratch.path(), options.interrupt);
    }
}

/// The small program: what it takes at least to read a header of each file.
fn small(threads: usize, folders: &[PathBuf]) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    let files = files(folders);
    let parser = MessageParser::default();
    let fields: usize = pool.install(|| {
        files
            .par_iter()
            .map(|path| {
                let Ok(bytes) = fs::read(path) else { return 0 };
                parser.parse_headers(&bytes).map_or(0, |message| message.headers().len())
            })
            .sum()
    });
    assert!(fields > 0, "no header was read");
}

fn scan() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hopcheck"));
    command.args(["scan", "--offline", "--now", "2026-01-01T00:00:00Z"]);
    command.stderr(Stdio::null()).stdin(Stdio::null());
    command
}

/// What a run took, in seconds.
#[derive(Clone, Copy)]
struct Took {
    wall: f64,
    /// Of all processors, for the program and for the system.
    processor: f64,
}

impl Took {
    const MOST: Took = Took { wall: f64::MAX, processor: f64::MAX };

    fn least(self, other: Took) -> Took {
        Took { wall: self.wall.min(other.wall), processor: self.processor.min(other.processor) }
    }
}

fn timed(command: &mut Command) -> Took {
    let (start, before) = (Instant::now(), processor_time());
    let status = command.status().expect("starts");
    assert!(status.success(), "{command:?}: {status}");
    Took { wall: start.elapsed().as_secs_f64(), processor: processor_time() - before }
}

/// Seconds that processors spent on programs that were started here and have ended.
fn processor_time() -> f64 {
    use nix::sys::resource::{UsageWho, getrusage};
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("is known");
    let seconds =
        |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    seconds(usage.user_time()) + seconds(usage.system_time())
}

/// The bars on folders. Gives the seconds for one message with two threads.
fn directories(folders: &[PathBuf], files: &[PathBuf], scratch: &Path, options: &Options) -> f64 {
    let this = std::env::current_exe().expect("the path of this program");
    let output = scratch.join("output.ndjson");
    // By threads: the small program, ours into nothing, ours into a file.
    let mut least = [[Took::MOST; 3]; 2];
    for _ in 0..options.rounds {
        for (least, threads) in least.iter_mut().zip(["1", "2"]) {
            let small = timed(Command::new(&this).args(["--small", threads]).args(folders));
            let to_nothing =
                timed(scan().args(["--jobs", threads]).args(folders).stdout(Stdio::null()));
            let to_file =
                timed(scan().args(["--jobs", threads, "--output"]).arg(&output).args(folders));
            for (least, time) in least.iter_mut().zip([small, to_nothing, to_file]) {
                *least = time.least(*least);
            }
        }
    }
    for (threads, times) in [1, 2].into_iter().zip(&least) {
        let [small, to_nothing, to_file] = times.map(|took| took.wall);
        println!(
            "{threads} thread(s): small program {small:.3} s; scan {to_nothing:.3} s ({:.2} times), \
             into a file {to_file:.3} s ({:.2} times); {:.1} µs a file",
            to_nothing / small,
            to_file / small,
            to_nothing * 1e6 / files.len() as f64,
        );
        let [small, to_nothing, to_file] = times.map(|took| took.processor);
        println!(
            "  processor time: {small:.3} s; {to_nothing:.3} s ({:.2} times), {to_file:.3} s ({:.2} \
             times)",
            to_nothing / small,
            to_file / small,
        );
    }
    let ratio = least[1][2].wall / least[1][0].wall;
    let gain = |which: usize| least[0][which].wall / least[1][which].wall;
    let (theirs, ours) = (gain(0), gain(1));
    println!("wall time into a file, two threads: {ratio:.2} times{}", bar(ratio <= RATIO_BAR));
    println!(
        "gain of the second thread: small program {theirs:.2}, scan {ours:.2}: {:.2} of it{}",
        ours / theirs,
        bar(ours / theirs >= GAIN_BAR)
    );
    let lines = fs::read(&output).expect("was written");
    println!(
        "{} lines, {} MB of NDJSON",
        memchr::memchr_iter(b'\n', &lines).count(),
        lines.len() >> 20
    );
    least[1][1].wall / files.len() as f64
}

/// The bars on an mbox that does not fit into memory.
fn mbox(files: &[PathBuf], per_message: f64, scratch: &Path, options: &Options) {
    let path = scratch.join("large.mbox");
    let (messages, bytes) = make_mbox(files, &path, (options.mbox * 1e9) as u64).expect("made");
    let mut command = scan();
    command.args(["--jobs", "2"]).arg(&path).stdout(Stdio::null());
    let start = Instant::now();
    let mut child = command.spawn().expect("starts");
    let mut peak = 0;
    while child.try_wait().expect("is there").is_none() {
        peak = peak.max(peak_memory(child.id()));
        std::thread::sleep(Duration::from_millis(20));
    }
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "mbox of {} MB, {messages} messages: {seconds:.1} s, {:.1} µs a message ({:.2} times the \
         folders'{}), {peak} MB of memory at most{}",
        bytes >> 20,
        seconds * 1e6 / messages as f64,
        seconds / messages as f64 / per_message,
        bar(seconds / messages as f64 <= per_message * 1.05),
        bar(peak < MEMORY_BAR),
    );
}

/// Writes messages again and again, each time with another Message-ID and other ids of servers.
fn make_mbox(files: &[PathBuf], path: &Path, size: u64) -> io::Result<(u64, u64)> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    let (mut written, mut count) = (0_u64, 0_u64);
    while written < size {
        let before = written;
        for file in files {
            let bytes = fs::read(file)?;
            let mut text = b"From sender@example.org Sun Mar  1 10:00:00 2026\n".to_vec();
            // The old line of an mbox would be read as part of the header.
            let bytes = match bytes.starts_with(b"From ") {
                true => &bytes[memchr::memchr(b'\n', &bytes).map_or(0, |lf| lf + 1)..],
                false => &bytes[..],
            };
            text.extend_from_slice(format!("X-Copy: {count}\n").as_bytes());
            for line in bytes.split_inclusive(|byte| *byte == b'\n') {
                if line.starts_with(b"From ") {
                    text.push(b'>');
                }
                // What follows ` id ` and `Message-ID: <` is made different in each copy.
                let id = memchr::memmem::find(line, b" id ").map(|at| at + 4);
                let id = id.or_else(|| {
                    let named = line.len() > 12 && line[..12].eq_ignore_ascii_case(b"message-id: ");
                    named.then_some(13)
                });
                match id.filter(|at| *at < line.len() && line.len() < 998) {
                    Some(at) => {
                        text.extend_from_slice(&line[..at]);
                        text.extend_from_slice(format!("{count:X}").as_bytes());
                        text.extend_from_slice(&line[at..]);
                    }
                    None => text.extend_from_slice(line),
                }
            }
            text.extend_from_slice(b"\n\n");
            out.write_all(&text)?;
            written += text.len() as u64;
            count += 1;
            if written >= size {
                break;
            }
        }
        assert!(written > before, "there are no messages");
    }
    out.flush()?;
    Ok((count, written))
}

/// MB that a process had in memory at most.
fn peak_memory(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok());
    kilobytes.unwrap_or(0_u64) >> 10
}

/// A scan that is interrupted at other moments each time must end with the same lines.
fn interrupted(folders: &[PathBuf], scratch: &Path, times: usize) {
    let (whole, output) = (scratch.join("whole.ndjson"), scratch.join("resumed.ndjson"));
    let time = timed(scan().arg("--output").arg(&whole).args(folders)).wall;
    File::create(&output).expect("made");
    let mut killed = 0;
    for number in 0..times {
        let mut child = scan().arg("--resume").arg(&output).args(folders).spawn().expect("starts");
        // Spread over the run by the golden ratio; every third time without a warning.
        let share = (number as f64 * 0.618_034).fract() * 0.9 / times as f64 * 8.0;
        std::thread::sleep(Duration::from_secs_f64(time * share.min(0.9)));
        let signal = if number % 3 == 2 { "-KILL" } else { "-INT" };
        let sent = Command::new("kill").args([signal, &child.id().to_string()]).status();
        killed += usize::from(sent.is_ok_and(|status| status.success()));
        let _ = child.wait();
    }
    timed(scan().arg("--resume").arg(&output).args(folders));
    let (whole, resumed) =
        (fs::read(&whole).expect("is there"), fs::read(&output).expect("is there"));
    let lines = |bytes: &[u8]| {
        let mut lines: Vec<Vec<u8>> = bytes.split(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
        lines.sort();
        lines
    };
    println!(
        "interrupted {killed} times and resumed: {}{}",
        if whole == resumed { "the same bytes" } else { "other bytes" },
        bar(lines(&whole) == lines(&resumed)),
    );
}

/// Files of made-up messages.
fn made_up(scratch: &Path) -> PathBuf {
    let folder = scratch.join("messages");
    fs::create_dir(&folder).expect("made");
    let messages = [typical::one_dialect(), typical::many_dialects()];
    for number in 0..2_000 {
        let path = folder.join(format!("{number:05}.eml"));
        fs::write(path, &messages[number % 2]).expect("written");
    }
    folder
}

fn files(folders: &[PathBuf]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = folders.to_vec();
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                Ok(kind) if kind.is_file() => files.push(entry.path()),
                _ => {}
            }
        }
    }
    files
}

fn size(files: &[PathBuf]) -> u64 {
    files.iter().filter_map(|path| fs::metadata(path).ok()).map(|metadata| metadata.len()).sum()
}

fn bar(met: bool) -> &'static str {
    if met { " (bar met)" } else { " (bar missed)" }
}

/// How busy the machine is.
fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').next().map_or(String::new(), |load| format!("load {load}"))
}

fn options(words: Vec<String>) -> Options {
    let mut options = Options {
        folders: Vec::new(),
        rounds: 1,
        mbox: 0.0,
        interrupt: 0,
        scratch: std::env::temp_dir(),
    };
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().unwrap_or_else(|| panic!("{word} wants a value"));
        match word.as_str() {
            "--bench" => options.rounds = options.rounds.max(5),
            "--rounds" => options.rounds = value().parse().expect("a number"),
            "--mbox" => options.mbox = value().parse().expect("gigabytes"),
            "--interrupt" => options.interrupt = value().parse().expect("a number"),
            "--scratch" => options.scratch = value().into(),
            folder => options.folders.push(folder.into()),
        }
    }
    options
}
