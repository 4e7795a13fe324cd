//! Values as compact JSON, appended to a vector.
//!
//! serde_json does the same behind a `Formatter`, but looks at each byte of a text twice, and at
//! the names of fields too, which took a sixth of a scan's time. What it writes is the measure of
//! this: the tests hold one against the other.

mod key;

use std::fmt::{self, Display};

use serde::ser::{self, Serialize};
use serde_json::ser::{CompactFormatter, Formatter};

use super::{readable, text};
use key::Key;

/// What kept a value from being written; a defect of this program.
#[derive(Debug)]
pub(super) struct Unwritten(String);

impl Display for Unwritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unwritten {}

impl ser::Error for Unwritten {
    fn custom<T: Display>(what: T) -> Self {
        Unwritten(what.to_string())
    }
}

/// Appends values to `out`.
pub(super) struct Writer<'o> {
    pub out: &'o mut Vec<u8>,
}

/// A list or an object that is open.
pub(super) struct Open<'w, 'o> {
    writer: &'w mut Writer<'o>,
    first: bool,
    /// What closes it.
    end: &'static [u8],
}

impl Writer<'_> {
    /// Has serde_json's formatter write a number. A vector takes all that is written.
    fn number(&mut self, write: impl FnOnce(&mut CompactFormatter, &mut Vec<u8>)) {
        write(&mut CompactFormatter, self.out);
    }
}

impl<'w, 'o> Writer<'o> {
    fn open(&'w mut self, start: u8, end: &'static [u8]) -> Open<'w, 'o> {
        self.out.push(start);
        Open { writer: self, first: true, end }
    }

    /// `{"Variant":` and what opens its content.
    fn variant(&'w mut self, name: &str, start: u8, end: &'static [u8]) -> Open<'w, 'o> {
        self.out.push(b'{');
        text::push(self.out, name);
        self.out.push(b':');
        self.open(start, end)
    }
}

impl<'w, 'o> ser::Serializer for &'w mut Writer<'o> {
    type Ok = ();
    type Error = Unwritten;
    type SerializeSeq = Open<'w, 'o>;
    type SerializeTuple = Open<'w, 'o>;
    type SerializeTupleStruct = Open<'w, 'o>;
    type SerializeTupleVariant = Open<'w, 'o>;
    type SerializeMap = Open<'w, 'o>;
    type SerializeStruct = Open<'w, 'o>;
    type SerializeStructVariant = Open<'w, 'o>;

