//! Events on a map of the world, clustered, month by month.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use memcon_store::query::Cell;

use super::{Answer, Frame, html, integer, real, rows, shown, text};
use crate::asked::{Asked, address};
use crate::assets;
use crate::charts::{HEIGHT, WIDTH, escaped, project};
use crate::fault::Fault;
use crate::server::Desk;
use crate::show;

/// Levels of zoom; each shows half the width of the one before.
const LEVELS: u32 = 7;

/// Width of a cluster's cell, in units of the map at zoom 0.
const CELL: f64 = 30.0;

#[derive(Template)]
#[template(path = "map.html")]
struct MapPage {
    frame: Frame,
    lede: String,
    svg: String,
    controls: Vec<(String, &'static str, &'static str)>,
    histogram: String,
    z: u32,
    at: String,
    month: usize,
    months: Vec<String>,
    month_name: String,
    month_names: String,
    all: String,
    places: Vec<(String, String, String)>,
}

impl MapPage {
    /// The key that does what a control does.
    fn key(name: &str) -> Option<&'static str> {
        match name {
            "Zoom in" => Some("+"),
            "Zoom out" => Some("-"),
            "Whole world" => Some("0"),
            _ => None,
        }
    }
}

/// A place with its events.
struct Spot {
    name: String,
    country: Option<String>,
    lat: f64,
    lon: f64,
    quads: [i64; 4],
}

/// Where one looks: zoom and the middle of the view, on the map.
#[derive(Clone, Copy)]
struct View {
    z: u32,
    x: f64,
    y: f64,
}

impl View {
    fn of(asked: &Asked) -> Result<Self, Fault> {
        let z = asked.parsed::<u32>("z", "a number")?.unwrap_or(0).min(LEVELS);
        let middle = asked.get("at").and_then(|text| {
            let (x, y) = text.split_once(',')?;
            Some((x.parse::<f64>().ok()?, y.parse::<f64>().ok()?))
        });
        let (x, y) = middle.filter(|(x, y)| x.is_finite() && y.is_finite()).unwrap_or((WIDTH / 2.0, HEIGHT / 2.0));
        Ok(Self { z, x, y }.within())
    }

    fn scale(self) -> f64 {
        f64::from(1_u32 << self.z)
    }

    fn size(self) -> (f64, f64) {
        (WIDTH / self.scale(), HEIGHT / self.scale())
    }

    /// The same, moved so that nothing beyond the map is seen.
    fn within(self) -> Self {
        let (w, h) = self.size();
        Self { x: self.x.clamp(w / 2.0, WIDTH - w / 2.0), y: self.y.clamp(h / 2.0, HEIGHT - h / 2.0), ..self }
    }

    fn zoomed(z: u32, x: f64, y: f64) -> Self {
        Self { z: z.min(LEVELS), x, y }.within()
    }

    fn at(self) -> String {
        format!("{:.1},{:.1}", self.x, self.y)
    }

    fn href(self, asked: &Asked) -> String {
        let at = (self.z > 0).then(|| self.at());
        let z = (self.z > 0).then(|| self.z.to_string());
        format!("/map?{}", asked.with(&[("z", z), ("at", at)]))
    }
}

