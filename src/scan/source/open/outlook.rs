//! Outlook messages (.msg): a compound file whose streams are properties. The header the message
//! travelled with is one of them, `PidTagTransportMessageHeaders`; there is no other trace.

use std::io::{Read, Seek};
use std::ops::ControlFlow;

use cfb::CompoundFile;

use super::{KEPT, Stream};
use crate::scan::source::{Found, Place, Skip, Skipped, Take};

/// `PidTagTransportMessageHeaders` (MS-OXPROPS section 2.1023) as a property stream, in UTF-16
/// and in the message's 8-bit character set (MS-OXMSG section 2.4).
const HEADER: [(&str, bool); 2] = [("__substg1.0_007D001F", true), ("__substg1.0_007D001E", false)];
/// An attached message (MS-OXMSG section 2.2.2): `PidTagAttachDataObject` of an attachment.
const ATTACHED: &str = "__substg1.0_3701000D";
const ATTACHMENT: &str = "__attach_version1.0_#";
/// So many attached messages, and so deep in one another, are looked at.
const MOST: usize = 256;
const DEEPEST: usize = 8;

pub(super) fn message(
    file: impl Read + Seek,
    stream: &Stream<'_>,
    take: &mut dyn Take,
) -> ControlFlow<()> {
    let path = || stream.place.path.clone();
    let mut file = match CompoundFile::open(file) {
        Ok(file) => file,
        Err(error) => {
            let detail = error.to_string();
            take.skipped(Skipped::with(path(), Skip::Damaged, stream.named, detail));
            return ControlFlow::Continue(());
        }
    };
    // Other documents are compound files too; only a message has its table of properties.
    if !file.is_stream("/__properties_version1.0") {
        take.skipped(Skipped::new(path(), Skip::NotMail, stream.named));
        return ControlFlow::Continue(());
    }
    let mut storages = vec![(String::new(), stream.place.clone(), 0)];
    let mut looked = 0;
    while let Some((storage, place, depth)) = storages.pop() {
        looked += 1;
        match header(&mut file, &storage) {
            Some(text) => take.message(Found {
                bytes: &text,
                place: &place,
                offset: 0,
                size: text.len() as u64,
                whole: true,
            })?,
            None => {
                let detail = "the message has no transport header".to_owned();
                let named = stream.named && depth == 0;
                take.skipped(Skipped::with(place.path.clone(), Skip::NoHeader, named, detail));
            }
        }
        if depth < DEEPEST && looked + storages.len() < MOST {
            let attached = attached(&file, &storage);
            storages.extend(attached.into_iter().rev().take(MOST).map(|(inner, name)| {
                let place = Place { path: place.inside(&name).path, flags: None };
                (inner, place, depth + 1)
            }));
        }
    }
    ControlFlow::Continue(())
}

/// The transport header below a storage, in UTF-8.
fn header<F: Read + Seek>(file: &mut CompoundFile<F>, storage: &str) -> Option<Vec<u8>> {
    for (name, wide) in HEADER {
        let Ok(stream) = file.open_stream(format!("{storage}/{name}")) else { continue };
        let mut bytes = Vec::new();
        stream.take(KEPT as u64).read_to_end(&mut bytes).ok()?;
        if wide {
            let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
            let text = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER));
            bytes = text.collect::<String>().into_bytes();
        }
        while bytes.last() == Some(&0) {
            bytes.pop();
        }
        if !bytes.trim_ascii().is_empty() {
            return Some(bytes);
        }
    }
    None
}

/// The storages of attached messages, with the names of their attachments.
fn attached<F: Read + Seek>(file: &CompoundFile<F>, storage: &str) -> Vec<(String, String)> {
    let root = if storage.is_empty() { "/" } else { storage };
    let Ok(entries) = file.read_storage(root) else { return Vec::new() };
    let mut attached: Vec<(String, String)> = entries
        .filter(|entry| entry.is_storage())
        .filter_map(|entry| {
            let number = entry.name().strip_prefix(ATTACHMENT)?;
            let inner = format!("{storage}/{}/{ATTACHED}", entry.name());
            file.is_storage(&inner).then(|| (inner, format!("attachment-{number}.msg")))
        })
        .collect();
    attached.sort();
    attached
}
