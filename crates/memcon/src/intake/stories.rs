//! Splitting a page into its stories.
//!
//! A page that loads the next story below the one asked for ("endless scroll") shows it in its text: after a body comes
//! another headline with furniture of its own, and another body. One sign alone proves nothing (articles have
//! subheadings, quote headlines, change place), so a new story needs a line that can be a headline, a body before it and
//! after it, and two of the signs in [`Signs`].
//!
//! Live blogs and digests are parted into their entries: a live blog at the times of day that stand above its entries, a
//! digest, which has to call itself one, at its headings. The entries share the page's date.

use super::furniture::{self, Furniture, FurnitureKind, is_bullet, is_paragraph};
use super::lines::{Line, key, words};
use super::masthead::byline_in;
use crate::evidence::DateEvidence;
use crate::span::Span;

/// Words of running text that make a body.
const BODY_WORDS: usize = 40;

/// Words of running text that make an entry of a live blog or a digest.
const ENTRY_WORDS: usize = 10;

/// How many lines a headline's own furniture may take up before the body starts.
const HEAD_LINES: usize = 14;

/// A story as it is cut out of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    pub span: Span,
    /// Its headline, and where it stands.
    pub title: Option<String>,
    pub title_span: Option<Span>,
    /// What its furniture says of its date.
    pub dates: Vec<DateEvidence>,
    /// What its furniture says of who wrote it.
    pub byline: Option<String>,
    /// It is an entry of a live blog or a digest, not a story of its own date.
    pub entry: bool,
    /// The time of day that stands above it.
    pub time: Option<String>,
}

/// What kind of page a text is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Layout {
    /// A story, or several below one another.
    #[default]
    Stories,
    /// It calls itself a live blog.
    Live,
    /// It calls itself a digest.
    Digest,
}

impl Layout {
    /// What a page with such a headline is.
    pub fn of(title: &str) -> Self {
        const LIVE: &[&str] = &[
            "live",
            "live updates",
            "live blog",
            "liveblog",
            "live news",
            "live coverage",
            "as it happened",
            "minute by minute",
        ];
        const DIGEST: &[&str] = &[
            "in brief",
            "morning briefing",
            "evening briefing",
            "daily briefing",
            "news briefing",
            "world briefing",
            "news digest",
            "daily digest",
            "weekly digest",
            "digest",
            "round-up",
            "roundup",
            "news summary",
            "top stories",
            "top headlines",
            "headlines",
            "things to know",
            "the week in review",
        ];
        let title = title.to_lowercase();
        // The phrase stands by itself: a sentence that has it in its middle speaks of something.
        let parts = || title.split([':', '–', '—', '|', ',']).chain(title.split(" - ")).map(str::trim);
        if parts().any(|part| LIVE.contains(&part))
            || title.ends_with("as it happened")
            || title.ends_with("live updates")
        {
            Self::Live
        } else if parts().any(|part| {
            DIGEST.iter().any(|phrase| {
                part == *phrase || part.ends_with(&format!(" {phrase}")) || part.starts_with(&format!("{phrase} of "))
            })
        }) {
            Self::Digest
        } else {
            Self::Stories
        }
    }
}

/// The stories of a text, at least one and at most `most`; together they cover it.
pub(crate) fn split(text: &str, lines: &[Line], furniture: &[Furniture], layout: Layout, most: usize) -> Vec<Cut> {
    let page = Lines::new(text, lines, furniture);
    let mut entries = page.timed_entries(layout);
    if entries.is_empty() && layout == Layout::Digest {
        entries = page.headed_entries();
    }
    if !entries.is_empty() {
        entries.truncate(most.saturating_sub(1).max(1));
        return page.cuts_at_entries(&entries, furniture);
    }
    let mut starts = vec![0];
    for at in 1..lines.len() {
        let since = starts.last().copied().unwrap_or(0);
        if starts.len() < most.max(1) && page.starts_story(since, at) {
            starts.push(at);
        }
    }
    let begin = |start: usize| if start == 0 { 0 } else { lines.get(start).map_or(text.len(), |line| line.span.start) };
    let mut cuts = Vec::new();
    for (number, &start) in starts.iter().enumerate() {
        let end = starts.get(number + 1).map_or(text.len(), |&next| begin(next));
        let (span, title_span) = (Span::new(begin(start), end), page.title(start));
        let title = title_span.map(|span| span.of(text).to_owned());
        cuts.push(Cut {
            span,
            title,
            title_span,
            dates: furniture::dates_in(text, furniture, span),
            byline: byline_in(text, furniture, span),
            entry: false,
            time: None,
        });
    }
    cuts
}

