//! Thirty sample pages of our own, in the forms that news sites give their pages: endless scroll, live blogs, digests,
//! teaser tails and single stories. Each boundary must be where a reader sees it, and no single story may be split.

use std::fmt::Write as _;

use memcon::intake::{self, Bounds, Page};

/// An invented story: headline, byline, date line, and paragraphs of which no other story has one.
struct Told {
    title: &'static str,
    byline: &'static str,
    date: &'static str,
    body: [&'static str; 3],
}

const TOLD: [Told; 5] = [
    Told {
        title: "Norland and Suder reopen northern ferry line",
        byline: "By Joana Reis",
        date: "12 March 2024",
        body: [
            "LIDO HARBOUR – The first ferry in nine years crossed from Norland to Suder on Tuesday with two hundred passengers and a brass band on board, an official of the harbour said.",
            "The line had been closed since the dispute over the northern bank, in which both states called back their ambassadors and barred each other's trawlers from their ports for months.",
            "Foreign minister Agnes Vik, who was on the first crossing, told reporters that she expected trade between the islands to double before the end of next year, if the weather is kind.",
        ],
    },
    Told {
        title: "Dock workers at Port Esk accept pay offer",
        byline: "By Milo Danek",
        date: "11 March 2024",
        body: [
            "PORT ESK – Dock workers voted on Monday to accept the offer of the harbour board, ending a strike that had kept forty ships waiting outside the breakwater for more than two weeks.",
            "The union said that seven in ten of its members were for the agreement, which raises wages by six per cent this year and by four per cent in each of the two years that follow.",
            "A spokeswoman for the board said that the cranes would be running again by Friday, although it would take until the middle of April to clear all the containers from the quays.",
        ],
    },
    Told {
        title: "President of Ostra opens dry dock on first visit",
        byline: "By Clara Lund",
        date: "10 March 2024",
        body: [
            "VESTBY – The president of Ostra, Piet Maris, opened a dry dock in Vestby on Sunday, the first project that his government has paid for on the soil of its neighbour since the war.",
            "The dock cost 71 million dollars and can take ships of up to two hundred metres, according to the company that built it, which has sought such a contract for the better part of a decade.",
            "Opposition leaders stayed away from the ceremony and accused the government of having sold the rights to the harbour for less than they were worth to a state that it hardly knows.",
        ],
    },
    Told {
        title: "Court in Lido Harbour frees captain of seized trawler",
        byline: "By Ivo Petrov",
        date: "9 March 2024",
        body: [
            "LIDO HARBOUR – A court on Saturday ordered the release of the captain of a trawler that coastguards had seized in January, ruling that he had been fishing outside the closed zone.",
            "The judge said that the charts which prosecutors relied on were out of date, and that nobody aboard could have known where the new line ran when the vessel left its home port.",
            "The ministry of fisheries said it would appeal, but allowed the ship to leave with its crew of eleven on a bond that the owners paid in the course of the afternoon, it added.",
        ],
    },
    Told {
        title: "Suder recalls envoy after remarks on the northern bank",
        byline: "By Hanna Olsen",
        date: "8 March 2024",
        body: [
            "SUDERSTAD – Suder called back its envoy to Norland on Friday after a member of the parliament in Lido Harbour said that the northern bank had never belonged to anybody else.",
            "The prime minister's office described the recall as a matter of consultations and stressed that the embassy would remain open under the first secretary until the envoy returns.",
            "Norland's foreign ministry replied that a member of parliament speaks for himself, and that nothing in the accord of two years ago had been called into question by the government.",
        ],
    },
];

/// How a site writes a story: the markup around headline, byline, date and paragraphs.
struct Site {
    open: &'static str,
    close: &'static str,
    byline: &'static str,
    date: &'static str,
}

const SITES: [Site; 6] = [
    Site { open: "<article>", close: "</article>", byline: "<p class=byline>{}</p>", date: "<time>{}</time>" },
    Site {
        open: "<div class=story>",
        close: "</div>",
        byline: "<div class=author>{}</div>",
        date: "<div class=date>Published {}</div>",
    },
    Site { open: "<div class=node><div>", close: "</div></div>", byline: "<p>{}</p>", date: "<p>Updated {}</p>" },
    Site {
        open: "<section>",
        close: "</section>",
        byline: "<span class=name>{}</span><br>",
        date: "<p>{} 10:15 GMT</p>",
    },
    Site {
        open: "<div><article class=entry>",
        close: "</article></div>",
        byline: "<p><b>{}</b></p>",
        date: "<p><i>{}</i></p>",
    },
    Site {
        open: "<main>",
        close: "</main>",
        byline: "<p class=meta>{}</p>",
        date: "<p class=meta>Last updated on {}</p>",
    },
];

fn story(told: &Told, site: &Site) -> String {
    let paragraphs: String = told.body.iter().fold(String::new(), |mut out, p| {
        let _ = writeln!(out, "<p>{p}</p>");
        out
    });
    let (byline, date) = (site.byline.replace("{}", told.byline), site.date.replace("{}", told.date));
    format!("{}<h1>{}</h1>\n{byline}\n{date}\n{paragraphs}{}\n", site.open, told.title, site.close)
}

fn page(title: &str, content: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>{title} - The Harbour Post</title></head><body>\
         <nav><a href=/>Home</a> <a href=/world>World</a> <a href=/ports>Ports</a></nav>\n{content}\
         <footer>The Harbour Post, Lido Harbour. All rights reserved.</footer></body></html>"
    )
}

