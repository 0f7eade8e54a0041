//! Files that are read line by line: blank lines and comments passed over, every mistake named with its line.

use crate::frames::FrameError;

/// Hands each line of a file to `add`, trimmed.
///
/// # Errors
/// Every line that `add` refused, with its number and the reason.
pub(crate) fn add_lines(
    file: &str,
    text: &str,
    mut add: impl FnMut(&str) -> Result<(), String>,
) -> Result<(), Vec<FrameError>> {
    let mut errors = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Err(message) = add(line) {
            errors.push(FrameError { file: file.into(), line: number + 1, message });
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}
