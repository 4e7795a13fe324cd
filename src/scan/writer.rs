//! The end of the pipeline: lines and documents go out, counts are added up, the second pass gets
//! its due.

use std::io;
use std::time::{Duration, Instant};

use super::batch::Pile;
use super::ordered::Sink;
use super::output::Output;
use super::pipeline::{Piece, Watch};
use super::tally::Tally;
use crate::deliver::{Delivery, Document};

/// Takes what the workers made, piece by piece.
pub struct Writer<'w> {
    pub exit: Exit<'w>,
    pub tally: Tally,
    pub pile: Pile,
    watch: &'w Watch,
    /// Why nothing more could go out.
    pub error: Option<Fault>,
    /// The last message that went out, for people.
    pub last: Option<String>,
}

/// Where lines and documents go.
pub struct Exit<'w> {
    pub output: Output,
    /// Where documents go, and how long may be waited for room there.
    pub delivery: Option<(&'w Delivery, Duration)>,
}

/// Why a scan ends itself.
#[derive(Debug)]
pub enum Fault {
    Unwritable(io::Error),
    Undeliverable(io::Error),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Fault::Unwritable(error)
    }
}

impl Exit<'_> {
    /// Documents first: a line that was written says that its document is safe, so that a scan
    /// that goes on from there need not deliver it again.
    ///
    /// # Errors
    /// Where either cannot go out.
    pub fn put(&mut self, documents: &[Document], lines: &[u8]) -> Result<(), Fault> {
        if let Some((delivery, patience)) = self.delivery
            && !documents.is_empty()
        {
            let deadline = Instant::now() + patience;
            delivery.add(documents, deadline).map_err(Fault::Undeliverable)?;
            if self.output.is_wanted() {
                delivery.sync().map_err(Fault::Undeliverable)?;
            }
        }
        Ok(self.output.write(lines)?)
    }
}

impl<'w> Writer<'w> {
    /// Goes on from what an earlier run counted, if one did.
    pub fn new(exit: Exit<'w>, tally: Tally, pile: Pile, watch: &'w Watch) -> Self {
        Writer { exit, tally, pile, watch, error: None, last: None }
    }
}

impl Sink<Piece> for Writer<'_> {
    fn take(&mut self, piece: &mut Piece) -> bool {
        if let Err(error) = self.exit.put(&piece.documents, &piece.lines) {
            self.error = Some(error);
            return false;
        }
        piece.documents.clear();
        piece.lines.clear();
        let tally = std::mem::take(&mut piece.tally);
        self.watch.add(&tally);
        self.tally.merge(tally);
        if let Err(error) = self.pile.add(&mut piece.gists) {
            self.error = Some(error.into());
            return false;
        }
        if piece.last.is_some() {
            self.last = piece.last.take();
        }
        true
    }
}
