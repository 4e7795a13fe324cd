//! Our judgement against that of the `cel` crate's interpreter, on random conditions and facts.
//! The interpreter has no unknown, but its errors combine as unknowns must: an unknown fact is
//! given to it as an error, an absent one as a missing key, so that `has()` tells them apart.

use std::any::Any;
use std::fmt::Write;
use std::sync::Arc;

use cel::common::traits::Indexer;
use cel::common::types::{self, CelBool, CelDouble, CelInt, CelList, CelString, Type as CelType};
use cel::common::value::{CowVal, StaticVal, Val};
use cel::{Context, Env as CelEnv, ExecutionError, extensions};
use proptest::prelude::*;

use super::address::{is_canonical, parse_ip, parse_net};
use super::{Condition, Outcome};
use crate::rules::schema::{Facts, Scope, Type, Value};
use crate::rules::testing::{SCHEMA, Sample, ip, ips, strs};

// ---- Facts as the interpreter sees them ----

static RECORD: CelType = CelType::new_unspecified_type("record");
static IP: CelType = CelType::new_unspecified_type("net.IP");
static NET: CelType = CelType::new_unspecified_type("net.CIDR");

/// A record, or the beginning of a path in it. The table of facts is flat: `hop.from` leads on
/// to `hop.from.ip` whether it is there itself or not.
#[derive(Clone, Debug)]
struct Node {
    facts: Arc<Sample>,
    record: usize,
    index: Option<usize>,
    path: String,
}

impl Val for Node {
    fn get_type(&self) -> &CelType {
        &RECORD
    }
    fn cel_type() -> &'static CelType {
        &RECORD
    }
    fn as_indexer<'b, 'v>(&'b self) -> Option<&'b (dyn Indexer + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }
    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
        Box::new(self.clone())
    }
    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}
impl StaticVal for Node {}

/// How the interpreter is asked for a group, since it cannot tell `has(hop.from)` from the way to
/// `hop.from.ip`.
const GROUP_MARK: &str = "group_";

impl Indexer for Node {
    fn get<'b, 'v>(&'b self, field: &dyn Val) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        let name = field.downcast_ref::<CelString>().map_or("", |s| s.inner()).to_owned();
        let table = &SCHEMA.records[self.record];
        let asked = name.trim_start_matches(GROUP_MARK);
        let path = match self.path.as_str() {
            "" => asked.to_owned(),
            start => format!("{start}.{asked}"),
        };
        let below = format!("{path}.");
        if asked == name && table.fields.iter().any(|f| f.path.starts_with(&below)) {
            return Ok(CowVal::owned(Node { path, ..self.clone() }));
        }
        let Some((number, _)) = table.field(&path) else {
            panic!("{path} is not in the table");
        };
        let value = self.index.map(|at| self.facts.get(self.record, number, at));
        Ok(match value.unwrap_or(Value::Absent) {
            Value::Absent => return Err(ExecutionError::no_such_key(&path)),
            Value::Unknown => return Err(ExecutionError::function_error("fact", "unknown")),
            Value::Present => CowVal::owned(CelBool::from(true)),
            Value::Bool(b) => CowVal::owned(CelBool::from(b)),
            Value::Int(i) => CowVal::owned(CelInt::from(i)),
            Value::Double(d) => CowVal::owned(CelDouble::from(d)),
            Value::Str(s) => CowVal::owned(CelString::from(s.to_owned())),
            Value::Ip(ip) => CowVal::owned(CelIp(ip)),
            Value::Strs(items) => CowVal::owned(list(
                items.iter().map(|s| Box::new(CelString::from(s.to_string())) as Box<dyn Val>),
            )),
            Value::Ips(items) => {
                CowVal::owned(list(items.iter().map(|ip| Box::new(CelIp(*ip)) as Box<dyn Val>)))
            }
        })
    }

    fn steal<'v>(self: Box<Self>, field: &dyn Val) -> Result<Box<dyn Val + 'v>, ExecutionError>
    where
        Self: 'v,
    {
        self.get(field).map(CowVal::into_owned)
    }
}

fn list(items: impl Iterator<Item = Box<dyn Val>>) -> CelList<'static> {
    CelList::from(items.collect::<Vec<_>>())
}

