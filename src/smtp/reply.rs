//! Replies: a code, an enhanced code (RFC 2034, RFC 3463) and text (RFC 5321 section 4.2).

use std::borrow::Cow;

/// One reply of one line; the reply to EHLO, which has several, is written by the session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub code: u16,
    /// Such as `5.5.1`; none in greetings and where 354 asks for data.
    pub enhanced: Option<&'static str>,
    pub text: Cow<'static, str>,
}

/// Longer text is cut: a reply line has 512 bytes at most (RFC 5321 section 4.5.3.1.5).
const TEXT_MAX: usize = 400;

impl Reply {
    pub const fn new(code: u16, enhanced: &'static str, text: &'static str) -> Self {
        Reply { code, enhanced: Some(enhanced), text: Cow::Borrowed(text) }
    }

    /// Text made from what a stranger sent must not be able to end the line.
    pub fn with_text(code: u16, enhanced: &'static str, text: &str) -> Self {
        let clean = |c: char| if matches!(c, ' '..='~') { c } else { '?' };
        let text: String = text.chars().map(clean).take(TEXT_MAX).collect();
        Reply { code, enhanced: Some(enhanced), text: Cow::Owned(text) }
    }

    /// Without an enhanced code.
    pub fn plain(code: u16, text: impl Into<Cow<'static, str>>) -> Self {
        Reply { code, enhanced: None, text: text.into() }
    }

    /// 4yz or 5yz.
    pub fn is_refusal(&self) -> bool {
        self.code >= 400
    }

    /// Adds the reply as it goes over the wire.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.code.to_string().as_bytes());
        out.push(b' ');
        if let Some(enhanced) = self.enhanced {
            out.extend_from_slice(enhanced.as_bytes());
            out.push(b' ');
        }
        out.extend_from_slice(self.text.as_bytes());
        out.extend_from_slice(b"\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wire(reply: &Reply) -> String {
        let mut out = Vec::new();
        reply.write(&mut out);
        String::from_utf8(out).expect("ASCII")
    }

    #[test]
    fn on_the_wire() {
        assert_eq!(wire(&Reply::new(250, "2.0.0", "OK")), "250 2.0.0 OK\r\n");
        assert_eq!(wire(&Reply::plain(354, "go on")), "354 go on\r\n");
    }

    #[test]
    fn text_of_strangers_stays_on_its_line() {
        let reply = Reply::with_text(550, "5.7.1", "a\r\n250 OK\u{1b}[0m ü");
        assert_eq!(wire(&reply), "550 5.7.1 a??250 OK?[0m ?\r\n");
        let long = Reply::with_text(550, "5.7.1", &"x".repeat(2_000));
        assert!(wire(&long).len() <= 512);
    }
}