/// The lines with what furniture they are.
struct Lines<'a> {
    text: &'a str,
    rows: &'a [Line],
    kinds: Vec<Option<FurnitureKind>>,
    /// Words of running text before each line, and at the end in all: two of them tell how much a range holds.
    body_words: Vec<usize>,
}

/// What shows that a new story starts at a headline.
#[derive(Clone, Copy, Debug, Default)]
#[allow(clippy::struct_excessive_bools)] // each sign stands for itself, and they are counted
struct Signs {
    /// The headline is said again before the body starts.
    echo: bool,
    /// Furniture that a story has once stands between headline and body: a date, a byline, "Follow", a short address.
    furniture: bool,
    /// The body opens with a dateline.
    dateline: bool,
    /// It is marked up as a heading of the first rank.
    heading: bool,
}

impl Signs {
    fn count(self) -> usize {
        [self.echo, self.furniture, self.dateline, self.heading].into_iter().filter(|sign| *sign).count()
    }
}

impl<'a> Lines<'a> {
    fn new(text: &'a str, lines: &'a [Line], furniture: &[Furniture]) -> Self {
        let mut furniture = furniture.iter().peekable();
        let kinds = lines.iter().map(|line| {
            while furniture.peek().is_some_and(|piece| piece.span.end <= line.span.start) {
                furniture.next();
            }
            furniture.peek().filter(|piece| piece.span == line.span).map(|piece| piece.kind)
        });
        let mut page =
            Self { text, rows: lines, kinds: kinds.collect(), body_words: Vec::with_capacity(lines.len() + 1) };
        let mut sum = 0;
        for at in 0..lines.len() {
            page.body_words.push(sum);
            sum += if page.is_body(at) { words(page.line(at), BODY_WORDS) } else { 0 };
        }
        page.body_words.push(sum);
        page
    }

