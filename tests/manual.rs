//! Manual pages and shell completions, made from the flags. They are checked in for packages;
//! with HOPCHECK_BLESS set they are written anew.

use std::fs;
use std::path::Path;

use clap_complete::{Shell, generate};

fn checked_in(name: &str, made: &[u8]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var_os("HOPCHECK_BLESS").is_some() {
        fs::create_dir_all(path.parent().expect("has one")).expect("made");
        fs::write(&path, made).expect("written");
    }
    let is = fs::read(&path).unwrap_or_default();
    assert!(is == made, "{name} is not current; HOPCHECK_BLESS=1 mends");
}

#[test]
fn manual_pages_are_current() {
    let mut command = hopcheck::cli::command();
    command.build();
    let mut names = Vec::new();
    page(&command, "hopcheck", &mut names);
    // A page of a command that is gone would be installed for ever.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/man");
    let mut there: Vec<String> = fs::read_dir(folder)
        .expect("the pages")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    there.sort();
    names.sort();
    assert_eq!(there, names);
}

fn page(command: &clap::Command, name: &str, names: &mut Vec<String>) {
    let file = format!("{name}.1");
    let titled = command.clone().display_name(leaked(name));
    let mut made = Vec::new();
    clap_mangen::Man::new(titled).date("").render(&mut made).expect("written");
    checked_in(&format!("docs/man/{file}"), &made);
    names.push(file);
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        page(inner, &format!("{name}-{}", inner.get_name()), names);
    }
}

#[test]
fn completions_are_current() {
    for (shell, file) in
        [(Shell::Bash, "hopcheck.bash"), (Shell::Zsh, "_hopcheck"), (Shell::Fish, "hopcheck.fish")]
    {
        let mut made = Vec::new();
        generate(shell, &mut hopcheck::cli::command(), "hopcheck", &mut made);
        checked_in(&format!("packaging/completions/{file}"), &made);
    }
}

/// clap keeps names for as long as the program runs.
fn leaked(name: &str) -> &'static str {
    name.to_owned().leak()
}