fn read(source: &str) -> Page {
    intake::open(source.as_bytes(), "sample", &Bounds::default()).next().expect("a page").expect("readable")
}

/// What each story holds, as the places of its first and its last paragraph.
fn assert_stories(page: &Page, expected: &[&Told], what: &str) {
    let titles: Vec<_> = page.stories.iter().map(|story| story.title.as_deref()).collect();
    assert_eq!(page.stories.len(), expected.len(), "{what}: {titles:?}\n{}", page.text);
    for (story, told) in page.stories.iter().zip(expected) {
        let text = story.span.of(&page.text);
        assert_eq!(story.title.as_deref(), Some(told.title), "{what}");
        for paragraph in told.body {
            assert!(text.contains(paragraph), "{what}: {paragraph}\nis not in\n{text}");
        }
        let mut others = TOLD.iter().filter(|other| other.title != told.title).flat_map(|other| other.body);
        assert!(others.all(|paragraph| !text.contains(paragraph)), "{what}: more than its own in\n{text}");
    }
}

#[test]
fn six_pages_of_endless_scroll() {
    for (number, site) in SITES.iter().enumerate() {
        let told: Vec<&Told> = TOLD.iter().cycle().skip(number).take(2 + number % 3).collect();
        let content: String = told.iter().map(|told| story(told, site)).collect();
        assert_stories(&read(&page(told[0].title, &content)), &told, &format!("scroll {number}"));
    }
}

/// The entries of a live blog: each a story's headline and first paragraph.
fn entries(form: impl Fn(&str, &Told) -> String) -> String {
    TOLD.iter().zip(["22:40", "20:15", "18:05", "12:30", "09:10"]).map(|(told, time)| form(time, told)).collect()
}

fn assert_entries(page: &Page, what: &str) {
    let entries: Vec<_> = page.stories.iter().filter(|story| story.time.is_some()).collect();
    assert_eq!(entries.len(), TOLD.len(), "{what}: {:?}\n{}", page.stories, page.text);
    for (entry, told) in entries.iter().zip(&TOLD) {
        let text = entry.span.of(&page.text);
        assert!(text.contains(told.body[0]), "{what}: {}\nis not in\n{text}", told.body[0]);
        assert_eq!(TOLD.iter().filter(|told| text.contains(told.body[0])).count(), 1, "{what}: {text}");
        assert!(
            entry.entry && entry.title.as_deref().is_none_or(|title| title == told.title),
            "{what}: {:?}",
            entry.title
        );
        assert_eq!(entry.dates.first().map(|date| date.date.to_string()).as_deref(), Some("2024-03-12"), "{what}");
    }
}

