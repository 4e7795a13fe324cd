//! What the packages are made of is there, and its parts agree with each other. `.ci/deb` and
//! `.ci/container` try the packages themselves.

use std::fs;
use std::path::Path;

use toml::{Table, Value};

fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn manifest() -> Table {
    text("Cargo.toml").parse().expect("TOML")
}

fn words(value: &Value) -> Vec<String> {
    let items = value.as_array().expect("a list").iter();
    items.map(|item| item.as_str().expect("a word").to_owned()).collect()
}

/// Files that a path with a `*` in its last part names.
fn files(pattern: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Some((before, after)) = pattern.split_once('*') else {
        let is_there = root.join(pattern).is_file();
        return if is_there { vec![pattern.to_owned()] } else { Vec::new() };
    };
    let (folder, start) = before.rsplit_once('/').unwrap_or((".", before));
    let entries = fs::read_dir(root.join(folder)).unwrap_or_else(|e| panic!("{folder}: {e}"));
    let names = entries.map(|entry| entry.expect("read").file_name().into_string().expect("text"));
    let fits = |name: &String| name.starts_with(start) && name.ends_with(after);
    names.filter(fits).map(|name| format!("{folder}/{name}")).collect()
}

/// Source and place of each file of the Debian package.
fn assets() -> Vec<(String, String)> {
    let manifest = manifest();
    let deb = &manifest["package"]["metadata"]["deb"];
    let assets = deb["assets"].as_array().expect("assets").iter().map(words);
    let each = assets.flat_map(|asset| {
        let [source, target, mode] = asset.as_slice() else { panic!("{asset:?}") };
        assert!(matches!(mode.as_str(), "644" | "755"), "{asset:?}");
        let found = match source.as_str() {
            "target/release/hopcheck" => vec![source.clone()],
            pattern => files(pattern),
        };
        assert!(!found.is_empty(), "{source} is not there");
        let name = |path: &str| path.rsplit('/').next().expect("a name").to_owned();
        let place = |path: String| match target.strip_suffix('/') {
            Some(folder) => (path.clone(), format!("/{folder}/{}", name(&path))),
            None => (path, format!("/{target}")),
        };
        found.into_iter().map(place).collect::<Vec<_>>()
    });
    each.collect()
}

#[test]
fn the_debian_package_has_all_its_files() {
    let assets = assets();
    let manifest = manifest();
    let deb = &manifest["package"]["metadata"]["deb"];
    for file in words(&deb["conf-files"]) {
        assert!(assets.iter().any(|(_, place)| *place == file), "{file}");
    }
    let profile = deb["profile"].as_str().expect("a profile");
    assert!(manifest["profile"][profile].is_table(), "{profile}");
    let scripts = deb["maintainer-scripts"].as_str().expect("a folder");
    for script in ["postinst", "prerm", "postrm"] {
        assert!(text(&format!("{scripts}/{script}")).starts_with("#!/bin/sh\n"), "{script}");
    }
    // Every page of the manual and every page of the documentation goes along.
    for pattern in ["docs/man/*.1", "docs/*.md", "packaging/completions/*"] {
        for file in files(pattern) {
            assert!(assets.iter().any(|(source, _)| *source == file), "{file} is left out");
        }
    }
    // Links between pages of the documentation lead to pages that are in the package too.
    let places: Vec<&str> = assets.iter().map(|(_, place)| place.as_str()).collect();
    assert!(places.contains(&"/usr/share/doc/hopcheck/docs/serving.md"));
}

