//! A name server in the test process: hickory's, with one zone, over UDP and TCP.

use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use hickory_resolver::proto::rr::Name;
use hickory_server::Server;
use hickory_server::store::file::{FileConfig, FileZoneHandler};
use hickory_server::zone_handler::{AxfrPolicy, Catalog, ZoneType};
use tokio::net::{TcpListener, UdpSocket};
use tokio::runtime::{Builder, Runtime};

/// Answers on a port of the loopback until it is dropped.
pub struct NameServer {
    pub address: SocketAddr,
    _runtime: Runtime,
    _server: Server<Catalog>,
}

impl NameServer {
    /// Serves the zone file at `path`, whose origin is `origin` (`.` for all names there are).
    pub fn of_file(origin: &str, path: &Path) -> Self {
        let catalog = catalog_of_file(origin, path);
        let runtime =
            Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("threads");
        let (server, address) = runtime.block_on(async {
            let mut server = Server::new(catalog);
            // Both transports on one port: what one of them got may be taken for the other.
            loop {
                let tcp = TcpListener::bind("127.0.0.1:0").await.expect("a port");
                let address = tcp.local_addr().expect("an address");
                if let Ok(udp) = UdpSocket::bind(address).await {
                    server.register_socket(udp);
                    server.register_listener(tcp, Duration::from_secs(5), 65535);
                    return (server, address);
                }
            }
        });
        NameServer { address, _runtime: runtime, _server: server }
    }

    /// Serves records written as in a zone file, below the root; an SOA is put in front.
    #[allow(dead_code, reason = "not every test that shares this file writes its own zone")]
    pub fn of_records(records: &str) -> Self {
        NameServer::of_zone(".", records)
    }

    /// The same with another origin: names outside it are refused.
    #[allow(dead_code, reason = "not every test that shares this file writes its own zone")]
    pub fn of_zone(origin: &str, records: &str) -> Self {
        NameServer::of_file(origin, zone_file(origin, records).path())
    }
}

/// What a server of another kind needs to serve such records.
#[allow(dead_code, reason = "not every test that shares this file has a server of another kind")]
pub fn catalog_of_records(records: &str) -> Catalog {
    catalog_of_file(".", zone_file(".", records).path())
}

fn zone_file(origin: &str, records: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    write!(file, "$TTL 300\n{origin} IN SOA ns.invalid. root.invalid. 1 2 3 4 60\n{records}")
        .expect("written");
    file
}

fn catalog_of_file(origin: &str, path: &Path) -> Catalog {
    let origin = Name::from_ascii(origin).expect("a name");
    let config = FileConfig { zone_path: path.to_owned() };
    let zone = FileZoneHandler::try_from_config(
        origin.clone(),
        ZoneType::Primary,
        AxfrPolicy::Deny,
        None,
        &config,
    )
    .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut catalog = Catalog::new();
    catalog.upsert(origin.into(), vec![Arc::new(zone)]);
    catalog
}
