//! The closed word lists of the tokeniser. Conventions follow what the training parts of UD English EWT and
//! GUM do; the words themselves are common knowledge.

/// Prefixes that keep their hyphen: `non-profit` is one word where `long-term` is three.
const PREFIXES: &[&str] = &[
    "ante", "anti", "arch", "bi", "bio", "co", "counter", "cross", "cyber", "de", "di", "e", "electro", "ex", "extra",
    "hyper", "infra", "inter", "intra", "macro", "mega", "micro", "mid", "mini", "mis", "mono", "multi", "neo", "non",
    "over", "pan", "para", "poly", "post", "pre", "pro", "proto", "pseudo", "psycho", "re", "semi", "socio", "sub",
    "super", "trans", "tri", "ultra", "un",
];

/// Abbreviations that keep their full stop wherever they stand, sentence end included.
const ABBREVIATIONS: &[&str] = &[
    "Adm", "Ala", "Ald", "Amb", "Ariz", "Ark", "Assn", "Assoc", "Asst", "Attn", "Atty", "Aug", "Ave", "Blvd", "Bn",
    "Brig", "Bros", "Calif", "Capt", "Cmdr", "Co", "Col", "Colo", "Comdr", "Conn", "Corp", "Cpl", "Dec", "Dept", "Det",
    "Dist", "Dr", "Drs", "Ed", "Eds", "Esq", "Feb", "Fla", "Fr", "Ft", "Ga", "Gen", "Gens", "Gov", "Govs", "Hon",
    "Hwy", "Ill", "Inc", "Insp", "Jan", "Jr", "Kan", "Ky", "Lieut", "Lt", "Ltd", "Maj", "Md", "Messrs", "Mich", "Minn",
    "Mlle", "Mme", "Mont", "Mr", "Mrs", "Ms", "Msgr", "Mt", "Neb", "Nev", "Nov", "Oct", "Okla", "Ont", "Pa", "Penn",
    "Pfc", "Ph", "PhD", "Prof", "Profs", "Pte", "Pty", "Pvt", "Que", "Rep", "Reps", "Retd", "Rev", "Revs", "Rs", "Sec",
    "Secy", "Sen", "Sens", "Sep", "Sept", "Sgt", "Spc", "Spec", "Sr", "St", "Ste", "Sts", "Supt", "Tenn", "Tex",
    "Thur", "Thurs", "Treas", "Tues", "Univ", "Va", "Vol", "Vt", "Wed", "Wis", "al", "approx", "arrv", "ca", "cf",
    "dept", "div", "esp", "est", "etc", "ext", "govt", "incl", "lb", "lbs", "oz", "pp", "retd", "sq", "viz", "vol",
    "vs",
];

/// Abbreviations that are words as well: the full stop is theirs only before a number or a comma.
const BEFORE_NUMBERS: &[&str] = &[
    "Apr", "Art", "Ch", "Fig", "Figs", "Fri", "Jul", "Jun", "Mar", "Mon", "No", "Nos", "Op", "Para", "Sat", "Sec",
    "Sun", "Vol", "art", "b", "c", "ch", "d", "fig", "m", "no", "nos", "op", "p", "para", "pp", "sec",
];

/// Titles, which a name follows, and other abbreviations that more must follow: no sentence ends at one.
const BEFORE_MORE: &[&str] = &[
    "Adm", "Amb", "Asst", "Atty", "Brig", "Capt", "Cmdr", "Col", "Comdr", "Cpl", "Det", "Dr", "Drs", "Fr", "Ft", "Gen",
    "Gens", "Gov", "Govs", "Hon", "Insp", "Lieut", "Lt", "Maj", "Messrs", "Mlle", "Mme", "Mr", "Mrs", "Ms", "Msgr",
    "Mt", "Pfc", "Prof", "Profs", "Pvt", "Rep", "Reps", "Rev", "Revs", "Rs", "Sec", "Secy", "Sen", "Sens", "Sgt",
    "Spc", "Ste", "Supt", "approx", "cf", "sq", "v", "viz", "vs",
];

