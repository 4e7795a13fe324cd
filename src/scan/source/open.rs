//! Opens a file and hands over the messages in it, whatever they are packed in.

mod archive;
mod bound;
mod outlook;

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::Path;

use super::look::{self, Kind};
use super::{Found, Place, Skip, Skipped, Take, mbox};
pub(super) use bound::is_bomb;
use bound::{Allowance, Bound, Zstd};

/// So much of a message is kept, which is as long as a header may be. The rest is only counted.
pub const KEPT: usize = 16 << 20;
/// So much is read of a file before it is known what it is.
const HEAD: usize = 64 << 10;
/// A buffer that grew larger than this is given back after use.
const SPARE: usize = 1 << 20;
/// So many layers of packing are undone: a tar in a zip in a gz.
const LAYERS: u8 = 4;
/// What an archive inside another may have.
const IN_MEMORY: usize = 64 << 20;
/// KiB that the dictionary of an xz file may take: its highest preset has 64 MiB.
const XZ_MEMORY: u32 = 96 << 10;
/// So much of a stream without a known size is read to learn the size of one message.
const COUNTED: u64 = 4 << 30;

/// Opens files one after the other, with a buffer that is used again.
#[derive(Default)]
pub struct Opener {
    buffer: Vec<u8>,
    /// Read whole messages even where the header alone would do.
    whole: bool,
}

/// What a stream is read with.
struct Stream<'s> {
    place: &'s Place,
    /// Its name or place says that it holds a message.
    expected: bool,
    named: bool,
    layer: u8,
    allowance: &'s Allowance,
}

impl<'s> Stream<'s> {
    /// The same for what is packed in it.
    fn deeper<'d>(&self, place: &'d Place, expected: bool) -> Stream<'d>
    where
        's: 'd,
    {
        Stream { place, expected, named: false, layer: self.layer + 1, allowance: self.allowance }
    }
}

impl Opener {
    /// `whole`: messages are wanted with their bodies, even where these hold no other messages.
    pub fn new(whole: bool) -> Self {
        Opener { buffer: Vec::new(), whole }
    }

    /// Hands over the messages of a file. `named`: the user named it on the command line, so that
    /// it may also be a pipe or a link.
    pub fn file(&mut self, path: &Path, named: bool, take: &mut dyn Take) -> ControlFlow<()> {
        let place = Place::new(path);
        let file = match open(path, named) {
            Ok(file) => file,
            Err(error) => {
                take.skipped(Skipped::of_error(place.path, &error, named));
                return ControlFlow::Continue(());
            }
        };
        let metadata = match file.metadata() {
            Ok(metadata) => metadata,
            Err(error) => {
                take.skipped(Skipped::of_error(place.path, &error, named));
                return ControlFlow::Continue(());
            }
        };
        if !metadata.is_file() && !named {
            // It was a file when it was listed.
            take.skipped(Skipped::new(place.path, Skip::SpecialFile, named));
            return ControlFlow::Continue(());
        }
        let allowance = &Allowance::of(metadata.is_file().then_some(metadata.len()));
        let stream = Stream { expected: expected(path), place: &place, named, layer: 0, allowance };
        self.opened(file, &metadata, &stream, take)
    }

    /// Hands over the messages of a stream, such as standard input.
    pub fn reader(&mut self, mut reader: impl Read, take: &mut dyn Take) -> ControlFlow<()> {
        let place = Place { path: "-".into(), flags: None };
        let allowance = &Allowance::of(None);
        let stream = Stream { place: &place, expected: true, named: true, layer: 0, allowance };
        packed(&mut reader, &stream, take)
    }

