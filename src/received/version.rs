//! The version of the server that a line names.

use super::Line;
use crate::span::Span;

impl Line<'_> {
    /// The version that the line states of the server it claims ([`Line::claims`]), and where:
    /// `4.97.1` of `Exim 4.97.1 #2`, `8.17.1` of `8.17.1/8.17.1`, `6.0.3790.4675` of
    /// `Microsoft SMTPSVC(6.0.3790.4675)`, and of Exchange the id, which is the build number.
    pub fn version(&self) -> Option<(&str, Span)> {
        let software = || self.by.as_ref()?.software.as_ref();
        let (piece, skip) = match self.claims? {
            "exim" => {
                let piece = software()?;
                (piece, piece.as_str().find("xim ")? + "xim ".len())
            }
            "sendmail" | "smtpsvc" => (software()?, 0),
            "exchange" => (self.id.as_ref()?, 0),
            _ => return None,
        };
        let rest = piece.as_str().get(skip..)?;
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "._-+".contains(c)));
        let version = rest.get(..end.unwrap_or(rest.len()))?;
        if !version.contains('.') || !version.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        // The text is a copy where the line is folded inside it, and its places are others.
        let start = piece.span.start + u32::try_from(skip).ok()?;
        let end = start + u32::try_from(version.len()).ok()?;
        Some((version, Span { start, end: end.min(piece.span.end) }))
    }
}

#[cfg(test)]
mod tests {
    use crate::received::parse;

    #[test]
    fn of_each_server_that_states_one() {
        let of = |rest: &str| {
            let line = format!("from a.example ([192.0.2.1]) by b.example {rest}");
            let line = parse(line.as_bytes());
            line.version().map(|(version, span)| {
                assert_eq!(span.len(), version.len());
                version.to_owned()
            })
        };
        let date = "Wed, 10 Jan 2024 08:09:10 +0100";
        for (rest, version) in [
            ("with esmtp (Exim 4.97.1 #2) id 1rNSxG-00000001AbC-2CDE", Some("4.97.1")),
            ("with esmtp (Exim 4.90_1) id 1rNSxG-0001Ab-2C", Some("4.90_1")),
            ("(8.17.1/8.17.1) with ESMTP id 40A89AZN014573", Some("8.17.1")),
            ("with Microsoft SMTPSVC(10.0.17763.1697)", Some("10.0.17763.1697")),
            ("with Microsoft SMTPSVC", None),
            ("with Microsoft SMTP Server id 15.20.7002.19", Some("15.20.7002.19")),
            ("(Postfix) with ESMTP id 4F57189D", None),
        ] {
            assert_eq!(of(&format!("{rest}; {date}")).as_deref(), version, "{rest}");
        }
    }
}