/// `/map`
pub async fn page(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> Response {
    let answer = map(&desk, query.as_deref()).await;
    shown(&desk, answer)
}

async fn map(desk: &Arc<Desk>, query: Option<&str>) -> Answer {
    let asked = Asked::of(query)?;
    let view = View::of(&asked)?;
    let months = months(desk).await?;
    let month = asked.parsed::<usize>("month", "a number")?.unwrap_or(0).min(months.len());
    let name = month.checked_sub(1).and_then(|at| months.get(at)).map(|(name, _)| name.clone());
    let spots = spots(desk, name.as_deref()).await?;
    let total: i64 = spots.iter().flat_map(|spot| spot.quads).sum();
    let month_name = name.as_deref().map_or_else(|| "all".to_owned(), show::date);
    let names = std::iter::once("all".to_owned()).chain(months.iter().map(|(month, _)| show::date(month)));
    let controls = vec![
        (View::zoomed(view.z + 1, view.x, view.y).href(&asked), "+", "Zoom in"),
        (View::zoomed(view.z.saturating_sub(1), view.x, view.y).href(&asked), "−", "Zoom out"),
        (moved(view, -0.4, 0.0).href(&asked), "←", "West"),
        (moved(view, 0.4, 0.0).href(&asked), "→", "East"),
        (moved(view, 0.0, -0.4).href(&asked), "↑", "North"),
        (moved(view, 0.0, 0.4).href(&asked), "↓", "South"),
        (View::zoomed(0, 0.0, 0.0).href(&asked), "○", "Whole world"),
    ];
    let all = format!("/map?{}", asked.with(&[("month", None)]));
    html(&MapPage {
        frame: Frame::new(desk, "Map"),
        lede: format!(
            "{} with a place, {}.",
            show::counted(total, "event"),
            name.map_or("of all months".to_owned(), |name| format!("in {}", show::date(&name)))
        ),
        svg: drawing(view, &spots, &asked),
        controls,
        histogram: histogram(&months, month, &asked),
        z: view.z,
        at: view.at(),
        month,
        month_names: names.collect::<Vec<_>>().join("|"),
        months: months.iter().map(|(name, _)| name.clone()).collect(),
        month_name,
        all,
        places: frequent(&spots),
    })
}

fn moved(view: View, right: f64, down: f64) -> View {
    let (w, h) = view.size();
    View::zoomed(view.z, view.x + w * right, view.y + h * down)
}

/// The months of the record, without gaps and at most ten years of them, each with its number of events.
async fn months(desk: &Arc<Desk>) -> Result<Vec<(String, i64)>, Fault> {
    if let Some(kept) = desk.kept.get::<Vec<(String, i64)>>("months") {
        return Ok(kept.to_vec());
    }
    let counted = desk.pool.read(|store| {
        let sql = "SELECT month, sum(events) FROM months WHERE length(month) = 7 GROUP BY month ORDER BY month DESC LIMIT 120";
        Ok(rows(store, sql, &[])?.iter().map(|row| (text(row, 0).unwrap_or_default(), integer(row, 1))).collect::<BTreeMap<_, _>>())
    });
    let counted = counted.await?;
    let number =
        |month: &str| Some(month.get(..4)?.parse::<usize>().ok()? * 12 + month.get(5..)?.parse::<usize>().ok()? - 1);
    let ends = counted.keys().next().and_then(|m| number(m)).zip(counted.keys().last().and_then(|m| number(m)));
    let (first, last) = ends.unwrap_or((1, 0));
    let first = first.max(last.saturating_sub(119));
    let all: Vec<(String, i64)> = (first..=last)
        .map(|n| format!("{:04}-{:02}", n / 12, n % 12 + 1))
        .map(|month| {
            let count = counted.get(&month).copied().unwrap_or_default();
            (month, count)
        })
        .collect();
    Ok(desk.kept.put("months", all).to_vec())
}

/// Places with events, of a month or of all.
async fn spots(desk: &Arc<Desk>, month: Option<&str>) -> Result<Arc<Vec<Spot>>, Fault> {
    let name = format!("spots {}", month.unwrap_or("all"));
    if let Some(kept) = desk.kept.get::<Vec<Spot>>(&name) {
        return Ok(kept);
    }
    let bounds = month.map(|month| (memcon_store::query::first_event_of(month), format!("{month}~"), month.to_owned()));
    let spots = desk.pool.read(move |store| {
        let (range, values) = match bounds {
            // Ids begin with a day; an event's date may be some days after that.
            Some((first, end, month)) => (
                "WHERE e.id >= ? AND m.date >= ? AND m.date <= ? AND e.id < ?",
                vec![Cell::from(first - (400_i64 << 43)), month.as_str().into(), end.as_str().into(), (first + (32_i64 << 43)).into()],
            ),
            None => ("", Vec::new()),
        };
        let sql = format!(
            "SELECT l.name, l.country, l.lat, l.lon, w.quad, w.c FROM (SELECT m.place AS place, m.quad AS quad, count(*) AS c
               FROM event e JOIN mention m ON m.id = e.lead {range} GROUP BY m.place, m.quad) w
             JOIN place l ON l.id = w.place WHERE l.lat IS NOT NULL AND l.lon IS NOT NULL ORDER BY w.place"
        );
        let mut spots: Vec<Spot> = Vec::new();
        for row in rows(store, &sql, &values)? {
            let (Some(lat), Some(lon)) = (real(&row, 2), real(&row, 3)) else { continue };
            let name = text(&row, 0).unwrap_or_default();
            let same = |last: &Spot| last.name == name && last.lat.to_bits() == lat.to_bits() && last.lon.to_bits() == lon.to_bits();
            if !spots.last().is_some_and(same) {
                spots.push(Spot { name, country: text(&row, 1), lat, lon, quads: [0; 4] });
            }
            let quad = usize::try_from(integer(&row, 4)).unwrap_or_default();
            if let Some(part) = spots.last_mut().and_then(|spot| spot.quads.get_mut(quad.wrapping_sub(1))) {
                *part += integer(&row, 5);
            }
        }
        Ok(spots)
    });
    Ok(desk.kept.put(&name, spots.await?))
}

