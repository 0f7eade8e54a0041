//! The bill of materials: what the program is made of, as `CycloneDX` 1.5, from `cargo metadata`.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::{Value, json};

use super::{VERSION, epoch, said};
use crate::docs::root;

const PROGRAM: &str = "memcon-cli";

/// The bill of the program for a target.
pub fn bill(target: &str) -> Result<String, String> {
    let metadata = said(Command::new("cargo").current_dir(root()).args([
        "metadata",
        "--format-version",
        "1",
        "--locked",
        "--filter-platform",
        target,
    ]))?;
    let metadata: Value = serde_json::from_str(&metadata).map_err(|e| e.to_string())?;
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).map_err(|e| format!("Cargo.lock: {e}"))?;
    let compilers: Vec<Value> = ["rustc", "musl-gcc"]
        .iter()
        .filter_map(|name| said(Command::new(name).arg("--version")).ok().map(|version| (name, version)))
        .map(|(name, version)| json!({"name": name, "version": version.lines().next().unwrap_or_default()}))
        .collect();
    let bill = describe(&metadata, &checksums(&lock), &compilers)?;
    serde_json::to_string_pretty(&bill).map(|text| text + "\n").map_err(|e| e.to_string())
}

/// Hashes of the packages in `Cargo.lock`, by name and version.
fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let mut found = BTreeMap::new();
    for package in lock.split("[[package]]").skip(1) {
        let value = |key: &str| {
            let line = package.lines().find_map(|line| line.strip_prefix(&format!("{key} = \"")));
            line.map(|rest| rest.trim_end_matches('"').to_owned())
        };
        if let (Some(name), Some(version), Some(hash)) = (value("name"), value("version"), value("checksum")) {
            found.insert((name, version), hash);
        }
    }
    found
}

fn describe(
    metadata: &Value,
    checksums: &BTreeMap<(String, String), String>,
    compilers: &[Value],
) -> Result<Value, String> {
    let packages = metadata["packages"].as_array().ok_or("cargo metadata names no packages")?;
    let used = linked(metadata, packages)?;
    let text = |of: &Value, key: &str| of[key].as_str().unwrap_or_default().to_owned();
    let mut components = Vec::new();
    for package in packages.iter().filter(|package| used.contains(package["id"].as_str().unwrap_or_default())) {
        let (name, version) = (text(package, "name"), text(package, "version"));
        let mut component = json!({
            "type": "library",
            "name": name,
            "version": version,
            "bom-ref": format!("pkg:cargo/{name}@{version}"),
            "purl": format!("pkg:cargo/{name}@{version}"),
            "licenses": [{"expression": text(package, "license").replace('/', " OR ")}],
        });
        if let Some(hash) = checksums.get(&(name, version)) {
            component["hashes"] = json!([{"alg": "SHA-256", "content": hash}]);
        }
        components.push(component);
    }
    components.sort_by_key(|component| component["bom-ref"].as_str().unwrap_or_default().to_owned());
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "name": "memcon", "version": VERSION,
                "licenses": [{"expression": "MIT OR Apache-2.0"}]},
            "tools": compilers,
            "properties": [{"name": "source-date-epoch", "value": epoch()}],
        },
        "components": components,
    }))
}

/// The ids of what the program is linked from: what only builds or tests need is left out.
fn linked(metadata: &Value, packages: &[Value]) -> Result<BTreeSet<String>, String> {
    let program = packages.iter().find(|package| package["name"] == PROGRAM).ok_or("no program")?;
    let nodes = metadata["resolve"]["nodes"].as_array().ok_or("cargo metadata resolves nothing")?;
    let nodes: BTreeMap<&str, &Value> = nodes.iter().filter_map(|node| Some((node["id"].as_str()?, node))).collect();
    let mut waiting: Vec<&str> = program["id"].as_str().into_iter().collect();
    let mut used = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if !used.insert(id.to_owned()) {
            continue;
        }
        for dependency in nodes.get(id).and_then(|node| node["deps"].as_array()).into_iter().flatten() {
            let kinds = dependency["dep_kinds"].as_array().into_iter().flatten();
            if kinds.into_iter().any(|kind| kind["kind"].is_null()) {
                waiting.extend(dependency["pkg"].as_str());
            }
        }
    }
    Ok(used)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bill_lists_what_is_linked_and_nothing_that_only_builds() {
        let package = |name: &str| json!({"id": name, "name": name, "version": "1.0.0", "license": "MIT/Apache-2.0"});
        let depends = |on: &str, kind: Value| json!({"pkg": on, "dep_kinds": [{"kind": kind}]});
        let metadata = json!({
            "packages": [package(PROGRAM), package("used"), package("deep"), package("builds"), package("other")],
            "resolve": {"nodes": [
                {"id": PROGRAM, "deps": [depends("used", Value::Null), depends("builds", json!("build"))]},
                {"id": "used", "deps": [depends("deep", Value::Null)]},
            ]},
        });
        let hashes = checksums("[[package]]\nname = \"deep\"\nversion = \"1.0.0\"\nchecksum = \"ab\"\n");
        let bill = describe(&metadata, &hashes, &[]).expect("can be made");
        let names: Vec<&str> =
            bill["components"].as_array().into_iter().flatten().filter_map(|c| c["name"].as_str()).collect();
        assert_eq!(names, ["deep", PROGRAM, "used"]);
        assert_eq!(bill["components"][0]["hashes"][0]["content"], "ab");
        assert_eq!(bill["components"][0]["licenses"][0]["expression"], "MIT OR Apache-2.0");
    }
}
