//! Functions: those of CEL's standard library that are supported, `math.abs`, `lowerAscii`, and
//! Kubernetes' functions for addresses.

use cel::common::ast::{CallExpr, Expr, IdedExpr};

use super::function_faults::{METHODS, QUALIFIED};
use super::{Checker, Found};
use crate::rules::codes::Code;
use crate::rules::condition::address::{parse_ip, parse_net};
use crate::rules::condition::pattern::Pattern;
use crate::rules::condition::spans::is_operator;
use crate::rules::condition::tree::{
    Bool, DoubleSource, IntSource, Ip, IpTest, Net, Num, Scalar, Str,
};
use crate::rules::condition::types::Typed;
use crate::rules::fault::Fault;
use crate::rules::names::article;

impl Checker<'_> {
    pub(super) fn call(&mut self, expr: &IdedExpr, call: &CallExpr) -> Option<Typed> {
        if is_operator(call) {
            return self.operator(expr, call);
        }
        match &call.target {
            None => self.global(expr, call),
            Some(target) => {
                if let Expr::Ident(space) = &target.expr {
                    let name = format!("{space}.{}", call.func_name);
                    let is_space = QUALIFIED.iter().any(|q| q.split('.').next() == Some(space));
                    if is_space && self.schema.variable(space).is_none() {
                        return self.qualified(expr, call, &name);
                    }
                }
                self.method(expr, call, target)
            }
        }
    }

    fn global(&mut self, expr: &IdedExpr, call: &CallExpr) -> Option<Typed> {
        let name = call.func_name.as_str();
        let ([arg] | [arg, _]) = call.args.as_slice() else {
            return self.wrong_count(expr, call);
        };
        match (name, call.args.len()) {
            ("has", 1) => self.has(arg),
            ("matches", 2) => {
                let text = self.str_arg(expr, arg)?;
                self.matches(text, &call.args[1])
            }
            ("size", 1) => {
                let value = self.expr(arg)?;
                self.size(expr, value, arg)
            }
            ("int" | "double" | "string", 1) => self.conversion(expr, name, arg),
            ("ip", 1) => {
                let text = self.str_arg(expr, arg)?;
                Some(Typed::Scalar(Scalar::Ip(self.ip(text, arg)?)))
            }
            ("cidr", 1) => {
                let text = self.str_arg(expr, arg)?;
                Some(Typed::Scalar(Scalar::Net(self.net(text, arg)?)))
            }
            ("isIP", 1) => Some(Typed::Scalar(Scalar::Bool(Bool::IsIp(self.str_arg(expr, arg)?)))),
            ("isCIDR", 1) => {
                Some(Typed::Scalar(Scalar::Bool(Bool::IsCidr(self.str_arg(expr, arg)?))))
            }
            _ => self.wrong_count(expr, call),
        }
    }

    fn qualified(&mut self, expr: &IdedExpr, call: &CallExpr, name: &str) -> Option<Typed> {
        let [arg] = call.args.as_slice() else {
            return self.wrong_count(expr, call);
        };
        match name {
            "ip.isCanonical" => {
                Some(Typed::Scalar(Scalar::Bool(Bool::IsCanonical(self.str_arg(expr, arg)?))))
            }
            "math.abs" => Some(Typed::Scalar(match self.scalar(arg)? {
                Scalar::Int(n) => Scalar::Int(Num::Abs(Box::new(n))),
                Scalar::Uint(n) => Scalar::Uint(Num::Abs(Box::new(n))),
                Scalar::Double(n) => Scalar::Double(Num::Abs(Box::new(n))),
                other => {
                    let got = other.single().as_str();
                    return self.wrong_argument(expr, arg, "a number", got);
                }
            })),
            _ => self.unknown_function(expr, call),
        }
    }

    fn method(&mut self, expr: &IdedExpr, call: &CallExpr, target: &IdedExpr) -> Option<Typed> {
        let name = call.func_name.as_str();
        let Some((_, receiver)) = METHODS.iter().find(|(method, _)| *method == name) else {
            return self.unknown_function(expr, call);
        };
        if matches!(name, "exists" | "all" | "exists_one" | "filter") {
            return self.macro_call(expr, call, target);
        }
        let value = self.expr(target)?;
        let test = match name {
            "isUnspecified" => Some(IpTest::Unspecified),
            "isLoopback" => Some(IpTest::Loopback),
            "isLinkLocalMulticast" => Some(IpTest::LinkLocalMulticast),
            "isLinkLocalUnicast" => Some(IpTest::LinkLocalUnicast),
            "isGlobalUnicast" => Some(IpTest::GlobalUnicast),
            _ => None,
        };
        let tree = match (value, name, call.args.as_slice()) {
            (
                value @ (Typed::Scalar(Scalar::Str(_)) | Typed::List(..) | Typed::Records(..)),
                "size",
                [],
            ) => {
                return self.size(expr, value, target);
            }
            (Typed::Scalar(Scalar::Str(text)), "lowerAscii", []) => {
                Scalar::Str(Str::LowerAscii(Box::new(text)))
            }
            (Typed::Scalar(Scalar::Str(text)), "matches", [pattern]) => {
                return self.matches(text, pattern);
            }
            (Typed::Scalar(Scalar::Str(text)), "startsWith" | "endsWith" | "contains", [part]) => {
                let part = self.str_arg(expr, part)?;
                Scalar::Bool(match name {
                    "startsWith" => Bool::StartsWith(text, part),
                    "endsWith" => Bool::EndsWith(text, part),
                    _ => Bool::Contains(text, part),
                })
            }
            (Typed::Scalar(Scalar::Ip(ip)), "family", []) => {
                Scalar::Int(Num::From(Box::new(IntSource::Family(ip))))
            }
            (Typed::Scalar(Scalar::Net(net)), "containsIP", [arg]) => {
                let ip = match self.scalar(arg)? {
                    Scalar::Ip(ip) => ip,
                    Scalar::Str(text) => self.ip(text, arg)?,
                    other => {
                        let got = other.single().as_str();
                        return self.wrong_argument(expr, arg, "an ip or a string", got);
                    }
                };
                Scalar::Bool(Bool::ContainsIp(net, ip))
            }
            (Typed::Scalar(Scalar::Ip(ip)), _, []) if let Some(test) = test => {
                Scalar::Bool(Bool::Ip(test, ip))
            }
            (value, _, _) => {
                let is = article(&value.describe());
                if *receiver == is || receiver.split(" or ").any(|r| r == is || is.starts_with(r)) {
                    return self.wrong_count(expr, call);
                }
                let title = format!("`{name}` is a function of {receiver}");
                let at = self.spans.function(expr);
                let fault = Fault::new(Code::WrongArguments, at, title)
                    .context(self.spans.of(target), format!("this is {is}"));
                let is_text = matches!(value, Typed::Scalar(Scalar::Str(_)));
                return self.fault(match *receiver {
                    "an ip" if is_text => fault.help("`ip(…)` makes an address of a string"),
                    "a string" if !is_text => fault.help("`string(…)` makes a string"),
                    _ => fault,
                });
            }
        };
        Some(Typed::Scalar(tree))
    }

    fn has(&mut self, arg: &IdedExpr) -> Option<Typed> {
        let Some(path) = self.spans.path(arg) else {
            let at = self.spans.of(arg);
            return self.fault(
                Fault::new(Code::BadHas, at, "`has()` takes the path of a fact")
                    .label("this is not a path"),
            );
        };
        match self.find(&path) {
            Ok(Found::Fact(place, ..)) => Some(Typed::Scalar(Scalar::Bool(Bool::Has(place)))),
            Ok(Found::Thing(thing)) => {
                let title = format!("`{}` is {}", path.text(), article(&thing.describe()));
                let fault = Fault::new(Code::BadHas, path.at(), title);
                self.fault(match thing {
                    Typed::Records(..) => {
                        fault.label("always there").help("`size(…) > 0` says whether it has items")
                    }
                    Typed::Record(_) => {
                        fault.label("name a fact of it").help("`has()` asks for one of its facts")
                    }
                    _ => fault.label("always there"),
                })
            }
            Err(fault) => self.fault(fault),
        }
    }

    fn size(&mut self, expr: &IdedExpr, value: Typed, arg: &IdedExpr) -> Option<Typed> {
        let source = match value {
            Typed::Scalar(Scalar::Str(text)) => IntSource::Length(text),
            Typed::List(_, list) => IntSource::Size(list),
            Typed::Records(_, records) => IntSource::Count(records),
            other => {
                let got = other.describe();
                return self.wrong_argument(expr, arg, "a string or a list", &got);
            }
        };
        Some(Typed::Scalar(Scalar::Int(Num::From(Box::new(source)))))
    }

    fn conversion(&mut self, expr: &IdedExpr, name: &str, arg: &IdedExpr) -> Option<Typed> {
        let value = self.scalar(arg)?;
        let got = value.single().as_str();
        let int = |source| Scalar::Int(Num::From(Box::new(source)));
        let double = |source| Scalar::Double(Num::From(Box::new(source)));
        Some(Typed::Scalar(match (name, value) {
            ("int", value @ Scalar::Int(_)) | ("double", value @ Scalar::Double(_)) => value,
            ("int", Scalar::Uint(u)) => int(IntSource::Uint(u)),
            ("int", Scalar::Double(d)) => int(IntSource::Double(d)),
            ("int", Scalar::Str(s)) => int(IntSource::Str(s)),
            ("double", Scalar::Int(i)) => double(DoubleSource::Int(i)),
            ("double", Scalar::Uint(u)) => double(DoubleSource::Uint(u)),
            ("double", Scalar::Str(s)) => double(DoubleSource::Str(s)),
            ("string", value) => Scalar::Str(Str::From(Box::new(value))),
            _ => return self.wrong_argument(expr, arg, "a number or a string", got),
        }))
    }

    fn matches(&mut self, text: Str, pattern: &IdedExpr) -> Option<Typed> {
        let at = self.spans.of(pattern);
        let Scalar::Str(Str::Const(literal)) = self.scalar(pattern)? else {
            let title = "a regular expression must be written out";
            return self.fault(
                Fault::new(Code::WrongArguments, at, title)
                    .label("this is known only when there is a message"),
            );
        };
        match Pattern::new(&literal) {
            Ok(pattern) => {
                let tree = Bool::Matches(text, Box::new(pattern));
                Some(Typed::Scalar(Scalar::Bool(tree)))
            }
            Err(error) => {
                let why = match error {
                    regex::Error::CompiledTooBig(_) => "it is too big".to_owned(),
                    // The last line has the cause; the others draw the expression again.
                    other => {
                        let text = other.to_string();
                        let last = text.lines().last().unwrap_or_default();
                        last.trim_start_matches("error: ").to_owned()
                    }
                };
                let fault = Fault::new(Code::BadRegex, at, "the regular expression cannot be read");
                self.fault(fault.label(why))
            }
        }
    }

    /// An address given as a string: read now if it is written out.
    fn ip(&mut self, text: Str, arg: &IdedExpr) -> Option<Ip> {
        let Str::Const(literal) = text else {
            return Some(Ip::Parse(Box::new(text)));
        };
        match parse_ip(&literal) {
            Ok(ip) => Some(Ip::Const(ip)),
            Err(why) => {
                let title = format!("`{}` is not an address", literal.escape_debug());
                self.fault(Fault::new(Code::BadAddress, self.spans.of(arg), title).label(why))
            }
        }
    }

    fn net(&mut self, text: Str, arg: &IdedExpr) -> Option<Net> {
        let Str::Const(literal) = text else {
            return Some(Net::Parse(Box::new(text)));
        };
        match parse_net(&literal) {
            Ok(net) => Some(Net::Const(net)),
            Err(why) => {
                let title = format!("`{}` is not a network", literal.escape_debug());
                let fault = Fault::new(Code::BadAddress, self.spans.of(arg), title).label(why);
                let meant = literal.parse::<ipnet::IpNet>().map(|net| net.trunc());
                self.fault(match meant {
                    Ok(net) => fault.help(format!("did you mean `{net}`?")),
                    Err(_) => fault,
                })
            }
        }
    }

    fn str_arg(&mut self, call: &IdedExpr, arg: &IdedExpr) -> Option<Str> {
        match self.expr(arg)? {
            Typed::Scalar(Scalar::Str(text)) => Some(text),
            other => {
                let got = other.describe();
                self.wrong_argument(call, arg, "a string", &got)
            }
        }
    }
}