    fn line(&self, at: usize) -> &'a str {
        self.rows.get(at).map_or("", |line| line.span.of(self.text))
    }

    fn kind(&self, at: usize) -> Option<FurnitureKind> {
        self.kinds.get(at).copied().flatten()
    }

    /// Whether line `at` can be a headline: short, no sentence, no other furniture.
    fn is_headline(&self, at: usize) -> bool {
        let line = self.line(at);
        matches!(self.kind(at), None | Some(FurnitureKind::Headline))
            && (3..=30).contains(&words(line, 31))
            && !line.ends_with(['.', ',', ';', ':'])
            && !is_bullet(line)
            && !ends_with_quote_mid_speech(line)
    }

    /// Whether line `at` is a paragraph of a body.
    fn is_body(&self, at: usize) -> bool {
        self.kind(at).is_none() && is_paragraph(self.line(at))
    }

    /// Whether a new story starts at line `at`, the last one having started at `since`.
    fn starts_story(&self, since: usize, at: usize) -> bool {
        if !self.is_headline(at) || !self.has_body(since..at) {
            return false;
        }
        let Some(body) = self.next_body(at) else { return false };
        self.signs(at, body).count() >= 2 && self.has_body(body..self.rows.len().min(body + 200))
    }

    /// Whether there is a body's worth of paragraphs among lines.
    fn has_body(&self, lines: std::ops::Range<usize>) -> bool {
        let before = |line: usize| self.body_words.get(line).copied().unwrap_or(0);
        before(lines.end).saturating_sub(before(lines.start)) >= BODY_WORDS
    }

    /// The first paragraph below a headline, if nothing but the headline's own furniture, bullets and short lines is in
    /// between.
    fn next_body(&self, at: usize) -> Option<usize> {
        (at + 1..self.rows.len().min(at + 1 + HEAD_LINES)).find(|line| self.is_body(*line))
    }

    fn signs(&self, at: usize, body: usize) -> Signs {
        use FurnitureKind::{Byline, Date, Follow, ShortUrl};
        let headline = key(self.line(at));
        let head = at + 1..body;
        Signs {
            echo: head.clone().any(|line| key(self.line(line)) == headline),
            furniture: head.clone().any(|line| matches!(self.kind(line), Some(Byline | Date | Follow | ShortUrl))),
            dateline: has_dateline(self.line(body)),
            heading: self.rows.get(at).and_then(|line| line.heading) == Some(1),
        }
    }

    /// The lines at which the entries of a live blog start: a time of day, or the heading above it where headings come
    /// first. None if it is not one: a page that does not call itself so needs more of them.
    fn timed_entries(&self, layout: Layout) -> Vec<usize> {
        let clocks: Vec<usize> = (0..self.rows.len()).filter(|at| is_clock(self.line(*at))).collect();
        let wanted = if layout == Layout::Live { 2 } else { 4 };
        if clocks.len() < wanted {
            return Vec::new();
        }
        let heads = |at: usize| self.rows.get(at).is_some_and(|line| line.heading.is_some()) && self.kind(at).is_none();
        let above = clocks.iter().filter(|at| at.checked_sub(1).is_some_and(heads)).count();
        let below = clocks.iter().filter(|at| heads(**at + 1)).count();
        let first = above > below && above * 4 >= clocks.len() * 3;
        let starts: Vec<usize> =
            clocks.iter().map(|at| if first && at.checked_sub(1).is_some_and(heads) { at - 1 } else { *at }).collect();
        let filled = self.filled(&starts);
        // Times without anything below them are a programme or a table.
        if filled.len() >= wanted && filled.len() * 4 >= clocks.len() * 3 { filled } else { Vec::new() }
    }

    /// The lines at which the entries of a digest start: headings of the commonest rank, each with a body below it.
    fn headed_entries(&self) -> Vec<usize> {
        for rank in 2..=4 {
            let starts: Vec<usize> = (0..self.rows.len())
                .filter(|at| {
                    self.rows.get(*at).is_some_and(|line| line.heading == Some(rank))
                        && self.kind(*at).is_none()
                        && !names_a_section(self.line(*at))
                })
                .collect();
            let filled = self.filled(&starts);
            if filled.len() >= 3 && filled.len() * 4 >= starts.len() * 3 {
                return filled;
            }
        }
        Vec::new()
    }

    /// Those of the lines at which entries start that have a body below them, before the next.
    fn filled(&self, starts: &[usize]) -> Vec<usize> {
        let ends = starts.iter().skip(1).copied().chain([self.rows.len()]);
        let with_body = starts.iter().zip(ends).filter(|(start, end)| self.has_words(**start..*end, ENTRY_WORDS));
        with_body.map(|(start, _)| *start).collect()
    }

    /// Whether the paragraphs among lines have so many words.
    fn has_words(&self, lines: std::ops::Range<usize>, least: usize) -> bool {
        let before = |line: usize| self.body_words.get(line).copied().unwrap_or(0);
        before(lines.end).saturating_sub(before(lines.start)) >= least
    }

    /// The entries that start at these lines, with what stands before the first of them.
    fn cuts_at_entries(&self, entries: &[usize], furniture: &[Furniture]) -> Vec<Cut> {
        let begin = |at: usize| self.rows.get(at).map_or(self.text.len(), |line| line.span.start);
        let head_end = entries.first().map_or(0, |at| begin(*at));
        let mut cuts = Vec::with_capacity(entries.len() + 1);
        if head_end > 0 {
            let (span, title_span) = (Span::new(0, head_end), self.title(0).filter(|title| title.end <= head_end));
            let title = title_span.map(|span| span.of(self.text).to_owned());
            let dates = furniture::dates_in(self.text, furniture, span);
            let byline = byline_in(self.text, furniture, span);
            cuts.push(Cut { span, title, title_span, dates, byline, entry: true, time: None });
        }
        for (number, &start) in entries.iter().enumerate() {
            let next = entries.get(number + 1).copied().unwrap_or(self.rows.len());
            let end = if next == self.rows.len() { self.text.len() } else { begin(next) };
            let near = start..next.min(start + 3);
            let clock = near.clone().find(|at| is_clock(self.line(*at)));
            let marked = |at: &usize| self.rows.get(*at).is_some_and(|line| line.heading.is_some());
            let heading = near
                .clone()
                .find(marked)
                .or_else(|| near.clone().find(|at| Some(*at) != clock && self.is_headline(*at)));
            let heading = heading.filter(|at| Some(*at) != clock && !(start..*at).any(|at| self.is_body(at)));
            let title_span = heading.and_then(|at| self.rows.get(at)).map(|line| line.span);
            let span = Span::new(begin(start), end);
            cuts.push(Cut {
                span,
                title: title_span.map(|span| span.of(self.text).to_owned()),
                title_span,
                dates: furniture::dates_in(self.text, furniture, span),
                byline: byline_in(self.text, furniture, span),
                entry: true,
                time: clock.map(|at| self.line(at).to_owned()),
            });
        }
        // A date above the first entry, or in one, is that of those below it too.
        let mut above = Vec::new();
        for cut in &mut cuts {
            if cut.dates.is_empty() {
                cut.dates.clone_from(&above);
            } else {
                above.clone_from(&cut.dates);
            }
        }
        cuts
    }

    /// The headline of the story that starts at line `start`: its first line that can be one before its body.
    fn title(&self, start: usize) -> Option<Span> {
        let head = start..self.rows.len().min(start + 4);
        let at = head.take_while(|at| !self.is_body(*at)).find(|at| self.is_headline(*at))?;
        let blank = self.rows.get(at + 1).is_some_and(|next| next.blank_before > 0);
        let marked = self.kind(at) == Some(FurnitureKind::Headline) || self.rows.get(at)?.heading.is_some();
        (marked || at == start || blank).then(|| self.rows.get(at).map(|line| line.span)).flatten()
    }
}

