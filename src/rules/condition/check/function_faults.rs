//! Functions that are not called as they should be, and those that do not exist.

use cel::common::ast::{CallExpr, IdedExpr};

use super::Checker;
use crate::rules::codes::Code;
use crate::rules::fault::Fault;
use crate::rules::names::{article, nearest};

/// Functions called as `name(x)`.
pub(super) const GLOBAL: &[&str] =
    &["has", "size", "matches", "int", "double", "string", "ip", "isIP", "cidr", "isCIDR"];

/// Functions called as `x.name(…)`, and what `x` must be.
pub(super) const METHODS: &[(&str, &str)] = &[
    ("size", "a string or a list"),
    ("startsWith", "a string"),
    ("endsWith", "a string"),
    ("contains", "a string"),
    ("matches", "a string"),
    ("lowerAscii", "a string"),
    ("exists", "a list"),
    ("all", "a list"),
    ("exists_one", "a list"),
    ("filter", "a list"),
    ("family", "an ip"),
    ("isUnspecified", "an ip"),
    ("isLoopback", "an ip"),
    ("isLinkLocalMulticast", "an ip"),
    ("isLinkLocalUnicast", "an ip"),
    ("isGlobalUnicast", "an ip"),
    ("containsIP", "a cidr"),
];

/// Functions of a namespace.
pub(super) const QUALIFIED: &[&str] = &["math.abs", "ip.isCanonical"];

/// What CEL or Kubernetes have and this project does not.
const UNSUPPORTED: &[&str] = &[
    "map",
    "type",
    "dyn",
    "bool",
    "uint",
    "bytes",
    "timestamp",
    "duration",
    "existsOne",
    "getFullYear",
    "getMonth",
    "getDate",
    "getDayOfMonth",
    "getDayOfWeek",
    "getDayOfYear",
    "getHours",
    "getMinutes",
    "getSeconds",
    "getMilliseconds",
    "upperAscii",
    "charAt",
    "indexOf",
    "lastIndexOf",
    "replace",
    "split",
    "substring",
    "trim",
    "join",
    "format",
    "reverse",
    "find",
    "findAll",
    "isSorted",
    "sum",
    "min",
    "max",
    "url",
    "isURL",
    "containsCIDR",
    "masked",
    "prefixLength",
    "optional",
    "orValue",
    "hasValue",
];

impl Checker<'_> {
    pub(super) fn wrong_argument<T>(
        &mut self,
        call: &IdedExpr,
        arg: &IdedExpr,
        wanted: &str,
        got: &str,
    ) -> Option<T> {
        let name = self.spans.text(self.spans.function(call));
        let title = format!("`{name}` takes {wanted}, not {}", article(got));
        let at = self.spans.of(arg);
        self.fault(
            Fault::new(Code::WrongArguments, at, title).label(format!("this is {}", article(got))),
        )
    }

    /// Wrong number of arguments, unless the function does not exist at all.
    pub(super) fn wrong_count<T>(&mut self, expr: &IdedExpr, call: &CallExpr) -> Option<T> {
        let name = call.func_name.as_str();
        let shape = match (name, call.target.is_some()) {
            ("matches", false) => "matches(text, \"…\")",
            ("size" | "lowerAscii" | "family", true) => "x.name()",
            ("abs", true) => "math.name(…)",
            ("isCanonical", true) => "ip.name(…)",
            (_, true) if name.starts_with("is") => "x.name()",
            (_, true) => "x.name(…)",
            _ if GLOBAL.contains(&name) => "name(…)",
            _ => return self.unknown_function(expr, call),
        };
        let shape = shape.replace("name", name);
        let given = match call.args.len() {
            0 => "none".to_owned(),
            n => n.to_string(),
        };
        let wanted = match (name, call.target.is_some()) {
            ("matches", false) => "two arguments",
            _ if shape.ends_with("()") => "no argument",
            _ => "one argument",
        };
        let title = format!("`{name}` takes {wanted}, {given} given");
        let at = self.spans.of(expr);
        self.fault(Fault::new(Code::WrongArguments, at, title).help(format!("write `{shape}`")))
    }

    pub(super) fn unknown_function<T>(&mut self, expr: &IdedExpr, call: &CallExpr) -> Option<T> {
        let name = call.func_name.as_str();
        let at = self.spans.function(expr);
        if UNSUPPORTED.contains(&name) {
            let title = format!("`{name}` is not supported");
            let fault = Fault::new(Code::NotSupported, at, title);
            return self.fault(match name {
                "map" => fault.help("`exists(x, …)` and `all(x, …)` ask each item"),
                "existsOne" => fault.help("it is called `exists_one`"),
                "upperAscii" => fault.help("`lowerAscii()` is"),
                _ => fault,
            });
        }
        let fault = Fault::new(Code::UnknownFunction, at, format!("there is no function `{name}`"));
        let methods = || METHODS.iter().map(|(method, _)| *method);
        let fault = match call.target.is_some() {
            true if GLOBAL.contains(&name) => fault.help(format!("write `{name}(…)`")),
            false if methods().any(|m| m == name) => fault.help(format!("write `x.{name}(…)`")),
            false if name == "not" => fault.help("write `!(…)`"),
            false if name == "abs" => fault.help("write `math.abs(…)`"),
            true => suggest(fault, name, methods()),
            false => suggest(fault, name, GLOBAL.iter().copied()),
        };
        self.fault(fault)
    }
}

fn suggest<'w>(fault: Fault, name: &str, known: impl Iterator<Item = &'w str>) -> Fault {
    match nearest(name, known) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault,
    }
}
