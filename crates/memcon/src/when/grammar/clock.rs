//! Times of day: by the clock, by name, on a day.

use super::{Base, Expr, Found, Grammar};
use crate::when::calendar::Unit;
use crate::when::words::{DayPart, Lex};

impl Grammar<'_> {
    /// "3 p.m.", "15:30 GMT", "noon Saturday", "10 p.m. EST Nov. 9", "Tuesday at 3 p.m.", "mid-afternoon".
    pub(super) fn clock(&self, at: usize) -> Found<Expr> {
        let timed = self.skip(at, &["around", "about"]);
        if let Some((time, end)) = self.hour(timed) {
            let zone = self.zone(end);
            let day_at = self.skip_mark(zone, ',');
            let day_at = self.skip(day_at, &["on"]);
            return Some(match self.day(day_at) {
                Some((day, after)) => (on(time, Some(day)), after),
                None => (on(time, None), zone),
            });
        }
        self.mid_part(at).or_else(|| self.day_then_clock(at))
    }

    /// "Tuesday at 3 p.m."
    fn day_then_clock(&self, at: usize) -> Found<Expr> {
        let (day, end) = self.day(at)?;
        let start = self.skip(self.skip_mark(end, ','), &["at", "around", "about", "by"]);
        if start == end {
            return None;
        }
        let (time, end) = self.hour(self.skip(start, &["around", "about"]))?;
        Some((on(time, Some(day)), self.zone(end)))
    }

    /// A day that a time of day can be on.
    fn day(&self, at: usize) -> Found<Expr> {
        let dated = self.date(at).filter(|(e, _)| {
            matches!(e, Expr::Dated { day: Some(_), .. } | Expr::Period(crate::when::calendar::Period::Day(_)))
        });
        let weekday = || self.weekday(at).filter(|(e, _)| matches!(e, Expr::Weekday { .. }));
        dated.or_else(|| self.today(at)).or_else(weekday)
    }

    /// "mid-afternoon yesterday", "mid afternoon".
    fn mid_part(&self, at: usize) -> Found<Expr> {
        if !self.any(at, &["mid", "late", "early"]) {
            return None;
        }
        let part_at = self.skip_mark(at + 1, '-');
        let Lex::Part(part @ (DayPart::Morning | DayPart::Afternoon | DayPart::Evening)) = self.lex(part_at) else {
            return None;
        };
        let (day, end) = self
            .day(part_at + 1)
            .unwrap_or((Expr::Unit { unit: Unit::Day, shift: 0, base: Base::Narrative }, part_at + 1));
        Some((Expr::PartOfDay(part, Box::new(day)), end))
    }

    /// Hour and minute, however written.
    fn hour(&self, at: usize) -> Found<(i8, i8)> {
        if let Lex::Part(DayPart::Hour(h)) = self.lex(at) {
            return Some(((h, 0), at + 1));
        }
        if let Some(dotted) = self.dotted(at) {
            return Some(dotted);
        }
        let (value, digits) = self.plain(at)?;
        if self.glued(at) && at > 0 && !self.mark(at - 1, '(') {
            return None;
        }
        let minutes = self.plain(at + 2).filter(|&(m, n)| {
            let colon = self.mark(at + 1, ':') && self.glued(at + 1) && self.glued(at + 2);
            colon && n == 2 && m < 60
        });
        let (minute, end) = minutes.map_or((0, at + 1), |(m, _)| (m, self.seconds(at + 3)));
        if digits > 2 {
            let zoned = digits == 4 && value % 100 < 60 && value < 2400 && self.zone_name(end);
            return zoned
                .then(|| Some(((i8::try_from(value / 100).ok()?, i8::try_from(value % 100).ok()?), end)))
                .flatten();
        }
        let (hour, minute) = (i8::try_from(value).ok()?, i8::try_from(minute).ok()?);
        if let Some((afternoon, end)) = self.half_of_day(end) {
            let hour = hour % 12 + if afternoon { 12 } else { 0 };
            return (1..=24).contains(&value).then_some(((hour, minute), end));
        }
        let oclock = self.words(end, "o ' clock");
        let stated = minutes.is_some()
            && (self.zone_name(end)
                || self.any(end, &["hours", "hrs"])
                || self.before_any(at, &["at", "by", "until", "around", "about", "from", "before", "after", "since"]));
        if hour >= 24 {
            return None;
        }
        match oclock {
            Some(end) if hour <= 12 => Some(((hour, minute), end)),
            _ if stated => Some(((hour, minute), end)),
            _ => None,
        }
    }

    /// "7.30 p.m.", which the tokens have as a decimal.
    fn dotted(&self, at: usize) -> Found<(i8, i8)> {
        let (hour, minute) = self.get(at)?.text.split_once('.')?;
        let (afternoon, end) = self.half_of_day(at + 1)?;
        let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
        let fits = (1..=12).contains(&hour) && (0..60).contains(&minute);
        fits.then_some(((hour % 12 + if afternoon { 12 } else { 0 }, minute), end))
    }

    fn seconds(&self, at: usize) -> usize {
        let more = self.mark(at, ':') && self.glued(at) && self.plain(at + 1).is_some_and(|(_, n)| n == 2);
        if more { at + 2 } else { at }
    }

    /// a.m. (false) or p.m. (true), with its last full stop.
    fn half_of_day(&self, at: usize) -> Found<bool> {
        for (words, afternoon) in [("a . m", false), ("p . m", true), ("am", false), ("pm", true)] {
            if let Some(end) = self.words(at, words) {
                return Some((afternoon, self.skip_stop(end)));
            }
        }
        None
    }

    fn zone_name(&self, at: usize) -> bool {
        self.get(at).is_some_and(|t| ZONES.contains(&t.text)) || self.words(at, "local time").is_some()
    }

    /// After the time zone, if one stands at `at`.
    fn zone(&self, at: usize) -> usize {
        if let Some(end) = self.words(at, "local time") {
            return end;
        }
        if self.zone_name(at) { at + 1 } else { at }
    }
}

fn on((hour, minute): (i8, i8), day: Option<Expr>) -> Expr {
    Expr::Clock { hour, minute, on: day.map(Box::new) }
}

const ZONES: &[&str] = &[
    "GMT", "UTC", "EST", "EDT", "ET", "CST", "CDT", "MST", "MDT", "PST", "PDT", "CET", "CEST", "BST", "IST", "JST",
    "HKT", "EET", "EEST", "MSK", "AEST", "AEDT", "WAT", "EAT", "SAST", "PKT", "KST", "Z",
];
