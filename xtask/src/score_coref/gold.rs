//! The coreference of a GUM document, from the `Entity` of its MISC column.

/// A mention as GUM annotates it.
pub struct GoldMention {
    /// Index of its head among the document's words.
    pub head: usize,
    /// The words that make the shortest mention.
    pub core: Vec<usize>,
    /// Number of its entity.
    pub entity: String,
    /// `person`, `organization`, `place`…
    pub kind: String,
    /// A personal or possessive pronoun of the third person.
    pub pronoun: bool,
    /// Its head is a proper noun.
    pub named: bool,
    /// The entities that a plural pronoun puts together.
    pub split: Vec<String>,
    /// Its words.
    pub text: String,
}

impl GoldMention {
    /// A person, organisation or place.
    pub fn is_somebody(&self) -> bool {
        matches!(self.kind.as_str(), "person" | "organization" | "place")
    }

    /// Whether the `CoNLL` score counts it.
    pub fn counts(&self) -> bool {
        self.is_somebody() && (self.pronoun || self.named)
    }
}

/// Whether a word is a personal or possessive pronoun of the third person.
pub fn is_pronoun(form: &str) -> bool {
    const THIRD: [&str; 18] = [
        "he",
        "him",
        "his",
        "himself",
        "she",
        "her",
        "hers",
        "herself",
        "it",
        "its",
        "itself",
        "they",
        "them",
        "their",
        "theirs",
        "themselves",
        "themself",
        "'em",
    ];
    THIRD.contains(&form.to_lowercase().as_str())
}

struct Word<'t> {
    form: &'t str,
    upos: &'t str,
    /// Index of the governor in the document.
    head: Option<usize>,
    misc: &'t str,
}

/// A mention that is not closed yet: entity, attributes, first word.
type Open = (String, Vec<String>, usize);

/// The mentions of a document's lines, in the order of their heads.
pub fn mentions(block: &str) -> Vec<GoldMention> {
    let words = words(block);
    let mut open: Vec<Open> = Vec::new();
    let mut mentions = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let entity = word.misc.split('|').find_map(|m| m.strip_prefix("Entity=")).unwrap_or_default();
        for piece in pieces(entity) {
            if let Some(opened) = piece.strip_prefix('(') {
                let mut fields = opened.trim_end_matches(')').split('-').map(str::to_owned);
                let id = fields.next().unwrap_or_default();
                open.push((id, fields.collect(), at));
            }
            if piece.ends_with(')') {
                let id = piece.trim_start_matches('(').trim_end_matches(')').split('-').next().unwrap_or_default();
                if let Some(i) = open.iter().rposition(|(known, ..)| known == id) {
                    let (id, fields, first) = open.remove(i);
                    mentions.push(mention(&words, id, &fields, first, at));
                }
            }
        }
    }
    mentions.sort_by_key(|m| m.head);
    mentions
}

/// "(1-person(2-place)3)" in pieces, each one bracket or a pair.
fn pieces(entity: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, letter) in entity.char_indices() {
        if letter == '(' && at > start {
            pieces.push(&entity[start..at]);
            start = at;
        } else if letter == ')' {
            pieces.push(&entity[start..=at]);
            start = at + 1;
        }
    }
    pieces.extend(entity.get(start..).filter(|rest| !rest.is_empty()));
    pieces
}

/// Fields behind the entity: kind, information status, salience, centering, shortest words, link, identity.
fn mention(words: &[Word], id: String, fields: &[String], first: usize, last: usize) -> GoldMention {
    const SHORTEST: usize = 4;
    let outside = |at: usize| words[at].head.is_none_or(|head| !(first..=last).contains(&head));
    let head = (first..=last).find(|&at| outside(at)).unwrap_or(first);
    let shortest = fields.get(SHORTEST).map_or("", String::as_str);
    let core = shortest.split(',').filter_map(|n| n.parse::<usize>().ok()).map(|n| first + n - 1).collect();
    let pronoun = first == last && is_pronoun(words[head].form);
    let split = words[first].misc.split('|').find_map(|m| m.strip_prefix("SplitAnte=")).unwrap_or_default();
    let split = split.split(',').filter_map(|pair| pair.split_once('<')).filter(|(_, to)| *to == id);
    GoldMention {
        head,
        core,
        kind: fields.first().cloned().unwrap_or_default(),
        pronoun,
        named: words[head].upos == "PROPN",
        split: split.map(|(from, _)| from.to_owned()).collect(),
        text: words[first..=last].iter().map(|w| w.form).collect::<Vec<_>>().join(" "),
        entity: id,
    }
}

fn words(block: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word> = Vec::new();
    let mut sentence = 0;
    for line in block.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, form, _, upos, _, _, head, _, _, misc] = columns.as_slice() else {
            sentence = words.len();
            continue;
        };
        if id.parse::<usize>().is_ok() {
            let head = head.parse::<usize>().ok().filter(|&head| head > 0).map(|head| sentence + head - 1);
            words.push(Word { form, upos, head, misc });
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: usize, form: &str, upos: &str, head: usize, misc: &str) -> String {
        format!("{id}\t{form}\t_\t{upos}\t_\t_\t{head}\t_\t_\t{misc}\n")
    }

    #[test]
    fn brackets_are_told_apart() {
        assert_eq!(pieces("(1-a-b(2-c)3)"), ["(1-a-b", "(2-c)", "3)"]);
        assert_eq!(pieces("2)(3-person"), ["2)", "(3-person"]);
        assert!(pieces("").is_empty());
    }

    #[test]
    fn mentions_have_heads_and_entities() {
        let block = line(1, "Old", "ADJ", 2, "Entity=(1-person-new-n-cf1-2-sgl")
            + &line(2, "Ana", "PROPN", 3, "Entity=1)")
            + &line(3, "left", "VERB", 0, "_")
            + "\n"
            + &line(1, "She", "PRON", 2, "Entity=(1-person-giv-n-cf1-1-ana)")
            + &line(2, "ran", "VERB", 0, "_");
        let found = mentions(&block);
        let shown: Vec<_> = found.iter().map(|m| (m.head, m.entity.as_str(), m.pronoun, m.named)).collect();
        assert_eq!(shown, [(1, "1", false, true), (3, "1", true, false)]);
        assert_eq!(found[0].core, [1]);
        assert!(found.iter().all(GoldMention::counts));
    }
}
