//! Files in archives: tar from the front, zip by its directory.

use std::io::{self, Read, Seek};
use std::ops::ControlFlow;
use std::path::Path;

use super::bound::Bound;
use super::{Stream, expected, packed};
use crate::scan::source::{Skip, Skipped, Take};

pub(super) fn tar(
    reader: &mut dyn Read,
    stream: &Stream<'_>,
    take: &mut dyn Take,
) -> ControlFlow<()> {
    let mut archive = tar::Archive::new(reader);
    let broken =
        |error: &io::Error| Skipped::of_error(stream.place.path.clone(), error, stream.named);
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => {
            take.skipped(broken(&error));
            return ControlFlow::Continue(());
        }
    };
    for entry in entries {
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                // Where one header is damaged nobody knows where the next begins.
                take.skipped(broken(&error));
                break;
            }
        };
        let kind = entry.header().entry_type();
        if kind.is_dir() || kind.is_pax_global_extensions() {
            continue;
        }
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let place = stream.place.inside(&name);
        if !(kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse()) {
            let why = if kind.is_symlink() || kind.is_hard_link() {
                Skip::SymbolicLink
            } else {
                Skip::SpecialFile
            };
            take.skipped(Skipped::new(place.path, why, false));
            continue;
        }
        let inner = stream.deeper(&place, expected(Path::new(&name)));
        packed(&mut entry, &inner, take)?;
    }
    ControlFlow::Continue(())
}

pub(super) fn zip(
    reader: impl Read + Seek,
    stream: &Stream<'_>,
    take: &mut dyn Take,
) -> ControlFlow<()> {
    let mut archive = match zip::ZipArchive::new(reader) {
        Ok(archive) => archive,
        Err(error) => {
            let path = stream.place.path.clone();
            let detail = error.to_string();
            take.skipped(Skipped::with(path, Skip::Damaged, stream.named, detail));
            return ControlFlow::Continue(());
        }
    };
    for index in 0..archive.len() {
        let name = match archive.name_for_index(index) {
            Some(Ok(name)) => name.into_owned(),
            _ => format!("({})", index + 1),
        };
        let place = stream.place.inside(&name);
        if stream.allowance.is_spent() {
            take.skipped(Skipped::new(place.path, Skip::Bomb, false));
            break;
        }
        match archive.by_index(index) {
            Ok(entry) if !entry.is_file() => {
                if !entry.is_dir() {
                    take.skipped(Skipped::new(place.path, Skip::SymbolicLink, false));
                }
            }
            Ok(entry) => {
                let inner = stream.deeper(&place, expected(Path::new(&name)));
                packed(&mut Bound::new(entry, stream.allowance), &inner, take)?;
            }
            Err(error) => {
                let detail = error.to_string();
                take.skipped(Skipped::with(place.path, Skip::Damaged, false, detail));
            }
        }
    }
    ControlFlow::Continue(())
}