/// Places that are drawn as one.
#[derive(Default)]
struct Cluster {
    x: f64,
    y: f64,
    events: i64,
    quads: [i64; 4],
    places: usize,
    name: String,
    most: i64,
    lat: f64,
    lon: f64,
}

fn clusters(view: View, spots: &[Spot]) -> Vec<Cluster> {
    let cell = CELL / view.scale();
    let (w, h) = view.size();
    let mut cells: BTreeMap<(i64, i64), Cluster> = BTreeMap::new();
    for spot in spots {
        let (x, y) = project(spot.lon, spot.lat);
        if (x - view.x).abs() > w * 0.52 || (y - view.y).abs() > h * 0.52 {
            continue;
        }
        #[expect(clippy::cast_possible_truncation, reason = "within the map")]
        let key = ((x / cell).floor() as i64, (y / cell).floor() as i64);
        let events: i64 = spot.quads.iter().sum();
        let cluster = cells.entry(key).or_default();
        let weight = events as f64 / (cluster.events + events).max(1) as f64;
        cluster.x += (x - cluster.x) * weight;
        cluster.y += (y - cluster.y) * weight;
        cluster.events += events;
        cluster.places += 1;
        cluster.quads.iter_mut().zip(spot.quads).for_each(|(sum, part)| *sum += part);
        if events > cluster.most {
            (cluster.most, cluster.lat, cluster.lon) = (events, spot.lat, spot.lon);
            cluster.name.clone_from(&spot.name);
        }
    }
    let mut clusters: Vec<Cluster> = cells.into_values().collect();
    clusters.sort_by_key(|cluster| -cluster.events);
    clusters
}

fn drawing(view: View, spots: &[Spot], asked: &Asked) -> String {
    let (w, h) = view.size();
    let clusters = clusters(view, spots);
    let most = clusters.first().map_or(1, |cluster| cluster.events).max(1) as f64;
    let scale = view.scale();
    let mut out = format!(
        "<svg viewBox=\"{:.2} {:.2} {w:.2} {h:.2}\" role=\"group\" aria-label=\"Map of the world with {}\"><use href=\"{}#world\"/>",
        view.x - w / 2.0,
        view.y - h / 2.0,
        show::counted(clusters.len().try_into().unwrap_or_default(), "group") + " of events",
        assets::WORLD.address()
    );
    for cluster in &clusters {
        let radius = (4.0 + 13.0 * (cluster.events as f64 / most).sqrt()) / scale;
        let quad = (1..).zip(cluster.quads).max_by_key(|(_, count)| *count).map_or(1, |(quad, _)| quad);
        let others = if cluster.places > 1 {
            format!(" and {} more", show::counted((cluster.places - 1).try_into().unwrap_or_default(), "place"))
        } else {
            String::new()
        };
        let href = if cluster.places > 1 && view.z < LEVELS {
            View::zoomed(view.z + 2, cluster.x, cluster.y).href(asked)
        } else {
            address("/", &[("near", &format!("{},{},10", cluster.lat, cluster.lon))])
        };
        let zooms = if href.starts_with("/map") { " data-map=\"\"" } else { "" };
        let label = format!("{}{others}: {}", cluster.name, show::counted(cluster.events, "event"));
        let _ = write!(
            out,
            "<a href=\"{}\" aria-label=\"{1}\"{zooms}><circle class=\"q{quad}\" cx=\"{2:.2}\" cy=\"{3:.2}\" r=\"{radius:.3}\"><title>{1}</title></circle>",
            escaped(&href),
            escaped(&label),
            cluster.x,
            cluster.y
        );
        if cluster.events > 1 && radius * scale > 8.0 {
            let _ = write!(
                out,
                "<text x=\"{:.2}\" y=\"{:.2}\" font-size=\"{:.2}\" text-anchor=\"middle\">{}</text>",
                cluster.x,
                cluster.y + 3.4 / scale,
                9.5 / scale,
                short(cluster.events)
            );
        }
        out.push_str("</a>");
    }
    out + "</svg>"
}

