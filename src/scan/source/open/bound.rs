//! Decompression with an end: what a small file may become is limited.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// Up to here nobody asks how small the file was.
const FREE: u64 = 256 << 20;
/// Mail is compressed by 3 to 20, the same newsletter many times over by some hundreds.
const RATIO: u64 = 500;

/// What all layers of packing of one file may become, and how much of that is spent.
#[derive(Debug)]
pub(super) struct Allowance {
    limit: u64,
    spent: Cell<u64>,
}

impl Allowance {
    /// For a file of that size; of a stream nobody knows.
    pub(super) fn of(size: Option<u64>) -> Self {
        let limit = size.map_or(FREE << 10, |size| size.saturating_mul(RATIO).max(FREE));
        Allowance { limit, spent: Cell::new(0) }
    }

    /// Whether nothing is left.
    pub(super) fn is_spent(&self) -> bool {
        self.spent.get() > self.limit
    }
}

/// A reader that fails when the allowance is spent.
pub(super) struct Bound<'a, R> {
    reader: R,
    allowance: &'a Allowance,
}

impl<'a, R> Bound<'a, R> {
    pub(super) fn new(reader: R, allowance: &'a Allowance) -> Self {
        Bound { reader, allowance }
    }
}

impl<R: Read> Read for Bound<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.allowance.spent.set(self.allowance.spent.get().saturating_add(read as u64));
        if self.allowance.is_spent() {
            return Err(io::Error::other(Bomb));
        }
        Ok(read)
    }
}

/// Why a [`Bound`] failed.
#[derive(Debug)]
pub(in crate::scan) struct Bomb;

impl fmt::Display for Bomb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it unpacks to more than {RATIO} times its size")
    }
}

impl std::error::Error for Bomb {}

/// Whether the error, or what it was made of, is a [`Bomb`].
pub(in crate::scan) fn is_bomb(error: &io::Error) -> bool {
    let mut inner: Option<&(dyn std::error::Error + 'static)> =
        error.get_ref().map(|e| e as &(dyn std::error::Error + 'static));
    while let Some(error) = inner {
        if error.is::<Bomb>() {
            return true;
        }
        inner = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(deeper) => Some(deeper),
            None => error.source(),
        };
    }
    false
}

/// Zstandard, all frames of the stream (RFC 8878 section 3).
pub(super) struct Zstd<R> {
    source: BufReader<R>,
    decoder: FrameDecoder,
    /// A frame is open.
    open: bool,
}

impl<R: Read> Zstd<R> {
    pub(super) fn new(source: R) -> Self {
        Zstd { source: BufReader::new(source), decoder: FrameDecoder::new(), open: false }
    }

    /// Begins the next frame; false at the end of the stream.
    fn next(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            match self.decoder.reset(&mut self.source) {
                Ok(()) => {
                    self.open = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    io::copy(&mut (&mut self.source).take(length.into()), &mut io::sink())?;
                }
                Err(error) => return Err(io::Error::new(io::ErrorKind::InvalidData, error)),
            }
        }
        Ok(false)
    }
}

impl<R: Read> Read for Zstd<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if self.open {
                let read = self.decoder.read(buffer)?;
                if read > 0 {
                    return Ok(read);
                }
                if !self.decoder.is_finished() {
                    self.decoder
                        .decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1))
                        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
                    continue;
                }
                self.open = false;
            }
            if !self.next()? {
                return Ok(0);
            }
        }
    }
}
