//! CEL's three kinds of numbers, whose arithmetic is the same but for what is an error.

use std::fmt::Debug;

use super::eval::{Env, Item};
use super::tree::{DoubleSource, IntSource, UintSource};
use crate::rules::schema::{Facts, Value};

/// A number: `int`, `uint` or `double`. Where an operation has no result in the type (overflow,
/// division by zero), the answer is an error in CEL's sense: `None`.
pub(super) trait Number: Copy + Debug + PartialOrd {
    /// What numbers of this type can be made of.
    type Source: Source<Self> + Clone + Debug;

    fn of_fact(value: &Value<'_>) -> Option<Self>;
    fn of_item(item: &Item<'_>) -> Option<Self>;
    fn add(self, other: Self) -> Option<Self>;
    fn subtract(self, other: Self) -> Option<Self>;
    fn multiply(self, other: Self) -> Option<Self>;
    fn divide(self, other: Self) -> Option<Self>;
    fn remainder(self, other: Self) -> Option<Self>;
    fn negate(self) -> Option<Self>;
    fn abs(self) -> Option<Self>;
}

/// Something that yields a number.
pub(super) trait Source<N> {
    fn number<'e, F: Facts + ?Sized>(&'e self, env: &Env<'e, F>) -> Option<N>;
}

impl Number for i64 {
    type Source = IntSource;

    fn of_fact(value: &Value<'_>) -> Option<Self> {
        match value {
            Value::Int(i) => Some(*i),
            _ => None,
        }
    }

    fn of_item(item: &Item<'_>) -> Option<Self> {
        match item {
            Item::Int(i) => Some(*i),
            _ => None,
        }
    }

    fn add(self, other: Self) -> Option<Self> {
        self.checked_add(other)
    }

    fn subtract(self, other: Self) -> Option<Self> {
        self.checked_sub(other)
    }

    fn multiply(self, other: Self) -> Option<Self> {
        self.checked_mul(other)
    }

    fn divide(self, other: Self) -> Option<Self> {
        self.checked_div(other)
    }

    fn remainder(self, other: Self) -> Option<Self> {
        self.checked_rem(other)
    }

    fn negate(self) -> Option<Self> {
        self.checked_neg()
    }

    fn abs(self) -> Option<Self> {
        self.checked_abs()
    }
}

impl Number for u64 {
    type Source = UintSource;

    fn of_fact(_: &Value<'_>) -> Option<Self> {
        None
    }

    fn of_item(item: &Item<'_>) -> Option<Self> {
        match item {
            Item::Uint(u) => Some(*u),
            _ => None,
        }
    }

    fn add(self, other: Self) -> Option<Self> {
        self.checked_add(other)
    }

    fn subtract(self, other: Self) -> Option<Self> {
        self.checked_sub(other)
    }

    fn multiply(self, other: Self) -> Option<Self> {
        self.checked_mul(other)
    }

    fn divide(self, other: Self) -> Option<Self> {
        self.checked_div(other)
    }

    fn remainder(self, other: Self) -> Option<Self> {
        self.checked_rem(other)
    }

    /// CEL has no negative of a uint; the checker lets none through.
    fn negate(self) -> Option<Self> {
        None
    }

    fn abs(self) -> Option<Self> {
        Some(self)
    }
}

impl Number for f64 {
    type Source = DoubleSource;

    fn of_fact(value: &Value<'_>) -> Option<Self> {
        match value {
            Value::Double(d) => Some(*d),
            _ => None,
        }
    }

    fn of_item(item: &Item<'_>) -> Option<Self> {
        match item {
            Item::Double(d) => Some(*d),
            _ => None,
        }
    }

    fn add(self, other: Self) -> Option<Self> {
        Some(self + other)
    }

    fn subtract(self, other: Self) -> Option<Self> {
        Some(self - other)
    }

    fn multiply(self, other: Self) -> Option<Self> {
        Some(self * other)
    }

    /// IEEE 754: an infinity or NaN, not an error.
    fn divide(self, other: Self) -> Option<Self> {
        Some(self / other)
    }

    /// CEL has no `%` of doubles; the checker lets none through.
    fn remainder(self, _: Self) -> Option<Self> {
        None
    }

    fn negate(self) -> Option<Self> {
        Some(-self)
    }

    fn abs(self) -> Option<Self> {
        Some(f64::abs(self))
    }
}

/// An int of a double: cut towards zero. CEL excludes both ends of the range, because the doubles
/// next to them do not name one int.
pub(super) fn int_of_double(d: f64) -> Option<i64> {
    (d > i64::MIN as f64 && d < i64::MAX as f64).then_some(d as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_that_has_no_result() {
        assert_eq!(Number::add(i64::MAX, 1), None);
        assert_eq!(Number::subtract(i64::MIN, 1), None);
        assert_eq!(Number::multiply(i64::MAX, 2), None);
        assert_eq!(Number::divide(i64::MIN, -1), None);
        assert_eq!(Number::divide(1i64, 0), None);
        assert_eq!(Number::remainder(i64::MIN, -1), None);
        assert_eq!(Number::remainder(1i64, 0), None);
        assert_eq!(Number::negate(i64::MIN), None);
        assert_eq!(Number::abs(i64::MIN), None);
        assert_eq!(Number::subtract(1u64, 2), None);
        assert_eq!(Number::divide(1u64, 0), None);
        assert_eq!(Number::divide(1.0, 0.0), Some(f64::INFINITY));
    }

    #[test]
    fn ints_of_doubles() {
        assert_eq!(int_of_double(-2.9), Some(-2));
        assert_eq!(int_of_double(9.3e18), None);
        assert_eq!(int_of_double(i64::MIN as f64), None);
        assert_eq!(int_of_double(f64::NAN), None);
        assert_eq!(int_of_double(f64::INFINITY), None);
    }
}
