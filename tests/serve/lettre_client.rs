//! A well-kept client library delivers over STARTTLS.

use lettre::message::header::ContentType;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Message, SmtpTransport, Transport};

use crate::support::*;

#[test]
fn lettre_delivers_over_starttls() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = rcgen::generate_simple_self_signed(["mx.example.org".to_owned()]).expect("made");
    let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    std::fs::write(&cert, made.cert.pem()).expect("is written");
    std::fs::write(&key, made.signing_key.serialize_pem()).expect("is written");
    let (cert, key) = (cert.display().to_string(), key.display().to_string());
    let server = Server::storing(&["--tls-cert", &cert, "--tls-key", &key]);
    let trusted = Certificate::from_pem(made.cert.pem().as_bytes()).expect("is one");
    let tls = TlsParameters::builder("mx.example.org".to_owned())
        .add_root_certificate(trusted)
        .build_rustls()
        .expect("can be used");
    let client = SmtpTransport::builder_dangerous("127.0.0.1")
        .port(server.address.port())
        .hello_name(ClientId::Domain("client.example".to_owned()))
        .tls(Tls::Required(tls))
        .build();
    for number in 0..3 {
        let message = Message::builder()
            .from("a@b.example".parse().expect("an address"))
            .to("c@d.example".parse().expect("an address"))
            .bcc("hidden@d.example".parse().expect("an address"))
            .subject(format!("number {number}"))
            .header(ContentType::TEXT_PLAIN)
            .body(".a dot\r\nand text\r\n".to_owned())
            .expect("is whole");
        let answer = client.send(&message).expect("is taken");
        assert!(answer.is_positive());
    }
    let stored = server.stored();
    assert_eq!(stored.len(), 3);
    for (_, message) in &stored {
        let text = String::from_utf8_lossy(message);
        assert!(text.contains("(hopcheck) with ESMTPS id"), "{text}");
        assert!(text.contains("\r\n.a dot\r\n") && !text.contains("hidden"), "{text}");
    }
    for report in server.reports() {
        assert_eq!(report["envelope"]["rcpt_to"].as_array().map(Vec::len), Some(2));
        assert_eq!(report["session"]["helo"], "client.example");
    }
}