/// Units that UD English parts from the number before them: `5kg`, `$3m`, `7pm`.
const UNITS: &[&str] = &[
    "AM", "B", "BN", "Bn", "GB", "GHz", "GW", "GWh", "Hz", "K", "KB", "KM", "Kbps", "Kg", "Km", "M", "MB", "MHz", "MM",
    "MW", "MWh", "Mb", "Mbps", "PM", "TB", "TWh", "V", "W", "a.m", "am", "b", "bn", "bpd", "cc", "cm", "dB", "ft", "g",
    "gb", "gm", "ha", "hr", "hrs", "k", "kB", "kHz", "kW", "kWh", "kb", "kg", "kgs", "km", "kmh", "kms", "kn", "kph",
    "kt", "kts", "kw", "l", "lb", "lbs", "m", "mg", "mi", "min", "mins", "ml", "mm", "mn", "mph", "ms", "nm", "oz",
    "p.m", "pm", "ppm", "sec", "secs", "sq", "t", "tn", "trn", "yd", "yds", "yr", "yrs",
];

/// Last parts of host names and file names.
const DOMAINS: &[&str] = &[
    "biz", "cn", "com", "csv", "de", "doc", "docx", "edu", "eu", "exe", "fr", "gif", "gov", "htm", "html", "info",
    "int", "io", "ir", "jpeg", "jpg", "jsp", "mil", "mp3", "mp4", "net", "news", "org", "pdf", "php", "pk", "png",
    "ppt", "pptx", "ru", "tv", "txt", "uk", "url", "xls", "xlsx", "xml", "zip",
];

/// Short forms that begin with an apostrophe.
const ELISIONS: &[&str] = &["bout", "cause", "cuz", "em", "n", "round", "til", "till", "tis", "twas", "coz"];

/// Function words with a capital: after an abbreviation one of them begins a sentence.
const LEADS: &[&str] = &[
    "A",
    "About",
    "After",
    "All",
    "Although",
    "An",
    "And",
    "Another",
    "Any",
    "As",
    "At",
    "Because",
    "Before",
    "Both",
    "But",
    "By",
    "Despite",
    "During",
    "Each",
    "Earlier",
    "Even",
    "Every",
    "Few",
    "For",
    "From",
    "He",
    "Her",
    "Here",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "It",
    "Its",
    "Later",
    "Many",
    "Meanwhile",
    "More",
    "Most",
    "My",
    "No",
    "Nobody",
    "Not",
    "Now",
    "Of",
    "On",
    "Once",
    "One",
    "Only",
    "Or",
    "Other",
    "Others",
    "Our",
    "She",
    "Since",
    "So",
    "Some",
    "Such",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "Though",
    "To",
    "Under",
    "Until",
    "We",
    "What",
    "When",
    "Where",
    "Whether",
    "Which",
    "While",
    "Who",
    "Why",
    "With",
    "Without",
    "Yet",
    "You",
    "Your",
];

/// Pairs of words run together without apostrophe, and where the second begins.
const FUSED: &[(&str, usize)] = &[
    ("aint", 2),
    ("arent", 3),
    ("cannot", 3),
    ("cant", 2),
    ("couldnt", 5),
    ("didnt", 3),
    ("doesnt", 4),
    ("dont", 2),
    ("dunno", 2),
    ("gimme", 3),
    ("gonna", 3),
    ("gotta", 3),
    ("hadnt", 3),
    ("hasnt", 3),
    ("havent", 4),
    ("isnt", 2),
    ("ive", 1),
    ("lemme", 3),
    ("shouldnt", 6),
    ("thats", 4),
    ("theyre", 4),
    ("theyve", 4),
    ("wanna", 3),
    ("wasnt", 3),
    ("werent", 4),
    ("wont", 2),
    ("wouldnt", 5),
    ("youre", 3),
    ("youve", 3),
    ("im", 1),
];

/// Faces typed in characters.
const EMOTICONS: &[&str] = &[
    ":)", ":(", ";)", ":D", "=)", ":-)", ";-)", "=(", ":-(", ";P", ":P", ":p", ">:(", "^_^", ":-D", ":-P", "=D", ":'(",
    ":/", ":-/", ":|", "<3", ":))", ":-))", ";D", ":o", ":O", "xD", "XD", ":]",
];

