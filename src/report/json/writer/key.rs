//! Names in an object, which have to be text.

use serde::ser::{self, Impossible, Serialize};

use super::{Unwritten, text};

/// Writes a key of a map, which has to be text.
pub(super) struct Key<'o> {
    pub out: &'o mut Vec<u8>,
}

fn no_text<T>() -> Result<T, Unwritten> {
    Err(Unwritten("a key of a map is no text".to_owned()))
}

macro_rules! refused {
    ($($method:ident: $type:ty),* $(,)?) => {
        $(fn $method(self, _: $type) -> Result<(), Unwritten> {
            no_text()
        })*
    };
}

type Never = Impossible<(), Unwritten>;

impl ser::Serializer for Key<'_> {
    type Ok = ();
    type Error = Unwritten;
    type SerializeSeq = Never;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStruct = Never;
    type SerializeStructVariant = Never;

    fn serialize_str(self, key: &str) -> Result<(), Unwritten> {
        text::push(self.out, key);
        Ok(())
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

    refused! {
        serialize_bool: bool, serialize_char: char, serialize_bytes: &[u8],
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_f32: f32, serialize_f64: f64, serialize_unit_struct: &'static str,
    }

    fn serialize_none(self) -> Result<(), Unwritten> {
        no_text()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unwritten> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unwritten> {
        no_text()
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Unwritten> {
        no_text()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Never, Unwritten> {
        no_text()
    }

    fn serialize_tuple(self, _: usize) -> Result<Never, Unwritten> {
        no_text()
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Never, Unwritten> {
        no_text()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Never, Unwritten> {
        no_text()
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Never, Unwritten> {
        no_text()
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Never, Unwritten> {
        no_text()
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Never, Unwritten> {
        no_text()
    }
}
