//! Standard output, whose reader may go away.

use std::io::{ErrorKind, Write as _};

use crate::End;

/// Writes a text to standard output.
pub fn print(text: &str) -> End {
    print_then(text, End::Well)
}

/// Writes a text to standard output; `otherwise` is how the command ends where all of it was written.
pub fn print_then(text: &str, otherwise: End) -> End {
    let mut out = std::io::stdout().lock();
    end(out.write_all(text.as_bytes()).and_then(|()| out.flush()), otherwise)
}

/// How a command ends whose output went so; `otherwise` where all of it was written.
pub fn end(written: std::io::Result<()>, otherwise: End) -> End {
    match written {
        Ok(()) => otherwise,
        // Who reads our output has had enough, as `head` does: no fault of ours.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => otherwise,
        Err(error) => End::Misused(format!("the output cannot be written: {error}")),
    }
}
