//! A bulk interface in the manner of Elasticsearch: creates documents by id, keeps connections
//! open, and has moods.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::{Value, json};

/// What is done with one request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mood {
    Take,
    /// Answers with this status and takes nothing.
    Answer(u16),
    /// Of each six documents one is answered with 429 and one with 503; the others are taken.
    Partial,
    /// Refuses each third document for good.
    RefuseSome,
    /// Takes all and breaks off before the answer.
    LoseAnswer,
    /// Takes all and breaks off inside the answer.
    HalfAnswer,
    /// Takes all and answers as a proxy in between might.
    NotJson,
    /// Answers for the first half of the documents only, and takes only those.
    ShortAnswer,
    /// Breaks off while the request is read.
    BreakInRequest,
    /// Takes all, and gives no answer as long as the receiver is there.
    Hold,
    /// Answers 413 where the body is longer than this, else takes all.
    NoLonger(usize),
}

/// What the receiver has.
#[derive(Default)]
pub struct Index {
    pub documents: BTreeMap<String, Value>,
    /// How often a document was offered that was there.
    pub conflicts: usize,
    pub requests: usize,
    pub authorization: BTreeSet<String>,
    pub holding: bool,
    moods: std::collections::VecDeque<Mood>,
}

impl Index {
    pub fn with(moods: &[Mood]) -> Arc<Mutex<Index>> {
        Arc::new(Mutex::new(Index { moods: moods.iter().copied().collect(), ..Index::default() }))
    }

    /// The Message-IDs of all documents, in whatever form.
    pub fn messages(&self) -> Vec<String> {
        let id = |document: &Value| {
            let id = &document["email"]["message_id"];
            let id = id.as_str().or(document["message"]["message_id"].as_str());
            id.expect("a Message-ID").trim_matches(['<', '>']).to_owned()
        };
        self.documents.values().map(id).collect()
    }

    /// Each message once, and no other.
    pub fn has_each_once(&self, expected: &BTreeSet<String>) {
        let mut messages = self.messages();
        messages.sort();
        let expected: Vec<&String> = expected.iter().collect();
        assert_eq!(messages.iter().collect::<Vec<_>>(), expected);
    }

    pub fn ids(&self) -> BTreeSet<String> {
        self.documents.keys().cloned().collect()
    }

    fn answer(&mut self, body: &[u8], mood: Mood) -> Value {
        let text = std::str::from_utf8(body).expect("UTF-8");
        assert!(text.ends_with('\n'), "the interface wants a line break at the end");
        let lines: Vec<&str> = text.lines().collect();
        let pairs: Vec<&[&str]> = lines.chunks(2).collect();
        let half = pairs.len() / 2;
        let mut items = Vec::new();
        for (number, pair) in pairs.into_iter().enumerate() {
            let action: Value = serde_json::from_str(pair[0]).expect("an action");
            let document: Value = serde_json::from_str(pair[1]).expect("a document");
            let id = action["create"]["_id"].as_str().expect("an id").to_owned();
            let (status, kind) = match mood {
                Mood::ShortAnswer if number >= half => break,
                Mood::Partial if number % 6 == 1 => (429, "es_rejected_execution_exception"),
                Mood::Partial if number % 6 == 3 => (503, "unavailable_shards_exception"),
                Mood::RefuseSome if number % 3 == 1 => (400, "document_parsing_exception"),
                _ if self.documents.contains_key(&id) => {
                    self.conflicts += 1;
                    (409, "version_conflict_engine_exception")
                }
                _ => {
                    self.documents.insert(id.clone(), document);
                    (201, "")
                }
            };
            let mut item = json!({"_index": "mail", "_id": id, "status": status});
            if !kind.is_empty() {
                item["error"] = json!({"type": kind, "reason": format!("because of {kind}")});
            }
            items.push(json!({"create": item}));
        }
        let errors = items.iter().any(|item| item["create"]["status"] != 201);
        json!({"took": 3, "errors": errors, "items": items})
    }
}

pub trait Stream: Read + Write + Send {}
impl<T: Read + Write + Send> Stream for T {}

/// How a connection is spoken over: as it is, or through TLS.
pub type Wrap = Arc<dyn Fn(TcpStream) -> Box<dyn Stream> + Send + Sync>;

pub struct Receiver {
    pub address: SocketAddr,
    index: Arc<Mutex<Index>>,
    gone: Arc<AtomicBool>,
    open: Arc<Mutex<Vec<TcpStream>>>,
    thread: Option<JoinHandle<()>>,
}

impl Receiver {
    pub fn start(index: &Arc<Mutex<Index>>) -> Receiver {
        Receiver::at("127.0.0.1:0".parse().expect("an address"), index)
    }

    pub fn at(address: SocketAddr, index: &Arc<Mutex<Index>>) -> Receiver {
        Receiver::wrapped(address, index, Arc::new(|stream| Box::new(stream)))
    }