/// The unit starts what the package installs, with files that it installs or that are made.
#[test]
fn the_unit_names_what_the_package_installs() {
    let assets = assets();
    let is_installed = |path: &str| assets.iter().any(|(_, place)| place == path);
    let unit = text("packaging/hopcheck.service");
    let of = |key: &str| -> Vec<&str> {
        unit.lines().filter_map(|line| line.strip_prefix(key)?.strip_prefix('=')).collect()
    };
    let start = of("ExecStart")[0];
    let mut words = start.split_whitespace();
    assert!(is_installed(words.next().expect("a program")), "{start}");
    for word in start.split_whitespace().filter(|word| word.starts_with("/etc/")) {
        assert!(is_installed(word), "{word}");
    }
    for file in of("EnvironmentFile") {
        assert!(is_installed(file.trim_start_matches('-')), "{file}");
    }
    for page in of("Documentation")[0].split_whitespace() {
        match page.split_once(':').expect("a scheme") {
            ("file", path) => assert!(is_installed(path.trim_start_matches("//")), "{page}"),
            ("man", name) => {
                let name = name.replace('(', ".").replace(')', "");
                assert!(is_installed(&format!("/usr/share/man/man1/{name}")), "{page}");
            }
            _ => panic!("{page}"),
        }
    }
    // The variables of the command line have defaults, and are those of the file of settings.
    let settings = text("packaging/default");
    for variable in ["HOPCHECK_LISTEN", "HOPCHECK_OPTIONS"] {
        assert!(start.contains(variable), "{variable}");
        assert!(of("Environment").iter().any(|line| line.starts_with(variable)), "{variable}");
        assert!(settings.contains(&format!("{variable}=")), "{variable}");
    }
}

/// The example of a configuration that is installed is one.
#[test]
fn the_installed_configuration_is_taken() {
    let path = Path::new("/etc/hopcheck/config.toml");
    let parsed = hopcheck::config::Config::parse(path, text("packaging/config.toml"));
    if let Err(error) = parsed {
        panic!("{error}");
    }
}

#[test]
fn the_container_file_copies_what_is_there() {
    let file = text("packaging/container/Containerfile");
    let manifest = manifest();
    let instructions: Vec<(&str, &str)> = file
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(' '))
        .filter(|(word, _)| word.bytes().all(|b| b.is_ascii_uppercase()) && !word.is_empty())
        .collect();
    let of = |name: &str| -> Vec<&str> {
        instructions.iter().filter(|(word, _)| *word == name).map(|(_, rest)| *rest).collect()
    };

    // The compiler is the one that the manifest asks for, and both stages have one C library.
    let version = manifest["package"]["rust-version"].as_str().expect("a version");
    let from = of("FROM");
    let release = format!("rust:{version}-");
    let release = from[0].split_once(&release).expect("the compiler's version").1;
    let release = release.split(' ').next().expect("a release");
    assert!(from[1].ends_with(&format!("debian:{release}-slim")), "{}", from[1]);

    // The program comes from the folder of the profile that it is built with.
    let build = of("RUN")[0];
    let profile = build.split("--profile ").nth(1).and_then(|rest| rest.split(' ').next());
    let profile = profile.expect("a profile");
    assert!(manifest["profile"][profile].is_table(), "{profile}");
    let ignored = text(".containerignore");
    let ignored: Vec<&str> = ignored.lines().collect();
    for copy in of("COPY") {
        let Some(rest) = copy.strip_prefix("--from=build /src/") else {
            assert_eq!(copy, ". .");
            continue;
        };
        let (source, _) = rest.split_once(' ').expect("a place");
        if source != format!("target/{profile}/hopcheck") {
            assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(source).is_file(), "{source}");
            assert!(!ignored.iter().any(|folder| source.starts_with(folder)), "{source}");
        }
    }
    // What the build reads is not left out.
    for needed in ["src", "rules", "templates", "schema", "build.rs", "Cargo.toml", "Cargo.lock"] {
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(needed).exists(), "{needed}");
        assert!(!ignored.contains(&needed), "{needed}");
    }
    let user = of("USER")[0];
    assert!(user.parse::<u32>().is_ok_and(|id| id > 0), "{user}");
    assert!(file.contains(&format!("--uid {user} ")), "{user}");
}
