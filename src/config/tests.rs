use super::*;
use crate::settings::parse_network;

fn parse(text: &str) -> Result<Config, ConfigError> {
    Config::parse(Path::new("/etc/hopcheck/config.toml"), text.to_owned())
}

fn refused(text: &str) -> String {
    parse(text).map(|_| ()).expect_err(text).to_string()
}

const FULL: &str = r#"
own-hosts = ["mx.example.org", ".Mail.Example.org."]
trusted-networks = ["192.0.2.7/24", "2001:db8::1"]
authserv-ids = ["mx.example.org"]

[dns]
server = "192.0.2.53:53"
timeout = 2.5
offline = true

[rules]
directories = ["more", "/srv/rules"]
disable = ["host/helo-differs"]

[rules.weights]
"time/runs-back" = -2
"chain/loop" = 4.5

[rules.except]
"time/runs-back" = ["Partner.example."]

[verdict]
prior = 0.02
suspicious = 0.6
forged = 0.99

[[explanation]]
id = "gateway"
when = 'link.lower.by.domain == "gateway.example"'
says = "our gateway"

[[explanation]]
id = "list"
source = "told so"
says = "the list's host"
when = '''
link.kind == "unexplained"'''

[output]
format = "json"
color = "never"
fail-on = "forged"
"#;

#[test]
fn everything_is_read() {
    let config = parse(FULL).expect("is right");
    let hosts: Vec<_> = config.own_hosts.iter().map(HostPattern::as_str).collect();
    assert_eq!(hosts, ["mx.example.org", ".mail.example.org"]);
    let networks = ["192.0.2.0/24", "2001:db8::1/128"].map(|text| parse_network(text).unwrap());
    assert_eq!(config.trusted_networks, networks);
    assert_eq!(config.authserv_ids, ["mx.example.org"]);
    assert_eq!(config.dns.server.as_deref(), Some("192.0.2.53:53"));
    assert_eq!(config.dns.timeout, Some(Duration::from_millis(2500)));
    assert_eq!(config.dns.offline, Some(true));
    let folders = [PathBuf::from("/etc/hopcheck/more"), PathBuf::from("/srv/rules")];
    assert_eq!(config.rules, folders, "taken from where the file is");
    assert_eq!(config.disabled, ["host/helo-differs"]);
    assert_eq!(config.weights["time/runs-back"], -2.0);
    assert_eq!(config.weights["chain/loop"], 4.5);
    assert_eq!(config.exceptions["time/runs-back"], ["partner.example"]);
    assert_eq!(
        (config.prior, config.suspicious, config.forged),
        (Some(0.02), Some(0.6), Some(0.99))
    );
    assert_eq!(config.output.format, Some(Format::Json));
    assert_eq!(config.output.color, Some(Color::Never));
    assert_eq!(config.output.fail_on, Some(FailOn::Forged));
}

#[test]
fn explanations_know_where_their_condition_stands() {
    let config = parse(FULL).expect("is right");
    let [gateway, list] = config.explanations.as_slice() else { panic!("two of them") };
    assert_eq!(gateway.id, "gateway");
    assert_eq!(gateway.source, None);
    assert_eq!(list.source.as_deref(), Some("told so"));
    for explanation in [gateway, list] {
        assert_eq!(explanation.file, "/etc/hopcheck/config.toml");
        let line = FULL.lines().nth(explanation.line - 1).expect("the file has the line");
        let rest: String = line.chars().skip(explanation.column - 1).collect();
        assert!(rest.starts_with(&explanation.when), "{rest:?}");
    }
}

#[test]
fn an_empty_file_sets_nothing() {
    let config = parse("").expect("is right");
    assert!(config.own_hosts.is_empty() && config.dns.server.is_none());
    assert_eq!(config.output.format, None);
}

#[test]
fn mistakes_are_shown_where_they_stand() {
    assert_eq!(
        refused("own_hosts = []\n\n[dns]\noffline = 'x'\n"),
        "\
error: unknown key `own_hosts`
 --> /etc/hopcheck/config.toml:1:1
  |
1 | own_hosts = []
  | ^^^^^^^^^
  |
  = help: did you mean `own-hosts`?

error: here should be true or false, not a string
 --> /etc/hopcheck/config.toml:4:11
  |
4 | offline = 'x'
  |           ^^^"
    );
}

