//! The files that rules and data come from: those built into the binary, and a user's folder.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::codes::Code;
use super::diagnostics::{Diagnostics, Shown};
use super::fault::Fault;

/// A file may have this many bytes.
pub const MAX_FILE: usize = 1 << 20;

/// Folders whose files are data about the world, not rules.
const DATA_FOLDERS: &[&str] = &["providers", "explanations"];

include!(concat!(env!("OUT_DIR"), "/builtin_rules.rs"));

/// A file of rules or data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Its path within the folder of rules, with `/`: `time/zone-impossible.toml`.
    pub name: String,
    /// Its path as it is shown to the user.
    pub shown: String,
    pub text: Cow<'static, str>,
}

impl SourceFile {
    /// Whether the file is one rule: `<family>/<name>.toml`, where the family is none of the
    /// folders of data.
    pub fn is_rule(&self) -> bool {
        let mut parts = self.name.split('/');
        match (parts.next(), parts.next(), parts.next()) {
            (Some(family), Some(_), None) => !DATA_FOLDERS.contains(&family),
            _ => false,
        }
    }

    pub(super) fn shown(&self) -> Arc<Shown> {
        Arc::new(Shown { path: self.shown.clone(), text: Some(self.text.clone().into_owned()) })
    }
}

impl<N: Into<String>, T: Into<Cow<'static, str>>> From<(N, T)> for SourceFile {
    fn from((name, text): (N, T)) -> Self {
        let name = name.into();
        SourceFile { shown: name.clone(), name, text: text.into() }
    }
}

/// The files built into the binary: all of `/rules`, in the order of their names.
pub fn builtin() -> Vec<SourceFile> {
    let file = |(name, text): &(&'static str, &'static str)| SourceFile {
        name: (*name).to_owned(),
        shown: format!("rules/{name}"),
        text: Cow::Borrowed(*text),
    };
    BUILTIN.iter().map(file).collect()
}

/// The `.toml` files of a user's folder, `<name>.toml` and `<folder>/<name>.toml`, in the order of
/// their names. A file or folder that cannot be read is an error; so is a file that lies deeper,
/// since it would have no effect.
pub fn load_dir(dir: &Path) -> Result<Vec<SourceFile>, Diagnostics> {
    let mut found = Found { files: Vec::new(), wrong: Diagnostics::new() };
    found.folder(dir, "", 0);
    let Found { mut files, wrong } = found;
    files.sort_by(|a, b| a.name.cmp(&b.name));
    wrong.or(files)
}

struct Found {
    files: Vec<SourceFile>,
    wrong: Diagnostics,
}

impl Found {
    fn fault(&mut self, path: &Path, code: Code, title: String) {
        let shown = Arc::new(Shown { path: path.display().to_string(), text: None });
        self.wrong.extend(&shown, [Fault::new(code, 0..0, title)]);
    }

    fn folder(&mut self, dir: &Path, prefix: &str, depth: usize) {
        /// Deeper than any sensible folder; against links that lead in circles.
        const MAX_DEPTH: usize = 8;
        let entries: Result<Vec<_>, _> = fs::read_dir(dir).and_then(|entries| entries.collect());
        let mut entries = match entries {
            Ok(entries) => entries,
            Err(error) => {
                return self.fault(
                    dir,
                    Code::Unreadable,
                    format!("cannot read the folder: {error}"),
                );
            }
        };
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let path = entry.path();
            let file_name = entry.file_name();
            let Some(file_name) = file_name.to_str().filter(|n| !n.starts_with('.')) else {
                continue;
            };
            let name = format!("{prefix}{file_name}");
            if path.is_dir() {
                if depth < MAX_DEPTH {
                    self.folder(&path, &format!("{name}/"), depth + 1);
                }
            } else if file_name.ends_with(".toml") {
                if depth > 1 {
                    let title = "rules lie in `<family>/<name>.toml`, not deeper";
                    self.fault(&path, Code::NotInFamily, title.to_owned());
                    continue;
                }
                match read(&path) {
                    Ok(text) => {
                        let shown = path.display().to_string();
                        self.files.push(SourceFile { name, shown, text: text.into() });
                    }
                    Err((code, title)) => self.fault(&path, code, title),
                }
            }
        }
    }
}

