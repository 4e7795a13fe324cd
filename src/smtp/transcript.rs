//! What a client typed, to a bound: commands as they stood on the wire, for the report.

/// One command line as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// Milliseconds since the connection was made.
    pub at: u64,
    /// Its bytes, line end left out; only the first of a long one.
    pub line: Vec<u8>,
    /// The code it was answered with; 0 where it has no answer yet.
    pub code: u16,
}

/// Longer lines are cut.
const LINE_MAX: usize = 256;
/// Of more commands only the first are kept.
const COMMANDS_MAX: usize = 64;

/// Commands of a session: those that set it up, and those of the present message.
#[derive(Clone, Debug, Default)]
pub struct Transcript {
    lines: Vec<Typed>,
    /// How many of them every message of the session has in common.
    common: usize,
    /// Commands that are not kept.
    pub left_out: u32,
}

impl Transcript {
    pub fn add(&mut self, at: u64, line: &[u8]) {
        if self.lines.len() >= COMMANDS_MAX {
            self.left_out = self.left_out.saturating_add(1);
            return;
        }
        self.lines.push(Typed { at, line: line[..line.len().min(LINE_MAX)].to_vec(), code: 0 });
    }

    /// The answer to the newest command.
    pub fn answered(&mut self, code: u16) {
        if self.left_out == 0
            && let Some(last) = self.lines.last_mut()
        {
            last.code = code;
        }
    }

    /// What was typed so far belongs to every message to come.
    pub fn keep(&mut self) {
        self.common = self.lines.len();
    }

    /// A message is done: its commands are forgotten.
    pub fn forget(&mut self) {
        self.lines.truncate(self.common);
        self.left_out = 0;
    }

    pub fn lines(&self) -> &[Typed] {
        &self.lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounded_and_forgetful() {
        let mut typed = Transcript::default();
        typed.add(1, b"EHLO a.example");
        typed.answered(250);
        typed.keep();
        for n in 0..100 {
            typed.add(n, &[b'x'; 1_000]);
        }
        assert_eq!((typed.lines().len(), typed.left_out), (COMMANDS_MAX, 37));
        assert_eq!(typed.lines()[1].line.len(), LINE_MAX);
        typed.forget();
        let kept = Typed { at: 1, line: b"EHLO a.example".to_vec(), code: 250 };
        assert_eq!((typed.lines(), typed.left_out), (&[kept][..], 0));
    }
}
