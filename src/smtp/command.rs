//! What a command line asks for (RFC 5321 section 4.1.1).

use super::path;

/// A command with its argument, as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command<'l> {
    Helo(&'l str),
    Ehlo(&'l str),
    Lhlo(&'l str),
    /// What follows `MAIL FROM:`.
    Mail(&'l str),
    /// What follows `RCPT TO:`.
    Rcpt(&'l str),
    Data,
    /// Bytes that follow, and whether they are the last (RFC 3030).
    Bdat {
        size: u64,
        last: bool,
    },
    Rset,
    Noop,
    Quit,
    Help,
    Vrfy,
    Expn,
    StartTls,
    Xclient(&'l str),
}

/// Why a line is no command of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadCommand {
    /// Controls, or bytes that are not UTF-8.
    Bytes,
    /// The beginning of a TLS handshake or an HTTP request: whoever sends it does not know what
    /// it talks to, and may have been led here to deliver commands in the guise of a form.
    OtherProtocol,
    Unknown,
    /// Known, and not to be had here (AUTH, ETRN, TURN and the like).
    NotOffered,
    Argument,
    /// A size that cannot be read. What follows can be told neither from data nor from commands.
    ChunkSize,
}

/// Reads a command line, its end left out.
///
/// # Errors
/// Why it is no command.
pub fn parse(line: &[u8]) -> Result<Command<'_>, BadCommand> {
    // A TLS record of type handshake begins so (RFC 8446 section 5.1).
    if line.starts_with(&[0x16, 0x03]) {
        return Err(BadCommand::OtherProtocol);
    }
    let text = std::str::from_utf8(line).map_err(|_| BadCommand::Bytes)?;
    if text.bytes().any(|b| b.is_ascii_control()) {
        return Err(BadCommand::Bytes);
    }
    // RFC 5321 section 4.1.1: trailing blanks are to be borne with.
    let text = text.trim_end_matches(' ');
    let (verb, argument) = text.split_once(' ').unwrap_or((text, ""));
    let argument = argument.trim_start_matches(' ');
    let is = |name: &str| verb.eq_ignore_ascii_case(name);
    let alone = |command| if argument.is_empty() { Ok(command) } else { Err(BadCommand::Argument) };
    let word = || match argument {
        "" => Err(BadCommand::Argument),
        word if word.contains(' ') => Err(BadCommand::Argument),
        word => Ok(word),
    };
    match verb.len() {
        4 if is("MAIL") => prefixed(argument, "FROM:").map(Command::Mail),
        4 if is("RCPT") => prefixed(argument, "TO:").map(Command::Rcpt),
        4 if is("DATA") => alone(Command::Data),
        4 if is("BDAT") => bdat(argument),
        4 if is("EHLO") => word().map(Command::Ehlo),
        4 if is("HELO") => word().map(Command::Helo),
        4 if is("LHLO") => word().map(Command::Lhlo),
        4 if is("RSET") => alone(Command::Rset),
        4 if is("NOOP") => Ok(Command::Noop),
        4 if is("QUIT") => alone(Command::Quit),
        4 if is("HELP") => Ok(Command::Help),
        4 if is("VRFY") => some(argument, Command::Vrfy),
        4 if is("EXPN") => some(argument, Command::Expn),
        8 if is("STARTTLS") => alone(Command::StartTls),
        7 if is("XCLIENT") => Ok(Command::Xclient(argument)),
        _ if ["AUTH", "ETRN", "TURN", "ATRN", "SEND", "SOML", "SAML", "BURL", "XFORWARD"]
            .iter()
            .any(|name| is(name)) =>
        {
            Err(BadCommand::NotOffered)
        }
        _ if ["GET", "POST", "PUT", "HEAD", "OPTIONS", "CONNECT", "PATCH", "DELETE", "HOST:"]
            .iter()
            .any(|name| is(name)) =>
        {
            Err(BadCommand::OtherProtocol)
        }
        _ => Err(BadCommand::Unknown),
    }
}

fn some<'l>(argument: &str, command: Command<'l>) -> Result<Command<'l>, BadCommand> {
    if argument.is_empty() { Err(BadCommand::Argument) } else { Ok(command) }
}

fn prefixed<'l>(argument: &'l str, prefix: &str) -> Result<&'l str, BadCommand> {
    let found = argument.get(..prefix.len()).is_some_and(|p| p.eq_ignore_ascii_case(prefix));
    if found { Ok(&argument[prefix.len()..]) } else { Err(BadCommand::Argument) }
}

fn bdat(argument: &str) -> Result<Command<'_>, BadCommand> {
    let (size, rest) = argument.split_once(' ').unwrap_or((argument, ""));
    let digits = !size.is_empty() && size.len() <= 18 && size.bytes().all(|b| b.is_ascii_digit());
    let size = digits.then(|| size.parse().ok()).flatten().ok_or(BadCommand::ChunkSize)?;
    match rest.trim_start_matches(' ') {
        "" => Ok(Command::Bdat { size, last: false }),
        last if last.eq_ignore_ascii_case("LAST") => Ok(Command::Bdat { size, last: true }),
        _ => Err(BadCommand::ChunkSize),
    }
}

impl Command<'_> {
    /// Whether the client must wait for the reply before it goes on (RFC 2920 section 3.1; RFC
    /// 3207 section 4; RFC 3030 section 4.2 lets BDAT be followed at once).
    pub fn ends_group(&self) -> bool {
        use Command::*;
        matches!(
            self,
            Helo(_) | Ehlo(_) | Lhlo(_) | Data | Vrfy | Expn | Quit | Noop | StartTls | Xclient(_)
        )
    }
}

