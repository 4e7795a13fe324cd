//! The words of the command line, put in order before they are parsed.
//!
//! `hopcheck FILE` and `hopcheck COMMAND` live side by side: the first word that is no flag says
//! which it is. Flags may stand before it or behind it, so a command is moved to the front, and
//! every command's flags are defined once, at the command. A file that is called like a command
//! is written `./rules`.

use std::ffi::OsString;

use clap::{ArgAction, Command};

/// The words with the command in front, if there is one. The first word is the program's name.
pub(super) fn ordered(words: impl Iterator<Item = OsString>, cli: &Command) -> Vec<OsString> {
    let mut words: Vec<OsString> = words.collect();
    if let Some(place) = first_operand(&words, cli)
        && let Some(word) = words[place].to_str()
        && (word == "help" || cli.get_subcommands().any(|command| command.get_name() == word))
    {
        words[1..=place].rotate_right(1);
    }
    words
}

/// The first word that is neither a flag nor a flag's value.
fn first_operand(words: &[OsString], cli: &Command) -> Option<usize> {
    let mut place = 1;
    while let Some(word) = words.get(place) {
        let text = word.to_string_lossy();
        match text.strip_prefix("--") {
            // All that follows are files.
            Some("") => return None,
            Some(flag) if !flag.contains('=') && takes_value(flag, cli) => place += 2,
            Some(_) => place += 1,
            // `-` is standard input; no short flag takes a value.
            None if text.starts_with('-') && text != "-" => place += 1,
            None => return Some(place),
        }
    }
    None
}

fn takes_value(flag: &str, cli: &Command) -> bool {
    let argument = cli.get_arguments().find(|argument| argument.get_long() == Some(flag));
    argument
        .is_some_and(|argument| matches!(argument.get_action(), ArgAction::Set | ArgAction::Append))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    fn order(line: &str) -> String {
        let words = line.split(' ').map(OsString::from);
        let ordered = ordered(words, &Cli::command());
        ordered.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn commands_come_first() {
        for (line, expected) in [
            ("hopcheck a.eml --offline", "hopcheck a.eml --offline"),
            ("hopcheck --offline a.eml", "hopcheck --offline a.eml"),
            ("hopcheck --offline check a.eml", "hopcheck check --offline a.eml"),
            ("hopcheck --color never rules list", "hopcheck rules --color never list"),
            ("hopcheck --color=never rules list", "hopcheck rules --color=never list"),
            ("hopcheck --dns check a.eml", "hopcheck --dns check a.eml"),
            ("hopcheck --dns x check a.eml", "hopcheck check --dns x a.eml"),
            ("hopcheck a.eml rules", "hopcheck a.eml rules"),
            ("hopcheck ./rules", "hopcheck ./rules"),
            ("hopcheck -- rules", "hopcheck -- rules"),
            ("hopcheck - check", "hopcheck - check"),
            ("hopcheck --unknown check", "hopcheck check --unknown"),
            ("hopcheck -h", "hopcheck -h"),
            ("hopcheck --offline help", "hopcheck help --offline"),
            ("hopcheck", "hopcheck"),
        ] {
            assert_eq!(order(line), expected);
        }
    }

    #[test]
    fn no_short_flag_takes_a_value() {
        let cli = Cli::command();
        let short = cli.get_arguments().filter(|argument| argument.get_short().is_some());
        for argument in short {
            assert!(!matches!(argument.get_action(), ArgAction::Set | ArgAction::Append));
        }
    }
}
