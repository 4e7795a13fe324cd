//! Flags that several commands share, and the one place where they meet the configuration file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueHint};
use ipnet::IpNet;
use jiff::Timestamp;

use super::console::Console;
use super::dns::Asked;
use crate::config::{Config, ConfigError};
use crate::settings::{HostPattern, Settings, parse_authserv_id, parse_network};

/// Budget for the DNS questions of one message where nothing else is said.
const TIMEOUT: Duration = Duration::from_secs(3);

/// Where answers of the DNS come from.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "DNS")]
pub(super) struct DnsFlags {
    /// Ask the DNS nothing
    ///
    /// Names and addresses are taken as they are written. No packet leaves this machine.
    #[arg(long, conflicts_with_all = ["dns", "dns_record", "dns_replay"])]
    offline: bool,

    /// Ask this server and no other [default: the system's]
    ///
    /// An address and port (192.0.2.53:53, [2001:db8::53]:53), or the URL of a server that is
    /// asked over TLS (tls://dns.example.net) or HTTPS (https://dns.example.net/dns-query).
    #[arg(long, value_name = "SERVER", conflicts_with = "dns_replay")]
    dns: Option<String>,

    /// How long the questions of one message may take [default: 3]
    ///
    /// What has no answer by then is reported as such and is not evidence.
    #[arg(long, value_name = "SECS", value_parser = seconds)]
    dns_timeout: Option<Duration>,

    /// Write all questions and answers to FILE
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    dns_record: Option<PathBuf>,

    /// Answer questions from FILE alone, and take its clock
    ///
    /// FILE is what --dns-record wrote. A question that is not in it has no answer.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    dns_replay: Option<PathBuf>,
}

/// What the analysis may take for granted.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Analysis")]
pub(super) struct AnalysisFlags {
    /// Believe the lines of hosts in this network (repeatable)
    ///
    /// They are ours, or a forwarder's that we chose. A network such as 192.0.2.0/24 or
    /// 2001:db8::/32, or one address. Given here, the configuration file's list is left aside.
    #[arg(long, value_name = "CIDR", value_parser = parse_network)]
    trusted_network: Vec<IpNet>,

    /// A name that our own servers write in `by` (repeatable)
    ///
    /// `mx.example.org`, or `.example.org` for all names below it. Given here, the configuration
    /// file's list is left aside.
    #[arg(long, value_name = "NAME")]
    own_host: Vec<HostPattern>,

    /// Believe Authentication-Results of this server (repeatable)
    ///
    /// Its authserv-id as it stands at the start of the field (RFC 8601). Given here, the
    /// configuration file's list is left aside.
    #[arg(long, value_name = "NAME", value_parser = parse_authserv_id)]
    authserv_id: Vec<String>,

    /// Take this for the present time
    ///
    /// For example 2026-03-04T12:00:00Z. Also the clock of a recording gives way to it.
    #[arg(long, value_name = "RFC3339", value_parser = time)]
    now: Option<Timestamp>,
}

/// Where rules and configuration come from.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Rules and configuration")]
pub(super) struct RuleFlags {
    /// More rules and data, besides those built in (repeatable)
    ///
    /// Given here, the folders named by the configuration file are left aside.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    rules: Vec<PathBuf>,

    /// Read this configuration file and no other
    ///
    /// Else $XDG_CONFIG_HOME/hopcheck/config.toml is read (~/.config where the variable is not
    /// set), or if there is none, /etc/hopcheck/config.toml. Flags win over the file.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    config: Option<PathBuf>,
}

fn found(named: Option<&Path>) -> Result<Config, ConfigError> {
    Config::find(named, |name| std::env::var_os(name))
}

/// The configuration file in force; nothing once it was said what is wrong with it.
pub(super) fn configured(console: &Console, named: Option<&Path>) -> Option<Config> {
    found(named).inspect_err(|error| console.diagnostics(&error.render(true))).ok()
}

impl RuleFlags {
    /// The configuration file in force.
    pub(super) fn configuration(&self) -> Result<Config, ConfigError> {
        found(self.config.as_deref())
    }

    /// The same; nothing once it was said what is wrong with it.
    pub(super) fn configured(&self, console: &Console) -> Option<Config> {
        configured(console, self.config.as_deref())
    }

    /// The folders of further rules in force.
    pub(super) fn folders(&self, config: &Config) -> Vec<PathBuf> {
        given(&self.rules, &config.rules)
    }
}

impl AnalysisFlags {
    /// Flags and file as settings. The clock is the flag's alone: without one it depends on
    /// where DNS answers come from.
    pub(super) fn settings(&self, config: &Config) -> Settings {
        Settings {
            trusted_networks: given(&self.trusted_network, &config.trusted_networks),
            own_hosts: given(&self.own_host, &config.own_hosts),
            authserv_ids: given(&self.authserv_id, &config.authserv_ids),
            disabled: config.disabled.clone(),
            weights: config.weights.clone(),
            exceptions: config.exceptions.clone(),
            explanations: config.explanations.clone(),
            suspicious: config.suspicious,
            forged: config.forged,
            prior: config.prior,
            // A single message is verified always; a scan says for itself whether it is to.
            auth: true,
            now: self.now.map(Timestamp::as_second),
        }
    }
}

