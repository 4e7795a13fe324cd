//! The bulk interface of Elasticsearch and OpenSearch: `POST /INDEX/_bulk`.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};
use url::Url;

use super::{Document, Outcome, Sender};

const TIMEOUT: Duration = Duration::from_secs(30);
/// An answer longer than this is none that the interface gives.
const LONGEST_ANSWER: u64 = 64 << 20;

pub(super) struct Bulk {
    agent: Agent,
    url: Url,
    authorization: Option<String>,
}

impl Bulk {
    pub(super) fn new(mut url: Url) -> Self {
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let agent = Agent::config_builder()
            .timeout_global(Some(TIMEOUT))
            .http_status_as_error(false)
            .max_redirects(0)
            .tls_config(tls)
            .user_agent(concat!("hopcheck/", env!("CARGO_PKG_VERSION")))
            .build()
            .new_agent();
        let authorization = (!url.username().is_empty()).then(|| {
            let password = url.password().unwrap_or_default();
            format!("Basic {}", base64(format!("{}:{password}", url.username()).as_bytes()))
        });
        // Neither can fail for a URL with a host.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        let path = format!("{}/_bulk", url.path().trim_end_matches('/'));
        url.set_path(&path);
        Bulk { agent, url, authorization }
    }
}

impl Sender for Bulk {
    fn send(&mut self, documents: &[Document]) -> Outcome {
        let mut body = Vec::new();
        for document in documents {
            // Created under its id, a document is there once, however often it is sent.
            let action = format!("{{\"create\":{{\"_id\":\"{}\"}}}}\n", document.id);
            body.extend_from_slice(action.as_bytes());
            body.extend_from_slice(&document.body);
            body.push(b'\n');
        }
        let mut request = self
            .agent
            .post(self.url.as_str())
            .header("Content-Type", "application/x-ndjson")
            .header("Accept", "application/json");
        if let Some(authorization) = &self.authorization {
            request = request.header("Authorization", authorization);
        }
        let later = |why: String| Outcome { later: Some(why), ..Outcome::default() };
        let mut response = match request.send(&body[..]) {
            Ok(response) => response,
            Err(error) => return later(error.to_string()),
        };
        let status = response.status();
        if status.as_u16() == 413 {
            return Outcome { too_large: true, ..Outcome::default() };
        }
        if !status.is_success() {
            return later(format!("the server answered {status}"));
        }
        let answer = response.body_mut().with_config().limit(LONGEST_ANSWER).read_to_vec();
        match answer.map(|bytes| serde_json::from_slice::<Value>(&bytes)) {
            Ok(Ok(answer)) => outcome(&answer, documents.len()),
            Ok(Err(_)) => later("the server's answer is not that of a bulk interface".to_owned()),
            Err(error) => later(error.to_string()),
        }
    }
}

/// What the answer says of each document. One that it does not speak of is sent again.
fn outcome(answer: &Value, count: usize) -> Outcome {
    let mut outcome = Outcome::default();
    let items = answer["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    for number in 0..count {
        let item = items.get(number).map_or(&Value::Null, |item| &item["create"]);
        let why = || {
            let error = &item["error"];
            let reason = error["reason"].as_str().or(error["type"].as_str());
            crate::report::escape::text(reason.unwrap_or("no reason given")).into_owned()
        };
        match item["status"].as_u64() {
            // 409: it is there already, from a try whose answer got lost.
            Some(200..=299 | 409) => outcome.taken.push(number),
            // The document itself is the matter.
            Some(400 | 413) => outcome.refused.push((number, why())),
            Some(status) => outcome.later = Some(format!("status {status}: {}", why())),
            None => outcome.later = Some("the answer leaves documents out".to_owned()),
        }
    }
    outcome
}

/// RFC 4648 section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let mut number = 0u32;
        for place in 0..3 {
            number = number << 8 | u32::from(chunk.get(place).copied().unwrap_or(0));
        }
        for place in 0..4 {
            let letter = LETTERS[(number >> (18 - 6 * place)) as usize & 63];
            text.push(if place <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_of_the_url_go_into_a_header() {
        let bulk = Bulk::new("https://user:pa@h.example:9200/mail/".parse().expect("a URL"));
        assert_eq!(bulk.url.as_str(), "https://h.example:9200/mail/_bulk");
        assert_eq!(bulk.authorization.as_deref(), Some("Basic dXNlcjpwYQ=="));
        assert_eq!(base64(b"abc"), "YWJj");
        assert_eq!(base64(b"a"), "YQ==");
    }

    #[test]
    fn each_document_has_an_outcome_of_its_own() {
        let answer = serde_json::json!({"items": [
            {"create": {"status": 201}},
            {"create": {"status": 409}},
            {"create": {"status": 400, "error": {"reason": "no such\u{1b}[31m type"}}},
            {"create": {"status": 429}},
        ]});
        let outcome = outcome(&answer, 5);
        assert_eq!(outcome.taken, [0, 1]);
        assert_eq!(outcome.refused, [(2, "no such\\u{1b}[31m type".to_owned())]);
        assert!(outcome.later.is_some());
    }
}
