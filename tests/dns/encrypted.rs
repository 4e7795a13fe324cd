//! DNS over TLS and HTTPS, as a user asks for them, with a certificate that only he trusts.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use hickory_server::Server;
use hickory_server::zone_handler::Catalog;
use rustls::pki_types::PrivateKeyDer;
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

use super::nameserver::catalog_of_records;
use super::{Ran, folder, hopcheck_with};

const ZONE: &str = "example.org. MX 10 mx.example.org.\nmx.example.org. A 192.0.2.1\n";

struct Encrypted {
    tls: SocketAddr,
    https: SocketAddr,
    _runtime: Runtime,
    _server: Server<Catalog>,
}

/// Starts a server, and writes its certificate to `ca.pem`.
fn start(folder: &Path) -> Encrypted {
    let names = ["dns.example", "localhost"].map(String::from);
    let made = rcgen::generate_simple_self_signed(names).expect("a certificate");
    fs::write(folder.join("ca.pem"), made.cert.pem()).expect("written");
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).expect("a key");
    let key = rustls::crypto::ring::sign::any_supported_type(&key).expect("a key");
    let certified = CertifiedKey::new(vec![made.cert.der().clone()], key);
    let own = Arc::new(SingleCertAndKey::from(certified));
    let runtime =
        Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("threads");
    let (server, tls, https) = runtime.block_on(async {
        let mut server = Server::new(catalog_of_records(ZONE));
        let on_tls = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let on_https = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = |l: &TcpListener| l.local_addr().expect("an address");
        let (tls, https) = (address(&on_tls), address(&on_https));
        let idle = Duration::from_secs(5);
        server.register_tls_listener(on_tls, idle, own.clone()).expect("registered");
        let (name, path) = (Some("dns.example".to_owned()), "/dns-query".to_owned());
        server.register_https_listener(on_https, idle, own, name, path).expect("registered");
        (server, tls, https)
    });
    Encrypted { tls, https, _runtime: runtime, _server: server }
}

fn route(folder: &Path, dns: &str, certificates: &str) -> Ran {
    let words = ["route", "example.org", "--dns", dns, "--dns-timeout", "4"];
    let path = folder.join(certificates);
    let path = path.to_str().expect("UTF-8");
    hopcheck_with(folder, &words, &[("SSL_CERT_FILE", path), ("SSL_CERT_DIR", path)])
}

#[test]
fn a_trusted_server_answers_over_tls_and_https() {
    let folder = folder();
    let server = start(folder.path());
    for dns in [
        format!("tls://{}#dns.example", server.tls),
        format!("tls://localhost:{}", server.tls.port()),
        format!("https://{}/dns-query#dns.example", server.https),
    ] {
        let ran = route(folder.path(), &dns, "ca.pem");
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{dns}: {}", ran.out);
        assert!(ran.out.contains("mx.example.org") && ran.out.contains("192.0.2.1"), "{}", ran.out);
    }
}

#[test]
fn a_server_that_is_not_trusted_is_not_asked_and_the_reason_is_told() {
    let folder = folder();
    let server = start(folder.path());
    let other = rcgen::generate_simple_self_signed(["dns.example".to_owned()]).expect("made");
    fs::write(folder.path().join("other.pem"), other.cert.pem()).expect("written");
    for (dns, certificates) in [
        (format!("tls://{}#dns.example", server.tls), "other.pem"),
        (format!("https://{}/dns-query#dns.example", server.https), "other.pem"),
        // Trusted, and not under this name.
        (format!("tls://{}#other.example", server.tls), "ca.pem"),
    ] {
        let ran = route(folder.path(), &dns, certificates);
        assert_eq!(ran.code, Some(0), "{dns}: {}", ran.err);
        assert!(ran.out.contains("the DNS did not say who receives"), "{dns}: {}", ran.out);
        let told = ran.err.to_lowercase();
        assert!(
            told.contains("no connection to 127.0.0.1") && told.contains("certificate"),
            "{told}"
        );
    }
    // No TLS at all on the other side.
    let plain = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = plain.local_addr().expect("an address");
    drop(plain);
    let ran = route(folder.path(), &format!("tls://{address}#dns.example"), "ca.pem");
    assert!(ran.err.contains("no connection to 127.0.0.1"), "{}", ran.err);
}