    fn serialize_bool(self, value: bool) -> Result<(), Unwritten> {
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), Unwritten> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Unwritten> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Unwritten> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Unwritten> {
        self.number(|formatter, out| drop(formatter.write_i64(out, value)));
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Result<(), Unwritten> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Unwritten> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Unwritten> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Unwritten> {
        self.number(|formatter, out| drop(formatter.write_u64(out, value)));
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Unwritten> {
        self.serialize_f64(value.into())
    }

    /// In a form that a person can read; what is not finite is null.
    fn serialize_f64(self, value: f64) -> Result<(), Unwritten> {
        if !value.is_finite() {
            return self.serialize_unit();
        }
        self.number(|formatter, out| drop(formatter.write_f64(out, readable(value))));
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Unwritten> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Unwritten> {
        text::push(self.out, value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Unwritten> {
        value.serialize(self)
    }

    fn serialize_none(self) -> Result<(), Unwritten> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unwritten> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unwritten> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unwritten> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Unwritten> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unwritten> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Unwritten> {
        self.out.push(b'{');
        text::push(self.out, variant);
        self.out.push(b':');
        value.serialize(&mut *self)?;
        self.out.push(b'}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'w, 'o>, Unwritten> {
        Ok(self.open(b'[', b"]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Open<'w, 'o>, Unwritten> {
        Ok(self.open(b'[', b"]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Open<'w, 'o>, Unwritten> {
        Ok(self.open(b'[', b"]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'w, 'o>, Unwritten> {
        Ok(self.variant(variant, b'[', b"]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Open<'w, 'o>, Unwritten> {
        Ok(self.open(b'{', b"}"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'w, 'o>, Unwritten> {
        Ok(self.open(b'{', b"}"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'w, 'o>, Unwritten> {
        Ok(self.variant(variant, b'{', b"}}"))
    }
}

impl Open<'_, '_> {
    fn comma(&mut self) {
        if !std::mem::take(&mut self.first) {
            self.writer.out.push(b',');
        }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritten> {
        self.comma();
        value.serialize(&mut *self.writer)
    }

    /// A field with a name that stands in this program's text.
    fn named<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unwritten> {
        debug_assert!(text::is_plain(name.as_bytes()), "{name}");
        self.comma();
        let out = &mut *self.writer.out;
        out.reserve(name.len() + 3);
        out.push(b'"');
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(b"\":");
        value.serialize(&mut *self.writer)
    }

    fn close(self) {
        self.writer.out.extend_from_slice(self.end);
    }
}

macro_rules! list {
    ($trait:ident, $method:ident) => {
        impl ser::$trait for Open<'_, '_> {
            type Ok = ();
            type Error = Unwritten;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritten> {
                self.item(value)
            }

            fn end(self) -> Result<(), Unwritten> {
                self.close();
                Ok(())
            }
        }
    };
}

list!(SerializeSeq, serialize_element);
list!(SerializeTuple, serialize_element);
list!(SerializeTupleStruct, serialize_field);
list!(SerializeTupleVariant, serialize_field);

macro_rules! object {
    ($trait:ident) => {
        impl ser::$trait for Open<'_, '_> {
            type Ok = ();
            type Error = Unwritten;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Unwritten> {
                self.named(name, value)
            }

            fn end(self) -> Result<(), Unwritten> {
                self.close();
                Ok(())
            }
        }
    };
}

object!(SerializeStruct);
object!(SerializeStructVariant);

impl ser::SerializeMap for Open<'_, '_> {
    type Ok = ();
    type Error = Unwritten;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritten> {
        self.comma();
        key.serialize(Key { out: &mut *self.writer.out })?;
        self.writer.out.push(b':');
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritten> {
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Unwritten> {
        self.close();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Serialize;

    use super::*;

    #[derive(Serialize)]
    enum Odd {
        Unit,
        Newtype(u8),
        Tuple(u8, i16),
        Struct { a: Option<u8>, b: () },
    }

    #[derive(Serialize)]
    struct Wrapped(u32);

    #[derive(Serialize)]
    struct Unit;

    #[derive(Serialize)]
    struct All {
        text: &'static str,
        sign: char,
        numbers: (i8, i64, u64, f64, bool),
        none: Option<u8>,
        some: Option<Wrapped>,
        odd: Vec<Odd>,
        empty: Vec<u8>,
        unit: Unit,
        map: BTreeMap<&'static str, serde_json::Value>,
        #[serde(skip_serializing_if = "Option::is_none")]
        skipped: Option<u8>,
        #[serde(flatten)]
        flat: BTreeMap<&'static str, u8>,
    }

    #[test]
    fn values_are_written_as_serde_json_writes_them() {
        let all = All {
            text: "a \"quoted\" \\ line\n",
            sign: 'é',
            numbers: (-5, i64::MIN, u64::MAX, 0.25, true),
            none: None,
            some: Some(Wrapped(7)),
            odd: vec![
                Odd::Unit,
                Odd::Newtype(1),
                Odd::Tuple(2, -3),
                Odd::Struct { a: Some(4), b: () },
            ],
            empty: Vec::new(),
            unit: Unit,
            map: [("k", serde_json::json!({"x": [1, null, "y"], "z": {}}))].into(),
            skipped: None,
            flat: [("f", 1), ("g", 2)].into(),
        };
        let mut out = Vec::new();
        all.serialize(&mut Writer { out: &mut out }).expect("is written");
        let expected = serde_json::to_string(&all).expect("is written");
        assert_eq!(String::from_utf8(out).expect("is UTF-8"), expected);
    }

    #[test]
    fn a_key_that_is_no_text_is_told() {
        let map: BTreeMap<u8, u8> = [(1, 2)].into();
        let error = map.serialize(&mut Writer { out: &mut Vec::new() }).expect_err("is refused");
        assert_eq!(error.to_string(), "a key of a map is no text");
    }
}