macro_rules! opaque {
    ($name:ident, $inner:ty, $cel_type:ident) => {
        #[derive(Clone, Debug)]
        struct $name($inner);

        impl Val for $name {
            fn get_type(&self) -> &CelType {
                &$cel_type
            }
            fn cel_type() -> &'static CelType {
                &$cel_type
            }
            fn equals(&self, other: &dyn Val) -> bool {
                other.downcast_ref::<$name>().is_some_and(|o| o.0 == self.0)
            }
            fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
                Box::new(self.clone())
            }
            fn as_any(&self) -> Option<&dyn Any> {
                Some(self)
            }
        }
        impl StaticVal for $name {}
    };
}
opaque!(CelIp, std::net::IpAddr, IP);
opaque!(CelNet, ipnet::IpNet, NET);

fn text<'a>(args: &'a [CowVal<'_, '_>], n: usize) -> &'a str {
    args[n].downcast_ref::<CelString>().expect("a string").inner()
}

fn address(args: &[CowVal<'_, '_>], n: usize) -> std::net::IpAddr {
    args[n].downcast_ref::<CelIp>().expect("an address").0
}

fn bool_val<'b, 'v>(b: bool) -> Result<CowVal<'b, 'v>, ExecutionError> {
    Ok(CowVal::owned(CelBool::from(b)))
}

fn failed(what: &str) -> ExecutionError {
    ExecutionError::function_error("address", what)
}

/// The standard library with the extensions that we support, and Kubernetes' addresses.
fn cel_env() -> CelEnv {
    let string = || vec![types::STRING_TYPE];
    let mut env = CelEnv::stdlib();
    env.add_extension(extensions::strings).unwrap();
    env.add_extension(extensions::math).unwrap();
    let global: [(&str, &str, cel::common::functions::Function); 5] = [
        ("ip", "string_to_ip", |a| {
            parse_ip(text(&a, 0)).map(|ip| CowVal::owned(CelIp(ip))).map_err(failed)
        }),
        ("cidr", "string_to_cidr", |a| {
            parse_net(text(&a, 0)).map(|net| CowVal::owned(CelNet(net))).map_err(failed)
        }),
        ("isIP", "is_ip", |a| bool_val(parse_ip(text(&a, 0)).is_ok())),
        ("isCIDR", "is_cidr", |a| bool_val(parse_net(text(&a, 0)).is_ok())),
        ("ip.isCanonical", "ip_is_canonical", |a| {
            is_canonical(text(&a, 0)).map_or_else(|| Err(failed("no address")), bool_val)
        }),
    ];
    for (name, id, function) in global {
        env.add_overload(name, id, string(), function).unwrap();
    }
    env.add_overload("string", "ip_to_string", vec![IP.to_owned()], |a| {
        Ok(CowVal::owned(CelString::from(address(&a, 0).to_string())))
    })
    .unwrap();
    env.add_member_overload("family", "ip_family", IP.to_owned(), vec![], |a| {
        Ok(CowVal::owned(CelInt::from(if address(&a, 0).is_ipv4() { 4 } else { 6 })))
    })
    .unwrap();
    env.add_member_overload("isLoopback", "ip_is_loopback", IP.to_owned(), vec![], |a| {
        bool_val(address(&a, 0).is_loopback())
    })
    .unwrap();
    env.add_member_overload("containsIP", "net_has", NET.to_owned(), vec![IP.to_owned()], |a| {
        let net = a[0].downcast_ref::<CelNet>().expect("a network");
        bool_val(net.0.contains(&address(&a, 1)))
    })
    .unwrap();
    env.add_member_overload("containsIP", "net_has_text", NET.to_owned(), string(), |a| {
        let net = a[0].downcast_ref::<CelNet>().expect("a network");
        bool_val(net.0.contains(&parse_ip(text(&a, 1)).map_err(failed)?))
    })
    .unwrap();
    env
}

fn judged_by_cel(
    env: &Arc<CelEnv>,
    program: &cel::Program,
    facts: &Arc<Sample>,
    index: usize,
) -> Outcome {
    let node = |record, index| {
        let facts = Arc::clone(facts);
        Box::new(Node { facts, record, index, path: String::new() }) as Box<dyn Val>
    };
    let mut context = Context::with_env(Arc::clone(env));
    context.add_variable_as_val("hop", node(0, Some(index)));
    context.add_variable_as_val("above", node(0, index.checked_sub(1)));
    context.add_variable_as_val("message", node(2, Some(0)));
    let hops = (0..facts.hops.len()).map(|at| node(0, Some(at)));
    context.add_variable_as_val("hops", Box::new(list(hops)));
    match program.execute(&context) {
        Ok(cel::Value::Bool(true)) => Outcome::True,
        Ok(cel::Value::Bool(false)) => Outcome::False,
        Ok(other) => panic!("not a bool: {other:?}"),
        Err(_) => Outcome::Unknown,
    }
}

