//! Sessions of any bytes: the same whole and in pieces, within bounds, and no message that the
//! bytes do not hold an end of.
#![no_main]

use std::sync::Arc;

use hopcheck::smtp::{
    BareNewline, Config, Event, Limits, Outcome, Peer, Session, Tls,
};
use libfuzzer_sys::fuzz_target;

struct Ran {
    replies: Vec<u8>,
    messages: Vec<Vec<u8>>,
    closed: bool,
}

fn run(config: &Arc<Config>, input: &[u8], piece: usize) -> Ran {
    let peer = Peer::connected(([192, 0, 2, 7], 2525).into());
    let peer = Peer { may_forward: true, ..peer };
    let mut session = Session::new(Arc::clone(config), peer);
    let mut ran = Ran { replies: Vec::new(), messages: Vec::new(), closed: false };
    'pieces: for chunk in input.chunks(piece) {
        let mut rest = chunk;
        loop {
            let (taken, event) = session.feed(rest, 0);
            assert!(taken <= rest.len());
            rest = &rest[taken..];
            assert!(session.held() <= 4 * config.limits.message + (64 << 10));
            ran.replies.extend(session.take_output());
            let _ = session.take_notes();
            match event {
                Event::Wait => {
                    assert!(rest.is_empty(), "everything is taken");
                    break;
                }
                Event::Message(message) => {
                    assert!(!message.recipients.is_empty());
                    assert!(message.body.len() <= config.limits.message);
                    ran.messages.push(message.body);
                    session.finish(&Outcome::Taken("M".to_owned()));
                }
                Event::StartTls => session.tls_started(Tls::default()),
                Event::Close => {
                    ran.closed = true;
                    break 'pieces;
                }
            }
        }
    }
    ran.replies.extend(session.take_output());
    ran
}

fuzz_target!(|data: &[u8]| {
    let Some((&choice, input)) = data.split_first() else { return };
    let config = Arc::new(Config {
        host: "mx.example.org".to_owned(),
        lmtp: choice & 1 != 0,
        limits: Limits { message: 2_000, recipients: 5, errors: 50, ..Limits::default() },
        bare_newline: if choice & 2 != 0 { BareNewline::Record } else { BareNewline::Reject },
        // What stands behind STARTTLS in the same piece is dropped, so pieces matter there.
        tls: false,
        expn: choice & 4 != 0,
        domains: Vec::new(),
    });
    let whole = run(&config, input, input.len().max(1));
    for piece in [1, 7] {
        let pieces = run(&config, input, piece);
        assert_eq!(pieces.replies, whole.replies);
        assert_eq!(pieces.messages, whole.messages);
        assert_eq!(pieces.closed, whole.closed);
    }
    for line in whole.replies.split_inclusive(|b| *b == b'\n') {
        assert!(line.ends_with(b"\r\n") && line.len() <= 514 && line[..3].iter().all(u8::is_ascii_digit));
    }
    let ends = input.windows(5).filter(|end| end == b"\r\n.\r\n").count();
    let upper = input.to_ascii_uppercase();
    let chunks = upper.windows(4).filter(|word| word == b"BDAT").count();
    assert!(whole.messages.len() <= ends + chunks);
    // With the other limits there is nothing left that could hang or panic.
    let config = Arc::new(Config { tls: true, ..(*config).clone() });
    run(&config, input, 3);
});