#[test]
fn six_live_blogs() {
    let forms: [fn(&str, &Told) -> String; 6] = [
        |time, told| format!("<section><time>{time}</time><h2>{}</h2><p>{}</p></section>", told.title, told.body[0]),
        |time, told| format!("<div class=post><h3>{}</h3><p>{time} GMT</p><p>{}</p></div>", told.title, told.body[0]),
        |time, told| format!("<p>{time}</p><p><strong>{}</strong></p><p>{}</p>", told.title, told.body[0]),
        |time, told| {
            format!("<article><span>{time} CET</span><br><h2>{}</h2><p>{}</p></article>", told.title, told.body[0])
        },
        |time, told| {
            format!("<div><h4>{}</h4><div>{time}</div><p>{}</p><p>{}</p></div>", told.title, told.body[0], told.body[1])
        },
        |time, told| {
            format!("<div class=update><div>{time}h</div><p>{}</p><p>{}</p></div>", told.body[0], told.body[2])
        },
    ];
    let title = "Live: ferry line reopens as dock strike ends";
    let intro = "<h1>Live: ferry line reopens as dock strike ends</h1><p>12 March 2024</p><p>We follow the events of the day on both sides of the strait, from the harbour of Lido to the quays of Port Esk.</p>";
    for (number, form) in forms.iter().enumerate() {
        let source = page(title, &format!("<main>{intro}{}</main>", entries(form)));
        assert_entries(&read(&source), &format!("live blog {number}"));
    }
}

#[test]
fn six_digests() {
    let forms: [fn(&Told) -> String; 6] = [
        |told| format!("<h2>{}</h2><p>{}</p>", told.title, told.body[0]),
        |told| format!("<section><h3>{}</h3><p>{}</p><p>{}</p></section>", told.title, told.body[0], told.body[1]),
        |told| format!("<div class=item><h2>{}</h2><div>{}</div></div>", told.title, told.body[2]),
        |told| format!("<article><header><h2>{}</h2></header><p>{}</p></article>", told.title, told.body[1]),
        |told| format!("<h4>{}</h4><p>{}</p>", told.title, told.body[0]),
        |told| format!("<div><h3><span>{}</span></h3><p>{}<br>{}</p></div>", told.title, told.body[0], told.body[2]),
    ];
    let titles = [
        "The strait in brief",
        "Morning briefing: ferries and docks",
        "Islands round-up",
        "Top stories of Tuesday",
        "Weekly digest",
        "Five things to know",
    ];
    for (number, (form, title)) in forms.iter().zip(titles).enumerate() {
        let items: String = TOLD.iter().map(form).collect();
        let page = read(&page(title, &format!("<main><h1>{title}</h1><p>12 March 2024</p>{items}</main>")));
        let items: Vec<_> =
            page.stories.iter().filter(|story| story.title.as_deref().is_some_and(|own| own != title)).collect();
        let found: Vec<_> = items.iter().filter_map(|story| story.title.as_deref()).collect();
        assert_eq!(found, TOLD.each_ref().map(|told| told.title), "digest {number}:\n{}", page.text);
        for (item, told) in items.iter().zip(&TOLD) {
            let text = item.span.of(&page.text);
            let own = |told: &Told| told.body.iter().any(|paragraph| text.contains(paragraph));
            assert!(own(told) && TOLD.iter().filter(|told| own(told)).count() == 1, "digest {number}: {text}");
            assert_eq!(item.dates.first().map(|date| date.date.to_string()).as_deref(), Some("2024-03-12"));
        }
    }
}