    fn opened(
        &mut self,
        mut file: File,
        metadata: &Metadata,
        stream: &Stream<'_>,
        take: &mut dyn Take,
    ) -> ControlFlow<()> {
        if self.buffer.len() > SPARE {
            self.buffer = Vec::new();
        }
        if self.buffer.len() < HEAD {
            self.buffer.resize(HEAD, 0);
        }
        let known = metadata.is_file().then_some(metadata.len());
        let read = match fill(&mut file, &mut self.buffer[..HEAD], known) {
            Ok(read) => read,
            Err(error) => {
                take.skipped(Skipped::of_error(stream.place.path.clone(), &error, stream.named));
                return ControlFlow::Continue(());
            }
        };
        let head = &self.buffer[..read];
        match look::kind(head, stream.expected) {
            Kind::Message => {
                let length = match self.rest(&mut file, read, known) {
                    Ok(length) => length,
                    Err(error) => {
                        // The beginning is there; the report is made of that.
                        let path = stream.place.path.clone();
                        take.skipped(Skipped::of_error(path, &error, stream.named));
                        Length { read, size: read as u64, whole: false }
                    }
                };
                take.message(Found {
                    bytes: &self.buffer[..length.read],
                    place: stream.place,
                    offset: 0,
                    size: length.size,
                    whole: length.whole,
                })
            }
            // Most are one message with a line above it, and all there already.
            Kind::Mbox if known == Some(read as u64) => {
                for member in mbox::members(head) {
                    take.message(Found {
                        bytes: member.bytes,
                        place: stream.place,
                        offset: member.offset,
                        size: member.size,
                        whole: true,
                    })?;
                }
                ControlFlow::Continue(())
            }
            // These need to be read from their end or at random.
            Kind::Zip => archive::zip(file, stream, take),
            Kind::Compound => outlook::message(file, stream, take),
            kind => streamed(kind, head, &mut file, stream, take),
        }
    }

    /// Reads on behind the head of a message, as far as somebody wants it.
    fn rest(&mut self, file: &mut File, read: usize, known: Option<u64>) -> io::Result<Length> {
        let head = &self.buffer[..read];
        let size = known.filter(|size| *size >= read as u64);
        if let Some(size) = size {
            if size == read as u64 {
                return Ok(Length { read, size, whole: true });
            }
            if !self.whole && look::header_end(head).is_some() && !look::has_parts(head) {
                return Ok(Length { read, size, whole: true });
            }
        }
        let mut end = read;
        while end < KEPT {
            if end == self.buffer.len() {
                let wanted = size.map_or(end * 2, |size| size.saturating_add(1) as usize);
                self.buffer.resize(wanted.clamp(end + HEAD, KEPT), 0);
            }
            let more = fill(file, &mut self.buffer[end..], None)?;
            if more == 0 {
                return Ok(Length { read: end, size: end as u64, whole: true });
            }
            end += more;
        }
        let size = match size {
            Some(size) => size.max(end as u64),
            None => end as u64 + io::copy(&mut file.take(COUNTED), &mut io::sink())?,
        };
        Ok(Length { read: end, size, whole: size == end as u64 })
    }
}

struct Length {
    read: usize,
    size: u64,
    whole: bool,
}

/// A file in an archive, or a stream: it can only be read from the front.
fn packed(reader: &mut dyn Read, stream: &Stream<'_>, take: &mut dyn Take) -> ControlFlow<()> {
    let mut head = vec![0; HEAD];
    let read = match fill(reader, &mut head, None) {
        Ok(read) => read,
        Err(error) => {
            take.skipped(Skipped::of_error(stream.place.path.clone(), &error, stream.named));
            return ControlFlow::Continue(());
        }
    };
    head.truncate(read);
    match look::kind(&head, stream.expected) {
        Kind::Message => message(head, reader, stream, take),
        Kind::Zip | Kind::Compound => in_memory(head, reader, stream, take),
        kind => streamed(kind, &head, reader, stream, take),
    }
}

/// A message in a stream.
fn message(
    mut bytes: Vec<u8>,
    reader: &mut dyn Read,
    stream: &Stream<'_>,
    take: &mut dyn Take,
) -> ControlFlow<()> {
    let mut failed = reader.take((KEPT - bytes.len()) as u64).read_to_end(&mut bytes).err();
    let mut size = bytes.len() as u64;
    if bytes.len() == KEPT && failed.is_none() {
        match io::copy(&mut reader.take(COUNTED), &mut io::sink()) {
            Ok(more) => size += more,
            Err(error) => failed = Some(error),
        }
    }
    if let Some(error) = &failed {
        take.skipped(Skipped::of_error(stream.place.path.clone(), error, stream.named));
    }
    take.message(Found {
        bytes: &bytes,
        place: stream.place,
        offset: 0,
        size,
        whole: failed.is_none() && size == bytes.len() as u64,
    })
}