/// `SIZE=`, `BODY=` and `SMTPUTF8` of MAIL.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MailParameters {
    /// RFC 1870.
    pub size: Option<u64>,
    pub body: Body,
    /// RFC 6531.
    pub utf8: bool,
}

/// The kind of body that MAIL announced (RFC 6152, RFC 3030).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Body {
    #[default]
    SevenBit,
    EightBitMime,
    BinaryMime,
}

/// What is wrong with parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadParameter {
    /// No parameter, one twice, or one with a value it cannot have.
    Syntax,
    /// Not offered (RFC 5321 section 4.1.1.11).
    Unknown,
}

/// Reads what follows the reverse-path.
///
/// # Errors
/// What keeps it from being parameters that we offer.
pub fn mail_parameters(rest: &str) -> Result<MailParameters, BadParameter> {
    let mut read = MailParameters::default();
    let (mut size, mut body) = (false, false);
    for parameter in path::parameters(rest) {
        let path::Parameter { keyword, value } = parameter.ok_or(BadParameter::Syntax)?;
        let is = |name: &str| keyword.eq_ignore_ascii_case(name);
        match value {
            Some(value) if is("SIZE") => {
                let digits = value.len() <= 20 && value.bytes().all(|b| b.is_ascii_digit());
                if !digits || std::mem::replace(&mut size, true) {
                    return Err(BadParameter::Syntax);
                }
                read.size = Some(value.parse().unwrap_or(u64::MAX));
            }
            Some(value) if is("BODY") => {
                let is = |name: &str| value.eq_ignore_ascii_case(name);
                read.body = match () {
                    () if std::mem::replace(&mut body, true) => return Err(BadParameter::Syntax),
                    () if is("7BIT") => Body::SevenBit,
                    () if is("8BITMIME") => Body::EightBitMime,
                    () if is("BINARYMIME") => Body::BinaryMime,
                    () => return Err(BadParameter::Syntax),
                };
            }
            None if is("SMTPUTF8") && !read.utf8 => read.utf8 = true,
            None if is("SMTPUTF8") => return Err(BadParameter::Syntax),
            _ if is("SIZE") || is("BODY") || is("SMTPUTF8") => return Err(BadParameter::Syntax),
            _ => return Err(BadParameter::Unknown),
        }
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands() {
        for (line, expected) in [
            ("EHLO a.example", Ok(Command::Ehlo("a.example"))),
            ("ehlo  [192.0.2.1] ", Ok(Command::Ehlo("[192.0.2.1]"))),
            ("EHLO", Err(BadCommand::Argument)),
            ("EHLO a b", Err(BadCommand::Argument)),
            ("Mail From:<a@b.example> SIZE=1", Ok(Command::Mail("<a@b.example> SIZE=1"))),
            ("MAIL FROM: <>", Ok(Command::Mail(" <>"))),
            ("MAIL TO:<>", Err(BadCommand::Argument)),
            ("MAIL", Err(BadCommand::Argument)),
            ("RCPT TO:<a@b.example>", Ok(Command::Rcpt("<a@b.example>"))),
            ("DATA", Ok(Command::Data)),
            ("DATA x", Err(BadCommand::Argument)),
            ("BDAT 10", Ok(Command::Bdat { size: 10, last: false })),
            ("BDAT 0 last", Ok(Command::Bdat { size: 0, last: true })),
            ("BDAT", Err(BadCommand::ChunkSize)),
            ("BDAT -1", Err(BadCommand::ChunkSize)),
            ("BDAT 1 2", Err(BadCommand::ChunkSize)),
            ("BDAT 9999999999999999999", Err(BadCommand::ChunkSize)),
            ("NOOP whatever this is", Ok(Command::Noop)),
            ("QUIT", Ok(Command::Quit)),
            ("QUIT now", Err(BadCommand::Argument)),
            ("VRFY", Err(BadCommand::Argument)),
            ("vrfy a b", Ok(Command::Vrfy)),
            ("STARTTLS", Ok(Command::StartTls)),
            ("AUTH PLAIN AAAA", Err(BadCommand::NotOffered)),
            ("GET / HTTP/1.1", Err(BadCommand::OtherProtocol)),
            ("\u{16}\u{3}\u{1}", Err(BadCommand::OtherProtocol)),
            ("FOO", Err(BadCommand::Unknown)),
            ("", Err(BadCommand::Unknown)),
            ("NO\u{0}OP", Err(BadCommand::Bytes)),
            ("RSET\r", Err(BadCommand::Bytes)),
        ] {
            assert_eq!(parse(line.as_bytes()), expected, "{line}");
        }
        assert_eq!(parse(b"NOOP \xff"), Err(BadCommand::Bytes));
    }

    #[test]
    fn parameters_of_mail() {
        let read = |size, body, utf8| Ok(MailParameters { size, body, utf8 });
        for (rest, expected) in [
            ("", read(None, Body::SevenBit, false)),
            ("SIZE=12 body=8bitmime SMTPUTF8", read(Some(12), Body::EightBitMime, true)),
            ("BODY=BINARYMIME", read(None, Body::BinaryMime, false)),
            ("SIZE=99999999999999999999", read(Some(u64::MAX), Body::SevenBit, false)),
            ("SIZE=x", Err(BadParameter::Syntax)),
            ("SIZE", Err(BadParameter::Syntax)),
            ("SIZE=1 SIZE=1", Err(BadParameter::Syntax)),
            ("BODY=9BIT", Err(BadParameter::Syntax)),
            ("SMTPUTF8=yes", Err(BadParameter::Syntax)),
            ("RET=FULL", Err(BadParameter::Unknown)),
            ("AUTH=<>", Err(BadParameter::Unknown)),
        ] {
            assert_eq!(mail_parameters(rest), expected, "{rest}");
        }
    }
}
