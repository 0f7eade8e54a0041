//! Reading the treebanks of UD English.

use memcon::reading::conllu;

/// Genres of GUM whose texts may not be used commercially: nothing is trained on them.
const NON_COMMERCIAL: [&str; 5] = ["essay", "fiction", "letter", "podcast", "whow"];

/// The lines of a treebank file; with `free`, without the documents of GUM under non-commercial terms.
pub fn read(path: &str, free: bool) -> Result<String, String> {
    let conllu = std::fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
    if !free {
        return Ok(conllu);
    }
    let kept = conllu::documents(&conllu).into_iter().filter(|(id, _)| is_free(id));
    Ok(kept.map(|(_, lines)| lines).collect())
}

fn is_free(id: &str) -> bool {
    let genre = id.strip_prefix("GUM_").and_then(|rest| rest.split('_').next());
    genre.is_none_or(|genre| !NON_COMMERCIAL.contains(&genre))
}
