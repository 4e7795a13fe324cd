//! Puts together and apart again what the peer's text cut wrongly in the part before `by`.

use smallvec::SmallVec;

use super::head::literal_word;
use super::lexer::{Kind, Token};
use super::peer::{self, Style};
use super::reading::Reading;
use super::text::{starts_words, strip_words, trim};

impl Reading<'_> {
    /// Cuts off a clause that the server wrote between the peer and `by`: `via ESMTP`, and after
    /// a local user's number `id 2219a3`. Only after a comment: else it is what a peer said.
    pub(super) fn split_clause<'t>(&self, tokens: &'t [Token]) -> (&'t [Token], &'t [Token]) {
        let [_, name, first, middle @ .., keyword, word] = tokens else { return (tokens, &[]) };
        let last = middle.last().unwrap_or(first);
        let bare = |token: &Token| token.is_word();
        if !(bare(name) && first.is_comment() && last.is_comment() && bare(keyword) && bare(word)) {
            return (tokens, &[]);
        }
        let own = match self.text(keyword) {
            b"via" => matches!(self.text(word), b"SMTP" | b"ESMTP" | b"TCP"),
            b"id" => self.software == "dma" && starts_words(self.text(first), b"(uid "),
            _ => false,
        };
        if own { tokens.split_at(tokens.len() - 2) } else { (tokens, &[]) }
    }

    /// Puts comments together again that the peer's text in them cut into pieces.
    ///
    /// Exim, sendmail and Postfix let no blank and no parenthesis into the name in front, and
    /// what they write after it is known; but what a peer answers to ident, or logs in with, is
    /// written more or less as it came.
    pub(super) fn mend(&self, tokens: &[Token]) -> Option<SmallVec<[Token; 8]>> {
        let [from, name, open, .., last] = tokens else { return None };
        let comment = |start: &Token| {
            let whole = Token { start: start.start, end: last.end, kind: Kind::Comment };
            let text = whole.bytes(self.value);
            (text.first() == Some(&b'(') && text.last() == Some(&b')')).then_some(whole)
        };
        let inside =
            |token: &Token| token.bytes(self.value).get(1..).unwrap_or_default().trim_ascii_start();
        if last.bytes(self.value).ends_with(b"]")
            && let Some(mended) = self.framed(tokens, last.end)
        {
            return Some(mended);
        }
        if matches!(self.via(), "smap" | "csmap")
            && let Some(whole) = comment(open)
            && peer::read(inside(&whole).strip_suffix(b")").unwrap_or_default(), Style::Proxied)
                .is_some_and(|peer| peer.helo.is_some())
        {
            // `NAME(192.0.2.1, HELO what the peer said)`
            return Some(SmallVec::from_slice(&[*from, *name, whole]));
        }
        if name.is_word() && self.software == "exim" {
            let whole = comment(open)?;
            let begins: [&[u8]; 4] = [b"[", b"port=", b"helo=", b"ident="];
            let fits = begins.iter().any(|begin| inside(&whole).starts_with(begin));
            return fits.then(|| SmallVec::from_slice(&[*from, *name, whole]));
        }
        if name.is_word() && matches!(self.software, "postfix" | "sophos") && open.is_comment() {
            // The certificate and the login come last, and no word after them.
            let cut = (3..tokens.len()).find(|at| {
                let rest = self.value.get(tokens[*at].start as usize..).unwrap_or_default();
                matches!(rest, [b'(', b'A' | b'a' | b'C' | b'c', ..])
                    && (starts_words(rest, b"(Authenticated sender: ")
                        || starts_words(rest, b"(Client CN \""))
            })?;
            if self.balanced && !tokens[cut..].iter().any(Token::is_word) {
                return None;
            }
            let mut mended: SmallVec<[Token; 8]> = SmallVec::from_slice(&tokens[..cut]);
            mended.push(comment(&tokens[cut])?);
            return Some(mended);
        }
        if name.is_word() && self.software == "sendmail" {
            // `(IDENT:what the peer answered@name [192.0.2.1])`, and then perhaps the login.
            let begins = starts_words(inside(open), b"IDENT:");
            let ends = |token: &Token| {
                let text = token.bytes(self.value);
                text.ends_with(b"])") || strip_words(text, b"(may be forged))").is_some()
            };
            let cut = tokens.iter().rposition(ends).filter(|cut| *cut > 2);
            if let Some(cut) = cut.filter(|_| begins) {
                let (start, end) = (open.start, tokens[cut].end);
                let mut mended: SmallVec<[Token; 8]> = SmallVec::from_slice(&[*from, *name]);
                mended.push(Token { start, end, kind: Kind::Comment });
                mended.extend_from_slice(&tokens[cut + 1..]);
                return Some(mended);
            }
        }
        if self.balanced {
            return None;
        }
        if name.is_word() && self.software == "sendmail" {
            let whole = comment(open)?;
            let fits = memchr::memchr(b'@', inside(&whole)).is_some();
            return fits.then(|| SmallVec::from_slice(&[*from, *name, whole]));
        }
        // A parenthesis that closes nothing closes the comment before it, which text of the peer
        // had closed too early.
        if last.bytes(self.value) != b")" {
            return None;
        }
        let cut = tokens.iter().rposition(Token::is_comment).filter(|cut| *cut > 0)?;
        let mut mended: SmallVec<[Token; 8]> = SmallVec::from_slice(&tokens[..cut]);
        mended.push(comment(&tokens[cut])?);
        Some(mended)
    }

    /// `[(192.0.2.1)]` at the end is one word, which the parentheses in it and what the peer said
    /// before it cut into pieces.
    fn framed(&self, tokens: &[Token], end: u32) -> Option<SmallVec<[Token; 8]>> {
        let start = tokens.first()?.end as usize;
        let text = self.value.get(start..end as usize)?;
        let at = memchr::memmem::rfind(text, b"[(").filter(|_| text.ends_with(b")]"))?;
        literal_word(text.get(at..)?)?;
        let cut = u32::try_from(start + at).ok()?;
        let mut mended: SmallVec<[Token; 8]> =
            tokens.iter().copied().filter(|token| token.end <= cut).collect();
        let before = mended.last().map_or(start, |token| token.end as usize);
        let (from, to) = trim(self.value, (before, start + at));
        if from < to {
            let (start, end) = (u32::try_from(from).ok()?, u32::try_from(to).ok()?);
            mended.push(Token { start, end, kind: Kind::Word });
        }
        mended.push(Token { start: cut, end, kind: Kind::Word });
        Some(mended)
    }
}
