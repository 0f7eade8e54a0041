//! `GraphML`: the network of actors. Memory grows with the number of actors and of pairs, not with that of events.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Write};

use memcon_store::Exported;
use memcon_store::record::Party;

use crate::column::{Column, Kind, Value};

/// An actor: name and country.
type Who = (String, Option<String>);

/// What is known of a node.
#[derive(Default)]
pub struct Node {
    name: String,
    country: Option<String>,
    sectors: BTreeMap<String, u64>,
    events: u64,
}

impl Node {
    /// The sector that most events give it; of several the first in the alphabet.
    fn sector(&self) -> Option<&str> {
        let most = self.sectors.values().max()?;
        self.sectors.iter().find(|(_, count)| *count == most).map(|(sector, _)| sector.as_str())
    }
}

/// What is known of an edge.
#[derive(Default)]
pub struct Edge {
    category: String,
    events: u64,
    score: f64,
    first: Option<String>,
    last: Option<String>,
}

type NodeColumn = Column<Node>;
type EdgeColumn = Column<Edge>;

/// What a node says.
pub static NODES: &[NodeColumn] = &[
    NodeColumn::new("name", Kind::Text, "Canonical name, or the words of the text", |n| (&n.name).into()),
    NodeColumn::optional("country", Kind::Text, "ISO 3166-1 alpha-3, or IGO, UNO, EUR, NGO, ISM, IMG, MNC", |n| {
        (&n.country).into()
    }),
    NodeColumn::optional("sector", Kind::Text, "The PLOVER sector that most events give it", |n| n.sector().into()),
    NodeColumn::new("events", Kind::Long, "Events to which it is a party", |n| n.events.into()),
];

/// What an edge says.
pub static EDGES: &[EdgeColumn] = &[
    EdgeColumn::new("category", Kind::Text, "PLOVER category", |e| (&e.category).into()),
    EdgeColumn::new("events", Kind::Long, "How many events", |e| e.events.into()),
    EdgeColumn::new("mean_score", Kind::Real, "Mean of their PLOVER scores", |e| (e.score / e.events as f64).into()),
    EdgeColumn::optional("first_date", Kind::Text, "Date of the first", |e| (&e.first).into()),
    EdgeColumn::optional("last_date", Kind::Text, "Date of the last", |e| (&e.last).into()),
];

/// The network so far.
#[derive(Default)]
pub struct Network {
    nodes: BTreeMap<Who, Node>,
    edges: BTreeMap<(Who, Who, String), Edge>,
}

impl Network {
    /// Counts an event: from each actor to each recipient; where there is none, between the actors, both ways.
    pub fn add(&mut self, exported: &Exported) {
        let event = &exported.event;
        for party in event.actors.iter().chain(&event.recipients) {
            let Some(who) = who(party) else { continue };
            let node = self.nodes.entry(who.clone()).or_default();
            (node.name, node.country) = who;
            if let Some(sector) = &party.sector {
                *node.sectors.entry(sector.clone()).or_default() += 1;
            }
        }
        let actors: BTreeSet<Who> = event.actors.iter().filter_map(who).collect();
        let recipients: BTreeSet<Who> = event.recipients.iter().filter_map(who).collect();
        for party in actors.union(&recipients) {
            if let Some(node) = self.nodes.get_mut(party) {
                node.events += 1;
            }
        }
        let to = if recipients.is_empty() { &actors } else { &recipients };
        let pairs = actors.iter().flat_map(|from| to.iter().map(move |to| (from, to)));
        for (from, to) in pairs.filter(|(from, to)| !recipients.is_empty() || from != to) {
            let edge = self.edges.entry((from.clone(), to.clone(), event.event.clone())).or_default();
            edge.category.clone_from(&event.event);
            edge.events += 1;
            edge.score += event.score;
            if let Some(date) = &event.date {
                edge.first = edge.first.take().filter(|first| first <= date).or_else(|| Some(date.clone()));
                edge.last = edge.last.take().filter(|last| last >= date).or_else(|| Some(date.clone()));
            }
        }
    }

    /// Writes all of it.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, to: &mut dyn Write) -> io::Result<()> {
        writeln!(to, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(to, "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">")?;
        keys(to, NODES, "node", 'n')?;
        keys(to, EDGES, "edge", 'e')?;
        writeln!(to, "<graph id=\"actors\" edgedefault=\"directed\">")?;
        let numbers: BTreeMap<&Who, usize> = self.nodes.keys().enumerate().map(|(number, who)| (who, number)).collect();
        for (number, node) in self.nodes.values().enumerate() {
            writeln!(to, "<node id=\"a{number}\">{}</node>", data(NODES, node, 'n'))?;
        }
        for (number, ((from, target, _), edge)) in self.edges.iter().enumerate() {
            let (Some(from), Some(target)) = (numbers.get(from), numbers.get(target)) else { continue };
            let inner = data(EDGES, edge, 'e');
            writeln!(to, "<edge id=\"r{number}\" source=\"a{from}\" target=\"a{target}\">{inner}</edge>")?;
        }
        writeln!(to, "</graph>\n</graphml>")
    }
}

/// Who a party is; nobody where it has neither name nor words nor country.
fn who(party: &Party) -> Option<Who> {
    let name = party.name.as_ref().or(Some(&party.text)).filter(|name| !name.is_empty()).or(party.country.as_ref())?;
    Some((name.clone(), party.country.clone()))
}

fn keys<R>(to: &mut dyn Write, columns: &[Column<R>], of: &str, letter: char) -> io::Result<()> {
    for (number, column) in columns.iter().enumerate() {
        let kind = match column.head.kind {
            Kind::Long | Kind::Integer => "long",
            Kind::Real => "double",
            _ => "string",
        };
        let name = column.head.name;
        writeln!(to, "<key id=\"{letter}{number}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>")?;
    }
    Ok(())
}

fn data<R>(columns: &[Column<R>], row: &R, letter: char) -> String {
    let mut text = String::new();
    for (number, column) in columns.iter().enumerate() {
        let value = (column.value)(row);
        if value != Value::Empty {
            let _ = write!(text, "<data key=\"{letter}{number}\">{}</data>", escaped(&value.text()));
        }
    }
    text
}

/// A text within XML. Control characters, which XML 1.0 does not know, are replaced.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '\t' | '\n' | '\r' => safe.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            other => safe.push(other),
        }
    }
    safe
}
