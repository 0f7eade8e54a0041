//! Which columns of a table, or keys of a JSON object, hold what.

/// What a document in a table or in JSON may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Field {
    Id,
    Url,
    Title,
    Date,
    Text,
    Html,
}

/// The fields with their names, first those that Memcon writes itself, then those that others use.
const NAMES: &[(Field, &[&str])] = &[
    (Field::Id, &["id", "doc_id", "docid", "document_id", "article_id", "story_id", "uuid", "guid"]),
    (Field::Url, &["url", "link", "source_url", "sourceurl", "article_url", "permalink", "requested_url"]),
    (Field::Title, &["title", "headline", "article_title"]),
    (
        Field::Date,
        &[
            "date",
            "pub_date",
            "pubdate",
            "published",
            "date_published",
            "date_publish",
            "datepublished",
            "publish_date",
            "published_date",
            "publication_date",
            "published_at",
            "publishedat",
            "published_time",
        ],
    ),
    (
        Field::Text,
        &[
            "text",
            "event_text",
            "body",
            "content",
            "article",
            "article_text",
            "article_body",
            "articlebody",
            "maintext",
            "full_text",
            "fulltext",
        ],
    ),
    (Field::Html, &["html", "raw_html", "page_html"]),
];

/// Names of columns or keys that a user gives to what a document may have, beside those that are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    given: Vec<(Field, String)>,
}

/// What is wrong with a `--map`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnsError(String);

impl std::fmt::Display for ColumnsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ColumnsError {}

impl Columns {
    /// Reads `text=body,date=pub`: what a document may have (`id`, `url`, `title`, `date`, `text` or `html`), and the
    /// name of the column or key that holds it.
    ///
    /// # Errors
    /// If a part is no such pair, or names what no document has.
    pub fn parse(map: &str) -> Result<Self, ColumnsError> {
        let mut given = Vec::new();
        for part in map.split(',') {
            let (field, column) = part.split_once('=').ok_or_else(|| {
                ColumnsError(format!("{part:?} maps no column; write FIELD=COLUMN, such as text=body,date=pub"))
            })?;
            let known = NAMES.iter().find(|(_, names)| names.first() == Some(&field.trim())).map(|(known, _)| *known);
            let known = known.ok_or_else(|| {
                ColumnsError(format!(
                    "{field:?} is nothing that a document has; there are id, url, title, date, text and html"
                ))
            })?;
            if column.trim().is_empty() {
                return Err(ColumnsError(format!("no column is named for `{}`", field.trim())));
            }
            given.push((known, column.trim().to_owned()));
        }
        Ok(Self { given })
    }

    /// Which of `names` holds a field: the one that the user gives, or else the first known name that is there.
    #[expect(clippy::needless_pass_by_value, reason = "an iterator is cheap to pass and is cloned for each look")]
    pub(crate) fn find<'n>(&self, field: Field, names: impl Iterator<Item = &'n str> + Clone) -> Option<usize> {
        let at = |wanted: &str| names.clone().position(|name| same(name, wanted));
        if let Some((_, wanted)) = self.given.iter().find(|(given, _)| *given == field) {
            return at(wanted);
        }
        let (_, known) = NAMES.iter().find(|(known, _)| *known == field)?;
        known.iter().find_map(|wanted| at(wanted))
    }

    /// The columns that the user names and that are not among `names`.
    #[expect(clippy::needless_pass_by_value, reason = "an iterator is cheap to pass and is cloned for each look")]
    pub(crate) fn missing<'n>(&self, names: impl Iterator<Item = &'n str> + Clone) -> Vec<&str> {
        let absent = |(_, wanted): &&(Field, String)| !names.clone().any(|name| same(name, wanted));
        self.given.iter().filter(absent).map(|(_, wanted)| wanted.as_str()).collect()
    }

    /// Whether a table with these columns is one of documents.
    pub(crate) fn has_documents<'n>(&self, names: impl Iterator<Item = &'n str> + Clone) -> bool {
        self.find(Field::Text, names.clone()).or_else(|| self.find(Field::Html, names)).is_some()
    }
}

/// Whether two names are the same but for case and white space around them.
fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_names_are_found_and_given_ones_win() {
        let names = ["Doc_ID", "Headline", "body", "comment", "pub_date"];
        let plain = Columns::default();
        assert_eq!(plain.find(Field::Text, names.into_iter()), Some(2));
        assert_eq!(plain.find(Field::Id, names.into_iter()), Some(0));
        assert_eq!(plain.find(Field::Html, names.into_iter()), None);
        let mapped = Columns::parse("text=comment, date=when").expect("a map");
        assert_eq!(mapped.find(Field::Text, names.into_iter()), Some(3));
        assert_eq!(mapped.find(Field::Date, names.into_iter()), None);
        assert_eq!(mapped.missing(names.into_iter()), ["when"]);
    }

    #[test]
    fn mistakes_in_a_map_are_named() {
        for (map, said) in [("text", "FIELD=COLUMN"), ("txt=body", "\"txt\""), ("text=", "no column")] {
            assert!(Columns::parse(map).expect_err(map).to_string().contains(said), "{map}");
        }
    }
}
