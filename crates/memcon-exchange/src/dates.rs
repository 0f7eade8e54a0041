//! Dates that may be a month or a year.

use jiff::civil::Date;
use memcon_store::record::Event;

/// The first day of `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
pub fn first_day(date: &str) -> Option<Date> {
    match date.len() {
        4 => format!("{date}-01-01").parse().ok(),
        7 => format!("{date}-01").parse().ok(),
        10 => date.parse().ok(),
        _ => None,
    }
}

/// The last day of it.
pub fn last_day(date: &str) -> Option<Date> {
    let first = first_day(date)?;
    Some(match date.len() {
        4 => first.last_of_year(),
        7 => first.last_of_month(),
        _ => first,
    })
}

/// Puts the first and the last day in the place of a month or year.
pub fn fill(event: &mut Event) {
    fill_span(&mut event.date, &mut event.date_end);
    fill_span(&mut event.act_date, &mut event.act_date_end);
}

fn fill_span(date: &mut Option<String>, end: &mut Option<String>) {
    let Some(start) = date.clone() else { return };
    let until = end.as_deref().unwrap_or(&start);
    if start.len() == 10 && until.len() == 10 {
        return;
    }
    if let (Some(first), Some(last)) = (first_day(&start), last_day(until)) {
        *date = Some(first.to_string());
        *end = Some(last.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_years_have_days() {
        assert_eq!(last_day("2024-02").map(|day| day.to_string()).as_deref(), Some("2024-02-29"));
        assert_eq!(first_day("2024").map(|day| day.to_string()).as_deref(), Some("2024-01-01"));
        assert!(first_day("soon").is_none() && first_day("2024-13-01").is_none());
        let mut event = Event { date: Some("2024-02".into()), ..Event::default() };
        fill(&mut event);
        assert_eq!((event.date.as_deref(), event.date_end.as_deref()), (Some("2024-02-01"), Some("2024-02-29")));
        let mut day = Event { date: Some("2024-02-03".into()), ..Event::default() };
        fill(&mut day);
        assert_eq!((day.date.as_deref(), day.date_end), (Some("2024-02-03"), None));
    }
}
