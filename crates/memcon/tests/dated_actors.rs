//! Who somebody was on a day: offices begin and end, and with them the sector; bodies change sides; states end.

use memcon::who::{Answer, Day, Knowledge, answer};

/// What is asked, on which day, and country and sector of the answer (`-`: none).
const PAIRS: &[(&str, &str, &str)] = &[
    ("President Karzai", "2010-05-01", "AFG GOV"),
    ("Karzai", "2021-06-09", "AFG ELI"),
    ("Ashraf Ghani", "2021-06-09", "AFG GOV"),
    ("Ashraf Ghani", "2022-06-09", "AFG ELI"),
    ("the Taliban", "1999-03-01", "AFG GOV"),
    ("the Taliban", "2010-03-01", "AFG REB"),
    ("the Taliban", "2023-03-01", "AFG GOV"),
    ("Imran Khan", "2019-05-01", "PAK GOV"),
    ("Imran Khan", "2024-05-01", "PAK OPP"),
    ("Shehbaz Sharif", "2023-01-15", "PAK GOV"),
    ("Nawaz Sharif", "2015-01-15", "PAK GOV"),
    ("Narendra Modi", "2016-01-15", "IND GOV"),
    ("Manmohan Singh", "2008-01-15", "IND GOV"),
    ("Manmohan Singh", "2020-01-15", "IND ELI"),
    ("Sheikh Hasina", "2020-01-15", "BGD GOV"),
    ("Sheikh Hasina", "2024-12-15", "BGD ELI"),
    ("Aung San Suu Kyi", "2018-01-15", "MMR GOV"),
    ("Min Aung Hlaing", "2019-01-15", "MMR MIL"),
    ("Rodrigo Duterte", "2018-01-15", "PHL GOV"),
    ("Rodrigo Duterte", "2023-01-15", "PHL ELI"),
    ("Mahathir Mohamad", "1995-01-15", "MYS GOV"),
    ("Najib Razak", "2016-01-15", "MYS GOV"),
    ("Joko Widodo", "2020-01-15", "IDN GOV"),
    ("Joko Widodo", "2025-01-15", "IDN ELI"),
    ("Shinzo Abe", "2015-01-15", "JPN GOV"),
    ("Shinzo Abe", "2021-01-15", "JPN ELI"),
    ("Moon Jae-in", "2019-01-15", "KOR GOV"),
    ("Moon Jae-in", "2023-01-15", "KOR ELI"),
    ("Hu Jintao", "2008-01-15", "CHN GOV"),
    ("Hu Jintao", "2016-01-15", "CHN ELI"),
    ("Tsai Ing-wen", "2019-01-15", "TWN GOV"),
    ("Nursultan Nazarbayev", "2010-01-15", "KAZ GOV"),
    ("Nursultan Nazarbayev", "2023-01-15", "KAZ ELI"),
    ("Mikhail Gorbachev", "1990-06-15", "SUN GOV"),
    ("Mikhail Gorbachev", "2010-06-15", "RUS ELI"),
    ("Boris Yeltsin", "1995-06-15", "RUS GOV"),
    ("Petro Poroshenko", "2016-06-15", "UKR GOV"),
    ("Petro Poroshenko", "2022-06-15", "UKR OPP"),
    ("Volodymyr Zelensky", "2022-06-15", "UKR GOV"),
    ("Mikheil Saakashvili", "2007-06-15", "GEO GOV"),
    ("Slobodan Milosevic", "1999-05-15", "YUG GOV"),
    ("Angela Merkel", "2015-06-15", "DEU GOV"),
    ("Angela Merkel", "2022-06-15", "DEU ELI"),
    ("Francois Hollande", "2014-06-15", "FRA GOV"),
    ("Francois Hollande", "2019-06-15", "FRA ELI"),
    ("Emmanuel Macron", "2018-06-15", "FRA GOV"),
    ("Emmanuel Macron", "2010-06-15", "FRA -"),
    ("Tony Blair", "2003-03-15", "GBR GOV"),
    ("Tony Blair", "2012-03-15", "GBR ELI"),
    ("Boris Johnson", "2021-03-15", "GBR GOV"),
    ("Boris Johnson", "2024-03-15", "GBR ELI"),
    ("Silvio Berlusconi", "2010-03-15", "ITA GOV"),
    ("Alexis Tsipras", "2016-03-15", "GRC GOV"),
    ("Viktor Orban", "2015-03-15", "HUN GOV"),
    ("Donald Tusk", "2010-03-15", "POL GOV"),
    ("Donald Tusk", "2017-03-15", "EUR GOV"),
    ("Donald Tusk", "2024-03-15", "POL GOV"),
    ("Recep Tayyip Erdogan", "2005-03-15", "TUR GOV"),
    ("Saddam Hussein", "1995-03-15", "IRQ GOV"),
    ("Bashar al-Assad", "2012-03-15", "SYR GOV"),
    ("Bashar al-Assad", "2025-03-15", "SYR ELI"),
    ("Hosni Mubarak", "2005-03-15", "EGY GOV"),
    ("Hosni Mubarak", "2013-03-15", "EGY ELI"),
    ("Mohamed Morsi", "2012-12-15", "EGY GOV"),
    ("Muammar Gaddafi", "2005-03-15", "LBY GOV"),
    ("Zine El Abidine Ben Ali", "2005-03-15", "TUN GOV"),
    ("Hassan Rouhani", "2016-03-15", "IRN GOV"),
    ("Hassan Rouhani", "2023-03-15", "IRN ELI"),
    ("Mahmoud Ahmadinejad", "2010-03-15", "IRN GOV"),
    ("Yasser Arafat", "2001-03-15", "PSE GOV"),
    ("Ehud Olmert", "2007-03-15", "ISR GOV"),
    ("Ehud Olmert", "2014-03-15", "ISR ELI"),
    ("Omar al-Bashir", "2010-03-15", "SDN GOV"),
    ("Omar al-Bashir", "2021-03-15", "SDN ELI"),
    ("Robert Mugabe", "2010-03-15", "ZWE GOV"),
    ("Robert Mugabe", "2018-03-15", "ZWE ELI"),
    ("Goodluck Jonathan", "2013-03-15", "NGA GOV"),
    ("Goodluck Jonathan", "2020-03-15", "NGA ELI"),
    ("Uhuru Kenyatta", "2018-03-15", "KEN GOV"),
    ("Uhuru Kenyatta", "2023-03-15", "KEN ELI"),
    ("Jacob Zuma", "2014-03-15", "ZAF GOV"),
    ("Laurent Gbagbo", "2008-03-15", "CIV GOV"),
    ("Charles Taylor", "2001-03-15", "LBR GOV"),
    ("Ellen Johnson Sirleaf", "2010-03-15", "LBR GOV"),
    ("Ellen Johnson Sirleaf", "2020-03-15", "LBR ELI"),
    ("Yahya Jammeh", "2010-03-15", "GMB GOV"),
    ("Joseph Kabila", "2010-03-15", "COD GOV"),
    ("Joseph Kabila", "2021-03-15", "COD ELI"),
    ("Hugo Chavez", "2005-03-15", "VEN GOV"),
    ("Juan Guaido", "2019-06-15", "VEN OPP"),
    ("Evo Morales", "2010-03-15", "BOL GOV"),
    ("Evo Morales", "2021-03-15", "BOL ELI"),
    ("Luiz Inacio Lula da Silva", "2005-03-15", "BRA GOV"),
    ("Dilma Rousseff", "2014-03-15", "BRA GOV"),
    ("Jair Bolsonaro", "2020-03-15", "BRA GOV"),
    ("Rafael Correa", "2012-03-15", "ECU GOV"),
    ("Rafael Correa", "2022-03-15", "ECU ELI"),
    ("Alvaro Uribe", "2006-03-15", "COL GOV"),
    ("Alberto Fujimori", "1998-03-15", "PER GOV"),
    ("Vicente Fox", "2003-03-15", "MEX GOV"),
    ("Barack Obama", "2012-03-15", "USA GOV"),
    ("Barack Obama", "2020-03-15", "USA ELI"),
    ("Donald Trump", "2018-03-15", "USA GOV"),
    ("Joe Biden", "2014-03-15", "USA GOV"),
    ("Justin Trudeau", "2018-03-15", "CAN GOV"),
    ("Stephen Harper", "2010-03-15", "CAN GOV"),
    ("Stephen Harper", "2018-03-15", "CAN ELI"),
    ("Jacinda Ardern", "2020-03-15", "NZL GOV"),
    ("Jacinda Ardern", "2023-06-15", "NZL ELI"),
    ("Julia Gillard", "2012-03-15", "AUS GOV"),
    ("Kofi Annan", "2003-03-15", "UNO -"),
    ("Fidel Castro", "1998-03-15", "CUB GOV"),
    ("South Sudanese soldiers", "2014-03-15", "SSD MIL"),
    ("the Soviet foreign minister", "1987-03-15", "SUN GOV"),
    ("Ukrainian police", "1988-03-15", "SUN COP"),
];

