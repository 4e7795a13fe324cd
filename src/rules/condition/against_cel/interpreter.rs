//! Facts and functions as the `cel` crate's interpreter sees them.

use std::any::Any;
use std::sync::Arc;

use cel::common::traits::Indexer;
use cel::common::types::{self, CelBool, CelDouble, CelInt, CelList, CelString, Type as CelType};
use cel::common::value::{CowVal, StaticVal, Val};
use cel::{Context, Env as CelEnv, ExecutionError, extensions};

use crate::rules::condition::Outcome;
use crate::rules::condition::address::{is_canonical, parse_ip, parse_net};
use crate::rules::schema::{Facts, Value};
use crate::rules::testing::{SCHEMA, Sample};

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
pub(super) const GROUP_MARK: &str = "group_";

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
pub(super) fn cel_env() -> CelEnv {
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

pub(super) fn judged_by_cel(
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
