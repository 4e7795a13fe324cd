//! Certificates for STARTTLS, read again at a reload.

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::TlsFiles;

/// The configuration in force.
#[derive(Debug)]
pub(super) struct Certificates {
    files: TlsFiles,
    now: RwLock<Arc<ServerConfig>>,
}

impl Certificates {
    pub(super) fn load(files: TlsFiles) -> Result<Self, String> {
        let config = read(&files)?;
        Ok(Certificates { files, now: RwLock::new(config) })
    }

    pub(super) fn get(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.now.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// # Errors
    /// With what is wrong with the new ones; the old ones stay.
    pub(super) fn reload(&self) -> Result<(), String> {
        let config = read(&self.files)?;
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = config;
        Ok(())
    }
}

fn read(files: &TlsFiles) -> Result<Arc<ServerConfig>, String> {
    let say = |path: &Path, error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let path = &files.certificate;
    let chain = CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|e| say(path, &e))?;
    if chain.is_empty() {
        return Err(say(path, &"no certificate in PEM form is in it"));
    }
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|e| say(&files.key, &e))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
        .map(Arc::new)
        .map_err(|e| say(path, &e))
}