fn on(phrase: &str, date: &str) -> Answer {
    let parts: Vec<u32> = date.split('-').filter_map(|part| part.parse().ok()).collect();
    let &[year, month, day] = parts.as_slice() else { panic!("{date} is no day") };
    answer(Knowledge::shipped(), phrase, Some(Day::new(year, month, day)))
}

#[test]
fn a_name_means_what_it_meant_on_the_day() {
    assert!(PAIRS.len() >= 50);
    let mut wrong = Vec::new();
    for (phrase, date, wanted) in PAIRS {
        let found = on(phrase, date);
        let shown = format!("{} {}", found.country.as_deref().unwrap_or("-"), found.sector.unwrap_or("-"));
        if shown != *wanted {
            wrong.push(format!("{phrase} on {date}: {shown}, not {wanted}; {:?}", found.why));
        }
    }
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), PAIRS.len(), wrong.join("\n"));
}

#[test]
fn every_answer_says_why() {
    for (phrase, date, _) in PAIRS {
        let found = on(phrase, date);
        assert!(found.why.iter().all(|why| why.contains(".txt:") || why.starts_with("rule: ")), "{:?}", found.why);
        assert!(!found.why.is_empty(), "{phrase}");
    }
}

#[test]
fn the_days_in_office_hold_the_day_of_who_holds_it() {
    for (phrase, date, wanted) in PAIRS.iter().filter(|(.., wanted)| wanted.ends_with("GOV")) {
        let found = on(phrase, date);
        let (from, to) = (found.from.as_deref().unwrap_or("0000"), found.to.as_deref().unwrap_or("9999"));
        assert!(from <= *date && *date <= to, "{phrase} on {date} ({wanted}): {from} to {to}");
    }
}
