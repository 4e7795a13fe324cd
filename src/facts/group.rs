//! Facts of several messages together, for rules of scope `batch`. Only their table is here; they
//! are measured over a whole scan, by [`crate::scan::batch`].

use crate::rules::schema::{Field, Type};

const fn field(path: &'static str, ty: Type, doc: &'static str) -> Field {
    Field { path, ty, doc }
}

/// In the order that [`crate::scan::batch`] numbers them.
pub const GROUP_FIELDS: &[Field] = &[
    field(
        "kind",
        Type::String,
        "what the messages have in common: `line` (a server's id, mostly of one line), `peer` (the \
         address of the hand-over), `prefix` (the injector and the forged lines below it), `path` \
         (the sender; one group for each message that leaves his usual path), `clock` (a server \
         whose stamps stand below our own), `counter` (a server that counts its messages; one \
         group for each that does not stand where its number says)",
    ),
    field("key", Type::String, "that which they have in common, as it is written"),
    field("messages", Type::Int, "how many messages"),
    field("message_ids", Type::Int, "how many different Message-IDs"),
    field("senders", Type::Int, "how many different domains in From"),
    field("subjects", Type::Int, "how many different subjects"),
    field(
        "values",
        Type::Int,
        "how many different ones there are: of `line` lines, of `peer` names announced, of `path` \
         paths, of `clock` minutes of difference, of `counter` numbers",
    ),
    field("names", Type::StringList, "some of the different ones, as they are written"),
    field(
        "usual",
        Type::Int,
        "of `path`: how many messages take the path taken most often; of `counter`: how many are \
         stamped in the order of their numbers",
    ),
    field("same", Type::Int, "of `path`: how many messages take the path of this one"),
    field("share", Type::Double, "of `path` and `counter`: share of the usual ones, 0 to 1"),
    field(
        "skew",
        Type::Int,
        "of `clock`: seconds that the server's stamps are ahead of ours (negative: behind), in the \
         middle of all messages",
    ),
    field("spread", Type::Int, "of `clock`: seconds between the tenth and the ninetieth hundredth"),
    field(
        "off",
        Type::Int,
        "of `counter`: seconds that the message's stamp lies outside those of the next lower and \
         the next higher number",
    ),
];
