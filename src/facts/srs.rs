//! A reverse-path that a forwarder rewrote into its own domain (Sender Rewriting Scheme).
//!
//! Mail Sender Rewriting Scheme, <https://www.libsrs2.net/srs/srs.pdf>: the forwarder puts the
//! original address behind a hash of its own and the day, so that bounces find their way back:
//! `SRS0=HHH=TT=shop.example=order@forwarder.example`. A second forwarder keeps that and puts
//! itself before it: `SRS1=HHH=forwarder.example==HHH=TT=shop.example=order@second.example`.
//! Microsoft 365 writes `bounces+SRS=HHHHH=TT=shop.example=order@forwarder.example`
//! (Microsoft Learn, Sender Rewriting Scheme in Microsoft 365).

/// The day is a count of days since 1970, of which ten bits are kept.
const DAYS: i64 = 1024;

/// A rewritten reverse-path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Srs {
    /// The forwarder's domain, in small letters.
    pub domain: String,
    /// The domain of the original reverse-path, in small letters.
    pub original: String,
    /// Day of the rewriting, counted from 1970 and modulo 1024.
    pub day: i64,
}

impl Srs {
    /// `None` where the address is not of that form.
    pub fn of(address: &str) -> Option<Srs> {
        let (local, domain) = address.rsplit_once('@')?;
        let (first, rest) = marked(local)?;
        let rest = if first { rest } else { rest.split_once("==")?.1 };
        let mut parts = rest.splitn(4, '=');
        let (_hash, day, original) = (parts.next()?, parts.next()?, parts.next()?);
        let known = parts.next().is_some() && !domain.is_empty() && original.contains('.');
        known.then_some(Srs {
            domain: domain.trim_end_matches(['>', ' ', '.']).to_ascii_lowercase(),
            original: original.to_ascii_lowercase(),
            day: base32(day)?,
        })
    }

    /// Days from the rewriting to `unix`, between -512 and 511: the count comes round again every
    /// 1024 days.
    pub fn days_until(&self, unix: i64) -> i64 {
        (unix.div_euclid(86_400) - self.day + DAYS / 2).rem_euclid(DAYS) - DAYS / 2
    }
}

/// What follows the mark, and whether the original address stands there at once.
fn marked(local: &str) -> Option<(bool, &str)> {
    if let Some((_, rest)) = local.split_once("+SRS=") {
        return Some((true, rest));
    }
    let (mark, rest) = local.split_at_checked(4)?;
    // The first separator may be one of three, so that sub-addressing works.
    let rest = rest.strip_prefix(['=', '+', '-'])?;
    match mark {
        mark if mark.eq_ignore_ascii_case("SRS0") => Some((true, rest)),
        mark if mark.eq_ignore_ascii_case("SRS1") => Some((false, rest)),
        _ => None,
    }
}

/// One or two digits, A to Z and 2 to 7 (RFC 4648 section 6), in letters of any case.
fn base32(digits: &str) -> Option<i64> {
    let value = |byte: u8| match byte.to_ascii_uppercase() {
        letter @ b'A'..=b'Z' => Some(i64::from(letter - b'A')),
        digit @ b'2'..=b'7' => Some(i64::from(digit - b'2') + 26),
        _ => None,
    };
    match *digits.as_bytes() {
        [low] => value(low),
        [high, low] => Some(value(high)? * 32 + value(low)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_that_are_written() {
        let srs = |local: &str| Srs::of(&format!("{local}@Forwarder.example"));
        let shop = Srs {
            domain: "forwarder.example".into(),
            original: "shop.example".into(),
            day: 29 * 32 + 19,
        };
        for local in [
            "SRS0=HHH=5T=shop.example=order",
            "srs0+HHH=5t=shop.example=order",
            "SRS0-HHH=5T=shop.example=order=with=signs",
            "bounces+SRS=HHHHH=5T=shop.example=order",
            "SRS1=GGG=first.example==HHH=5T=shop.example=order",
        ] {
            assert_eq!(srs(local).as_ref(), Some(&shop), "{local}");
        }
        for local in [
            "order",
            "SRS0=HHH=5T=shop.example",
            "SRS0=HHH=5T=shop=order",
            "SRS0=HHH=01=shop.example=order",
            "SRS0=HHH=ABC=shop.example=order",
            "SRS1=GGG=first.example=HHH",
            "SRSé=HHH=5T=shop.example=order",
        ] {
            assert_eq!(srs(local), None, "{local}");
        }
        assert_eq!(Srs::of("SRS0=HHH=5T=shop.example=order"), None);
    }

    #[test]
    fn the_day_comes_round_again() {
        // 2025-11-11 is day 20403, which is 947 modulo 1024.
        let srs = Srs::of("SRS0=HHH=5T=shop.example=order@a.example").expect("of that form");
        assert_eq!(srs.day, 947);
        assert_eq!(srs.days_until(20_403 * 86_400 + 5), 0);
        assert_eq!(srs.days_until(20_405 * 86_400), 2);
        assert_eq!(srs.days_until(20_402 * 86_400), -1);
        assert_eq!(srs.days_until((20_403 + 600) * 86_400), 600 - 1024);
    }
}
