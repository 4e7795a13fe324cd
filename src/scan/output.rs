//! The file or stream that lines are written to, if they are. Whatever happens, it ends with a
//! whole line.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};

/// Takes whole lines.
pub struct Output {
    /// `None` where lines are wanted by nobody, since they are delivered.
    file: Option<File>,
    /// It is a file, in which the end of the last whole line can be gone back to.
    regular: bool,
}

impl Output {
    pub fn new(file: File) -> Self {
        let regular = file.metadata().is_ok_and(|metadata| metadata.is_file());
        Output { file: Some(file), regular }
    }

    /// Takes lines and writes them nowhere.
    pub fn none() -> Self {
        Output { file: None, regular: false }
    }

    /// Whether it writes at all.
    pub fn is_wanted(&self) -> bool {
        self.file.is_some()
    }

    /// Standard output, without the buffer that would keep half a line back.
    ///
    /// # Errors
    /// Where it is closed.
    #[cfg(unix)]
    pub fn stdout() -> io::Result<Self> {
        use std::os::fd::AsFd;
        Ok(Output::new(File::from(io::stdout().as_fd().try_clone_to_owned()?)))
    }

    /// Standard output, without the buffer that would keep half a line back.
    ///
    /// # Errors
    /// Where it is closed.
    #[cfg(windows)]
    pub fn stdout() -> io::Result<Self> {
        use std::os::windows::io::AsHandle;
        Ok(Output::new(File::from(io::stdout().as_handle().try_clone_to_owned()?)))
    }

    /// Writes whole lines.
    ///
    /// # Errors
    /// Those of the file, say a full disk or a closed pipe. Then the lines written before are
    /// whole, and where the output is a file, nothing follows them.
    pub fn write(&mut self, lines: &[u8]) -> io::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let mut written = 0;
        while written < lines.len() {
            match file.write(&lines[written..]) {
                Ok(0) => {
                    self.cut(lines, written);
                    return Err(io::ErrorKind::WriteZero.into());
                }
                Ok(count) => written += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.cut(lines, written);
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    /// Takes back what was written of a line that is not whole.
    fn cut(&mut self, lines: &[u8], written: usize) {
        let Some(file) = &mut self.file else { return };
        let whole = memchr::memrchr(b'\n', &lines[..written]).map_or(0, |lf| lf + 1);
        let half = (written - whole) as u64;
        if !self.regular || half == 0 {
            return;
        }
        if let Ok(end) = file.stream_position()
            && let Some(end) = end.checked_sub(half)
        {
            // There is nothing more to be done where the disk refuses even this.
            let _ = file.set_len(end);
            let _ = file.seek(SeekFrom::Start(end));
        }
    }
}
