//! The end of the pipeline: lines go out, counts are added up, the second pass gets its due.

use std::io;

use super::batch::Pile;
use super::ordered::Sink;
use super::output::Output;
use super::pipeline::{Piece, Watch};
use super::tally::Tally;

/// Takes what the workers made, piece by piece.
pub struct Writer<'w> {
    pub output: Output,
    pub tally: Tally,
    pub pile: Pile,
    watch: &'w Watch,
    /// Why nothing more could be written.
    pub error: Option<io::Error>,
    /// The last message that was written, for people.
    pub last: Option<String>,
}

impl<'w> Writer<'w> {
    /// Goes on from what an earlier run counted, if one did.
    pub fn new(output: Output, tally: Tally, pile: Pile, watch: &'w Watch) -> Self {
        Writer { output, tally, pile, watch, error: None, last: None }
    }
}

impl Sink<Piece> for Writer<'_> {
    fn take(&mut self, piece: &mut Piece) -> bool {
        if let Err(error) = self.output.write(&piece.lines) {
            self.error = Some(error);
            return false;
        }
        piece.lines.clear();
        let tally = std::mem::take(&mut piece.tally);
        self.watch.add(&tally);
        self.tally.merge(tally);
        if let Err(error) = self.pile.add(&mut piece.gists) {
            self.error = Some(error);
            return false;
        }
        if piece.last.is_some() {
            self.last = piece.last.take();
        }
        true
    }
}
