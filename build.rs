//! Lists the files under `rules/` for the binary to carry. The list is sorted, so that the same
//! files make the same binary.

use std::env;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let rules = root.join("rules");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=rules");
    let mut files = Vec::new();
    if rules.is_dir() {
        collect(&rules, "", &mut files)?;
    }
    files.sort();
    let mut list = String::from("static BUILTIN: &[(&str, &str)] = &[\n");
    for (name, path) in &files {
        let path = path.to_string_lossy();
        writeln!(list, "    ({name:?}, include_str!({path:?})),").map_err(io::Error::other)?;
    }
    list.push_str("];\n");
    // A new file each time: a target folder that was copied by links shares the old one.
    let file = out.join("builtin_rules.rs");
    let _ = fs::remove_file(&file);
    fs::write(file, list)
}

/// The `.toml` files of a folder and of the folders in it.
fn collect(dir: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|n| n.to_str()) else {
            continue;
        };
        let name = format!("{prefix}{name}");
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files)?;
        } else if name.ends_with(".toml") {
            files.push((name, path));
        }
    }
    Ok(())
}