/// Reads one file, but no more than may be read.
fn read(path: &Path) -> Result<String, (Code, String)> {
    let mut bytes = Vec::new();
    let limit = MAX_FILE as u64 + 1;
    match File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)) {
        Ok(_) if bytes.len() > MAX_FILE => {
            Err((Code::TooBig, format!("the file has more than {MAX_FILE} bytes")))
        }
        Ok(_) => String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            (Code::NotUtf8, format!("the file is not UTF-8 (byte {at})"))
        }),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Err((Code::Unreadable, "there is no such file".to_owned()))
        }
        Err(error) => Err((Code::Unreadable, format!("cannot read the file: {error}"))),
    }
}

/// The digest of a set of files: SHA-256 in hex over names and texts, in the order of the names,
/// so that two sets are the same exactly if their digests are.
pub fn digest<'f>(files: impl IntoIterator<Item = &'f SourceFile>) -> String {
    let mut files: Vec<&SourceFile> = files.into_iter().collect();
    files.sort_by(|a, b| (&a.name, &a.text).cmp(&(&b.name, &b.text)));
    let mut hash = Sha256::new();
    for file in files {
        for part in [file.name.as_bytes(), file.text.as_bytes()] {
            // The length goes before each part, so that parts cannot run into one another.
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(wrong: &Diagnostics) -> Vec<(&'static str, String)> {
        wrong.iter().map(|d| (d.code().as_str(), d.title())).collect()
    }

    #[test]
    fn rules_and_data() {
        for (name, is_rule) in [
            ("time/zone.toml", true),
            ("providers/google.toml", false),
            ("explanations/lists.toml", false),
            ("boundary.toml", false),
            ("a/b/c.toml", false),
        ] {
            assert_eq!(SourceFile::from((name, "")).is_rule(), is_rule, "{name}");
        }
    }

    #[test]
    fn a_folder_is_read_in_the_order_of_names() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::create_dir_all(root.join("b")).unwrap();
        fs::write(root.join("b/y.toml"), "y").unwrap();
        fs::write(root.join("b/x.toml"), "x").unwrap();
        fs::write(root.join("a.toml"), "a").unwrap();
        fs::write(root.join("README.md"), "no rule").unwrap();
        fs::write(root.join(".hidden.toml"), "no rule").unwrap();
        let files = load_dir(root).unwrap();
        let names: Vec<&str> = files.iter().map(|f| f.name.as_str()).collect();
        assert_eq!(names, ["a.toml", "b/x.toml", "b/y.toml"]);
        assert_eq!(files[1].text, "x");
        assert!(files[1].shown.ends_with("x.toml") && files[1].shown.len() > 8);
    }

    #[test]
    fn what_cannot_be_read_is_told_all_at_once() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::create_dir_all(root.join("f/deep")).unwrap();
        fs::write(root.join("f/bytes.toml"), [b'a', 0xff]).unwrap();
        fs::write(root.join("f/big.toml"), vec![b'#'; MAX_FILE + 1]).unwrap();
        fs::write(root.join("f/deep/x.toml"), "").unwrap();
        fs::write(root.join("f/full.toml"), vec![b'#'; MAX_FILE]).unwrap();
        let wrong = load_dir(root).unwrap_err();
        assert_eq!(
            codes(&wrong),
            [
                ("R002", "the file has more than 1048576 bytes".to_owned()),
                ("R003", "the file is not UTF-8 (byte 1)".to_owned()),
                ("R015", "rules lie in `<family>/<name>.toml`, not deeper".to_owned()),
            ]
        );
        assert!(wrong.to_string().contains("big.toml"));
        let missing = load_dir(&root.join("nowhere")).unwrap_err();
        assert_eq!(codes(&missing)[0].0, "R001");
    }

    #[test]
    fn digests_tell_names_texts_and_nothing_else() {
        let file = |name: &'static str, text: &'static str| SourceFile::from((name, text));
        let one = digest(&[file("a", "bc"), file("d", "")]);
        assert_eq!(one, digest(&[file("d", ""), file("a", "bc")]));
        assert_ne!(one, digest(&[file("ab", "c"), file("d", "")]));
        assert_ne!(one, digest(&[file("a", "bc")]));
        assert_eq!(one.len(), 64);
        let moved = SourceFile { shown: "elsewhere".to_owned(), ..file("a", "bc") };
        assert_eq!(one, digest(&[moved, file("d", "")]));
    }

    #[test]
    fn builtin_files_are_sorted_and_small_enough() {
        let files = builtin();
        assert!(files.is_sorted_by(|a, b| a.name < b.name));
        assert!(files.iter().all(|f| f.text.len() <= MAX_FILE));
    }
}
