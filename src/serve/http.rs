//! `/metrics` and `/healthz`, on an address of their own. As much of HTTP/1.1 (RFC 9112) as a
//! scraper needs: one request a connection, no body.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A request is read for this long, and to this size.
const PATIENCE: Duration = Duration::from_secs(5);
const REQUEST_MAX: usize = 8 << 10;
/// More scrapers at once have to wait.
const MOST: usize = 32;

/// What the pages say.
pub(super) trait Pages: Send + Sync + 'static {
    fn metrics(&self) -> String;
    /// `Err` with the reason why no mail is taken.
    fn health(&self) -> Result<(), &'static str>;
}

pub(super) async fn serve(listener: TcpListener, pages: Arc<dyn Pages>) {
    let places = Arc::new(tokio::sync::Semaphore::new(MOST));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, _)) => {
                let pages = Arc::clone(&pages);
                tokio::spawn(async move {
                    let _ = tokio::time::timeout(PATIENCE, answer(stream, &*pages)).await;
                    drop(place);
                });
            }
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}

async fn answer(mut stream: TcpStream, pages: &dyn Pages) -> std::io::Result<()> {
    let mut request = Vec::new();
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        if request.len() > REQUEST_MAX || stream.read_buf(&mut request).await? == 0 {
            return Ok(());
        }
    }
    let (status, kind, body) = respond(&request, pages);
    let head = request.starts_with(b"HEAD ");
    let response = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\nConnection: close\r\n\r\n{}",
        body.len(),
        if head { "" } else { &body }
    );
    stream.write_all(response.as_bytes()).await?;
    stream.shutdown().await
}

fn respond(request: &[u8], pages: &dyn Pages) -> (&'static str, &'static str, String) {
    const TEXT: &str = "text/plain; charset=utf-8";
    let line = request.split(|b| *b == b'\r').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    let mut words = line.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let path = target.split('?').next().unwrap_or_default();
    match (method, path) {
        ("GET" | "HEAD", "/metrics") => {
            ("200 OK", "text/plain; version=0.0.4; charset=utf-8", pages.metrics())
        }
        ("GET" | "HEAD", "/healthz") => match pages.health() {
            Ok(()) => ("200 OK", TEXT, "ok\n".to_owned()),
            Err(reason) => ("503 Service Unavailable", TEXT, format!("{reason}\n")),
        },
        ("GET" | "HEAD", _) => ("404 Not Found", TEXT, "/metrics and /healthz are here\n".into()),
        _ => ("405 Method Not Allowed", TEXT, "GET and HEAD are understood\n".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Ill;

    impl Pages for Ill {
        fn metrics(&self) -> String {
            "m 1\n".to_owned()
        }

        fn health(&self) -> Result<(), &'static str> {
            Err("ill")
        }
    }

    #[test]
    fn pages() {
        let status = |request: &str| respond(request.as_bytes(), &Ill).0;
        assert_eq!(status("GET /metrics?x HTTP/1.1\r\n\r\n"), "200 OK");
        assert_eq!(status("GET /healthz HTTP/1.1\r\n\r\n"), "503 Service Unavailable");
        assert_eq!(status("GET / HTTP/1.1\r\n\r\n"), "404 Not Found");
        assert_eq!(status("POST /metrics HTTP/1.1\r\n\r\n"), "405 Method Not Allowed");
        assert_eq!(status("\u{16}\u{3}"), "405 Method Not Allowed");
    }
}
