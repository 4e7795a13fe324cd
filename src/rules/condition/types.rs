//! The types of expressions, and compiled expressions that carry theirs.

use super::tree::{Bool, Constant, Ip, List, Net, Num, Place, Records, Scalar, Str};
use crate::rules::schema::Type;

/// The type of a single value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Single {
    Bool,
    Int,
    Uint,
    Double,
    Str,
    Ip,
    Net,
}

impl Single {
    pub fn as_str(self) -> &'static str {
        match self {
            Single::Bool => "bool",
            Single::Int => "int",
            Single::Uint => "uint",
            Single::Double => "double",
            Single::Str => "string",
            Single::Ip => "ip",
            Single::Net => "cidr",
        }
    }

    pub fn is_number(self) -> bool {
        matches!(self, Single::Int | Single::Uint | Single::Double)
    }

    /// The item of the loop at that depth.
    pub fn item(self, depth: usize) -> Scalar {
        match self {
            Single::Bool => Scalar::Bool(Bool::Item(depth)),
            Single::Int => Scalar::Int(Num::Item(depth)),
            Single::Uint => Scalar::Uint(Num::Item(depth)),
            Single::Double => Scalar::Double(Num::Item(depth)),
            Single::Str => Scalar::Str(Str::Item(depth)),
            Single::Ip => Scalar::Ip(Ip::Item(depth)),
            Single::Net => Scalar::Net(Net::Item(depth)),
        }
    }
}

/// An expression whose type is known.
#[derive(Clone, Debug)]
pub(super) enum Typed {
    Scalar(Scalar),
    List(Single, List),
    /// A list of records of that number.
    Records(usize, Records),
    /// One record, of which only facts can be used.
    Record(usize),
}

impl Typed {
    /// The fact at `place`; `None` for a group, which has no value.
    pub fn of_fact(ty: Type, place: Place) -> Option<Typed> {
        Some(match ty {
            Type::Bool => Typed::Scalar(Scalar::Bool(Bool::Fact(place))),
            Type::Int => Typed::Scalar(Scalar::Int(Num::Fact(place))),
            Type::Double => Typed::Scalar(Scalar::Double(Num::Fact(place))),
            Type::String => Typed::Scalar(Scalar::Str(Str::Fact(place))),
            Type::Ip => Typed::Scalar(Scalar::Ip(Ip::Fact(place))),
            Type::StringList => Typed::List(Single::Str, List::Fact(place)),
            Type::IpList => Typed::List(Single::Ip, List::Fact(place)),
            Type::Group => return None,
        })
    }

    /// What messages call the type.
    pub fn describe(&self) -> String {
        match self {
            Typed::Scalar(scalar) => scalar.single().as_str().to_owned(),
            Typed::List(item, _) => format!("list of {}", item.as_str()),
            Typed::Records(..) => "list of records".to_owned(),
            Typed::Record(_) => "record".to_owned(),
        }
    }

    pub fn is_same_type(&self, other: &Typed) -> bool {
        match (self, other) {
            (Typed::Scalar(a), Typed::Scalar(b)) => a.single() == b.single(),
            (Typed::List(a, _), Typed::List(b, _)) => a == b,
            (Typed::Records(a, _), Typed::Records(b, _)) => a == b,
            _ => false,
        }
    }
}

impl Scalar {
    pub fn single(&self) -> Single {
        match self {
            Scalar::Bool(_) => Single::Bool,
            Scalar::Int(_) => Single::Int,
            Scalar::Uint(_) => Single::Uint,
            Scalar::Double(_) => Single::Double,
            Scalar::Str(_) => Single::Str,
            Scalar::Ip(_) => Single::Ip,
            Scalar::Net(_) => Single::Net,
        }
    }

    /// The value, if it is known without any fact.
    pub fn constant(&self) -> Option<Constant> {
        Some(match self {
            Scalar::Bool(Bool::Const(b)) => Constant::Bool(*b),
            Scalar::Int(Num::Const(i)) => Constant::Int(*i),
            Scalar::Uint(Num::Const(u)) => Constant::Uint(*u),
            Scalar::Double(Num::Const(d)) => Constant::Double(*d),
            Scalar::Str(Str::Const(s)) => Constant::Str(s.clone()),
            Scalar::Ip(Ip::Const(ip)) => Constant::Ip(*ip),
            Scalar::Net(Net::Const(net)) => Constant::Net(*net),
            _ => return None,
        })
    }
}
