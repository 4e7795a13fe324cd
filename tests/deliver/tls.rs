//! A receiver's certificate, and the root that trusts it.

use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::Arc;

use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::index::{Stream, Wrap};
use crate::place::Place;

pub struct Identity {
    config: Arc<ServerConfig>,
    /// The file of trusted certificates that holds this one.
    pub root: PathBuf,
}

impl Identity {
    /// For `localhost`.
    pub fn new(place: &Place, name: &str) -> Identity {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("made");
        let root = place.file(name, made.cert.pem());
        let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .expect("a certificate");
        Identity { config: Arc::new(config), root }
    }

    pub fn wrap(&self) -> Wrap {
        let config = Arc::clone(&self.config);
        Arc::new(move |stream: TcpStream| -> Box<dyn Stream> {
            let connection = ServerConnection::new(Arc::clone(&config)).expect("a connection");
            Box::new(StreamOwned::new(connection, stream))
        })
    }
}
