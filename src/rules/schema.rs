//! What conditions may speak of: a table of typed facts. The engine knows this shape only; the
//! facts themselves are measured elsewhere and handed in as [`Facts`].

use std::borrow::Cow;
use std::net::IpAddr;

/// The type of a fact, as CEL sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    Bool,
    Int,
    /// A number with a fraction.
    Double,
    String,
    Ip,
    StringList,
    IpList,
    /// Only a place in the path (`hop.from`): may be tested with `has()` and nothing else.
    Group,
}

/// One fact of a record, e.g. `from.ip` of `hop`. Its position in the table is its number.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub path: &'static str,
    pub ty: Type,
    pub doc: &'static str,
}

/// A kind of thing that has facts: a hop, a link, the message.
#[derive(Clone, Copy, Debug)]
pub struct Record {
    pub name: &'static str,
    pub fields: &'static [Field],
}

/// A name that conditions may begin with.
#[derive(Clone, Copy, Debug)]
pub struct Variable {
    pub name: &'static str,
    /// Number of the record in [`Schema::records`].
    pub record: usize,
    /// A list of such records (for `exists`, `all`, `size`), not a single one.
    pub list: bool,
    /// In which scopes it is known.
    pub scopes: &'static [Scope],
    pub doc: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    Hop,
    Link,
    Message,
    Batch,
}

#[derive(Clone, Copy, Debug)]
pub struct Schema {
    pub records: &'static [Record],
    pub variables: &'static [Variable],
}

/// The value of a fact. `Absent` and `Unknown` are kept apart: `has()` of the first is false,
/// of the second unknown; to use either is an error in CEL's sense.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'f> {
    Absent,
    Unknown,
    Bool(bool),
    Int(i64),
    Double(f64),
    Str(&'f str),
    Ip(IpAddr),
    Strs(Cow<'f, [Cow<'f, str>]>),
    Ips(Cow<'f, [IpAddr]>),
    /// A `Group` that is there.
    Present,
}

/// The measured facts of one message.
pub trait Facts {
    /// The value of field number `field` of record number `record`, of the `index`-th such thing.
    fn get(&self, record: usize, field: usize, index: usize) -> Value<'_>;

    /// Which thing a variable stands for while the condition is judged for `index` (the hop or
    /// link the rule is tried on); `None` where there is none (`above` of the first hop).
    fn resolve(&self, variable: usize, index: usize) -> Option<usize>;

    /// How many things a list variable has.
    fn count(&self, variable: usize, index: usize) -> usize;
}
