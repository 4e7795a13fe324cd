//! The way out: reports to standard output, everything else to standard error, and colours only
//! where a person sees them.

use std::ffi::OsString;
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use anstream::stream::RawStream;
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

use super::status::Status;
use crate::config::Color;
use crate::report::escape::Escape;
use crate::report::text;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const NOTE: Style = AnsiColor::Green.on_default().bold();

/// Where the program writes to, and how.
#[derive(Clone, Copy, Debug)]
pub(super) struct Console {
    color: Color,
    /// Standard error is a terminal that may not speak UTF-8.
    escape: Escape,
}

/// Output that could not be written.
#[derive(Debug)]
pub(super) struct Unwritable(pub(super) io::Error);

impl Console {
    pub(super) fn new(color: Color) -> Self {
        let escape = Escape { ascii: io::stderr().is_terminal() && !speaks_utf8() };
        Console { color, escape }
    }

    /// How the text report is to look on standard output.
    pub(super) fn page(&self) -> text::Options {
        let stdout = io::stdout();
        let terminal = stdout.is_terminal();
        let width = terminal.then(|| terminal_size::terminal_size_of(&stdout)).flatten();
        text::Options {
            width: width.map_or(80, |(width, _)| usize::from(width.0)),
            color: choice(self.color, &stdout) != ColorChoice::Never,
            ascii: terminal && !speaks_utf8(),
        }
    }

    /// Writes to standard output, all or nothing left behind in a buffer.
    pub(super) fn print(&self, bytes: &[u8]) -> Result<(), Unwritable> {
        let stdout = io::stdout();
        let written = match choice(self.color, &stdout) {
            // What was laid out without colours has nothing that would have to be taken out.
            ColorChoice::Never => {
                let mut out = stdout.lock();
                out.write_all(bytes).and_then(|()| out.flush())
            }
            // On terminals without escape sequences (old Windows consoles) colours become calls.
            choice => {
                let mut out = AutoStream::new(stdout.lock(), choice);
                out.write_all(bytes).and_then(|()| out.flush())
            }
        };
        written.map_err(Unwritable)
    }

    /// The status of a command whose output failed. A reader who went away (`| head`) needs no
    /// message.
    pub(super) fn unwritable(&self, Unwritable(error): &Unwritable) -> Status {
        if error.kind() != io::ErrorKind::BrokenPipe {
            self.error(format_args!("cannot write to standard output: {error}"));
        }
        Status::Failed
    }

    /// `error: ` and one line. What comes from outside must have been escaped.
    pub(super) fn error(&self, message: impl Display) {
        self.say(ERROR, "error", &message);
    }

    pub(super) fn note(&self, message: impl Display) {
        self.say(NOTE, "note", &message);
    }

    /// Text that is ready to be shown, perhaps with colours, which are dropped where nobody
    /// would see them.
    pub(super) fn diagnostics(&self, text: &str) {
        let stderr = io::stderr();
        let choice = choice(self.color, &stderr);
        let mut err = AutoStream::new(stderr.lock(), choice);
        // There is nowhere left to tell that standard error is closed.
        let _ = writeln!(err, "{}", text.trim_end());
    }

    pub(super) fn escape(&self) -> Escape {
        self.escape
    }

    fn say(&self, style: Style, word: &str, message: &dyn Display) {
        self.diagnostics(&format!("{style}{word}{style:#}: {message}"));
    }
}

/// What the flag says, and where it leaves it open, what the terminal and the environment say
/// (NO_COLOR, CLICOLOR, CLICOLOR_FORCE, TERM).
fn choice(color: Color, stream: &impl RawStream) -> ColorChoice {
    match color {
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
        Color::Auto => AutoStream::choice(stream),
    }
}

/// Whether the locale's character set is UTF-8, as the first of the three variables says that is
/// set (POSIX, Environment Variables, section 8.2).
fn speaks_utf8() -> bool {
    cfg!(windows) || locale_is_utf8(|name| std::env::var_os(name))
}

fn locale_is_utf8(variable: impl Fn(&str) -> Option<OsString>) -> bool {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"];
    let locale = names.into_iter().filter_map(variable).find(|value| !value.is_empty());
    locale.is_some_and(|locale| {
        let locale = locale.to_string_lossy().to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_that_is_set_names_the_character_set() {
        for (variables, utf8) in [
            (vec![("LANG", "de_DE.UTF-8")], true),
            (vec![("LANG", "C.utf8")], true),
            (vec![("LANG", "de_DE.UTF-8"), ("LC_ALL", "C")], false),
            (vec![("LANG", "C"), ("LC_CTYPE", "en_US.UTF-8")], true),
            (vec![("LANG", "en_US.UTF-8"), ("LC_ALL", "")], true),
            (vec![("LANG", "de_DE@euro")], false),
            (vec![], false),
        ] {
            let find = |name: &str| {
                let found = variables.iter().find(|(variable, _)| *variable == name);
                found.map(|(_, value)| OsString::from(value))
            };
            assert_eq!(locale_is_utf8(find), utf8, "{variables:?}");
        }
    }
}