// ---- Random conditions ----

/// Makes conditions out of random bytes; when they are used up, the simplest one. So fewer and
/// smaller bytes are a simpler condition, and failures shrink.
struct Maker<'b> {
    bytes: std::slice::Iter<'b, u8>,
    /// Names of loops around, by what their items are.
    items: Vec<(&'static str, Type)>,
    /// Whether `h` is a record here.
    in_records: bool,
}

impl Maker<'_> {
    fn pick(&mut self, below: usize) -> usize {
        usize::from(self.bytes.next().copied().unwrap_or(0)) % below
    }

    fn one<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.pick(words.len())]
    }

    /// A fact of that type, of any subject that is known here.
    fn fact(&mut self, ty: Type) -> String {
        if ty == Type::Int && self.pick(4) == 0 {
            return self.one(&["message.lines", "message.size"]).to_owned();
        }
        let subjects: &[&str] =
            if self.in_records { &["hop", "h", "h", "above"] } else { &["hop", "hop", "above"] };
        let subject = self.one(subjects);
        let paths: Vec<&str> =
            SCHEMA.records[0].fields.iter().filter(|f| f.ty == ty).map(|f| f.path).collect();
        format!("{subject}.{}", self.one(&paths))
    }

    fn item(&mut self, ty: Type) -> Option<String> {
        let fitting: Vec<&str> =
            self.items.iter().filter(|(_, t)| *t == ty).map(|(name, _)| *name).collect();
        (!fitting.is_empty() && self.pick(2) == 0).then(|| self.one(&fitting).to_owned())
    }

    fn bool(&mut self, depth: usize) -> String {
        let leaves = 3;
        let n = if depth == 0 { self.pick(leaves) } else { self.pick(38) };
        let d = depth.saturating_sub(1);
        match n {
            0 => self.fact(Type::Bool),
            1 => {
                let ty = [
                    Type::Bool,
                    Type::Int,
                    Type::Double,
                    Type::String,
                    Type::Ip,
                    Type::StringList,
                    Type::IpList,
                ][self.pick(7)];
                format!("has({})", self.fact(ty))
            }
            2 => {
                let subject = if self.in_records { "h" } else { "hop" };
                self.one(&["true", "false", "has(@.from)"]).replace('@', subject)
            }
            3..=6 => format!("({} && {})", self.bool(d), self.bool(d)),
            7..=10 => format!("({} || {})", self.bool(d), self.bool(d)),
            11 | 12 => format!("!({})", self.bool(d)),
            13 => format!("({} ? {} : {})", self.bool(d), self.bool(d), self.bool(d)),
            14 => format!("({} {} {})", self.bool(d), self.relation(), self.bool(d)),
            15..=17 => format!("({} {} {})", self.int(d), self.relation(), self.int(d)),
            18 => format!("({} {} {})", self.double(d), self.relation(), self.double(d)),
            19 => {
                let order = self.one(&["<", "<=", ">", ">="]);
                match self.pick(4) {
                    0 => format!("({} {order} {})", self.int(d), self.double(d)),
                    1 => format!("({} {order} {})", self.double(d), self.int(d)),
                    2 => format!("({} {order} {})", self.uint(), self.int(d)),
                    _ => format!("({} {order} {})", self.double(d), self.uint()),
                }
            }
            20 => format!("({} {} {})", self.uint(), self.relation(), self.uint()),
            21 | 22 => format!("({} {} {})", self.str(d), self.relation(), self.str(d)),
            23 => {
                let equality = self.one(&["==", "!="]);
                format!("({} {equality} {})", self.ip(d), self.ip(d))
            }
            24 => {
                let function = self.one(&["startsWith", "endsWith", "contains"]);
                format!("{}.{function}({})", self.str(d), self.str(d))
            }
            25 => {
                let regex = self.one(&["'a'", "'^b?$'", "r'\\d+'", "'[.]'"]);
                match self.pick(2) {
                    0 => format!("{}.matches({regex})", self.str(d)),
                    _ => format!("matches({}, {regex})", self.str(d)),
                }
            }
            26 => format!("({} in {})", self.int(d), self.ints(d)),
            27 => format!("({} in {})", self.str(d), self.strs(d)),
            28 => format!("({} in {})", self.ip(d), self.ips(d)),
            29 => format!("({} in [{}, {}])", self.double(d), self.double(d), self.double(d)),
            30 => match self.pick(3) {
                0 => format!("isIP({})", self.str(d)),
                1 => format!("isCIDR({})", self.str(d)),
                _ => format!("ip.isCanonical({})", self.str(d)),
            },
            31 => format!("{}.isLoopback()", self.ip(d)),
            32 => {
                let net = self.one(&["cidr('192.0.2.0/24')", "cidr('2001:db8::/32')"]).to_owned();
                let net = if self.pick(3) == 0 {
                    format!("cidr({})", self.str_fact_or_item())
                } else {
                    net
                };
                match self.pick(2) {
                    0 => format!("{net}.containsIP({})", self.ip(d)),
                    _ => format!("{net}.containsIP({})", self.str_fact_or_item()),
                }
            }
            _ => self.quantified(d),
        }
    }

    /// A string that is no literal, which would be read when loading.
    fn str_fact_or_item(&mut self) -> String {
        self.item(Type::String).unwrap_or_else(|| self.fact(Type::String))
    }

    fn relation(&mut self) -> &'static str {
        self.one(&["==", "!=", "<", "<=", ">", ">="])
    }

    /// Gives `make` a loop's item.
    fn with_item<T>(&mut self, name: &'static str, ty: Type, make: impl Fn(&mut Self) -> T) -> T {
        self.items.push((name, ty));
        let made = make(self);
        self.items.pop();
        made
    }

    fn quantified(&mut self, d: usize) -> String {
        let quantifier = self.one(&["exists", "all", "exists_one"]);
        if self.items.len() + usize::from(self.in_records) >= 3 {
            return self.bool(0);
        }
        match self.pick(if self.in_records { 3 } else { 6 }) {
            0 => {
                let list = self.strs(d);
                let body = self.with_item("s", Type::String, |m| m.bool(d));
                format!("{list}.{quantifier}(s, {body})")
            }
            1 => {
                let list = self.ips(d);
                let body = self.with_item("a", Type::Ip, |m| m.bool(d));
                format!("{list}.{quantifier}(a, {body})")
            }
            2 => {
                let list = self.ints(d);
                let body = self.with_item("i", Type::Int, |m| m.bool(d));
                format!("{list}.{quantifier}(i, {body})")
            }
            _ => {
                let list = self.records(d);
                self.in_records = true;
                let body = self.bool(d);
                self.in_records = false;
                format!("{list}.{quantifier}(h, {body})")
            }
        }
    }

    fn records(&mut self, d: usize) -> String {
        if d == 0 || self.pick(3) > 0 {
            return "hops".to_owned();
        }
        self.in_records = true;
        let body = self.bool(d - 1);
        self.in_records = false;
        format!("hops.filter(h, {body})")
    }

    fn ints(&mut self, d: usize) -> String {
        format!("[{}, {}]", self.int(d), self.int(0))
    }

    fn strs(&mut self, d: usize) -> String {
        let items = self.items.len() + usize::from(self.in_records);
        match self.pick(if d == 0 || items >= 3 { 2 } else { 3 }) {
            0 => self.fact(Type::StringList),
            1 => format!("[{}, {}]", self.str(d), self.str(0)),
            _ => {
                let list = self.fact(Type::StringList);
                let body = self.with_item("s", Type::String, |m| m.bool(d - 1));
                format!("{list}.filter(s, {body})")
            }
        }
    }

    fn ips(&mut self, d: usize) -> String {
        match self.pick(2) {
            0 => self.fact(Type::IpList),
            _ => format!("[{}, {}]", self.ip(d), self.ip(0)),
        }
    }

    fn int(&mut self, depth: usize) -> String {
        if let Some(item) = self.item(Type::Int) {
            return item;
        }
        let d = depth.saturating_sub(1);
        match if depth == 0 { self.pick(3) } else { self.pick(16) } {
            0 | 1 => self.fact(Type::Int),
            2 => self.one(&["0", "1", "2", "-1", "30", "9223372036854775807"]).to_owned(),
            3..=6 => {
                let sign = self.one(&["+", "-", "*", "/", "%"]);
                format!("({} {sign} {})", self.int(d), self.int(d))
            }
            7 => format!("-({})", self.int(d)),
            8 => format!("math.abs({})", self.int(d)),
            9 => format!("size({})", self.str(d)),
            10 => format!("{}.size()", self.strs(d)),
            11 if !self.in_records && self.items.len() < 3 => format!("size({})", self.records(d)),
            11 | 12 => format!("{}.family()", self.ip(d)),
            13 => format!("int({})", self.str(d)),
            14 => format!("int({})", self.double(d)),
            _ => format!("({} ? {} : {})", self.bool(d), self.int(d), self.int(d)),
        }
    }

    fn uint(&mut self) -> String {
        match self.pick(3) {
            0 => self.one(&["0u", "1u", "30u"]).to_owned(),
            1 => {
                format!("(2u {} {})", self.one(&["+", "-", "*", "/", "%"]), self.one(&["0u", "3u"]))
            }
            _ => format!("math.abs({})", self.one(&["0u", "1u"])),
        }
    }

    fn double(&mut self, depth: usize) -> String {
        let d = depth.saturating_sub(1);
        match if depth == 0 { self.pick(3) } else { self.pick(10) } {
            0 | 1 => self.fact(Type::Double),
            2 => self.one(&["0.0", "1.5", "-2.5", "1e300"]).to_owned(),
            3..=5 => {
                let sign = self.one(&["+", "-", "*", "/"]);
                format!("({} {sign} {})", self.double(d), self.double(d))
            }
            6 => format!("-({})", self.double(d)),
            7 => format!("math.abs({})", self.double(d)),
            8 => match self.pick(3) {
                0 => format!("double({})", self.int(d)),
                1 => format!("double({})", self.str(d)),
                _ => format!("double({})", self.uint()),
            },
            _ => format!("({} ? {} : {})", self.bool(d), self.double(d), self.double(d)),
        }
    }

    fn str(&mut self, depth: usize) -> String {
        if let Some(item) = self.item(Type::String) {
            return item;
        }
        let d = depth.saturating_sub(1);
        match if depth == 0 { self.pick(3) } else { self.pick(12) } {
            0 | 1 => self.fact(Type::String),
            2 => self.one(&["'a'", "\"b\"", "''", "r'A.é'", "'192.0.2.1'", "'30'"]).to_owned(),
            3 | 4 => format!("({} + {})", self.str(d), self.str(d)),
            5 | 6 => format!("{}.lowerAscii()", self.str(d)),
            7 => match self.pick(5) {
                0 => format!("string({})", self.int(d)),
                1 => format!("string({})", self.double(d)),
                2 => format!("string({})", self.bool(d)),
                3 => format!("string({})", self.uint()),
                _ => format!("string({})", self.str(d)),
            },
            8 => format!("string({})", self.ip(d)),
            _ => format!("({} ? {} : {})", self.bool(d), self.str(d), self.str(d)),
        }
    }

    fn ip(&mut self, depth: usize) -> String {
        if let Some(item) = self.item(Type::Ip) {
            return item;
        }
        let d = depth.saturating_sub(1);
        match if depth == 0 { self.pick(3) } else { self.pick(5) } {
            0 | 1 => self.fact(Type::Ip),
            2 => self.one(&["ip('192.0.2.1')", "ip('2001:db8::1')", "ip('::1')"]).to_owned(),
            3 => format!("ip({})", self.str_fact_or_item()),
            _ => format!("({} ? {} : {})", self.bool(d), self.ip(d), self.ip(d)),
        }
    }
}

