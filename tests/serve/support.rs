//! A server of our own for each test, and a client that says what it is told to.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

pub const PATIENCE: Duration = Duration::from_secs(60);

/// A port that was free a moment ago.
pub fn free_port() -> SocketAddr {
    let socket = TcpListener::bind("127.0.0.1:0").expect("a free port");
    socket.local_addr().expect("has one")
}

pub struct Server {
    pub folder: TempDir,
    pub address: SocketAddr,
    pub child: Child,
    words: Vec<String>,
    /// How often it was started.
    starts: usize,
}

impl Server {
    pub fn start(words: &[&str]) -> Server {
        Server::with_folder(tempfile::tempdir().expect("a folder"), words)
    }

    pub fn with_folder(folder: TempDir, words: &[&str]) -> Server {
        let address = free_port();
        let here = folder.path().display().to_string();
        let words: Vec<String> = words.iter().map(|word| word.replace("HERE", &here)).collect();
        let child = spawn(folder.path(), address, &words);
        let mut server = Server { folder, address, child, words, starts: 1 };
        server.wait();
        server
    }

    /// With a spool and a file of reports.
    pub fn storing(words: &[&str]) -> Server {
        let mut all = vec!["--spool", "HERE/mail", "--report", "HERE/reports"];
        all.extend(words);
        Server::start(&all)
    }

    /// Waits until it has taken up what was left, and listens.
    fn wait(&mut self) {
        let until = Instant::now() + PATIENCE;
        while self.log().matches("listening").count() < self.starts {
            if let Some(status) = self.child.try_wait().expect("can be asked") {
                panic!("ended with {status}: {}", self.log());
            }
            assert!(Instant::now() < until, "does not listen: {}", self.log());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// As a power cut would do it, as far as the process goes.
    pub fn kill(&mut self) {
        self.child.kill().expect("can be killed");
        self.child.wait().expect("has ended");
    }

    pub fn restart(&mut self) {
        self.child = spawn(self.folder.path(), self.address, &self.words);
        self.starts += 1;
        self.wait();
    }

    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([name, &self.child.id().to_string()]).status();
        assert!(sent.expect("kill runs").success());
    }

    /// Ends it as a service manager does, and gives its status.
    pub fn stop(&mut self) -> Option<i32> {
        self.signal("-TERM");
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("can be asked") {
                return status.code();
            }
            assert!(Instant::now() < until, "does not end: {}", self.log());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// Waits until the log tells of something.
    pub fn wait_for_log(&self, text: &str) {
        let until = Instant::now() + PATIENCE;
        while !self.log().contains(text) {
            assert!(Instant::now() < until, "no {text:?} in the log: {}", self.log());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn client(&self) -> Client {
        Client::connect(self.address)
    }

    /// What lies in `new`, by name.
    pub fn stored(&self) -> Vec<(String, Vec<u8>)> {
        files(&self.folder.path().join("mail/new"))
    }

    pub fn reports(&self) -> Vec<Value> {
        let text = fs::read_to_string(self.folder.path().join("reports")).unwrap_or_default();
        text.lines().map(|line| serde_json::from_str(line).expect("a whole report")).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(folder: &Path, address: SocketAddr, words: &[String]) -> Child {
    let log = fs::File::options().append(true).create(true).open(folder.join("log"));
    Command::new(env!("CARGO_BIN_EXE_hopcheck"))
        .args(["serve", "--offline", "--host", "mx.example.org", "--listen"])
        .arg(address.to_string())
        .args(words)
        .current_dir(folder)
        .env("HOME", folder)
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("LISTEN_FDS")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log.expect("can be written"))
        .spawn()
        .expect("starts")
}

pub fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .map(|entries| {
            let entries = entries.map(|entry| entry.expect("can be read").path());
            let read = |path: PathBuf| {
                let name = path.file_name().expect("has one").to_string_lossy().into_owned();
                (name, fs::read(path).expect("can be read"))
            };
            entries.map(read).collect()
        })
        .unwrap_or_default();
    found.sort();
    found
}

pub struct Client {
    pub stream: TcpStream,
    reader: BufReader<TcpStream>,
}

impl Client {
    /// Connects and takes the greeting.
    pub fn connect(address: SocketAddr) -> Client {
        let mut client = Client::silent(address);
        assert_eq!(client.reply().0, 220);
        client
    }

    /// Connects and takes no greeting.
    pub fn silent(address: SocketAddr) -> Client {
        Client::of(TcpStream::connect(address).expect("is taken"))
    }

    /// The same with a server that may be gone.
    pub fn perhaps(address: SocketAddr) -> Option<Client> {
        TcpStream::connect(address).ok().map(Client::of)
    }

    fn of(stream: TcpStream) -> Client {
        stream.set_read_timeout(Some(PATIENCE)).expect("can be set");
        stream.set_nodelay(true).expect("can be set");
        let reader = BufReader::new(stream.try_clone().expect("can be cloned"));
        Client { stream, reader }
    }

    pub fn send(&mut self, bytes: impl AsRef<[u8]>) {
        // A server that has closed is seen when its reply is read.
        let _ = self.stream.write_all(bytes.as_ref());
    }

    /// A whole reply: its code, 0 where the connection ended, and its text.
    pub fn reply(&mut self) -> (u16, String) {
        let mut text = String::new();
        loop {
            let mut line = String::new();
            match self.reader.read_line(&mut line) {
                Ok(4..) => {}
                _ => return (0, text),
            }
            text.push_str(&line);
            if line.as_bytes()[3] != b'-' {
                return (line[..3].parse().expect("a code"), text);
            }
        }
    }

    /// A command and its reply.
    pub fn say(&mut self, line: &str) -> u16 {
        self.send(format!("{line}\r\n"));
        self.reply().0
    }

    /// EHLO to DATA, for a message of its own.
    pub fn begin(&mut self) {
        assert_eq!(self.say("EHLO client.example"), 250);
        self.envelope();
    }

    pub fn envelope(&mut self) {
        assert_eq!(self.say("MAIL FROM:<a@b.example>"), 250);
        assert_eq!(self.say("RCPT TO:<c@d.example>"), 250);
        assert_eq!(self.say("DATA"), 354);
    }

    /// Content and its end; the reply.
    pub fn content(&mut self, content: &str) -> (u16, String) {
        self.send(format!("{content}\r\n.\r\n"));
        self.reply()
    }

    /// Whether the server has closed the connection.
    pub fn is_closed(&mut self) -> bool {
        let mut rest = Vec::new();
        self.reader.read_to_end(&mut rest).is_ok()
    }
}

pub const PLAIN: &str = "From: a@b.example\r\nTo: c@d.example\r\nSubject: hello\r\nMessage-ID: <1@b.example>\r\n\r\nbody";

/// The lines of the classic forgery, with names reserved for such use.
pub const FORGED: &str = "\
Received: from lemongrass.example by galangal.example (8.7.3) id XAA12345; Wed, 30 Jul 1997 16:36:28 -0800 (PST)\r
Received: from graprao.example by lemongrass.example (8.6.4) id LAA12741; Wed, 30 Jul 1997 16:36:24 -0800 (PST)\r
Subject: classic\r
\r
body";
