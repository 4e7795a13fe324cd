//! Sockets to listen on, our own or systemd's, and the change of user once they are bound.

use std::net::{SocketAddr, TcpListener};

use nix::sys::resource::{Resource, getrlimit, setrlimit};
use nix::unistd::{Gid, Group, Uid, User, initgroups, setgid, setuid};
use socket2::{Domain, Protocol, Socket, Type};

/// Connections that wait to be accepted.
const BACKLOG: i32 = 4_096;

/// Binds every address, and takes what systemd hands over (sd_listen_fds(3)).
///
/// # Errors
/// With one sentence.
pub(super) fn sockets(addresses: &[SocketAddr]) -> Result<Vec<TcpListener>, String> {
    let mut found = Vec::new();
    let mut handed = listenfd::ListenFd::from_env();
    for index in 0..handed.len() {
        let socket = handed
            .take_tcp_listener(index)
            .map_err(|e| format!("socket {index} from the service manager: {e}"))?;
        found.extend(socket);
    }
    for address in addresses {
        found.push(bind(*address)?);
    }
    for socket in &found {
        socket.set_nonblocking(true).map_err(|e| format!("cannot use a socket: {e}"))?;
    }
    Ok(found)
}

/// # Errors
/// With one sentence.
pub(super) fn bind(address: SocketAddr) -> Result<TcpListener, String> {
    let bound = || {
        let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
        socket.set_reuse_address(true)?;
        if address.is_ipv6() {
            // An address means what it says; who wants both families names both.
            socket.set_only_v6(true)?;
        }
        socket.bind(&address.into())?;
        socket.listen(BACKLOG)?;
        socket.set_nonblocking(true)?;
        Ok::<TcpListener, std::io::Error>(socket.into())
    };
    bound().map_err(|e| format!("cannot listen on {address}: {e}"))
}

/// As many open files as the system allows us, since every connection is one.
pub(super) fn raise_file_limit() {
    if let Ok((soft, hard)) = getrlimit(Resource::RLIMIT_NOFILE)
        && soft < hard
    {
        let _ = setrlimit(Resource::RLIMIT_NOFILE, hard, hard);
    }
}

/// Becomes `USER` or `USER:GROUP` for good. Must be called before there are threads.
///
/// # Errors
/// With one sentence; the process must not go on.
pub(super) fn become_user(name: &str) -> Result<(), String> {
    let (user, group) = name.split_once(':').map_or((name, None), |(u, g)| (u, Some(g)));
    let fail = |what: &str, e: nix::Error| format!("cannot become {name}: {what}: {e}");
    let found = User::from_name(user).map_err(|e| fail("user", e))?;
    let found = found.ok_or_else(|| format!("there is no user {user}"))?;
    let gid: Gid = match group {
        None => found.gid,
        Some(group) => {
            let known = Group::from_name(group).map_err(|e| fail("group", e))?;
            known.ok_or_else(|| format!("there is no group {group}"))?.gid
        }
    };
    if Uid::effective() == found.uid && Gid::effective() == gid {
        return Ok(());
    }
    let login = std::ffi::CString::new(user).map_err(|_| format!("there is no user {user}"))?;
    initgroups(&login, gid).map_err(|e| fail("groups", e))?;
    setgid(gid).map_err(|e| fail("group", e))?;
    setuid(found.uid).map_err(|e| fail("user", e))?;
    if found.uid.as_raw() != 0 && setuid(Uid::from_raw(0)).is_ok() {
        return Err(format!("became {name}, but could become root again"));
    }
    Ok(())
}
