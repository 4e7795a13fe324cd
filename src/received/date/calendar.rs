//! From the fields of a date to seconds.

use jiff::civil;
use jiff::tz::Offset;

/// A wall clock, every field in its usual range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) year: i32,
    /// 1 to 12.
    pub(super) month: u8,
    pub(super) day: u32,
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: u8,
}

impl Clock {
    /// Seconds since 1970-01-01T00:00:00 of the same clock, and the true weekday with Monday
    /// being 1. `None` where the calendar has no such day or the day no such time.
    pub(super) fn local(self) -> Option<(i64, u8)> {
        let date = civil::Date::new(
            i16::try_from(self.year).ok()?,
            i8::try_from(self.month).ok()?,
            i8::try_from(self.day).ok()?,
        )
        .ok()?;
        let midnight = Offset::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()?;
        if self.hour > 23 || self.minute > 59 || self.second > 59 {
            return None;
        }
        let in_day =
            i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second);
        Some((midnight.as_second() + in_day, date.weekday().to_monday_one_offset() as u8))
    }
}
