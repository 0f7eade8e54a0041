//! The archive and the Debian package: names in order, no owners, the time of the last commit.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{VERSION, epoch, ran, said};
use crate::docs::{root, write};

/// A folder as a tar packed with gzip, beside it.
pub fn archive(tree: &Path) -> Result<PathBuf, String> {
    let (folder, name) = (tree.parent().unwrap_or(tree), tree.file_name().unwrap_or_default());
    let file = folder.join(format!("{}.tar.gz", name.to_string_lossy()));
    ran(Command::new("tar")
        .arg("--create")
        .arg("--file")
        .arg(&file)
        .arg("--use-compress-program=gzip -9n")
        .args(["--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--mode=u+rw,go+r-w"])
        .arg(format!("--mtime=@{}", epoch()))
        .arg("--directory")
        .arg(folder)
        .arg(name))?;
    Ok(file)
}

/// A Debian package of what lies in the archive's folder.
pub fn debian(out: &Path, tree: &Path) -> Result<PathBuf, String> {
    let architecture = said(Command::new("dpkg").arg("--print-architecture"))?.trim().to_owned();
    let stage = out.join("debian");
    if stage.exists() {
        std::fs::remove_dir_all(&stage).map_err(|e| format!("{}: {e}", stage.display()))?;
    }
    let mut size = 0;
    for (from, to) in places(tree)? {
        let bytes = std::fs::read(&from).map_err(|e| format!("{}: {e}", from.display()))?;
        size += bytes.len();
        write(&stage.join(&to), &bytes)?;
        let manual = to.starts_with("usr/share/man");
        if manual {
            ran(Command::new("gzip").arg("-9n").arg(stage.join(&to)))?;
        }
    }
    super::executable(&stage.join("usr/bin/memcon"))?;
    write(&stage.join("usr/share/doc/memcon/copyright"), copyright().as_bytes())?;
    write(&stage.join("DEBIAN/control"), control(&architecture, size).as_bytes())?;
    let file = out.join(format!("memcon_{VERSION}_{architecture}.deb"));
    ran(Command::new("dpkg-deb")
        .env("SOURCE_DATE_EPOCH", epoch())
        .args(["--root-owner-group", "-Zxz", "--build"])
        .arg(&stage)
        .arg(&file))?;
    Ok(file)
}

/// Where each file of the archive goes.
fn places(tree: &Path) -> Result<Vec<(PathBuf, String)>, String> {
    let mut found = vec![(tree.join("memcon"), "usr/bin/memcon".to_owned())];
    for name in ["README.md", "CHANGELOG.md", "NOTICE", "SECURITY.md"] {
        found.push((tree.join(name), format!("usr/share/doc/memcon/{name}")));
    }
    for (folder, to) in [("examples", "doc/memcon/examples"), ("man", "man/man1")] {
        let entries = std::fs::read_dir(tree.join(folder)).map_err(|e| format!("{folder}: {e}"))?;
        for entry in entries.flatten() {
            found.push((entry.path(), format!("usr/share/{to}/{}", entry.file_name().to_string_lossy())));
        }
    }
    for (from, to) in [
        ("memcon.bash", "bash-completion/completions/memcon"),
        ("_memcon", "zsh/vendor-completions/_memcon"),
        ("memcon.fish", "fish/vendor_completions.d/memcon.fish"),
    ] {
        found.push((tree.join("completions").join(from), format!("usr/share/{to}")));
    }
    Ok(found)
}

fn control(architecture: &str, size: usize) -> String {
    format!(
        "Package: memcon\nVersion: {VERSION}\nArchitecture: {architecture}\nInstalled-Size: {}\nSection: science\n\
         Priority: optional\nMaintainer: {}\n\
         Description: political events from news, in PLOVER\n Reads news and keeps the diplomatic record: who met, asked, promised, \
         accused,\n threatened, aided or attacked whom, when and where, each event tied to the exact\n words that show it. Works \
         offline; English only.\n",
        size.div_ceil(1024),
        maintainer(std::env::var("DEBFULLNAME").ok(), std::env::var("DEBEMAIL").ok())
    )
}

/// Whom the package names as responsible for it: who builds it, by Debian's variables, which its own tools ask as well.
fn maintainer(name: Option<String>, address: Option<String>) -> String {
    let given = |value: Option<String>, otherwise: &str| {
        value.filter(|value| !value.trim().is_empty()).unwrap_or_else(|| otherwise.to_owned())
    };
    format!("{} <{}>", given(name, "local build"), given(address, "root@localhost"))
}

fn copyright() -> String {
    let read = |name: &str| std::fs::read_to_string(root().join(name)).unwrap_or_default();
    format!(
        "{}\n\n{}\n\nOr, at your choice, the Apache License 2.0: /usr/share/common-licenses/Apache-2.0\n",
        read("NOTICE"),
        read("LICENSE-MIT")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_names_who_built_it_and_no_address_that_is_not_there() {
        assert_eq!(maintainer(Some("A. Lovelace".into()), Some("ada@lab.test".into())), "A. Lovelace <ada@lab.test>");
        assert_eq!(maintainer(None, Some(" ".into())), "local build <root@localhost>");
        assert!(control("amd64", 2048).contains("Installed-Size: 2\n"));
    }
}
