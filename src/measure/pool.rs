//! Collections of mail on disk, and what their folders' names say of them.

use std::path::{Path, PathBuf};

/// What a collection's mail is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    Ham,
    Spam,
    Phishing,
    /// No folder above says.
    None,
}

impl Label {
    pub fn as_str(self) -> &'static str {
        match self {
            Label::Ham => "ham",
            Label::Spam => "spam",
            Label::Phishing => "phishing",
            Label::None => "unlabelled",
        }
    }

    /// By the name of a folder: `ham`, `spam`, `phish` or `phishing`.
    fn of(name: &str) -> Option<Label> {
        match name.to_ascii_lowercase().as_str() {
            "ham" => Some(Label::Ham),
            "spam" => Some(Label::Spam),
            "phish" | "phishing" => Some(Label::Phishing),
            _ => None,
        }
    }
}

/// The messages directly in one folder.
#[derive(Clone, Debug)]
pub struct Collection {
    pub name: String,
    pub label: Label,
    /// In the order of their names.
    pub files: Vec<PathBuf>,
}

/// The collections below `path`, in the order of their paths: each folder that holds files is
/// one, and the nearest folder called `ham`, `spam` or `phish` at or above it is its label. Files
/// and folders whose names begin with a dot are left out.
///
/// # Errors
/// Where a folder cannot be read.
pub fn collections(path: &Path) -> std::io::Result<Vec<Collection>> {
    let mut all = Vec::new();
    let label = std::path::absolute(path)?
        .components()
        .rev()
        .find_map(|part| Label::of(&part.as_os_str().to_string_lossy()))
        .unwrap_or(Label::None);
    descend(path, label, &mut all)?;
    Ok(all)
}

fn descend(folder: &Path, label: Label, all: &mut Vec<Collection>) -> std::io::Result<()> {
    let name = folder.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let label = Label::of(&name).unwrap_or(label);
    let (mut folders, mut files) = (Vec::new(), Vec::new());
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        match std::fs::metadata(entry.path()) {
            Ok(about) if about.is_dir() => folders.push(entry.path()),
            Ok(about) if about.is_file() => files.push(entry.path()),
            _ => {}
        }
    }
    files.sort();
    folders.sort();
    if !files.is_empty() {
        all.push(Collection { name, label, files });
    }
    for folder in folders {
        descend(&folder, label, all)?;
    }
    Ok(())
}

/// How many files there are.
pub fn files(collections: &[Collection]) -> usize {
    collections.iter().map(|collection| collection.files.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_name_the_labels() {
        let root = tempfile::tempdir().expect("a folder");
        for file in [
            "ham/a/1.eml",
            "ham/a/0.eml",
            "spam/2.eml",
            "Phish/b/c/3",
            "other/4",
            ".x/5",
            "ham/a/.6",
        ] {
            let path = root.path().join(file);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("made");
            std::fs::write(path, "").expect("written");
        }
        let all = collections(root.path()).expect("read");
        let told: Vec<_> =
            all.iter().map(|c| (c.name.as_str(), c.label.as_str(), c.files.len())).collect();
        assert_eq!(
            told,
            [
                ("c", "phishing", 1),
                ("a", "ham", 2),
                ("other", "unlabelled", 1),
                ("spam", "spam", 1)
            ]
        );
        assert!(all[1].files[0].ends_with("0.eml"));
        let inner = collections(&root.path().join("ham/a")).expect("read");
        assert_eq!(inner[0].label, Label::Ham);
    }
}
