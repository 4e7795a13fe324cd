//! Every way in which a rule file can be wrong, with its stable code. Codes are never used again
//! for something else; `docs/writing-rules.md` lists them all.

macro_rules! codes {
    ($($name:ident $code:literal $title:literal,)*) => {
        /// What is wrong, as a stable code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $title] $name,)*
        }

        impl Code {
            /// All codes in order.
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            /// The stable code, such as `R025`.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $code,)* }
            }

            /// What the code stands for.
            pub fn title(self) -> &'static str {
                match self { $(Code::$name => $title,)* }
            }
        }
    };
}

codes! {
    Unreadable "R001" "the file or folder cannot be read",
    TooBig "R002" "the file is too big",
    NotUtf8 "R003" "the file is not UTF-8",
    NotToml "R004" "the file is not TOML",
    UnknownKey "R005" "the key is not known",
    MissingKey "R006" "a key is missing",
    WrongToml "R007" "the value is of another TOML type",
    BadValue "R008" "the value is not among those allowed",
    WrongId "R009" "the id is not that of the file",
    DoubleId "R010" "the id is used twice",
    NothingToReplace "R011" "there is nothing to replace",
    NoExample "R012" "a rule with a weight has no examples",
    BadExample "R013" "the example is not a message",
    BadExampleValue "R014" "a value of the example cannot be read",
    NotInFamily "R015" "the rule lies outside of a family",
    Syntax "R020" "the condition is not CEL",
    TooComplex "R021" "the condition is too long or too deep",
    NotSupported "R022" "this part of CEL is not supported",
    UnknownName "R023" "the name is not known",
    NotInScope "R024" "the name is not known in this scope",
    UnknownFact "R025" "the fact is not known",
    NotAValue "R026" "this is not a value",
    WrongType "R027" "the types do not fit",
    UnknownFunction "R028" "the function is not known",
    WrongArguments "R029" "the arguments do not fit the function",
    NotBool "R030" "the condition is not true or false",
    BadRegex "R031" "the regular expression cannot be read",
    BadAddress "R032" "the address or network cannot be read",
    NoFact "R033" "the condition reads no fact",
    BadHas "R034" "has() is not given a fact",
    BadTemplate "R040" "the sentence's braces do not fit",
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn codes_are_distinct_and_in_order() {
        let codes: Vec<&str> = Code::ALL.iter().map(|c| c.as_str()).collect();
        let mut sorted = codes.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(codes, sorted);
    }

    #[test]
    fn the_documentation_lists_each_code_with_its_title() {
        let docs = include_str!("../../docs/writing-rules.md");
        for code in Code::ALL {
            let row = format!("| `{}` | {} |", code.as_str(), code.title());
            assert!(docs.contains(&row), "docs/writing-rules.md lacks: {row}");
        }
    }
}
