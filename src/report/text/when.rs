//! Times of the report as numbers.

use jiff::Timestamp;

/// Seconds since the epoch of an RFC 3339 time of the report.
pub(super) fn instant(date: &str) -> Option<i64> {
    date.parse::<Timestamp>().ok().map(Timestamp::as_second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_that_are_none() {
        assert_eq!(instant("1970-01-02T00:00:00Z"), Some(86400));
        assert_eq!(instant("soon"), None);
    }
}