/// What can be read from the front: mbox, tar, what is compressed, and what is none of all.
fn streamed(
    kind: Kind,
    head: &[u8],
    reader: &mut dyn Read,
    stream: &Stream<'_>,
    take: &mut dyn Take,
) -> ControlFlow<()> {
    let path = || stream.place.path.clone();
    if kind == Kind::Mbox {
        return mailbox(head, reader, stream, take);
    }
    let whole = &mut head.chain(reader);
    match kind {
        Kind::Gzip | Kind::Zstd | Kind::Xz | Kind::Tar if stream.layer >= LAYERS => {
            let detail = format!("packed more than {LAYERS} times");
            take.skipped(Skipped::with(path(), Skip::Bomb, stream.named, detail));
            ControlFlow::Continue(())
        }
        Kind::Gzip => unpacked(flate2::read::MultiGzDecoder::new(whole), stream, take),
        Kind::Zstd => unpacked(Zstd::new(whole), stream, take),
        Kind::Xz => {
            unpacked(lzma_rust2::XzReader::new_mem_limit(whole, true, XZ_MEMORY), stream, take)
        }
        Kind::Tar => archive::tar(whole, stream, take),
        Kind::Message | Kind::Mbox | Kind::Zip | Kind::Compound | Kind::Other => {
            let why = if head.is_empty() { Skip::Empty } else { Skip::NotMail };
            take.skipped(Skipped::new(path(), why, stream.named));
            ControlFlow::Continue(())
        }
    }
}

fn mailbox(
    head: &[u8],
    reader: &mut dyn Read,
    stream: &Stream<'_>,
    take: &mut dyn Take,
) -> ControlFlow<()> {
    let mut flow = ControlFlow::Continue(());
    let read = mbox::read(reader, head, |member| {
        flow = take.message(Found {
            bytes: member.bytes,
            place: stream.place,
            offset: member.offset,
            size: member.size,
            whole: member.size == member.bytes.len() as u64,
        });
        flow
    });
    if let Err(error) = read {
        take.skipped(Skipped::of_error(stream.place.path.clone(), &error, stream.named));
    }
    flow
}

/// What a compressed stream holds: one file, under the same name.
fn unpacked(decoder: impl Read, stream: &Stream<'_>, take: &mut dyn Take) -> ControlFlow<()> {
    let expected = stream.expected;
    let inner = Stream { named: stream.named, ..stream.deeper(stream.place, expected) };
    packed(&mut Bound::new(decoder, stream.allowance), &inner, take)
}

/// What has to be read at random and lies in a stream: as much as fits into memory.
fn in_memory(
    mut bytes: Vec<u8>,
    reader: &mut dyn Read,
    stream: &Stream<'_>,
    take: &mut dyn Take,
) -> ControlFlow<()> {
    let path = || stream.place.path.clone();
    let left = (IN_MEMORY + 1).saturating_sub(bytes.len()) as u64;
    if let Err(error) = reader.take(left).read_to_end(&mut bytes) {
        take.skipped(Skipped::of_error(path(), &error, stream.named));
        return ControlFlow::Continue(());
    }
    if bytes.len() > IN_MEMORY || stream.layer >= LAYERS {
        let detail = "an archive of that size inside another is not unpacked";
        take.skipped(Skipped::with(path(), Skip::Bomb, stream.named, detail));
        return ControlFlow::Continue(());
    }
    match bytes.first() {
        Some(b'P') => archive::zip(io::Cursor::new(bytes), stream, take),
        _ => outlook::message(io::Cursor::new(bytes), stream, take),
    }
}

/// The place or the name says that there is a message.
fn expected(path: &Path) -> bool {
    let extension = path.extension().is_some_and(|extension| {
        ["eml", "mbox", "emlx"].iter().any(|known| extension.eq_ignore_ascii_case(known))
    });
    let folder = path.parent().and_then(Path::file_name);
    extension || folder.is_some_and(|folder| folder == "cur" || folder == "new")
}

fn open(path: &Path, named: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    // What was a file when it was listed may be something else by now, which must not hold us up
    // or lead elsewhere.
    #[cfg(unix)]
    if !named {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(libc::O_NONBLOCK | libc::O_NOFOLLOW | libc::O_NOCTTY);
    }
    #[cfg(not(unix))]
    let _ = named;
    options.open(path)
}

/// Reads until the buffer is full or the stream ends, which where a size is known it does there.
fn fill(reader: &mut dyn Read, buffer: &mut [u8], size: Option<u64>) -> io::Result<usize> {
    let mut end = 0;
    while end < buffer.len() {
        match reader.read(&mut buffer[end..]) {
            Ok(0) => break,
            Ok(read) => end += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        if size == Some(end as u64) {
            break;
        }
    }
    Ok(end)
}
