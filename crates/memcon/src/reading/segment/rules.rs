//! Where rules settle whether a sentence ends, for news has places that the treebanks show too seldom.

use super::boundary::{Class, Paragraph, View};

/// Whether a sentence that runs from token `start` ends after token `gap`; `None` leaves it to the model.
pub(super) fn settled(paragraph: &Paragraph<'_>, gap: usize, start: usize) -> Option<bool> {
    let [before, last, next] = [-1, 0, 1].map(|offset| paragraph.view(gap, offset));
    if paragraph.dateline == Some(gap) {
        return Some(true);
    }
    if last.class == Class::Title || (last.class == Class::Initial && is_within_name(before, next, gap == start)) {
        return Some(false);
    }
    if paragraph.headline {
        return is_unmarked(before, last).then_some(false);
    }
    let stopped = match last.class {
        // `U.S. To Send Aid` is a headline.
        Class::Abbreviation => next.leads && paragraph.stopped,
        // `died Nov. 8. Staff Sgt.`: no number of a list, which stands at the start.
        Class::Stop if next.class == Class::OpenQuote => !last.spaced,
        Class::Stop => !last.spaced && is_number(before.class) && gap - start > 3 && is_capital(next.class),
        _ => false,
    };
    (stopped && next.spaced).then_some(true)
}

/// Whether an initial between `before` and `next` belongs to a name: `Mary T. Jones`.
fn is_within_name(before: View, next: View, first: bool) -> bool {
    let given = first || (is_capital(before.class) && !before.leads);
    given && is_capital(next.class) && !next.leads
}

/// Whether nothing marks an end after `last`, which stands after `before`.
pub(super) fn is_unmarked(before: View, last: View) -> bool {
    use Class::{
        Apostrophe, Capitalised, Capitals, CloseQuote, Comma, Figure, Letter, Lower, Mixed, Number, OpenQuote, Quote,
    };
    match last.class {
        CloseQuote | Quote | Apostrophe | Class::Close => !before.class.ends_sentences(),
        Capitalised | Capitals | Comma | Figure | Letter | Lower | Mixed | Number | OpenQuote | Class::Open => true,
        _ => false,
    }
}

fn is_number(class: Class) -> bool {
    matches!(class, Class::Number | Class::Figure)
}

fn is_capital(class: Class) -> bool {
    matches!(class, Class::Capitalised | Class::Capitals | Class::Initial | Class::Letter | Class::Title | Class::Mixed)
}

/// The dash that ends a dateline, which the treebanks have as a sentence of its own: a place in capitals, what
/// tells it apart, the date, the agency in brackets. `GENEVA (AP) —`, `WASHINGTON, D.C., Jan. 5 —`.
pub(super) fn dateline(views: &[View]) -> Option<usize> {
    const LONGEST: usize = 14;
    let belongs = |v: &View| {
        is_capital(v.class)
            || matches!(v.class, Class::Abbreviation | Class::Close | Class::Comma | Class::Number | Class::Open)
    };
    views.iter().find(|v| v.class.ends_sentences())?;
    let dash = views.iter().take(LONGEST).position(|v| !belongs(v))?;
    let (line, from) = views.split_at(dash);
    let parted = from.iter().take(2).filter(|v| v.spaced).count() == 2;
    let is_dash = from.first().is_some_and(|v| matches!(v.class, Class::Dash | Class::Hyphen));
    let begins = from.get(1).is_some_and(|v| v.class != Class::Lower);
    // `DHAKA Tribune —` is none; `RIYADH, Saudi Arabia —` and `OSLO (AP) —` are.
    let place = line.iter().take_while(|v| v.class == Class::Capitals).count();
    let told_apart = line.get(place).is_none_or(|v| matches!(v.class, Class::Comma | Class::Open));
    let region = line.iter().skip_while(|v| v.class != Class::Comma).filter(|v| v.class == Class::Capitalised).count();
    (place > 0 && told_apart && region <= 3 && is_dash && parted && begins).then_some(dash)
}

/// Whether a line is a headline with its words capitalised: no full stop, nearly all longer words in capitals,
/// short words that show that it is no list of names.
pub(super) fn is_headline(views: &[View]) -> bool {
    const LONGEST: usize = 40;
    // A signature or a letter head is a list of names too, but holds what a headline does not.
    let foreign =
        |v: &View| matches!(v.class, Class::Stop | Class::Address | Class::Symbol | Class::Figure | Class::Bullet);
    let opens = views.first().is_some_and(|v| is_capital(v.class) || v.class == Class::OpenQuote);
    if !opens || views.len() > LONGEST || views.iter().any(foreign) {
        return false;
    }
    let count = |class: Class| views.iter().filter(|v| v.class == class).count();
    let leads = views.iter().skip(1).filter(|v| v.leads).count();
    let capitalised = count(Class::Capitalised) + count(Class::Capitals);
    capitalised >= 5 && leads + count(Class::Lower) > 0 && capitalised >= 4 * count(Class::Lower)
}
