//! Every sample above a form is read as that dialect, with nothing left over.

use super::super::{forms, parse};

macro_rules! sources {
    ($($file:literal,)*) => { [$(($file, include_str!($file)),)*] };
}

/// The files with samples.
const FILES: &[(&str, &str)] = &sources![
    "aliyun.rs",
    "amavis.rs",
    "aol.rs",
    "assp.rs",
    "barracuda.rs",
    "beehive.rs",
    "cellopoint.rs",
    "cloudmark.rs",
    "comcast.rs",
    "communigate.rs",
    "coremail.rs",
    "courier.rs",
    "critical_path.rs",
    "cyrus.rs",
    "debbugs.rs",
    "dma.rs",
    "domino.rs",
    "dovecot.rs",
    "ecelerity.rs",
    "exchange.rs",
    "exim.rs",
    "exclaimer.rs",
    "expurgate.rs",
    "f_secure.rs",
    "facebook.rs",
    "fastmail.rs",
    "fetchmail.rs",
    "fortimail.rs",
    "frontbridge.rs",
    "generic.rs",
    "getmail.rs",
    "gmail.rs",
    "gmx.rs",
    "groupwise.rs",
    "halon.rs",
    "haraka.rs",
    "hmailserver.rs",
    "hopcheck.rs",
    "hotmail.rs",
    "ibm.rs",
    "ims.rs",
    "intermail.rs",
    "interscan.rs",
    "ironport.rs",
    "kerio.rs",
    "knoxportal.rs",
    "kumomta.rs",
    "listserv.rs",
    "m_switch.rs",
    "maddy.rs",
    "mailenable.rs",
    "mailgun.rs",
    "mailman.rs",
    "mandrill.rs",
    "masqmail.rs",
    "mdaemon.rs",
    "mercury.rs",
    "messagelabs.rs",
    "mimecast.rs",
    "mimesweeper.rs",
    "mirapoint.rs",
    "mox.rs",
    "named.rs",
    "naver.rs",
    "nemesis.rs",
    "ntmail.rs",
    "opensmtpd.rs",
    "postfix.rs",
    "postini.rs",
    "powermta.rs",
    "proofpoint.rs",
    "qmail.rs",
    "qmail_scanner.rs",
    "qpsmtpd.rs",
    "qq.rs",
    "raptor.rs",
    "rzmta.rs",
    "securemx.rs",
    "sendgrid.rs",
    "sendmail.rs",
    "ses.rs",
    "simscan.rs",
    "sina.rs",
    "smail.rs",
    "smap.rs",
    "smartermail.rs",
    "smtpsvc.rs",
    "sophos.rs",
    "spamassassin.rs",
    "ssmtp.rs",
    "stalwart.rs",
    "strongmail.rs",
    "sun.rs",
    "t_online.rs",
    "trex.rs",
    "tumbleweed.rs",
    "webmail.rs",
    "webshield.rs",
    "xmail.rs",
    "yahoo.rs",
    "yandex.rs",
    "zimbra.rs",
    "zmailer.rs",
    "zoho.rs",
];

/// The samples of one file: blocks of `text` in doc comments, where a line that is not indented
/// begins a sample and the indented ones are its folding.
fn samples(source: &str) -> Vec<String> {
    let mut samples: Vec<String> = Vec::new();
    let mut inside = false;
    for line in source.lines() {
        let Some(text) = line.trim_start().strip_prefix("///") else {
            inside = false;
            continue;
        };
        let text = text.strip_prefix(' ').unwrap_or(text);
        if text.starts_with("```") {
            inside = text == "```text";
        } else if inside {
            match text.strip_prefix("    ").or_else(|| text.strip_prefix(' ')) {
                Some(more) => {
                    let last = samples.last_mut().expect("a sample to continue");
                    last.push_str("\r\n\t");
                    last.push_str(more);
                }
                None => samples.push(text.to_owned()),
            }
        }
    }
    samples
}

/// All samples of all dialects.
pub(crate) fn all_samples() -> Vec<String> {
    FILES.iter().flat_map(|(_, source)| samples(source)).collect()
}

/// The `name:` of each dialect in a file.
fn names(source: &str) -> Vec<&str> {
    source
        .lines()
        .filter(|line| line.contains("name: \"") || line.contains(" = \""))
        .filter_map(|line| line.split('"').nth(1))
        .collect()
}

#[test]
fn samples_are_read_as_what_they_show() {
    let mut failures = Vec::new();
    for (file, source) in FILES {
        let names = if *file == "generic.rs" { vec!["generic"] } else { names(source) };
        let samples = samples(source);
        assert!(!samples.is_empty(), "{file} has no sample");
        for sample in samples {
            let plain = sample.replace("\r\n\t", " ");
            // Servers on the way may fold a line anew, wherever there is a blank.
            let refolded = plain.replace(' ', "\n\t");
            for value in [format!(" {sample}\r\n"), plain, refolded] {
                let line = parse(value.as_bytes());
                let unparsed: Vec<&str> =
                    line.unparsed.iter().map(|span| &value[span.range()]).collect();
                let undated = line.date.is_none() && *file != "simscan.rs";
                if !names.contains(&line.dialect) || !unparsed.is_empty() || undated {
                    failures.push(format!(
                        "{file}: {}/{} {unparsed:?} date {:?}\n    {value:?}\n    {:?}",
                        line.dialect,
                        line.form,
                        line.date.is_some(),
                        line.parts.iter().map(|part| part.name).collect::<Vec<_>>(),
                    ));
                }
                assert!(forms::ALL.contains(&line.form), "{}", line.form);
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_file_of_a_dialect_is_tested() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/received/dialects");
    for entry in std::fs::read_dir(folder).expect("the folder of dialects").flatten() {
        let name = entry.file_name().into_string().expect("a name");
        let helper = ["mod.rs", "by_name.rs", "settle.rs", "steps.rs", "tests.rs"];
        let helper = helper.contains(&name.as_str());
        assert!(helper || FILES.iter().any(|(file, _)| *file == name), "{name} is not in the list");
    }
}

/// `docs/dialects.md` has a row for each dialect, and none for another.
#[test]
fn the_page_of_dialects_lists_what_is_there() {
    let named = FILES.iter().flat_map(|(_, source)| names(source));
    let mut there: Vec<&str> = named.chain(["generic", "unknown"]).collect();
    there.sort_unstable();
    there.dedup();
    let page = include_str!("../../../docs/dialects.md");
    let table = page.split("## Dialects").nth(1).and_then(|rest| rest.split("## ").next());
    let rows = table.unwrap_or_default().lines().filter_map(|line| line.strip_prefix("| `"));
    let mut listed: Vec<&str> = rows.filter_map(|row| row.split('`').next()).collect();
    listed.sort_unstable();
    assert_eq!(there, listed);
}

/// Every name of software in a comment leads to a grammar.
#[test]
fn every_server_that_names_itself_has_a_grammar() {
    for software in super::super::software::dialects() {
        assert!(super::by_name::dialect(software).is_some(), "{software}");
    }
}
