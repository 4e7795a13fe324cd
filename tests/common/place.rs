//! A folder of a test's own, and the program run in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// Variables that would change what a test sees.
const VARIABLES: [&str; 6] =
    ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "XDG_CONFIG_HOME", "TERM"];

pub struct Place {
    folder: TempDir,
}

impl Place {
    pub fn new() -> Self {
        Place { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("has one")).expect("made");
        fs::write(&path, content).expect("written");
        path
    }

    /// The program, run here, with no configuration but what the test makes.
    pub fn process(&self) -> Command {
        let mut process = Command::new(env!("CARGO_BIN_EXE_hopcheck"));
        process.current_dir(self.path()).env("HOME", self.path());
        for variable in VARIABLES {
            process.env_remove(variable);
        }
        process
    }
}
