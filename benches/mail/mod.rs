//! Messages under folders, and the fields of their headers: a splitter for measuring, no parser.

use std::path::Path;

/// Calls `each` with every file below `path`, in order of their names.
pub fn visit(path: &Path, each: &mut dyn FnMut(&[u8], &str)) {
    if path.is_dir() {
        let Ok(entries) = std::fs::read_dir(path) else { return };
        let mut paths: Vec<_> = entries.flatten().map(|e| e.path()).collect();
        paths.sort();
        for path in paths {
            visit(&path, each);
        }
    } else if let Ok(bytes) = std::fs::read(path) {
        each(&bytes, &path.display().to_string());
    }
}

/// Name and value of each field of the header, folds kept.
pub fn fields(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut fields: Vec<(String, Vec<u8>)> = Vec::new();
    for line in bytes.split(|b| *b == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if line[0] == b' ' || line[0] == b'\t' {
            if let Some((_, value)) = fields.last_mut() {
                value.push(b'\n');
                value.extend_from_slice(line);
            }
        } else if let Some(colon) = line.iter().position(|b| *b == b':') {
            let name = String::from_utf8_lossy(&line[..colon]).trim().to_owned();
            fields.push((name, line[colon + 1..].to_vec()));
        }
    }
    fields
}
