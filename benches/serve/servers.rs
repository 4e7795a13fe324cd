//! The servers that are measured, each as a process of its own.

use std::fs::{self, File};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What to measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// hopcheck with analysis, storing nothing.
    Ours,
    /// hopcheck with analysis and a Maildir.
    OursDurable,
    /// Postfix's `smtp-sink`, which throws messages away.
    SmtpSink,
    /// Postfix with its defaults, which queues messages and then discards them.
    Postfix,
    /// Python's aiosmtpd with the handler that throws messages away.
    Aiosmtpd,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Kind::Ours => "hopcheck, no store",
            Kind::OursDurable => "hopcheck, durable store",
            Kind::SmtpSink => "smtp-sink",
            Kind::Postfix => "Postfix, queue and discard",
            Kind::Aiosmtpd => "aiosmtpd",
        }
    }
}

/// A server under way; ended when dropped.
pub struct Server {
    pub address: SocketAddr,
    pub folder: PathBuf,
    pub child: Option<Child>,
    postfix: Option<PathBuf>,
}

/// A port that was free a moment ago.
pub fn free_port() -> SocketAddr {
    let socket = TcpListener::bind("127.0.0.1:0").expect("a free port");
    socket.local_addr().expect("has one")
}

impl Server {
    /// Starts it in `scratch`; `None` with a printed reason where it is not to be had.
    pub fn start(kind: Kind, scratch: &Path, python: &str, more: &[&str]) -> Option<Server> {
        let address = free_port();
        let folder = scratch.join(format!("{kind:?}"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir(&folder).expect("a folder");
        let mut postfix = None;
        let command = match kind {
            Kind::Ours | Kind::OursDurable => {
                let mut command = Command::new(env!("CARGO_BIN_EXE_hopcheck"));
                command.args(["serve", "--offline", "--host", "mx.example.org", "--listen"]);
                command.arg(address.to_string()).args(["--log-file", "log", "--report", "reports"]);
                if kind == Kind::OursDurable {
                    command.args(["--spool", "mail"]);
                }
                command.args(more);
                Some(command)
            }
            Kind::SmtpSink => {
                let path = Path::new("/usr/sbin/smtp-sink");
                let mut command = Command::new(path);
                if nix::unistd::geteuid().is_root() {
                    command.args(["-u", "nobody"]);
                }
                command.arg(address.to_string()).arg("1024");
                path.exists().then_some(command)
            }
            Kind::Postfix => {
                let there = Path::new("/usr/sbin/postfix").exists();
                if there && nix::unistd::geteuid().is_root() {
                    let config = configure_postfix(&folder, address);
                    let mut command = Command::new("/usr/sbin/postfix");
                    command.arg("-c").arg(&config).arg("start");
                    postfix = Some(config);
                    Some(command)
                } else {
                    None
                }
            }
            Kind::Aiosmtpd => {
                let mut try_it = Command::new(python);
                try_it.args(["-c", "import aiosmtpd"]).stderr(Stdio::null());
                let there = try_it.status().is_ok_and(|status| status.success());
                let mut command = Command::new(python);
                command.args(["-m", "aiosmtpd", "-n", "-c", "aiosmtpd.handlers.Sink", "-l"]);
                command.arg(address.to_string());
                there.then_some(command)
            }
        };
        let Some(mut command) = command else {
            println!("{}: not to be had on this machine", kind.name());
            return None;
        };
        command.current_dir(&folder).stdin(Stdio::null()).stdout(Stdio::null());
        command.stderr(File::create(folder.join("stderr")).expect("a file"));
        let child = Some(command.spawn().expect("starts"));
        let server = Server { address, folder, child, postfix };
        let until = Instant::now() + Duration::from_secs(30);
        while TcpStream::connect(address).is_err() {
            assert!(Instant::now() < until, "{} does not listen", kind.name());
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(server)
    }

    /// Reports that are written by now.
    pub fn reports(&self) -> usize {
        let bytes = fs::read(self.folder.join("reports")).unwrap_or_default();
        memchr::memchr_iter(b'\n', &bytes).count()
    }

    /// A value of `/proc/PID/status` in KB, such as `VmRSS:`.
    pub fn memory(&self, field: &str) -> u64 {
        let id = self.child.as_ref().map_or(0, Child::id);
        let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(field)).unwrap_or_default();
        line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
    }

    pub fn signal(&self, name: &str) {
        let id = self.child.as_ref().map_or(0, Child::id);
        let sent = Command::new("kill").args([name, &id.to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()), "{name} to {id}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(config) = &self.postfix {
            let mut stop = Command::new("/usr/sbin/postfix");
            let stop = stop.arg("-c").arg(config).arg("stop").stderr(Stdio::null());
            let _ = stop.stdout(Stdio::null()).status();
        }
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A Postfix of our own with its defaults: it listens on one port, queues what it takes, and the
/// transport for all of it is `discard`.
fn configure_postfix(folder: &Path, address: SocketAddr) -> PathBuf {
    let config = folder.join("etc");
    for name in ["etc", "queue", "data"] {
        fs::create_dir(folder.join(name)).expect("a folder");
    }
    let data = folder.join("data");
    let owned = Command::new("chown").arg("postfix").arg(&data).status();
    assert!(owned.is_ok_and(|status| status.success()), "{} can be handed over", data.display());
    let here = folder.display();
    let main = format!(
        "compatibility_level = 3.6\nqueue_directory = {here}/queue\ndata_directory = {here}/data\n\
         daemon_directory = /usr/lib/postfix/sbin\ncommand_directory = /usr/sbin\n\
         mail_owner = postfix\nsetgid_group = postdrop\nmyhostname = mx.example.org\n\
         mydestination =\ninet_interfaces = loopback-only\ninet_protocols = ipv4\n\
         mynetworks = 127.0.0.0/8\nalias_maps =\ndefault_transport = discard:\n\
         maillog_file = {here}/maillog\nmaillog_file_prefixes = {here}\n"
    );
    fs::write(config.join("main.cf"), main).expect("is written");
    let services = fs::read_to_string("/usr/share/postfix/master.cf.dist").expect("comes with it");
    let listen = |line: &str| match line.strip_prefix("smtp ") {
        Some(rest) if rest.trim_start().starts_with("inet") => {
            format!("{address} {rest}")
        }
        _ => line.to_owned(),
    };
    let services: Vec<String> =
        services.lines().filter(|line| !line.starts_with('#')).map(listen).collect();
    fs::write(config.join("master.cf"), services.join("\n") + "\n").expect("is written");
    config
}
