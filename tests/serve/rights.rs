//! What the service manager gives, and the rights that are given up.

use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::UnixDatagram;
use std::process::{Command, Stdio};

use crate::support::*;

/// Uid and gid of `nobody`, where we are root and there is one.
fn nobody() -> Option<(u32, u32)> {
    let id = |flag: &str| {
        let asked = Command::new("id").args([flag, "nobody"]).output().ok()?;
        String::from_utf8_lossy(&asked.stdout).trim().parse::<u32>().ok()
    };
    let root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n");
    root.then_some(())?;
    Some((id("-u")?, id("-g")?))
}

#[test]
fn root_is_given_up_once_the_sockets_are_bound() {
    let Some((uid, gid)) = nobody() else {
        eprintln!("not run: only root can become somebody else");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let owned = Command::new("chown").arg("nobody").arg(folder.path()).status();
    assert!(owned.is_ok_and(|status| status.success()));
    let server = Server::with_folder(
        folder,
        &["--spool", "HERE/mail", "--report", "HERE/reports", "--user", "nobody"],
    );
    let mut client = server.client();
    client.begin();
    assert_eq!(client.content(PLAIN).0, 250);
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.child.id()));
    let status = status.expect("is there");
    let all = |field: &str, id: u32| {
        let line = status.lines().find_map(|line| line.strip_prefix(field)).expect("is told");
        assert!(line.split_whitespace().all(|word| word == id.to_string()), "{field}{line}");
    };
    all("Uid:", uid);
    all("Gid:", gid);
    assert!(status.contains("CapEff:\t0000000000000000\n"), "{status}");
    for path in ["reports", "mail/new", "mail/hopcheck.journal"] {
        let data = std::fs::metadata(server.folder.path().join(path)).expect("is there");
        assert_eq!((data.uid(), data.gid()), (uid, gid), "{path}");
    }
    assert_eq!(server.stored().len(), 1);
}

#[test]
fn sockets_of_the_service_manager_are_served() {
    let folder = tempfile::tempdir().expect("a folder");
    let socket = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = socket.local_addr().expect("has one");
    let told = UnixDatagram::bind(folder.path().join("notify")).expect("is bound");
    told.set_read_timeout(Some(PATIENCE)).expect("can be set");
    // The shell does what the manager does: socket 3, its number, and for whom it is.
    let script = "exec 3<&0 </dev/null; LISTEN_FDS=1 LISTEN_PID=$$ exec \"$@\"";
    let mut child = Command::new("sh")
        .args(["-c", script, "sh", env!("CARGO_BIN_EXE_hopcheck"), "serve", "--offline"])
        .args(["--host", "mx.example.org", "--report", "reports"])
        .current_dir(folder.path())
        .env("NOTIFY_SOCKET", folder.path().join("notify"))
        .env("HOME", folder.path())
        .stdin(Stdio::from(OwnedFd::from(socket)))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("starts");
    let heard = || {
        let mut buffer = [0; 200];
        let read = told.recv(&mut buffer).expect("is told");
        String::from_utf8_lossy(&buffer[..read]).into_owned()
    };
    let signal = |name: &str, id: u32| {
        let sent = Command::new("kill").args([name, &id.to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()));
    };
    assert_eq!(heard(), "READY=1");
    let mut client = Client::connect(address);
    client.begin();
    assert_eq!(client.content(PLAIN).0, 250);
    assert_eq!(client.say("QUIT"), 221);
    signal("-HUP", child.id());
    assert!(heard().starts_with("RELOADING=1"));
    assert_eq!(heard(), "READY=1");
    signal("-TERM", child.id());
    assert_eq!(heard(), "STOPPING=1");
    assert_eq!(child.wait().expect("ends").code(), Some(0));
    let reports = std::fs::read_to_string(folder.path().join("reports")).expect("is there");
    assert_eq!(reports.lines().count(), 1);
    assert!(std::net::TcpStream::connect(address).is_err());
}