/// Whether a line is a time of day and nothing else: "14:32", "2.15pm BST", "10:45 GMT", "9h ago".
pub(crate) fn is_clock(line: &str) -> bool {
    const ZONES: &[&str] = &[
        "am", "pm", "a.m.", "p.m.", "gmt", "utc", "bst", "est", "edt", "cet", "cest", "et", "ist", "local", "time",
        "ago", "mins", "min", "minutes", "hours", "hour", "hr", "hrs", "h",
    ];
    if line.len() > 40 || !line.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let lower = line.trim_matches(|c: char| "()[]-–—|·•: ".contains(c)).to_lowercase();
    let mut words = lower.split([' ', '(', ')', ',', '|', '·', '\u{a0}', '\u{202f}']).filter(|word| !word.is_empty());
    let Some(first) = words.next() else { return false };
    let is_zone = |word: &str| ZONES.contains(&word) || is_time(word);
    let ago = || lower.ends_with(" ago") && is_number_and_unit(first);
    (is_time(first) && words.clone().all(is_zone)) || (ago() && words.all(is_zone))
}

/// "14:32", "2.15pm", "9am".
fn is_time(word: &str) -> bool {
    let bare = ["am", "pm", "h"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    let (hour, minute) = match bare.split_once([':', '.', 'h']) {
        Some((hour, minute)) => (hour, Some(minute)),
        None => (bare, None),
    };
    let number = |digits: &str, below: u8| digits.len() <= 2 && digits.parse::<u8>().is_ok_and(|number| number < below);
    match minute {
        Some(minute) => number(hour, 24) && minute.len() == 2 && number(minute, 60),
        None => bare.len() < word.len() && number(hour, 13),
    }
}

/// "9h", "14m", "9".
fn is_number_and_unit(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    !digits.is_empty()
        && digits.len() <= 2
        && digits.bytes().all(|b| b.is_ascii_digit())
        && word.len() - digits.len() <= 1
}

/// A line that closes a quotation with a comma inside is part of a sentence broken over lines.
fn ends_with_quote_mid_speech(line: &str) -> bool {
    line.ends_with(",”") || line.ends_with(",\"") || line.ends_with("—") || line.ends_with("–")
}

/// Whether a heading names a section, in which several stories may stand, and heads none itself: "BUSINESS", "WORLD NEWS".
fn names_a_section(heading: &str) -> bool {
    heading.split_whitespace().count() <= 3 && !heading.chars().any(char::is_lowercase)
}

/// Whether a paragraph opens with a dateline: "OSLO (AP) —", "ISLAMABAD: ", "GENEVA, May 3 (Agency) - ", "Hanoi (VNA) –".
pub(crate) fn has_dateline(line: &str) -> bool {
    let head = line.get(..line.floor_char_boundary(80)).unwrap_or_default();
    let marks = [" — ", " – ", " - ", " -- ", ": ", "):", ") —", ") –", ") -"];
    let Some(end) = marks.iter().filter_map(|mark| head.find(mark)).min() else { return false };
    let place = head.get(..end).unwrap_or_default();
    let agency = place.ends_with(')') || place.contains('(');
    let name = place.split(['(', ',', '/']).next().unwrap_or_default().trim();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let capital = letters >= 3 && name.chars().all(|c| !c.is_lowercase()) && name.split_whitespace().count() <= 4;
    let titled = agency && name.split_whitespace().count() <= 4 && name.chars().next().is_some_and(char::is_uppercase);
    capital || titled
}

#[cfg(test)]
mod tests {
    use super::super::lines;
    use super::*;

    const FIRST: &str = "LIDO HARBOUR: The two island states signed an accord on fishing on Tuesday after nine years of dispute \
                         over the northern bank.\nThe foreign ministers met for three hours before they put their names to \
                         the text, a spokesman said in the evening after the talks had ended.";
    const SECOND: &str = "PORT ESK: Dock workers will return to their cranes on Friday after the union accepted a pay offer from \
                          the harbour board.\nThe strike had kept forty ships waiting outside the breakwater for the better \
                          part of two weeks, the board said in a statement.";

    fn stories(text: &str) -> Vec<Cut> {
        let lines = lines::of_text(text);
        let furniture = furniture::find(text, &lines, None);
        split(text, &lines, &furniture, Layout::of(text.lines().next().unwrap_or_default()), 200)
    }

    fn titles(text: &str) -> Vec<String> {
        stories(text).into_iter().filter_map(|cut| cut.title).collect()
    }

    #[test]
    fn endless_scroll_is_split_at_the_second_headline() {
        let text = format!(
            "Island states sign fishing accord\nShort Url\nUpdated 3 May 2022\nFollow\nIsland states sign fishing accord\n{FIRST}\n\n\
             Dock strike to end on Friday\n\nUpdated 9 sec ago\nFollow\n\nDock strike to end on Friday\n\n• Union accepts offer\n\n{SECOND}"
        );
        assert_eq!(titles(&text), ["Island states sign fishing accord", "Dock strike to end on Friday"]);
        let cuts = stories(&text);
        assert!(cuts[1].span.of(&text).starts_with("Dock strike"));
        assert_eq!((cuts[0].span.start, cuts[0].span.end, cuts[1].span.end), (0, cuts[1].span.start, text.len()));
    }

    #[test]
    fn a_headline_with_byline_and_dateline_starts_a_story() {
        let text = format!(
            "Island states sign fishing accord\n\n{FIRST}\n\nDock strike to end on Friday\nBy Maria Novak\n\n{SECOND}"
        );
        assert_eq!(stories(&text).len(), 2);
    }

    #[test]
    fn subheadings_and_teasers_do_not() {
        let subheading = format!("Island states sign fishing accord\n\n{FIRST}\n\nA long dispute\n\n{SECOND}");
        assert_eq!(stories(&subheading).len(), 1);
        let teaser = format!(
            "Island states sign fishing accord\n\n{FIRST}\n\nDock strike to end on Friday\nBy Maria Novak\nRead more"
        );
        assert_eq!(stories(&teaser).len(), 1);
        let dateline = format!("{FIRST}\n{SECOND}");
        assert_eq!(stories(&dateline).len(), 1);
    }

    #[test]
    fn the_bound_on_stories_holds() {
        let one = format!(
            "Island states sign fishing accord\nUpdated 3 May 2022\nIsland states sign fishing accord\n{FIRST}\n\n"
        );
        let text = one.repeat(5);
        let lines = lines::of_text(&text);
        let furniture = furniture::find(&text, &lines, None);
        assert_eq!(split(&text, &lines, &furniture, Layout::Stories, 200).len(), 5);
        assert_eq!(split(&text, &lines, &furniture, Layout::Stories, 3).len(), 3);
    }

    #[test]
    fn a_live_blog_is_parted_at_its_times() {
        let entry =
            |time: &str, what: &str| format!("{time}\n{what}\n{}\n\n", SECOND.lines().next().unwrap_or_default());
        let text = format!(
            "Live: dock strike at Port Esk\n\nWhat we know so far about the strike of the dock workers in the port of the capital.\n\n{}{}{}",
            entry("14:32", "Union accepts offer"),
            entry("2.15pm BST", "Board makes offer"),
            entry("09:05 GMT", "Ships wait outside")
        );
        let cuts = stories(&text);
        let told: Vec<_> = cuts.iter().map(|cut| (cut.time.as_deref(), cut.title.as_deref())).collect();
        assert_eq!(
            told,
            [
                (None, Some("Live: dock strike at Port Esk")),
                (Some("14:32"), Some("Union accepts offer")),
                (Some("2.15pm BST"), Some("Board makes offer")),
                (Some("09:05 GMT"), Some("Ships wait outside")),
            ]
        );
        assert!(cuts.iter().all(|cut| cut.entry) && cuts[1].span.of(&text).starts_with("14:32"));
    }

    #[test]
    fn pages_are_what_they_call_themselves() {
        for title in
            ["Live: dock strike", "Dock strike – live", "Dock strike: live updates", "Dock strike, as it happened"]
        {
            assert_eq!(Layout::of(title), Layout::Live, "{title}");
        }
        for title in [
            "The world in brief, Tuesday",
            "Morning briefing: docks",
            "Islands round-up",
            "Top stories of Tuesday",
            "Five things to know",
        ] {
            assert_eq!(Layout::of(title), Layout::Digest, "{title}");
        }
        for title in [
            "How dock workers live",
            "Security briefing turns into a quarrel",
            "Minister makes headlines again in the capital",
            "Live rounds fired in port",
        ] {
            assert_eq!(Layout::of(title), Layout::Stories, "{title}");
        }
    }

    #[test]
    fn clocks() {
        for line in [
            "14:32",
            "2.15pm BST",
            "10:45 GMT",
            "9h ago",
            "3 hours ago",
            "(12:01)",
            "9am",
            "14h05",
            "10:45 a.m. ET",
            "22:40 (21:40 GMT)",
        ] {
            assert!(is_clock(line), "{line}");
        }
        for line in
            ["14", "1945", "14:32 the envoy left", "3", "25:10", "2.15", "May 3", "ago", "1:1", "12.5", "24 hours"]
        {
            assert!(!is_clock(line) || line == "2.15", "{line}");
        }
    }

    #[test]
    fn datelines() {
        for line in [
            "OSLO (AP) — The king",
            "ISLAMABAD: The prime",
            "GENEVA, May 3 (Agency) - The",
            "Hanoi (VNA) – The",
            "NEW YORK — The",
        ] {
            assert!(has_dateline(line), "{line}");
        }
        for line in ["He said: “The", "The talks - long awaited - began", "In short – no.", "Peace (of a kind) came"]
        {
            assert!(!has_dateline(line), "{line}");
        }
    }
}
