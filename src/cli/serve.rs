//! `hopcheck serve`: the sink.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::{Args, ValueEnum, ValueHint};
use ipnet::IpNet;

use super::check;
use super::console::Console;
use super::deliver::DeliverFlags;
use super::dns::Dns;
use super::flags::{AnalysisFlags, DnsFlags, RuleFlags};
use super::serve_log::{self, LogForm};
use super::status::Status;
use crate::config::{Color, Config};
use crate::dns::{Answer, Question, Source};
use crate::report::formats::Siem;
use crate::serve::{self, DeliverTo, Engine, Load, Options, RejectOn, TlsFiles};
use crate::settings::{HostPattern, Settings, parse_network};
use crate::smtp;

/// Where to listen if nothing is said: a port that needs no rights, for this machine alone.
const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 2525);

#[derive(Args, Clone, Debug)]
pub(super) struct ServeArgs {
    /// Listen here (repeatable) [default: 127.0.0.1:2525, or what systemd hands over]
    #[arg(long, value_name = "ADDR:PORT", help_heading = "Service")]
    listen: Vec<SocketAddr>,

    /// Speak LMTP in place of SMTP
    ///
    /// RFC 2033: for a mail server of ours that delivers here. Every recipient has a reply.
    #[arg(long, help_heading = "Service")]
    lmtp: bool,

    /// The name we go by [default: this machine's]
    ///
    /// In the greeting, in `by` of our Received lines and as authserv-id.
    #[arg(long, value_name = "NAME", help_heading = "Service")]
    host: Option<HostPattern>,

    /// The certificate chain for STARTTLS
    #[arg(long, value_name = "PEM", requires = "tls_key", value_hint = ValueHint::FilePath, help_heading = "Service")]
    tls_cert: Option<PathBuf>,

    /// The key to --tls-cert
    #[arg(long, value_name = "PEM", requires = "tls_cert", value_hint = ValueHint::FilePath, help_heading = "Service")]
    tls_key: Option<PathBuf>,

    /// Become this user, and perhaps group, once the sockets are bound
    #[arg(long, value_name = "USER[:GROUP]", help_heading = "Service")]
    user: Option<String>,

    /// Show counters at /metrics and state at /healthz here
    #[arg(long, value_name = "ADDR:PORT", help_heading = "Service")]
    metrics: Option<SocketAddr>,

    /// Store messages in this Maildir; without it nothing is stored
    #[arg(long, value_name = "MAILDIR", value_hint = ValueHint::DirPath, help_heading = "Mail")]
    spool: Option<PathBuf>,

    /// Add reports to FILE, one JSON object a line [default: standard output]
    #[arg(long, value_name = "FILE|-", value_hint = ValueHint::FilePath, help_heading = "Mail")]
    report: Option<PathBuf>,