fn holds(list: &[&str], word: &str) -> bool {
    list.contains(&word)
}

/// Whether `word` keeps a hyphen that follows it.
pub(super) fn is_prefix(word: &str) -> bool {
    word.len() <= 8 && PREFIXES.iter().any(|p| p.eq_ignore_ascii_case(word))
}

/// Whether `word` (without its full stop) is an abbreviation wherever it stands.
pub(super) fn is_abbreviation(word: &str) -> bool {
    word.len() <= 8 && (holds(ABBREVIATIONS, word) || is_shouted(word))
}

/// Whether `word` is a title or a legal form in capitals: `GEN`, `LTD`.
fn is_shouted(word: &str) -> bool {
    let forms = BEFORE_MORE.iter().chain(&["Inc", "Ltd", "Corp", "Jr", "Sr"]);
    word.len() > 1
        && word.bytes().all(|b| b.is_ascii_uppercase())
        && forms.into_iter().any(|f| f.eq_ignore_ascii_case(word))
}

fn is_legal_form(word: &str) -> bool {
    ["INC", "LTD", "CORP", "JR", "SR"].contains(&word)
}

/// Whether `word` is an abbreviation before a number.
pub(super) fn is_number_label(word: &str) -> bool {
    word.len() <= 8 && holds(BEFORE_NUMBERS, word)
}

/// Whether more must follow `word` (without its full stop).
pub(super) fn precedes_more(word: &str) -> bool {
    word.len() <= 8 && (holds(BEFORE_MORE, word) || (is_shouted(word) && !is_legal_form(word)))
}

/// Whether `letters`, right after a number, are its unit.
pub(super) fn is_unit(letters: &str) -> bool {
    letters.len() <= 4 && holds(UNITS, letters)
}

/// Whether `part`, after a full stop, ends a host name or a file name.
pub(super) fn is_domain(part: &str) -> bool {
    part.len() <= 5 && DOMAINS.iter().any(|d| *d == part || (d.len() > 2 && d.eq_ignore_ascii_case(part)))
}

/// Whether `word`, after an apostrophe, is a short form that keeps it.
pub(super) fn is_elision(word: &str) -> bool {
    word.len() <= 6 && ELISIONS.iter().any(|e| e.eq_ignore_ascii_case(word))
}

/// Whether `'d` after `stem` is `would` or `had`.
pub(super) fn takes_would(stem: &str) -> bool {
    const STEMS: [&str; 22] = [
        "i", "you", "he", "she", "it", "we", "they", "who", "what", "that", "there", "how", "where", "why", "when",
        "this", "these", "those", "nobody", "everyone", "someone", "which",
    ];
    stem.len() <= 8 && STEMS.iter().any(|s| s.eq_ignore_ascii_case(stem))
}

/// Where the second word of a fused pair begins.
pub(super) fn fused_at(word: &str) -> Option<usize> {
    let known = |f: &&(&str, usize)| f.0.eq_ignore_ascii_case(word);
    (word.len() <= 8).then(|| FUSED.iter().find(known).map(|f| f.1)).flatten()
}

/// Whether `text` begins with the small word that leads a surname: `al-Sudani`, `van Gogh`.
pub(super) fn is_particle(text: &str) -> bool {
    const PARTICLES: [&str; 16] = [
        "al-", "el-", "al ", "el ", "bin ", "ibn ", "bint ", "van ", "von ", "de ", "der ", "den ", "da ", "di ",
        "du ", "ul-",
    ];
    PARTICLES.iter().any(|p| text.starts_with(p))
}

/// Whether `word` is capitalised and leads a sentence rather than a name.
pub(super) fn leads_sentence(word: &str) -> bool {
    word.len() <= 8 && word.starts_with(|c: char| c.is_ascii_uppercase()) && holds(LEADS, word)
}

/// Length of the emoticon that `text` begins with, where nothing of a word follows it.
pub(super) fn emoticon(text: &str) -> Option<usize> {
    let fits = |e: &&&str| {
        text.strip_prefix(**e).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || "/\\".contains(c)))
    };
    EMOTICONS.iter().filter(fits).map(|e| e.len()).max()
}
