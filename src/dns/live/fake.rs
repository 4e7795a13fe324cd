//! A name server in the test process that behaves as the names it is asked for say.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use hickory_resolver::proto::op::{Message, OpCode, ResponseCode};
use hickory_resolver::proto::rr::rdata::{A, CNAME, NS, PTR, SOA, TXT};
use hickory_resolver::proto::rr::{Name, RData, Record, RecordType};

use super::reply::{name_text, wire_name};

/// Answers on a port of the loopback, over UDP and TCP, until it is dropped.
pub(super) struct Fake {
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    /// Questions by name and transport.
    asked: Mutex<BTreeMap<(String, &'static str), usize>>,
    /// Nothing is answered.
    dead: AtomicBool,
    /// Most TCP connections open at once, and all there were.
    connections: Mutex<usize>,
    stop: AtomicBool,
}

impl Fake {
    pub fn start() -> Self {
        Fake::with_delay(Duration::ZERO)
    }

    /// Every answer takes this long.
    pub fn with_delay(delay: Duration) -> Self {
        let (udp, tcp) = pair();
        let address = udp.local_addr().unwrap();
        let shared = Arc::new(Shared::default());
        thread::spawn({
            let shared = shared.clone();
            move || serve_udp(udp, &shared, delay)
        });
        thread::spawn({
            let shared = shared.clone();
            move || serve_tcp(&tcp, &shared)
        });
        Fake { address, shared }
    }

    pub fn die(&self, dead: bool) {
        self.shared.dead.store(dead, Ordering::Relaxed);
    }

    /// How often a name was asked for over `udp` or `tcp`.
    pub fn asked(&self, name: &str, transport: &'static str) -> usize {
        let asked = self.shared.asked.lock().unwrap();
        asked.get(&(name.to_owned(), transport)).copied().unwrap_or(0)
    }

    pub fn asked_in_all(&self) -> usize {
        self.shared.asked.lock().unwrap().values().sum()
    }