    /// Form of the reports: json, ecs, ocsf, cef, stix, misp or sarif [default: json]
    ///
    /// In lines, as `check` writes them.
    #[arg(
        long,
        value_name = "FORMAT",
        value_enum,
        hide_possible_values = true,
        default_value = "json",
        hide_default_value = true,
        help_heading = "Mail"
    )]
    format: ReportForm,

    /// Refuse messages with this verdict or worse [default: never]
    ///
    /// With 550 5.7.1 and the sentence of the heaviest finding. They are reported on, not stored.
    #[arg(
        long,
        value_name = "suspicious|forged|never",
        value_enum,
        hide_possible_values = true,
        default_value = "never",
        hide_default_value = true,
        help_heading = "Mail"
    )]
    reject_on: RejectFlag,

    /// What to do with CR or LF that stand alone in a message [default: reject]
    ///
    /// `reject` refuses the message and closes the connection, `record` takes it as it is. Neither
    /// lets them end a message.
    #[arg(
        long,
        value_name = "reject|record",
        value_enum,
        hide_possible_values = true,
        default_value = "reject",
        hide_default_value = true,
        help_heading = "Mail"
    )]
    bare_newline: BareFlag,

    /// Take mail for this domain only (repeatable) [default: for all]
    ///
    /// `example.org`, or `.example.org` for all below it.
    #[arg(long, value_name = "NAME", help_heading = "Mail")]
    recipient_domain: Vec<HostPattern>,

    /// Answer EXPN as VRFY is answered, in place of refusing it
    #[arg(long, help_heading = "Mail")]
    expn: bool,

    /// Hosts that begin with a PROXY protocol header, version 1 or 2 (repeatable)
    #[arg(long, value_name = "CIDR", value_parser = parse_network, help_heading = "Peers")]
    proxy_from: Vec<IpNet>,

    /// Hosts that may say with XCLIENT who the client is (repeatable)
    #[arg(long, value_name = "CIDR", value_parser = parse_network, help_heading = "Peers")]
    xclient_from: Vec<IpNet>,

    /// Bytes of one message
    #[arg(long, value_name = "BYTES", default_value_t = 32 << 20, value_parser = clap::value_parser!(u32).range(1_024..=1 << 30), help_heading = "Bounds")]
    max_size: u32,

    /// Recipients of one message
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=100_000), help_heading = "Bounds")]
    max_recipients: u32,

    /// Connections at once
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..), help_heading = "Bounds")]
    max_connections: u32,

    /// Connections at once from one IPv4 address or IPv6 /64
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..), help_heading = "Bounds")]
    max_per_address: u32,

    /// Bytes of all messages under way together
    #[arg(long, value_name = "BYTES", default_value_t = 128 << 20, help_heading = "Bounds")]
    max_memory: usize,

    /// Commands without a message
    #[arg(long, value_name = "N", default_value_t = 5_000, value_parser = clap::value_parser!(u32).range(10..), help_heading = "Bounds")]
    max_commands: u32,

    /// Refused commands of one session
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..), help_heading = "Bounds")]
    max_errors: u32,

    /// Time for one command, and for a message that does not flow
    #[arg(long, value_name = "SECS", default_value = "300", value_parser = seconds, help_heading = "Bounds")]
    timeout: Duration,

    /// Time for one session
    #[arg(long, value_name = "SECS", default_value = "3600", value_parser = seconds, help_heading = "Bounds")]
    session_timeout: Duration,

    /// Time for the sessions under way after SIGTERM
    #[arg(long, value_name = "SECS", default_value = "30", value_parser = seconds, help_heading = "Bounds")]
    grace: Duration,

    /// Wait this long before the greeting, and note who speaks first
    #[arg(long, value_name = "MS", default_value_t = 0, value_parser = clap::value_parser!(u64).range(0..=60_000), help_heading = "Bounds")]
    greeting_delay: u64,

    /// Threads that analyse and write [default: 64 where the DNS is asked, 32 where messages are stored, else one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_024), help_heading = "Bounds")]
    workers: Option<u32>,

    /// Form of the log
    #[arg(
        long,
        value_name = "text|json",
        value_enum,
        hide_possible_values = true,
        default_value = "text",
        help_heading = "Log"
    )]
    log: LogForm,

    /// Write the log to FILE in place of standard error
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Log")]
    log_file: Option<PathBuf>,

    /// How much to log: error, warn, info, debug
    #[arg(long, value_name = "LEVEL", default_value = "info", help_heading = "Log")]
    log_level: tracing::Level,

    #[command(flatten)]
    deliver: DeliverFlags,

    #[command(flatten)]
    dns: DnsFlags,

    #[command(flatten)]
    analysis: AnalysisFlags,

    #[command(flatten)]
    rules: RuleFlags,
}

/// A verdict from which on mail is refused.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum RejectFlag {
    Suspicious,
    Forged,
    Never,
}

/// Forms in lines; the others are for people, who read files and not a stream.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ReportForm {
    Json,
    Ecs,
    Ocsf,
    Cef,
    Stix,
    Misp,
    Sarif,
}

