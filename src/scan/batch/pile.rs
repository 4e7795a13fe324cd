//! All marks and texts of a scan, in bounded memory.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

use super::gist::{Gist, Mark};
use super::record::{self, Text};

/// So many marks are in memory; more go to a file, sorted.
const IN_MEMORY: usize = 500_000;

/// What is kept of all messages.
#[derive(Debug)]
pub struct Pile {
    marks: Vec<Mark>,
    runs: Vec<File>,
    most: usize,
    texts: Option<Texts>,
    messages: u64,
}

impl Default for Pile {
    fn default() -> Self {
        Pile::of(IN_MEMORY)
    }
}

/// The texts of all messages, in two temporary files: the texts, and where each begins.
#[derive(Debug)]
struct Texts {
    texts: BufWriter<File>,
    starts: BufWriter<File>,
    length: u64,
}

impl Pile {
    /// With so many marks in memory at most.
    fn of(most: usize) -> Self {
        Pile { marks: Vec::new(), runs: Vec::new(), most, texts: None, messages: 0 }
    }

    /// Takes gists, in the order of the output, and leaves the list empty.
    ///
    /// # Errors
    /// Where temporary files cannot be written.
    pub fn add(&mut self, gists: &mut Vec<Gist>) -> io::Result<()> {
        for gist in gists.drain(..) {
            let texts = match &mut self.texts {
                Some(texts) => texts,
                none => none.insert(Texts::new()?),
            };
            texts.add(&gist.texts)?;
            let message = self.messages;
            self.marks.extend(gist.marks.iter().map(|mark| Mark { message, ..*mark }));
            self.messages += 1;
            if self.marks.len() >= self.most {
                self.spill()?;
            }
        }
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        self.marks.sort_unstable();
        let mut file = BufWriter::with_capacity(256 << 10, tempfile::tempfile()?);
        for mark in self.marks.drain(..) {
            file.write_all(&record::bytes(&mark))?;
        }
        let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        self.runs.push(file);
        Ok(())
    }

    /// Hands over all marks, sorted by kind, key and message.
    ///
    /// # Errors
    /// Where temporary files cannot be read.
    pub(super) fn each(&mut self, mut each: impl FnMut(Mark)) -> io::Result<()> {
        self.marks.sort_unstable();
        let mut runs: Vec<BufReader<File>> =
            self.runs.drain(..).map(|file| BufReader::with_capacity(64 << 10, file)).collect();
        let mut memory = self.marks.drain(..);
        // The least mark of each run, and of what is in memory (the last number).
        let mut heads = BinaryHeap::new();
        let last = runs.len();
        for (number, run) in runs.iter_mut().enumerate() {
            heads.extend(next(run)?.map(|mark| Reverse((mark, number))));
        }
        heads.extend(memory.next().map(|mark| Reverse((mark, last))));
        while let Some(Reverse((mark, number))) = heads.pop() {
            each(mark);
            let following = match runs.get_mut(number) {
                Some(run) => next(run)?,
                None => memory.next(),
            };
            heads.extend(following.map(|mark| Reverse((mark, number))));
        }
        Ok(())
    }

    /// The texts of a message.
    ///
    /// # Errors
    /// Where the temporary file cannot be read.
    pub(super) fn text(&mut self, message: u64) -> io::Result<Text> {
        match &mut self.texts {
            Some(texts) => texts.get(message),
            None => Ok(Text::default()),
        }
    }
}

/// The next mark of a run.
fn next(run: &mut BufReader<File>) -> io::Result<Option<Mark>> {
    let mut bytes = [0; record::SIZE];
    match run.read_exact(&mut bytes) {
        Ok(()) => Ok(Some(record::mark(&bytes))),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

impl Texts {
    fn new() -> io::Result<Self> {
        let file = || tempfile::tempfile().map(|file| BufWriter::with_capacity(64 << 10, file));
        Ok(Texts { texts: file()?, starts: file()?, length: 0 })
    }

    fn add(&mut self, texts: &[u8]) -> io::Result<()> {
        self.starts.write_all(&self.length.to_le_bytes())?;
        self.length += texts.len() as u64;
        self.texts.write_all(texts)
    }

    fn get(&mut self, message: u64) -> io::Result<Text> {
        self.starts.flush()?;
        self.texts.flush()?;
        let (starts, texts) = (self.starts.get_mut(), self.texts.get_mut());
        starts.seek(SeekFrom::Start(message * 8))?;
        let mut start = [0; 8];
        starts.read_exact(&mut start)?;
        let mut end = [0; 8];
        let start = u64::from_le_bytes(start);
        let end = match starts.read_exact(&mut end) {
            Ok(()) => u64::from_le_bytes(end),
            Err(_) => self.length,
        };
        texts.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        texts.take(end - start).read_to_end(&mut bytes)?;
        Ok(Text::read(&bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_sorted_whether_they_were_written_out_or_not() {
        let mark = |key, value| Mark {
            kind: 0,
            key,
            message: 0,
            text: 0,
            value,
            time: 0,
            message_id: 0,
            sender: 0,
            subject: 0,
        };
        let order = |most| {
            let mut pile = Pile::of(most);
            for message in 0..50_u64 {
                let texts = record::Texts::of(None, message, None).bytes;
                let mut gist = Gist { texts, ..Gist::default() };
                gist.marks = vec![mark(message * 7 % 10, 1), mark(message % 3, 2)];
                pile.add(&mut vec![gist]).expect("there is room");
            }
            assert_eq!(pile.runs.is_empty(), most > 100);
            let mut marks = Vec::new();
            pile.each(|mark| marks.push(mark)).expect("can be read");
            for message in [0, 17, 49] {
                assert_eq!(pile.text(message).expect("can be read").whence.offset, message);
            }
            marks
        };
        let whole = order(1_000);
        assert_eq!(whole.len(), 100);
        assert!(whole.is_sorted());
        assert_eq!(order(9), whole);
    }
}
