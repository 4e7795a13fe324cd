//! A condition ready to be judged: a tree in which every part has its type, so that nothing needs
//! to be looked up or checked any more. Built by [`super::check`], judged by [`super::eval`].

use std::net::IpAddr;

use ipnet::IpNet;

use super::number::Number;
use super::pattern::Pattern;

/// The thing whose fact is read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Subject {
    /// What a variable stands for, by its number.
    Variable(usize),
    /// The item of the loop at this depth, 0 being the outermost.
    Loop(usize),
}

/// Where a fact is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub subject: Subject,
    pub record: usize,
    pub field: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quantifier {
    Exists,
    All,
    One,
}

/// What an address can be asked, by Kubernetes' names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum IpTest {
    Unspecified,
    Loopback,
    LinkLocalMulticast,
    LinkLocalUnicast,
    GlobalUnicast,
}

#[derive(Clone, Debug)]
pub(super) enum Bool {
    Const(bool),
    Fact(Place),
    Item(usize),
    Has(Place),
    Not(Box<Bool>),
    And(Box<[Bool]>),
    Or(Box<[Bool]>),
    If(Box<(Bool, Bool, Bool)>),
    Bools(Relation, Box<(Bool, Bool)>),
    Ints(Relation, Num<i64>, Num<i64>),
    Uints(Relation, Box<(Num<u64>, Num<u64>)>),
    Doubles(Relation, Num<f64>, Num<f64>),
    /// Numbers of different types, compared as CEL does: as doubles, except int with uint.
    Mixed(Relation, Box<(Scalar, Scalar)>),
    Strs(Relation, Str, Str),
    Ips(Relation, Ip, Ip),
    Nets(Relation, Box<(Net, Net)>),
    StartsWith(Str, Str),
    EndsWith(Str, Str),
    Contains(Str, Str),
    Matches(Str, Box<Pattern>),
    In(Box<(Scalar, List)>),
    Quantified(Quantifier, Box<Loop>),
    IsIp(Str),
    IsCanonical(Str),
    IsCidr(Str),
    Ip(IpTest, Ip),
    ContainsIp(Net, Ip),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

#[derive(Clone, Debug)]
pub(super) enum Num<N: Number> {
    Const(N),
    Fact(Place),
    Item(usize),
    Arithmetic(Arithmetic, Box<(Num<N>, Num<N>)>),
    Negate(Box<Num<N>>),
    Abs(Box<Num<N>>),
    If(Box<(Bool, Num<N>, Num<N>)>),
    From(Box<N::Source>),
}

/// An int made of something else.
#[derive(Clone, Debug)]
pub(super) enum IntSource {
    Length(Str),
    Size(List),
    Count(Records),
    Family(Ip),
    Uint(Num<u64>),
    Double(Num<f64>),
    Str(Str),
}

/// A double made of something else.
#[derive(Clone, Debug)]
pub(super) enum DoubleSource {
    Int(Num<i64>),
    Uint(Num<u64>),
    Str(Str),
}

/// Nothing is turned into a uint: only literals are.
#[derive(Clone, Debug)]
pub(super) enum UintSource {}

#[derive(Clone, Debug)]
pub(super) enum Str {
    Const(Box<str>),
    Fact(Place),
    Item(usize),
    Concat(Box<(Str, Str)>),
    LowerAscii(Box<Str>),
    If(Box<(Bool, Str, Str)>),
    From(Box<Scalar>),
}

#[derive(Clone, Debug)]
pub(super) enum Ip {
    Const(IpAddr),
    Fact(Place),
    Item(usize),
    If(Box<(Bool, Ip, Ip)>),
    Parse(Box<Str>),
}

#[derive(Clone, Debug)]
pub(super) enum Net {
    Const(IpNet),
    Item(usize),
    If(Box<(Bool, Net, Net)>),
    Parse(Box<Str>),
}

/// A single value of any type.
#[derive(Clone, Debug)]
pub(super) enum Scalar {
    Bool(Bool),
    Int(Num<i64>),
    Uint(Num<u64>),
    Double(Num<f64>),
    Str(Str),
    Ip(Ip),
    Net(Net),
}

/// A value known when the rule is loaded.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Constant {
    Bool(bool),
    Int(i64),
    Uint(u64),
    Double(f64),
    Str(Box<str>),
    Ip(IpAddr),
    Net(IpNet),
}

#[derive(Clone, Debug)]
pub(super) enum List {
    /// A literal whose items are all known.
    Const(Box<[Constant]>),
    /// A literal with facts in it.
    Literal(Box<[Scalar]>),
    Fact(Place),
    Filter(Box<(List, Bool)>, usize),
    If(Box<(Bool, List, List)>),
}

/// A list of records.
#[derive(Clone, Debug)]
pub(super) enum Records {
    Variable(usize),
    Filter(Box<(Records, Bool)>, usize),
}

#[derive(Clone, Debug)]
pub(super) enum Range {
    List(List),
    Records(Records),
}

/// What `exists` and its like go through, and what they ask of each item.
#[derive(Clone, Debug)]
pub(super) struct Loop {
    pub over: Range,
    /// How many loops are around this one; its item is called by this number.
    pub depth: usize,
    pub body: Bool,
}