/// `1.2k`
fn short(count: i64) -> String {
    if count < 1000 { count.to_string() } else { format!("{:.1}k", count as f64 / 1000.0) }
}

fn histogram(months: &[(String, i64)], set: usize, asked: &Asked) -> String {
    if months.is_empty() {
        return String::new();
    }
    let most = months.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1) as f64;
    let width = 960.0 / months.len() as f64;
    let mut out = "<svg class=\"histogram\" viewBox=\"0 0 960 52\" preserveAspectRatio=\"none\" role=\"group\" aria-label=\"Events by month\">".to_owned();
    for (at, (month, count)) in (1..).zip(months) {
        let tall = if *count == 0 { 0.0 } else { 2.0 + 48.0 * *count as f64 / most };
        let class = if at == set { " class=\"set\"" } else { "" };
        let href = format!("/map?{}", asked.with(&[("month", Some(at.to_string()))]));
        let label = format!("{}: {}", show::date(month), show::counted(*count, "event"));
        let _ = write!(
            out,
            "<a href=\"{}\"{class} tabindex=\"-1\" aria-label=\"{1}\"><title>{1}</title><rect x=\"{2:.1}\" y=\"{3:.1}\" width=\"{4:.1}\" height=\"{tall:.1}\"/></a>",
            escaped(&href),
            escaped(&label),
            width * (at as f64 - 1.0),
            52.0 - tall,
            (width - 1.0).clamp(0.8, 40.0)
        );
    }
    out + "</svg>"
}

/// The places that are told of most, for those who do not see the map.
fn frequent(spots: &[Spot]) -> Vec<(String, String, String)> {
    let mut spots: Vec<(&Spot, i64)> = spots.iter().map(|spot| (spot, spot.quads.iter().sum())).collect();
    spots.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.name.cmp(&b.0.name)));
    let line = |(spot, count): &(&Spot, i64)| {
        let country = spot.country.as_deref().map(show::country).filter(|country| *country != spot.name);
        let name = country.map_or_else(|| spot.name.clone(), |country| format!("{}, {country}", spot.name));
        let near = format!("{},{},10", spot.lat, spot.lon);
        (address("/", &[("near", &near)]), show::brief(&name, 80), show::counted(*count, "event"))
    };
    spots.iter().take(24).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_places_are_drawn_as_one_until_one_looks_closer() {
        let spot = |lat: f64, lon: f64| Spot { name: "A".into(), country: None, lat, lon, quads: [1, 0, 0, 2] };
        let spots = [spot(50.0, 10.0), spot(50.4, 10.3), spot(-20.0, 130.0)];
        let whole = View { z: 0, x: WIDTH / 2.0, y: HEIGHT / 2.0 };
        let far = clusters(whole, &spots);
        assert_eq!(far.iter().map(|c| (c.places, c.events)).collect::<Vec<_>>(), [(2, 6), (1, 3)]);
        let (x, y) = project(10.1, 50.2);
        assert_eq!(clusters(View::zoomed(7, x, y), &spots).len(), 2);
        let edge = View::zoomed(3, -500.0, 9000.0);
        assert!(edge.x > 0.0 && edge.y < HEIGHT);
    }
}
