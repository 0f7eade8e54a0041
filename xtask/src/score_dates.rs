//! Scores the inference of publication dates where nothing states them: `cargo xtask score-dates FILE.jsonl…`.
//!
//! A line of a file holds `id`, `date` (the day of publication) and `text`. Date and address are withheld, and lines of
//! the text that only date it count for nothing; what is inferred is from the story's own evidence. Lines without a date
//! are passed over.

use memcon::Span;
use memcon::reading::Reader;
use memcon::when::{StoryDate, inferred_date, office_terms};
use memcon::who::Knowledge;
use serde_json::Value;

/// Most days of a set that helps.
const MOST_DAYS: usize = 7;

/// How often what was inferred was what.
#[derive(Clone, Copy, Default)]
struct Counts {
    stories: usize,
    held: usize,
    named: usize,
    wrong: usize,
}

impl Counts {
    fn add(&mut self, date: &str, inferred: &StoryDate) {
        let holds = inferred.candidates.iter().any(|day| day.to_string() == date);
        self.stories += 1;
        self.held += usize::from(holds && inferred.candidates.len() <= MOST_DAYS);
        self.named += usize::from(inferred.date.is_some());
        self.wrong += usize::from(inferred.date.is_some_and(|day| day.to_string() != date));
    }

    fn line(self, name: &str) -> String {
        let Self { stories, held, named, wrong } = self;
        let share = |part: usize, whole: usize| part as f64 / (whole as f64).max(1.0);
        format!(
            "{name}: stories {stories}  true day in the set {:.3}  one day named {:.3}  wrong of those {:.3} ({wrong} of {named})",
            share(held, stories),
            share(named, stories),
            share(wrong, named)
        )
    }
}

/// Runs the command. With `shows`, what was not found is printed with the reasoning.
pub fn run(files: &[&str], shows: bool) -> Result<(), String> {
    let reader = Reader::new().map_err(|error| error.to_string())?;
    let mut total = Counts::default();
    for file in files {
        let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
        let mut counts = Counts::default();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let record: Value = serde_json::from_str(line).map_err(|e| format!("{file}, line {}: {e}", number + 1))?;
            let (Some(date), Some(story)) = (record["date"].as_str(), record["text"].as_str()) else { continue };
            let reading = reader.read(story).map_err(|error| error.to_string())?;
            let terms = office_terms(Knowledge::shipped(), &reading);
            let inferred = inferred_date(story, Span::new(0, story.len()), &reading, &terms);
            counts.add(date, &inferred);
            total.add(date, &inferred);
            if shows && inferred.date.is_none_or(|day| day.to_string() != date) {
                show(&record["id"], date, &inferred);
            }
        }
        println!("{}", counts.line(file));
    }
    if files.len() > 1 {
        println!("{}", total.line("all"));
    }
    Ok(())
}

fn show(id: &Value, date: &str, inferred: &StoryDate) {
    let days: Vec<String> = inferred.candidates.iter().map(ToString::to_string).collect();
    println!("{id} {date}: {}", if days.is_empty() { "nothing".to_owned() } else { days.join(" ") });
    inferred.reasoning.iter().for_each(|step| println!("    {step}"));
}