    pub fn wrapped(address: SocketAddr, index: &Arc<Mutex<Index>>, wrap: Wrap) -> Receiver {
        let listener = TcpListener::bind(address).expect("the port is free");
        let address = listener.local_addr().expect("bound");
        let gone = Arc::new(AtomicBool::new(false));
        let open = Arc::new(Mutex::new(Vec::new()));
        let shared = (Arc::clone(index), Arc::clone(&gone), Arc::clone(&open));
        let thread = std::thread::spawn(move || {
            let (index, gone, open) = shared;
            for stream in listener.incoming().flatten() {
                if gone.load(Ordering::SeqCst) {
                    return;
                }
                let own = stream.try_clone().expect("cloned");
                open.lock().expect("no panic").push(stream.try_clone().expect("cloned"));
                let (index, gone) = (Arc::clone(&index), Arc::clone(&gone));
                let wrap = Arc::clone(&wrap);
                std::thread::spawn(move || {
                    serve(wrap(stream), &index, &gone);
                    // The clones that are kept would hold the connection open.
                    let _ = own.shutdown(Shutdown::Both);
                });
            }
        });
        Receiver { address, index: Arc::clone(index), gone, open, thread: Some(thread) }
    }

    pub fn index(&self) -> MutexGuard<'_, Index> {
        self.index.lock().expect("no panic in the receiver")
    }

    pub fn url(&self) -> String {
        format!("http://{}/mail", self.address)
    }

    /// Breaks off every connection and listens no more.
    pub fn vanish(mut self) -> SocketAddr {
        self.stop();
        self.address
    }

    fn stop(&mut self) {
        let Some(thread) = self.thread.take() else { return };
        self.gone.store(true, Ordering::SeqCst);
        // Wakes the one who waits for a connection.
        drop(TcpStream::connect(self.address));
        for stream in self.open.lock().expect("no panic").drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
        thread.join().expect("no panic in the receiver");
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.stop();
    }
}

struct Request {
    body: Vec<u8>,
    authorization: Option<String>,
}

fn read_request(reader: &mut impl BufRead, part: bool) -> Option<Request> {
    let mut first = String::new();
    reader.read_line(&mut first).ok().filter(|read| *read > 0)?;
    assert_eq!(first.trim_end(), "POST /mail/_bulk HTTP/1.1");
    let (mut length, mut kind, mut authorization) = (None, String::new(), None);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        let value = value.trim().to_owned();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().ok(),
            "content-type" => kind = value,
            "authorization" => authorization = Some(value),
            _ => {}
        }
    }
    assert_eq!(kind, "application/x-ndjson");
    let length: usize = length.expect("a length");
    let mut body = vec![0; if part { length / 2 } else { length }];
    reader.read_exact(&mut body).ok()?;
    Some(Request { body, authorization })
}

/// The requests of one connection, until it is closed.
fn serve(stream: Box<dyn Stream>, index: &Mutex<Index>, gone: &AtomicBool) {
    let mut reader = BufReader::new(stream);
    loop {
        // The mood is known before the request is read, since one of them is not to read it.
        let next = index.lock().expect("no panic").moods.front().copied();
        let part = next == Some(Mood::BreakInRequest);
        let Some(request) = read_request(&mut reader, part) else { return };
        let mut shared = index.lock().expect("no panic");
        if gone.load(Ordering::SeqCst) {
            return;
        }
        let mood = shared.moods.pop_front().unwrap_or(Mood::Take);
        shared.requests += 1;
        shared.authorization.extend(request.authorization);
        let (status, text) = match mood {
            Mood::BreakInRequest => return,
            Mood::Answer(status) => (status, json!({"error": "no"}).to_string()),
            Mood::NoLonger(most) if request.body.len() > most => {
                // It holds for what comes after too.
                shared.moods.push_front(mood);
                (413, "<html>Request Entity Too Large</html>".to_owned())
            }
            mood => (200, shared.answer(&request.body, mood).to_string()),
        };
        if matches!(mood, Mood::NoLonger(_)) && status == 200 {
            shared.moods.push_front(mood);
        }
        shared.holding = mood == Mood::Hold;
        drop(shared);
        let text = match mood {
            Mood::LoseAnswer => return,
            Mood::Hold => {
                while !gone.load(Ordering::SeqCst) {
                    std::thread::sleep(Duration::from_millis(10));
                }
                return;
            }
            Mood::NotJson => "<html>a proxy says hello</html>".to_owned(),
            _ => text,
        };
        let head = format!(
            "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            text.len()
        );
        let answer = [head.as_bytes(), text.as_bytes()].concat();
        let end = if mood == Mood::HalfAnswer { head.len() + text.len() / 2 } else { answer.len() };
        let out = reader.get_mut();
        if out.write_all(&answer[..end]).and_then(|()| out.flush()).is_err() || end < answer.len() {
            return;
        }
    }
}
