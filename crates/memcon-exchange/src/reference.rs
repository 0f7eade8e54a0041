//! The documentation of the forms, written from their columns: `docs/src/reference/formats.md`.

use std::fmt::Write as _;

use crate::column::{Head, Kind, On, heads};
use crate::graphml::{EDGES, NODES};
use crate::import::{NGEC, POLECAT_READ};
use crate::plover::{ENTITY, PLOVER};
use crate::polecat::POLECAT;
use crate::tables::{CONTEXT, DOCUMENTS, EVENTS, EVIDENCE, PARTY, STORIES, evidence_heads, party_heads};

const INTRODUCTION: &str = "\
# Formats

Written by `cargo test -p memcon-exchange --test reference` from the columns in `crates/memcon-exchange/src`; a test holds
that it is up to date (`FORMATS=write` writes it anew).

`memcon export RECORD --format F --out PATH` writes the events of a record, with the filters of `memcon query`;
`memcon code … --format F` those of pages. One row is one event, as its lead mention tells it.

| format | what | all statuses |
|---|---|---|
| `jsonl` | whole documents, as `memcon code` writes them | yes |
| `csv` | events; in a folder (`--out` without an extension) also parties, evidence and stories | yes |
| `parquet` | events, typed; one file (`--out x.parquet`), or a folder by month: `year=2025/month=5/part-0.parquet` | yes |
| `geojson` | events as features | yes |
| `plover` | PLOVER's JSON, an event a line | no |
| `polecat` | POLECAT's table of 40 columns | no |
| `graphml` | the network of actors | no |

A format that cannot say whether an event happened leaves out what is `denied` or `hypothetical`, and what is `planned` but
for events with an act: that somebody agreed to a visit or threatened a boycott has happened, even though what `act`
names has not. Its line on standard error says how many were left out; `--all-statuses` writes them too.

A date of which only the month or year is known stays so (`2025-03`); `--fill-dates` puts the first and last day in its
place. `--no-text` leaves out the texts of documents and the words of evidence; hash, address and offsets stay, by
which those who have the stories find them again. Offsets count Unicode characters of the document's text.

CSV files are UTF-8 with commas and quotation marks (RFC 4180), an empty cell is nothing, lists are joined by `; `. A text
that a spreadsheet would take for a formula has an apostrophe before it. Tab-separated files have the same quotation
marks, and their texts are as they are. Parquet files are compressed with Zstandard, texts encoded by dictionary.
";

/// The page.
pub fn page() -> String {
    let mut page = INTRODUCTION.to_owned();
    table(&mut page, "Events: `csv` and `geojson`", "", heads(EVENTS, On::Nested));
    let about = "The same columns in the same order, but lists are lists, and parties are whole. `memcon_exchange::arrow` \
                 gives the same table to other programs. In a folder `year` and `month` are names of folders.";
    table(&mut page, "Events: `parquet`", about, heads(EVENTS, On::Flat));
    table(&mut page, "A party in `actors` and `recipients`", "", heads(PARTY, On::Flat));
    table(&mut page, "A context in `contexts`", "", heads(CONTEXT, On::Flat));
    table(&mut page, "Words in `evidence`", "", heads(EVIDENCE, On::Flat));
    table(&mut page, "`parties.csv`", "", party_heads());
    table(&mut page, "`evidence.csv`", "", evidence_heads());
    let about = "Without filters all stories of the record, also those without events.";
    table(&mut page, "`stories.csv`", about, heads(STORIES, On::Nested));
    let about = "`memcon.documents` of the Python package and of Spark; no exported file.";
    table(&mut page, "Documents: Arrow", about, heads(DOCUMENTS, On::Flat));
    let about = "`None` stands where there is nothing; a `;` within a name becomes a comma.";
    table(&mut page, "`polecat`", about, heads(POLECAT, On::Nested));
    page += "\n## `plover`\n\n`crates/memcon-exchange/schema/plover.json` is its JSON Schema. Fields without a value are left \
             out.\n\n| field | what |\n|---|---|\n";
    for field in PLOVER {
        let _ = writeln!(page, "| `{}` | {} |", field.path, field.about);
    }
    for field in ENTITY {
        let _ = writeln!(page, "| `actor[].{0}`, `recipient[].{0}` | {1} |", field.path, field.about);
    }
    let about = "An actor is a name with a country. An event counts from each actor to each recipient; where there is none, \
                 between the actors, both ways. One edge for each pair and category.";
    table(&mut page, "`graphml`: nodes", about, heads(NODES, On::Nested));
    table(&mut page, "`graphml`: edges", "", heads(EDGES, On::Nested));
    page += IMPORT;
    imported(&mut page, "POLECAT", &POLECAT_READ);
    imported(&mut page, "NGEC's flat table", &NGEC);
    page
}

const IMPORT: &str = "
## Import

`memcon import RECORD FILE…` reads POLECAT's tables and NGEC's flat table (tab- or comma-separated; UTF-8 or Latin-1), told
by their first lines. Their events stand in the record beside those that Memcon coded, with a run of their own
(`program` names the table and its version) and `decided_by` `POLECAT` or `NGEC`: `memcon query RECORD --decided-by POLECAT`.
Neither table has a status: all count as `occurred`. Neither says what a story is about: `core` is false. There is no
story text; the text of an imported document is the words that the table quotes. Rows of POLECAT, which have no evidence,
never join other events; those of NGEC do by their quotes. Imported again, a row that is there already is passed over.
Rows that cannot be read are named with their line, and the others are read.
";

fn imported(page: &mut String, name: &str, columns: &[(&str, &str)]) {
    let _ = writeln!(page, "\n### {name}\n\n| column | becomes |\n|---|---|");
    for (column, about) in columns {
        let _ = writeln!(page, "| `{column}` | {about} |");
    }
}

fn table(page: &mut String, title: &str, about: &str, heads: impl IntoIterator<Item = Head>) {
    let _ = writeln!(page, "\n## {title}\n");
    if !about.is_empty() {
        let _ = writeln!(page, "{about}\n");
    }
    page.push_str("| column | type | what |\n|---|---|---|\n");
    for head in heads {
        let kind = if matches!(head.kind, Kind::Rows(_)) && head.on == On::All {
            "list of structs; of texts where a cell holds none".to_owned()
        } else {
            head.kind.name().to_owned()
        };
        let optional = if head.optional { ", may be empty" } else { "" };
        let _ = writeln!(page, "| `{}` | {kind}{optional} | {} |", head.name, head.about);
    }
}