impl ReportForm {
    fn siem(self) -> Option<Siem> {
        match self {
            ReportForm::Json => None,
            ReportForm::Ecs => Some(Siem::Ecs),
            ReportForm::Ocsf => Some(Siem::Ocsf),
            ReportForm::Cef => Some(Siem::Cef),
            ReportForm::Stix => Some(Siem::Stix),
            ReportForm::Misp => Some(Siem::Misp),
            ReportForm::Sarif => Some(Siem::Sarif),
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum BareFlag {
    Reject,
    Record,
}

pub(super) fn run(args: &ServeArgs, color: Option<Color>) -> Status {
    let console = Console::new(color.unwrap_or_default());
    match served(args, &console) {
        Ok(()) => Status::Done,
        Err(Fault::Sentence(sentence)) => {
            // It may name files.
            console.error(console.escape().text(&sentence));
            Status::Failed
        }
        // Diagnostics of rules and configuration are laid out already.
        Err(Fault::Shown) => Status::Failed,
    }
}

enum Fault {
    Sentence(String),
    /// It was said already.
    Shown,
}

impl From<String> for Fault {
    fn from(sentence: String) -> Self {
        Fault::Sentence(sentence)
    }
}

fn served(args: &ServeArgs, console: &Console) -> Result<(), Fault> {
    let config = args.rules.configured(console).ok_or(Fault::Shown)?;
    let settings = args.analysis.settings(&config);
    let budget = args.dns.timeout(&config);
    let dns = Dns::open(&args.dns.asked(&config), budget, args.dns.record())?;
    let dns = Arc::new(dns);
    // Rules that are wrong are shown as `check` shows them, before anything else is done.
    if check::analyzer(console, &config, settings.clone(), &args.rules).is_none() {
        return Err(Fault::Shown);
    }
    dns.compare(console, &settings);
    let options = options(args, dns.source().is_offline())?;
    let engine = EngineLoad { args: args.clone(), dns: Arc::clone(&dns) };
    let load: Load = Box::new(move || engine.load());
    let (form, level, path) = (args.log, args.log_level, args.log_file.clone());
    let start_log = Box::new(move || {
        let log = serve_log::start(form, level, path.as_deref())?;
        Ok(Box::new(move || log.open()) as serve::Reopen)
    });
    serve::run(options, load, start_log)?;
    match Arc::into_inner(dns) {
        Some(dns) => {
            // Every message had its own clock. The recording's is that of the end, before which
            // all of them came.
            let settings = Settings { now: Some(dns.clock(settings.now)), ..settings };
            dns.finish(console, &settings)?;
        }
        None => {
            return Err("the DNS is still in use, so no recording was written".to_owned().into());
        }
    }
    Ok(())
}

fn options(args: &ServeArgs, offline: bool) -> Result<Options, String> {
    let host = match &args.host {
        Some(host) => host.as_str().to_owned(),
        None => nix::unistd::gethostname()
            .ok()
            .and_then(|name| name.into_string().ok())
            .filter(|name| !name.is_empty() && !name.contains(char::is_whitespace))
            .ok_or("this machine has no name; give one with --host")?,
    };
    // What systemd hands over is enough.
    let handed = std::env::var_os("LISTEN_FDS").is_some();
    let listen = match (&args.listen[..], handed) {
        ([], false) => vec![LISTEN],
        (given, _) => given.to_vec(),
    };
    let tls = args.tls_cert.clone().zip(args.tls_key.clone());
    let tls = tls.map(|(certificate, key)| TlsFiles { certificate, key });
    Ok(Options {
        listen,
        smtp: smtp::Config {
            host,
            lmtp: args.lmtp,
            limits: smtp::Limits {
                message: args.max_size as usize,
                recipients: args.max_recipients as usize,
                commands: args.max_commands.max(args.max_recipients.saturating_mul(2)),
                errors: args.max_errors,
                ..smtp::Limits::default()
            },
            bare_newline: match args.bare_newline {
                BareFlag::Reject => smtp::BareNewline::Reject,
                BareFlag::Record => smtp::BareNewline::Record,
            },
            tls: tls.is_some(),
            expn: args.expn,
            domains: args.recipient_domain.clone(),
        },
        tls,
        spool: args.spool.clone(),
        report: args.report.clone().filter(|path| path.as_os_str() != "-"),
        deliver: deliver(args)?,
        form: args.format.siem(),
        max_connections: args.max_connections as usize,
        max_per_address: args.max_per_address as usize,
        max_memory: args.max_memory,
        command_timeout: args.timeout,
        session_timeout: args.session_timeout,
        greeting_delay: Duration::from_millis(args.greeting_delay),
        grace: args.grace,
        proxy_from: args.proxy_from.clone(),
        xclient_from: args.xclient_from.clone(),
        metrics: args.metrics,
        user: args.user.clone(),
        workers: args
            .workers
            .map_or_else(|| workers(offline, args.spool.is_some()), |n| n as usize),
    })
}

/// How long to try in the end, where nothing else is said: what is left waits in the queue.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where reports are delivered, if they are. What is acknowledged must not be lost.
fn deliver(args: &ServeArgs) -> Result<Option<DeliverTo>, String> {
    let Some(asked) = args.deliver.asked(Some(args.format.siem()))? else { return Ok(None) };
    let queue = asked.queue.ok_or("--deliver needs --deliver-queue: a sink keeps what it took")?;
    if args.spool.is_some() && args.report.as_deref().is_none_or(|path| path.as_os_str() == "-") {
        let why = "--deliver with a --spool needs --report FILE, from which the next start knows \
                   what was delivered";
        return Err(why.to_owned());
    }
    Ok(Some(DeliverTo {
        target: asked.target.clone(),
        queue: queue.to_owned(),
        most: asked.most,
        patience: asked.patience.unwrap_or(PATIENCE),
    }))
}

/// A worker waits for the DNS most of its time; without that, for the disk, whose flushes serve all
/// that wait at once; without either it needs a processor, and more threads than these would only
/// take turns.
fn workers(offline: bool, stores: bool) -> usize {
    match (offline, stores) {
        (false, _) => 64,
        (true, true) => 32,
        (true, false) => std::thread::available_parallelism().map_or(2, |all| all.get().max(2)),
    }
}

/// Makes the engine from what the flags name, as often as it is asked to.
struct EngineLoad {
    args: ServeArgs,
    dns: Arc<Dns>,
}

impl EngineLoad {
    fn load(&self) -> Result<Engine, String> {
        let config = self.args.rules.configuration().map_err(|e| e.render(false))?;
        let mut settings = self.args.analysis.settings(&config);
        let now = settings.now.or_else(|| self.dns.source().recorded_now());
        settings.now = now;
        let analyzer = self.analyzer(&config, settings)?;
        Ok(Engine {
            analyzer,
            dns: Arc::new(Asked(Arc::clone(&self.dns))),
            budget: self.args.dns.timeout(&config),
            now,
            reject_on: match self.args.reject_on {
                RejectFlag::Suspicious => RejectOn::Suspicious,
                RejectFlag::Forged => RejectOn::Forged,
                RejectFlag::Never => RejectOn::Never,
            },
        })
    }

    fn analyzer(
        &self,
        config: &Config,
        settings: Settings,
    ) -> Result<crate::analyzer::Analyzer, String> {
        let folders = self.args.rules.folders(config);
        let analyzer = crate::analyzer::Analyzer::new(settings, &folders)
            .map_err(|wrong| wrong.render(false))?;
        let ids = super::engine::rule_ids(&analyzer);
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        config.check_rules(&ids).map_err(|e| e.render(false))?;
        Ok(analyzer)
    }
}

/// The one source of answers of this run, whatever engine asks.
struct Asked(Arc<Dns>);

impl Source for Asked {
    fn ask(&self, questions: &[Question], budget: Duration) -> Vec<Arc<Answer>> {
        self.0.source().ask(questions, budget)
    }

    fn at_hand(&self, questions: &[Question]) -> Option<Vec<Arc<Answer>>> {
        self.0.source().at_hand(questions)
    }

    fn is_offline(&self) -> bool {
        self.0.source().is_offline()
    }

    fn recorded_now(&self) -> Option<i64> {
        self.0.source().recorded_now()
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    match text.trim().parse::<f64>() {
        Ok(seconds) if seconds > 0.0 && seconds <= 86_400.0 => Ok(Duration::from_secs_f64(seconds)),
        _ => Err("a number of seconds above 0 and up to 86400 is meant".to_owned()),
    }
}
