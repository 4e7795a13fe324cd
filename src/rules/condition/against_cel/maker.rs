//! Random conditions and facts.

use crate::rules::schema::{Type, Value};
use crate::rules::testing::{SCHEMA, Sample, ip, ips, strs};

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

pub(super) fn condition(bytes: &[u8]) -> String {
    let mut maker = Maker { bytes: bytes.iter(), items: Vec::new(), in_records: false };
    let depth = 2 + maker.pick(2);
    maker.bool(depth)
}

/// Facts out of random bytes: more than a third of them absent or unknown.
pub(super) fn sample(bytes: &[u8]) -> Sample {
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