impl DnsFlags {
    /// Who is asked. A flag that names a source wins over `offline = true` in the file, and
    /// --offline over a server there.
    pub(super) fn asked(&self, config: &Config) -> Asked {
        if let Some(file) = &self.dns_replay {
            return Asked::Replay(file.clone());
        }
        match (&self.dns, self.offline, config.dns.offline) {
            (Some(server), ..) => Asked::Server(server.clone()),
            (None, true, _) => Asked::Offline,
            // Whoever wants a recording wants answers.
            (None, false, Some(true)) if self.dns_record.is_none() => Asked::Offline,
            (None, false, _) => match &config.dns.server {
                Some(server) => Asked::Server(server.clone()),
                None => Asked::System,
            },
        }
    }

    /// Where questions and answers are written to.
    pub(super) fn record(&self) -> Option<PathBuf> {
        self.dns_record.clone()
    }

    /// The budget for one message.
    pub(super) fn timeout(&self, config: &Config) -> Duration {
        self.dns_timeout.or(config.dns.timeout).unwrap_or(TIMEOUT)
    }
}

/// A list given by flags stands in place of the file's.
fn given<T: Clone>(flags: &[T], file: &[T]) -> Vec<T> {
    if flags.is_empty() { file.to_vec() } else { flags.to_vec() }
}

pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    match text.trim().parse::<f64>() {
        Ok(seconds) if seconds > 0.0 && seconds <= 3600.0 => Ok(Duration::from_secs_f64(seconds)),
        Ok(0.0) => Err("to ask nothing at all, say --offline".to_owned()),
        Ok(_) => Err("seconds from 0 to 3600 are meant".to_owned()),
        Err(_) => Err("a number of seconds is meant, such as 3 or 0.5".to_owned()),
    }
}

fn time(text: &str) -> Result<Timestamp, String> {
    text.parse().map_err(|_| "a time is meant, such as 2026-03-04T12:00:00Z".to_owned())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        dns: DnsFlags,
        #[command(flatten)]
        analysis: AnalysisFlags,
        #[command(flatten)]
        rules: RuleFlags,
    }

    fn line(arguments: &[&str]) -> Line {
        Line::try_parse_from(["x"].iter().chain(arguments)).expect("is right")
    }

    fn config(text: &str) -> Config {
        Config::parse(Path::new("/x/config.toml"), text.to_owned()).expect("is right")
    }

    #[test]
    fn lists_of_flags_stand_in_place_of_the_files() {
        let config = config(
            "own-hosts = ['a.example']\ntrusted-networks = ['192.0.2.0/24']\n\
             authserv-ids = ['a']\n[rules]\ndirectories = ['r']\n[verdict]\nforged = 0.9\n",
        );
        let file = line(&[]).analysis.settings(&config);
        assert_eq!(file.own_hosts, config.own_hosts);
        assert_eq!(file.forged, Some(0.9));
        assert_eq!(line(&[]).rules.folders(&config), [Path::new("/x/r")]);

        let line = line(&[
            "--own-host",
            "b.example",
            "--own-host",
            ".c.example",
            "--rules",
            "other",
            "--now",
            "1970-01-01T00:01:00Z",
        ]);
        let both = line.analysis.settings(&config);
        let hosts: Vec<_> = both.own_hosts.iter().map(HostPattern::as_str).collect();
        assert_eq!(hosts, ["b.example", ".c.example"]);
        assert_eq!(both.trusted_networks, config.trusted_networks, "no flag, so the file's");
        assert_eq!(both.now, Some(60));
        assert_eq!(line.rules.folders(&config), [Path::new("other")]);
    }

    #[test]
    fn who_is_asked() {
        let (empty, offline) = (Config::default(), config("[dns]\noffline = true"));
        let server = config("[dns]\nserver = '192.0.2.53:53'\ntimeout = 7");
        let named = |name: &str| Asked::Server(name.to_owned());
        for (arguments, config, asked) in [
            (&[][..], &empty, Asked::System),
            (&[], &offline, Asked::Offline),
            (&[], &server, named("192.0.2.53:53")),
            (&["--offline"], &server, Asked::Offline),
            (&["--dns", "192.0.2.1:5353"], &offline, named("192.0.2.1:5353")),
            (&["--dns", "192.0.2.1:5353"], &server, named("192.0.2.1:5353")),
            (&["--dns-replay", "f"], &offline, Asked::Replay("f".into())),
            (&["--dns-record", "f"], &offline, Asked::System),
        ] {
            assert_eq!(line(arguments).dns.asked(config), asked, "{arguments:?}");
        }
        assert_eq!(line(&[]).dns.timeout(&empty), TIMEOUT);
        assert_eq!(line(&[]).dns.timeout(&server), Duration::from_secs(7));
        let flag = line(&["--dns-timeout", "0.5"]);
        assert_eq!(flag.dns.timeout(&server), Duration::from_millis(500));
    }

    #[test]
    fn what_contradicts_itself_is_refused() {
        for arguments in [
            ["--offline", "--dns", "192.0.2.1:53"],
            ["--offline", "--dns-replay", "f"],
            ["--offline", "--dns-record", "f"],
        ] {
            assert!(Line::try_parse_from(["x"].iter().chain(&arguments)).is_err());
        }
        for (text, advice) in
            [("0", "--offline"), ("-1", "0 to 3600"), ("x", "number"), ("nan", "0 to")]
        {
            assert!(seconds(text).expect_err(text).contains(advice), "{text}");
        }
    }
}