/// Each text is wrong in one way; the message has all the words beside it.
#[test]
fn what_cannot_be_meant_is_refused() {
    let table: &[(&str, &[&str])] = &[
        ("x = 1", &["unknown key `x`", "known here: own-hosts"]),
        ("server = 'x'", &["`server` belongs to [dns]"]),
        ("id = 'x'", &["`id` belongs to [[explanation]]"]),
        ("[dns]\nown-hosts = []", &["unknown key `own-hosts` in [dns]", "at the top of the file"]),
        ("[dns]\nservers = 'x'", &["did you mean `server`?"]),
        ("[dns]\ntimeout = 0", &["out of range", ":2:11"]),
        ("[dns]\ntimeout = inf", &["out of range"]),
        ("[dns]\ntimeout = '3'", &["a number (seconds), not a string"]),
        ("[dns]\ntimeout = 1e9", &["out of range"]),
        ("dns = 3", &["a table, not an integer"]),
        ("own-hosts = 'mx'", &["a list", "not a string"]),
        ("own-hosts = [1]", &["a string in quotes, not an integer"]),
        ("own-hosts = ['*.example.org']", &["`.example.org`", ":1:14"]),
        ("trusted-networks = ['192.0.2.0/40']", &["`/40`", "from 0 to 32", ":1:21"]),
        ("trusted-networks = ['mx.example.org']", &["neither an address nor a network"]),
        ("authserv-ids = ['']", &["missing"]),
        ("rules = ['x']", &["`rules` is a table", "directories"]),
        ("[rules]\ndisabled = []", &["did you mean `disable`?"]),
        ("[rules.weights]\n'a/b' = 'x'", &["a number (decibans), not a string"]),
        ("[rules.weights]\n'a/b' = 1000", &["out of range"]),
        ("[rules.except]\n'a/b' = 'x.example'", &["a list"]),
        ("[rules.except]\n'a/b' = ['.x.example']", &["write `x.example`"]),
        ("[verdict]\nforged = 1.0", &["out of range", "between 0 and 1"]),
        ("[verdict]\nforged = nan", &["out of range"]),
        ("[verdict]\nforged = 0.5\nsuspicious = 0.9", &["never be given"]),
        ("explanation = {}", &["[[explanation]]"]),
        ("[[explanation]]\nid = 'x'", &["no `when`", "no `says`"]),
        ("[[explanation]]\nid = ''\nwhen = 'true'\nsays = 'x'", &["must not be empty", ":2:6"]),
        (
            "[[explanation]]\nid='a'\nwhen='b'\nsays='c'\n[[explanation]]\nid='a'\nwhen='b'\nsays='c'",
            &["another explanation is called `a`", ":6:4"],
        ),
        ("[output]\nformat = 'jsno'", &["did you mean `json`?"]),
        ("[output]\nfail-on = 'all'", &["suspicious, forged, never"]),
        ("own-hosts = [", &["error:", ":1:"]),
        ("a.b = 1\na = 2", &["error:", "duplicate"]),
    ];
    for (text, words) in table {
        let shown = refused(text);
        for word in *words {
            assert!(shown.contains(word), "{text:?} gives\n{shown}\nwithout {word:?}");
        }
        assert!(shown.contains("--> /etc/hopcheck/config.toml:"), "{shown}");
    }
}

#[test]
fn rules_that_are_named_must_exist() {
    let config = parse(FULL).expect("is right");
    assert!(config.check_rules(&["host/helo-differs", "time/runs-back", "chain/loop"]).is_ok());
    let error = config.check_rules(&["host/helo-differ", "chain/loop"]).expect_err("two unknown");
    let shown = error.to_string();
    assert!(shown.contains("no rule is called `host/helo-differs`"), "{shown}");
    assert!(shown.contains("did you mean `host/helo-differ`?"), "{shown}");
    assert!(shown.contains("no rule is called `time/runs-back`"), "{shown}");
    assert!(!shown.contains("`chain/loop`"), "{shown}");
}

#[test]
fn hostile_text_in_the_file_is_shown_inert() {
    let shown = refused("\"\\u001b[31m\\u202e\" = 1 # \u{202e}x\n");
    assert!(shown.contains("\\u{1b}[31m\\u{202e}"), "{shown}");
    assert!(!shown.contains(['\x1b', '\u{202e}']), "{shown:?}");
}

#[test]
fn places_follow_the_xdg_specification() {
    let looked = |variables: &[(&str, &str)]| {
        let variables: BTreeMap<&str, &str> = variables.iter().copied().collect();
        places(|name| variables.get(name).map(OsString::from))
    };
    let system = PathBuf::from(SYSTEM_WIDE);
    assert_eq!(
        looked(&[("XDG_CONFIG_HOME", "/x"), ("HOME", "/h")]),
        [PathBuf::from("/x/hopcheck/config.toml"), system.clone()]
    );
    assert_eq!(
        looked(&[("XDG_CONFIG_HOME", "relative"), ("HOME", "/h")]),
        [PathBuf::from("/h/.config/hopcheck/config.toml"), system.clone()]
    );
    assert_eq!(looked(&[]), [system]);
}

#[test]
fn a_file_that_is_there_must_be_readable() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let home = folder.path().join("hopcheck");
    let variable = |name: &str| (name == "XDG_CONFIG_HOME").then(|| folder.path().into());
    assert!(Config::find(None, variable).is_ok(), "no file is no error");

    std::fs::create_dir_all(home.join("config.toml")).expect("made");
    let error = Config::find(None, variable).expect_err("a directory is no configuration");
    assert!(error.to_string().contains("it is a directory"), "{error}");

    std::fs::remove_dir(home.join("config.toml")).expect("removed");
    std::fs::write(home.join("config.toml"), b"a = 1\n# \xff\n").expect("written");
    let error = Config::find(None, variable).expect_err("not UTF-8");
    assert!(error.to_string().contains("line 2 is not UTF-8"), "{error}");

    std::fs::write(home.join("config.toml"), "authserv-ids = ['a']").expect("written");
    let config = Config::find(None, variable).expect("is right");
    assert_eq!(config.authserv_ids, ["a"]);
    let other = folder.path().join("other.toml");
    std::fs::write(&other, "authserv-ids = ['b']").expect("written");
    let config = Config::find(Some(&other), variable).expect("is right");
    assert_eq!(config.authserv_ids, ["b"], "only the file that was given");
    let error = Config::find(Some(&folder.path().join("none")), variable).expect_err("missing");
    assert!(error.to_string().contains("no such file"), "{error}");
}
