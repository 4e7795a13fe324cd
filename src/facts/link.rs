//! Facts of one link between neighbours.

use super::table::{Derived, facts};
use crate::rules::schema::Value;

facts! { FIELDS, GETS, READS;
    "kind": String, Derived, "exact, organisation, address, internal, explained, unexplained, unknown",
        |f, i| Value::Str(f.link_kind(i).as_str());
    "way": String, Derived, "what they hang together by: recorded, announced, address, inside, none",
        |f, i| Value::Str(f.chain.links[i].way.as_str());
    "recorded": String, Derived, "lower `by` against the name the upper line recorded: same, organisation, different, unknown",
        |f, i| Value::Str(f.chain.links[i].recorded.as_str());
    "announced": String, Derived, "lower `by` against the name the peer announced",
        |f, i| Value::Str(f.chain.links[i].announced.as_str());
    "same_server": String, Derived, "lower `by` against the upper `by`",
        |f, i| Value::Str(f.chain.links[i].same_server.as_str());
    "same_label": Bool, Derived, "lower `by` and a name above begin with the same label under different domains",
        |f, i| Value::Bool(f.chain.links[i].same_label);
    "address": Bool, Derived, "the lower `by` states the address that the upper line recorded",
        |f, i| Value::Bool(f.chain.links[i].address);
    "explained_by": String, Derived, "the explanation that covers a difference",
        |f, i| f.explained[i].as_deref().map_or(Value::Absent, Value::Str);
    "handover": Bool, Derived, "the upper line is ours, the lower one the sender's side's",
        |f, i| if f.boundary_known() { Value::Bool(f.own == i + 1) } else { Value::Absent };
    "own": Bool, Derived, "both lines are ours",
        |f, i| if f.boundary_known() { Value::Bool(i + 1 < f.own) } else { Value::Absent };
    "lag": Int, Derived, "seconds from the lower stamp to the upper one; negative: time runs back",
        |f, i| f.chain.links[i].lag.map_or(Value::Absent, Value::Int);
}