fn condition(bytes: &[u8]) -> String {
    let mut maker = Maker { bytes: bytes.iter(), items: Vec::new(), in_records: false };
    let depth = 2 + maker.pick(2);
    maker.bool(depth)
}

/// Facts out of random bytes: more than a third of them absent or unknown.
fn sample(bytes: &[u8]) -> Sample {
    let mut maker = Maker { bytes: bytes.iter(), items: Vec::new(), in_records: false };
    let mut facts = Sample::default();
    let hops = 1 + maker.pick(3);
    for _ in 0..hops {
        let row: Vec<(&str, Value<'static>)> =
            SCHEMA.records[0].fields.iter().map(|f| (f.path, value(&mut maker, f.ty))).collect();
        facts = facts.hop(&row);
    }
    let row: Vec<(&str, Value<'static>)> =
        SCHEMA.records[2].fields.iter().map(|f| (f.path, value(&mut maker, f.ty))).collect();
    facts.message(&row)
}

fn value(maker: &mut Maker<'_>, ty: Type) -> Value<'static> {
    match maker.pick(8) {
        0 | 1 => return Value::Unknown,
        2 => return Value::Absent,
        _ => {}
    }
    match ty {
        Type::Bool => Value::Bool(maker.pick(2) == 0),
        Type::Int => Value::Int([0, 1, 2, -1, 30, i64::MIN, i64::MAX][maker.pick(7)]),
        Type::Double => {
            Value::Double([0.0, 1.5, -2.5, 1e300, f64::NAN, f64::INFINITY][maker.pick(6)])
        }
        Type::String => Value::Str(
            ["a", "b", "", "A.é", "192.0.2.1", "30", "1.5", "192.0.2.0/24"][maker.pick(8)],
        ),
        Type::Ip => Value::Ip(ip(["192.0.2.1", "2001:db8::1", "::1"][maker.pick(3)])),
        Type::StringList => strs([&["a"][..], &[], &["b", "a"], &["A.é", "30", ""]][maker.pick(4)]),
        Type::IpList => ips([&["192.0.2.1"][..], &[], &["::1", "2001:db8::1"]][maker.pick(3)]),
        Type::Group => Value::Present,
    }
}

#[test]
fn conditions_are_judged_as_cel_judges_them() {
    const CASES: u32 = 1_500;
    const SAMPLES: usize = 6;
    let env = Arc::new(cel_env());
    let mut seen = [0usize; 3];
    let bytes = |n| proptest::collection::vec(any::<u8>(), 0..n);
    let strategy = (bytes(120), proptest::collection::vec(bytes(120), SAMPLES));
    // PROPTEST_CASES asks for more of them.
    let default = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { default.cases } else { CASES };
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig { cases, ..default });
    let refused_count = std::cell::Cell::new(0);
    let counts = std::cell::RefCell::new(&mut seen);
    let checked = runner.run(&strategy, |(shape, samples)| {
        let source = condition(&shape);
        let compiled = super::with_stack(|| {
            let ours = Condition::compile_here(&source, &SCHEMA, Scope::Hop);
            // The interpreter asks for groups by another name.
            let theirs = source
                .replace("has(hop.from)", &format!("has(hop.{GROUP_MARK}from)"))
                .replace("has(h.from)", &format!("has(h.{GROUP_MARK}from)"));
            (ours, env.compile(&theirs))
        });
        let (ours, theirs) = compiled.expect("a thread");
        let ours = match ours {
            Ok(ours) => ours,
            // What we refuse must be refused for one of the reasons that CEL does not have.
            Err(faults) => {
                use super::Code::{NoFact, TooComplex};
                let known = faults.iter().all(|f| matches!(f.code, NoFact | TooComplex));
                prop_assert!(known, "{}: {:?}", source, faults);
                refused_count.set(refused_count.get() + 1);
                return Ok(());
            }
        };
        let theirs = theirs.expect("CEL that we accept is CEL");
        for bytes in &samples {
            let facts = Arc::new(sample(bytes));
            for index in 0..facts.hops.len() {
                let expected = judged_by_cel(&env, &theirs, &facts, index);
                let judged = ours.eval(&*facts, index);
                let mut report = String::new();
                if judged != expected {
                    let _ = write!(report, "{source}\nhop {index} of {facts:#?}");
                }
                prop_assert_eq!(judged, expected, "{}", report);
                counts.borrow_mut()[judged as usize] += 1;
            }
        }
        Ok(())
    });
    if let Err(error) = checked {
        panic!("{error}");
    }
    assert!(refused_count.get() * 5 < cases, "{} of {cases} were refused", refused_count.get());
    // All three outcomes must have been seen often, or the comparison says little.
    let total: usize = seen.iter().sum();
    for (outcome, count) in ["true", "false", "unknown"].iter().zip(seen) {
        assert!(count * 10 > total, "only {count} of {total} were {outcome}");
    }
}