#[test]
fn six_stories_with_teasers_below() {
    let forms: [fn(&Told) -> String; 6] = [
        |told| format!("<div><h3><a href=/x>{}</a></h3><p>{}</p></div>", told.title, told.date),
        |told| format!("<li><a href=/x>{}</a></li>", told.title),
        |told| format!("<div class=card><h2>{}</h2><p>{}</p><a href=/x>Read more</a></div>", told.title, told.byline),
        |told| format!("<article class=teaser><h4>{}</h4><p>{} …</p></article>", told.title, &told.body[0][..80]),
        |told| format!("<p><a href=/x>{}</a> {}</p>", told.title, told.date),
        |told| format!("<div class=related><span>{}</span><h3>{}</h3></div>", told.date, told.title),
    ];
    for (number, form) in forms.iter().enumerate() {
        let told = &TOLD[number % TOLD.len()];
        let teasers: String = TOLD.iter().filter(|other| other.title != told.title).map(form).collect();
        let content = format!("{}<div><h2>More stories</h2>{teasers}</div>", story(told, &SITES[number]));
        assert_stories(&read(&page(told.title, &content)), &[told], &format!("teasers {number}"));
    }
}

#[test]
fn six_single_stories_are_not_split() {
    let told = &TOLD[0];
    let [first, second, third] = told.body;
    let head = format!("<h1>{}</h1><p>{}</p><p>{}</p>", told.title, told.byline, told.date);
    let forms = [
        // Subheadings, one with a dateline below.
        format!(
            "{head}<p>{first}</p><h2>A long dispute over the bank</h2><p>VESTBY – {second}</p><h2>Trade is to double</h2><p>{third}</p>"
        ),
        // A quotation set off as a heading, and the headline said again.
        format!(
            "{head}<p>{first}</p><h1>“We have waited nine years for this crossing”</h1><p>{second}</p><p>{}</p><p>{third}</p>",
            told.title
        ),
        // A timeline within a story.
        format!(
            "{head}<p>{first}</p><p>{second}</p><h2>How the day went</h2><p>09:10</p><p>The ferry leaves.</p><p>10:30</p><p>It arrives.</p><p>{third}</p>"
        ),
        // Questions as headings.
        format!(
            "{head}<h2>What happened on Tuesday?</h2><p>{first}</p><h2>Why was the line closed?</h2><p>{second}</p><h2>What comes next?</h2><p>{third}</p>"
        ),
        // A box with dates, and a second byline at the end.
        format!(
            "{head}<p>{first}</p><ul><li>12 March 2024: line reopens</li><li>3 May 2015: line closes</li></ul><p>{second}</p><p>{third}</p><p>Additional reporting by Milo Danek in Port Esk</p>"
        ),
        // A story of several parts under one headline.
        format!(
            "{head}<h3>LIDO HARBOUR</h3><p>{first}</p><h3>SUDERSTAD</h3><p>{second}</p><h3>VESTBY</h3><p>{third}</p>"
        ),
    ];
    for (number, content) in forms.iter().enumerate() {
        assert_stories(
            &read(&page(told.title, &format!("<article>{content}</article>"))),
            &[told],
            &format!("single {number}"),
        );
    }
}

#[test]
fn the_sections_of_a_digest_are_not_stories() {
    let section = |name: &str, told: &[Told]| {
        let paragraphs = told.iter().fold(String::new(), |out, told| out + "<p>" + told.body[0] + "</p>");
        format!("<h2>{name}</h2>{paragraphs}")
    };
    let content =
        section("WORLD NEWS", &TOLD[..2]) + &section("HARBOURS", &TOLD[2..4]) + &section("COURTS", &TOLD[3..]);
    let read = read(&page("News round-up", &format!("<main><h1>News round-up</h1>{content}</main>")));
    assert_eq!(read.stories.len(), 1, "{:?}", read.stories);
}
