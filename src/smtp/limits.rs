//! How much a client may ask for (RFC 5321 section 4.5.3).

/// Bounds of one session. Every one is at or above what RFC 5321 section 4.5.3.1 asks for.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of a message, as SIZE announces them (RFC 1870).
    pub message: usize,
    /// Recipients of one message.
    pub recipients: usize,
    /// Bytes of a command line, its end included. RFC 5321 asks for 512 and more for extensions.
    pub command_line: usize,
    /// Commands between one message and the next.
    pub commands: u32,
    /// Refused commands of a session.
    pub errors: u32,
    /// Bytes that are read and dropped before the connection is closed: of a line without end, or
    /// of a message beyond its bound.
    pub discarded: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            message: 32 << 20,
            recipients: 1_000,
            command_line: 4_096,
            commands: 5_000,
            errors: 20,
            discarded: 64 << 10,
        }
    }
}