    pub fn tcp_connections(&self) -> usize {
        *self.shared.connections.lock().unwrap()
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
        // Wakes the two threads.
        let _ = TcpStream::connect(self.address);
        let _ = UdpSocket::bind("127.0.0.1:0").and_then(|s| s.send_to(b"", self.address));
    }
}

/// Both transports on one port.
fn pair() -> (UdpSocket, TcpListener) {
    loop {
        let tcp = TcpListener::bind("127.0.0.1:0").unwrap();
        if let Ok(udp) = UdpSocket::bind(tcp.local_addr().unwrap()) {
            return (udp, tcp);
        }
    }
}

fn serve_udp(socket: UdpSocket, shared: &Shared, delay: Duration) {
    let socket = Arc::new(socket);
    let (later, due) = mpsc::channel::<(Instant, Vec<u8>, SocketAddr)>();
    thread::spawn({
        let socket = socket.clone();
        move || {
            for (when, bytes, to) in due {
                thread::sleep(when.saturating_duration_since(Instant::now()));
                let _ = socket.send_to(&bytes, to);
            }
        }
    });
    let mut buffer = [0; 4096];
    while let Ok((length, from)) = socket.recv_from(&mut buffer) {
        if shared.stop.load(Ordering::Relaxed) {
            return;
        }
        for bytes in shared.reply(&buffer[..length], "udp") {
            let _ = later.send((Instant::now() + delay, bytes, from));
        }
    }
}

fn serve_tcp(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming().flatten() {
        if shared.stop.load(Ordering::Relaxed) {
            return;
        }
        *shared.connections.lock().unwrap() += 1;
        let shared = shared.clone();
        thread::spawn(move || serve_connection(stream, &shared));
    }
}

fn serve_connection(mut stream: TcpStream, shared: &Shared) {
    let mut length = [0; 2];
    while stream.read_exact(&mut length).is_ok() {
        let mut query = vec![0; usize::from(u16::from_be_bytes(length))];
        if stream.read_exact(&mut query).is_err() {
            return;
        }
        for bytes in shared.reply(&query, "tcp") {
            let length = u16::try_from(bytes.len()).unwrap().to_be_bytes();
            if stream.write_all(&[&length, &bytes[..]].concat()).is_err() {
                return;
            }
        }
        if shared.asked.lock().unwrap().keys().any(|(name, _)| name.starts_with("hangup")) {
            return;
        }
    }
}

impl Shared {
    /// The packets sent back, in order.
    fn reply(&self, query: &[u8], transport: &'static str) -> Vec<Vec<u8>> {
        let Ok(query) = Message::from_vec(query) else { return Vec::new() };
        let Some(question) = query.queries.first() else { return Vec::new() };
        let name = name_text(question.name());
        let time = {
            let mut asked = self.asked.lock().unwrap();
            let count = asked.entry((name.clone(), transport)).or_default();
            *count += 1;
            *count
        };
        if self.dead.load(Ordering::Relaxed) {
            return Vec::new();
        }
        let mut message = Message::response(query.id, OpCode::Query);
        message.metadata.recursion_desired = true;
        message.metadata.recursion_available = true;
        message.add_query(question.clone());
        let owner = question.name().clone();
        let rtype = question.query_type();
        let kind: &str = name.split(['.', '-']).next().unwrap();
        let mut add = |owner: &Name, data: RData| {
            message.add_answer(Record::from_rdata(owner.clone(), 300, data));
        };
        let own = |message: &Message| message.to_vec().unwrap();
        match kind {
            "nx" => message.metadata.response_code = ResponseCode::NXDomain,
            "nodata" => {}
            "servfail" => message.metadata.response_code = ResponseCode::ServFail,
            "refused" => message.metadata.response_code = ResponseCode::Refused,
            "silent" => return Vec::new(),
            // A server that fails at first.
            "flaky" if time == 1 => message.metadata.response_code = ResponseCode::ServFail,
            // The first sendings are lost.
            "lossy" if time < 4 => return Vec::new(),
            "old" if query.edns.is_some() => {
                message.metadata.response_code = ResponseCode::FormErr;
            }
            "referral" => {
                let ns = RData::NS(NS(wire_name("ns.example").unwrap()));
                message.add_authority(Record::from_rdata(wire_name("example").unwrap(), 1, ns));
                return vec![own(&message)];
            }
            "garbage" => {
                let mut bytes = query.id.to_be_bytes().to_vec();
                bytes.extend([0xff; 40]);
                return vec![bytes];
            }
            // First what an attacker might send, then the answer.
            "spoof" => {
                add(&owner, RData::A(A::new(203, 0, 113, 66)));
                let mut wrong_id = own(&message);
                wrong_id[0] ^= 0xff;
                let mut other = Message::response(query.id, OpCode::Query);
                let mut about = question.clone();
                about.set_name(wire_name("other.example").unwrap());
                other.add_query(about);
                other.add_answer(Record::from_rdata(
                    wire_name("other.example").unwrap(),
                    300,
                    RData::A(A::new(203, 0, 113, 66)),
                ));
                let wrong_question = own(&other);
                let mut right = Message::response(query.id, OpCode::Query);
                right.add_query(question.clone());
                right.add_answer(Record::from_rdata(owner, 300, RData::A(A::new(192, 0, 2, 1))));
                return vec![wrong_id, vec![1], wrong_question, own(&right)];
            }
            "cut" => message.metadata.truncation = true,
            "big" => {
                for i in 0..200u8 {
                    add(&owner, RData::A(A::new(192, 0, 2, i)));
                }
            }
            "huge" => {
                for i in 0..240u32 {
                    let text = format!("{i:03}{}", "x".repeat(240));
                    add(&owner, RData::TXT(TXT::new(vec![text])));
                }
            }
            "ptrs" => {
                for i in 0..200u32 {
                    let target = wire_name(&format!("h{i}.example")).unwrap();
                    add(&owner, RData::PTR(PTR(target)));
                }
            }
            "loop" => {
                let other = wire_name("loop-2.example").unwrap();
                let other = if owner == other { wire_name("loop.example").unwrap() } else { other };
                add(&owner, RData::CNAME(CNAME(other)));
            }
            // The server does not follow its own aliases.
            "alias" => {
                let number: u32 = name.split(['-', '.']).nth(1).unwrap().parse().unwrap();
                let target = match number {
                    0 => "ok.example".to_owned(),
                    1 => "nx.example".to_owned(),
                    n => format!("alias-{}.example", n - 2),
                };
                add(&owner, RData::CNAME(CNAME(wire_name(&target).unwrap())));
            }
            // Rotated with every question, with a time to live that runs at once.
            "rotated" => {
                for i in 0..3u8 {
                    let last = u8::try_from(time % 3).unwrap();
                    message.add_answer(Record::from_rdata(
                        owner.clone(),
                        0,
                        RData::A(A::new(192, 0, 2, (i + last) % 3)),
                    ));
                }
            }
            _ if rtype == RecordType::A => {
                add(&owner, RData::A(A::from(Ipv4Addr::new(192, 0, 2, 1))));
            }
            _ => {}
        }
        if message.answers.is_empty() && !message.metadata.truncation {
            let (zone, ns) = (wire_name("example").unwrap(), wire_name("ns.example").unwrap());
            let soa = SOA::new(ns.clone(), ns, 1, 2, 3, 4, 60);
            message.add_authority(Record::from_rdata(zone, 900, RData::SOA(soa)));
        }
        let mut bytes = own(&message);
        if transport == "udp" && bytes.len() > 1232 {
            message.answers.clear();
            message.metadata.truncation = true;
            bytes = own(&message);
        }
        vec![bytes]
    }
}
