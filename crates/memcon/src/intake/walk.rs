//! The files of a folder.

use std::path::{Path, PathBuf};

use super::error::InputError;

/// The files at a path: the path itself if it is a file, or every file below the folder, in the order of their paths'
/// bytes, so that a run over a folder gives the same output everywhere. Hidden files and folders (a name that starts
/// with a dot) are passed over, and so are links to folders, which could lead in circles. A file or folder that cannot
/// be read gives an error in its place.
pub fn files(path: &Path) -> Vec<Result<PathBuf, InputError>> {
    match std::fs::metadata(path) {
        Ok(meta) if meta.is_dir() => {
            let mut found = Vec::new();
            folder(path, &mut found);
            found
        }
        Ok(_) => vec![Ok(path.to_owned())],
        Err(error) => vec![Err(InputError::io(&path.to_string_lossy(), error))],
    }
}

/// Adds the files below a folder.
fn folder(path: &Path, found: &mut Vec<Result<PathBuf, InputError>>) {
    let mut waiting = vec![path.to_owned()];
    while let Some(path) = waiting.pop() {
        if !path.is_dir() {
            found.push(Ok(path));
            continue;
        }
        match entries(&path) {
            Ok(mut entries) => {
                entries.sort_unstable_by(|a, b| b.as_os_str().as_encoded_bytes().cmp(a.as_os_str().as_encoded_bytes()));
                waiting.append(&mut entries);
            }
            Err(error) => found.push(Err(InputError::io(&path.to_string_lossy(), error))),
        }
    }
}

/// What a folder holds, hidden entries and linked folders left out.
fn entries(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(path)? {
        let path = entry?.path();
        let hidden = path.file_name().is_none_or(|name| name.as_encoded_bytes().starts_with(b"."));
        let linked_folder = path.is_symlink() && path.is_dir();
        if !hidden && !linked_folder {
            entries.push(path);
        }
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_in_order_and_missing_ones_are_named() {
        let root = std::env::temp_dir().join(format!("memcon-walk-{}", std::process::id()));
        std::fs::create_dir_all(root.join("b")).expect("a folder");
        for name in ["c.txt", "a.txt", "b/2.txt", "b/10.txt", ".hidden"] {
            std::fs::write(root.join(name), "x").expect("a file");
        }
        let found: Vec<_> = files(&root).into_iter().map(|path| path.expect("readable")).collect();
        let names: Vec<_> =
            found.iter().map(|path| path.strip_prefix(&root).expect("below").to_string_lossy().into_owned()).collect();
        std::fs::remove_dir_all(&root).expect("ours to remove");
        assert_eq!(names, ["a.txt", "b/10.txt", "b/2.txt", "c.txt"]);
        let missing = files(&root).remove(0).expect_err("it is gone");
        assert!(missing.is_io() && missing.to_string().contains("memcon-walk"));
    }
}
