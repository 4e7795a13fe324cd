//! DNS over TLS and HTTPS, against hickory's server in the test process.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::rdata::{A, SOA};
use hickory_resolver::proto::rr::{Name, RData, Record as WireRecord};
use hickory_server::Server;
use hickory_server::store::in_memory::InMemoryZoneHandler;
use hickory_server::zone_handler::{AxfrPolicy, Catalog, ZoneType};
use rustls::pki_types::PrivateKeyDer;
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use super::*;

const SECOND: Duration = Duration::from_secs(1);
const NAMES: usize = 300;

/// A server with addresses for `n0.example` to `n299.example`, and who trusts it.
struct Encrypted {
    tls: SocketAddr,
    https: SocketAddr,
    trust: ClientConfig,
    _runtime: Runtime,
    _server: Server<Catalog>,
}

fn start() -> Encrypted {
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let made =
        rcgen::generate_simple_self_signed(["dns.example", "localhost"].map(String::from)).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let key = rustls::crypto::ring::sign::any_supported_type(&key).unwrap();
    let certificate = made.cert.der().clone();
    let own = Arc::new(SingleCertAndKey::from(CertifiedKey::new(vec![certificate.clone()], key)));

    let mut roots = RootCertStore::empty();
    roots.add(certificate).unwrap();
    let trust = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();

    let (server, tls, https) = runtime.block_on(async {
        let mut server = Server::new(catalog());
        let listeners = [
            TcpListener::bind("127.0.0.1:0").await.unwrap(),
            TcpListener::bind("127.0.0.1:0").await.unwrap(),
        ];
        let [tls, https] = listeners.each_ref().map(|l| l.local_addr().unwrap());
        let [on_tls, on_https] = listeners;
        server.register_tls_listener(on_tls, SECOND * 5, own.clone()).unwrap();
        let name = Some("dns.example".to_owned());
        server
            .register_https_listener(on_https, SECOND * 5, own, name, "/dns-query".to_owned())
            .unwrap();
        (server, tls, https)
    });
    Encrypted { tls, https, trust, _runtime: runtime, _server: server }
}

fn catalog() -> Catalog {
    let name = |text: &str| Name::from_ascii(text).unwrap();
    let mut zone = InMemoryZoneHandler::<TokioRuntimeProvider>::empty(
        name("example."),
        ZoneType::Primary,
        AxfrPolicy::Deny,
    );
    let soa = SOA::new(name("ns.example."), name("root.example."), 1, 2, 3, 4, 60);
    zone.upsert_mut(WireRecord::from_rdata(name("example."), 900, RData::SOA(soa)), 0);
    for i in 0..NAMES {
        let address = RData::A(A::new(192, 0, 2, u8::try_from(i % 256).unwrap()));
        let record = WireRecord::from_rdata(name(&format!("n{i}.example.")), 300, address);
        zone.upsert_mut(record, 0);
    }
    let mut catalog = Catalog::new();
    catalog.upsert(name("example.").into(), vec![Arc::new(zone)]);
    catalog
}

fn live(spec: &str, trust: Option<&ClientConfig>) -> Live {
    let options = LiveOptions { tls: trust.cloned(), ..LiveOptions::default() };
    Live::new(spec.parse().unwrap(), options)
}

fn question(name: &str) -> Question {
    Question::new(name, RecordType::A).unwrap()
}

#[test]
fn over_tls_and_https_hundreds_at_once() {
    let server = start();
    let (tls, https) = (server.tls, server.https.port());
    for spec in [
        format!("tls://{tls}#dns.example"),
        format!("tls://localhost:{}", tls.port()),
        format!("https://127.0.0.1:{https}/dns-query#dns.example"),
    ] {
        let live = live(&spec, Some(&server.trust));
        let questions: Vec<Question> =
            (0..NAMES).map(|i| question(&format!("n{i}.example"))).collect();
        let answers = live.ask(&questions, SECOND * 5);
        let answered = answers.iter().filter(|a| a.records().len() == 1).count();
        assert_eq!(answered, NAMES, "{spec}: {:?}", live.trouble());
        assert_eq!(answers[0].server.as_deref(), Some(spec.as_str()));
        let others = live.ask(&[question("none.example"), question("other.test")], SECOND);
        assert_eq!(others[0].outcome, Outcome::NxDomain);
        assert_eq!(others[1].outcome, Outcome::Refused);
    }
}

#[test]
fn a_certificate_that_does_not_fit_is_no_answer() {
    let server = start();
    let tls = server.tls;
    for (spec, trust) in [
        (format!("tls://{tls}#other.example"), Some(&server.trust)),
        (format!("tls://{tls}"), Some(&server.trust)),
        (format!("https://{}/dns-query#other.example", server.https), Some(&server.trust)),
        // Not among those the system trusts, if it trusts any.
        (format!("tls://{tls}#dns.example"), None),
    ] {
        let live = live(&spec, trust);
        let start = Instant::now();
        let answer = live.ask(&[question("n1.example")], SECOND * 2).remove(0);
        assert!(answer.is_silent(), "{spec}: {answer:?}");
        assert!(start.elapsed() < Duration::from_millis(2300));
        let trouble = live.trouble().unwrap_or_default();
        assert!(trouble.to_lowercase().contains("certificate"), "{spec}: {trouble}");
    }
}
