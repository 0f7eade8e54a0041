//! Drawings as SVG, made on the server: bars, means, networks, the world. All text in them is escaped.

use std::fmt::Write as _;

use crate::show;

/// The world's outlines as SVG paths, projected once.
pub fn world() -> String {
    let (mut land, mut borders) = (String::new(), String::new());
    for line in include_str!("../assets/world.txt").lines().filter(|line| !line.starts_with('#')) {
        let (kind, points) = line.split_once(' ').unwrap_or_default();
        let numbers: Vec<f64> = points.split(' ').filter_map(|number| number.parse().ok()).collect();
        let (mut lon, mut lat) = (0.0, 0.0);
        let path = if kind == "L" { &mut land } else { &mut borders };
        for (at, pair) in numbers.chunks_exact(2).enumerate() {
            lon += pair[0];
            lat += pair[1];
            let (x, y) = project(lon / 10.0, lat / 10.0);
            let _ = write!(path, "{}{x:.1} {y:.1}", if at == 0 { 'M' } else { 'L' });
        }
        if kind == "L" {
            path.push('Z');
        }
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\"><!-- Natural Earth, public domain -->\
         <g id=\"world\"><path class=\"land\" d=\"{land}\"/><path class=\"borders\" fill=\"none\" d=\"{borders}\"/></g></svg>"
    )
}

/// Size of the map.
pub const WIDTH: f64 = 960.0;
/// Size of the map.
pub const HEIGHT: f64 = 434.0;

/// Where a point of the earth lies on the map: the Equal Earth projection about 11.7 degrees east, cut in the Bering
/// Strait, without the Antarctic.
pub fn project(lon: f64, lat: f64) -> (f64, f64) {
    let lon = if lon < -168.3 { lon + 360.0 } else { lon } - 11.7;
    let root = 3_f64.sqrt();
    let theta = (root / 2.0 * lat.to_radians().sin()).asin();
    let (t2, t6) = (theta * theta, theta.powi(6));
    let (a1, a2, a3, a4) = (1.340_264, -0.081_106, 0.000_893, 0.003_796);
    let x =
        2.0 * root * lon.to_radians() * theta.cos() / (3.0 * (9.0 * a4 * t6 * t2 + 7.0 * a3 * t6 + 3.0 * a2 * t2 + a1));
    let y = theta * (a4 * t6 * t2 + a3 * t6 + a2 * t2 + a1);
    // 2.7066 is half the width of the projected earth; 1.3173 half its height.
    let scale = WIDTH / (2.0 * 2.7066);
    (WIDTH / 2.0 + x * scale, (1.3173 - y) * scale)
}

/// Text within SVG.
pub fn escaped(text: &str) -> String {
    show::clean(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// A column of a stacked chart.
pub struct Stack {
    /// Its period.
    pub name: String,
    /// Events of each quad class.
    pub parts: [i64; 4],
}

const CHART: (f64, f64) = (720.0, 200.0);
const LEFT: f64 = 44.0;
const BOTTOM: f64 = 26.0;

/// A round number not less than another.
fn round_up(number: i64) -> i64 {
    let mut step = 1;
    loop {
        for times in [1, 2, 5] {
            if step * times >= number {
                return (step * times).max(1);
            }
        }
        step *= 10;
    }
}

fn axis(out: &mut String, names: &[&str], x: impl Fn(usize) -> f64) {
    let every = names.len().div_ceil(12).max(1);
    for (at, name) in names.iter().enumerate().filter(|(at, _)| at % every == 0) {
        let _ = write!(
            out,
            "<text class=\"ax\" x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            x(at),
            CHART.1 - 8.0,
            escaped(name)
        );
    }
}

/// Columns of events by period, stacked by quad class.
pub fn stacks(stacks: &[Stack]) -> String {
    let most = round_up(stacks.iter().map(|stack| stack.parts.iter().sum()).max().unwrap_or(1));
    let (height, width) = (CHART.1 - BOTTOM - 8.0, (CHART.0 - LEFT) / stacks.len().max(1) as f64);
    let bar = (width * 0.8).min(48.0);
    let total: i64 = stacks.iter().flat_map(|stack| stack.parts).sum();
    let mut out = format!(
        "<svg class=\"plot\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{} in {}\">",
        CHART.0,
        CHART.1,
        show::counted(total, "directed event"),
        show::counted(stacks.len().try_into().unwrap_or(0), "period")
    );
    for tick in [0, most / 2, most] {
        let y = 8.0 + height * (1.0 - tick as f64 / most as f64);
        if tick == 0 || tick * 2 == most || tick == most {
            let _ = write!(
                out,
                "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/><text class=\"ax\" x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{tick}</text>",
                CHART.0,
                LEFT - 6.0,
                y + 4.0
            );
        }
    }
    for (at, stack) in stacks.iter().enumerate() {
        let (x, mut y) = (LEFT + width * (at as f64 + 0.5) - bar / 2.0, 8.0 + height);
        let _ = write!(out, "<g><title>{}: {}</title>", escaped(&stack.name), told(stack.parts));
        for (quad, part) in (1..).zip(stack.parts).filter(|(_, part)| *part > 0) {
            let tall = height * part as f64 / most as f64;
            y -= tall;
            let _ = write!(
                out,
                "<rect class=\"q{quad}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{bar:.1}\" height=\"{tall:.1}\"/>"
            );
        }
        out.push_str("</g>");
    }
    let names: Vec<&str> = stacks.iter().map(|stack| stack.name.as_str()).collect();
    axis(&mut out, &names, |at| LEFT + width * (at as f64 + 0.5));
    out + "</svg>"
}

fn told(parts: [i64; 4]) -> String {
    let parts =
        (1..).zip(parts).filter(|(_, count)| *count > 0).map(|(quad, count)| format!("{count} {}", show::quad(quad)));
    parts.collect::<Vec<_>>().join(", ")
}

/// A period's mean scores in both directions, each with its number of events.
pub struct Mean {
    /// Its period.
    pub name: String,
    /// One way and the other.
    pub sides: [Option<(f64, i64)>; 2],
}

/// Mean scores by period as dots that grow with the number of events.
pub fn means(means: &[Mean]) -> String {
    let (height, width) = (CHART.1 - BOTTOM - 16.0, (CHART.0 - LEFT) / means.len().max(1) as f64);
    let y = |score: f64| 8.0 + height * (10.0 - score) / 20.0;
    let most = means.iter().flat_map(|mean| mean.sides).flatten().map(|(_, n)| n).max().unwrap_or(1);
    let n: i64 = means.iter().flat_map(|mean| mean.sides).flatten().map(|(_, n)| n).sum();
    let mut out = format!(
        "<svg class=\"plot\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"Mean scores of {}\">",
        CHART.0,
        CHART.1,
        show::counted(n, "event")
    );
    for tick in [-10, -5, 0, 5, 10] {
        let at = y(f64::from(tick));
        let class = if tick == 0 { "grid zero" } else { "grid" };
        let name = show::number(tick.into());
        let _ = write!(
            out,
            "<line class=\"{class}\" x1=\"{LEFT}\" x2=\"{}\" y1=\"{at:.1}\" y2=\"{at:.1}\"/><text class=\"ax\" x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{name}</text>",
            CHART.0,
            LEFT - 6.0,
            at + 4.0
        );
    }
    for side in 0..2 {
        let shift = if side == 0 { -0.12 } else { 0.12 };
        let point = |(at, mean): (usize, &Mean)| {
            let (score, n) = mean.sides.get(side).copied().flatten()?;
            Some((LEFT + width * (at as f64 + 0.5 + shift), y(score), score, n, mean.name.clone()))
        };
        let points: Vec<_> = means.iter().enumerate().filter_map(point).collect();
        let line: Vec<String> = points.iter().map(|(x, y, ..)| format!("{x:.1},{y:.1}")).collect();
        let _ = write!(out, "<polyline class=\"d{}\" points=\"{}\"/>", side + 1, line.join(" "));
        for (x, y, score, n, name) in points {
            let radius = 2.5 + 5.0 * (n as f64 / most as f64).sqrt();
            let _ = write!(
                out,
                "<circle class=\"d{}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"><title>{}: {score:+.1}, n = {n}</title></circle>",
                side + 1,
                escaped(&name)
            );
        }
    }
    let names: Vec<&str> = means.iter().map(|mean| mean.name.as_str()).collect();
    axis(&mut out, &names, |at| LEFT + width * (at as f64 + 0.5));
    out + "</svg>"
}

/// A bar of two parts.
pub fn bar(forth: i64, back: i64, most: i64) -> String {
    let wide = |count: i64| 160.0 * count as f64 / most.max(1) as f64;
    format!(
        "<svg class=\"rowbar\" viewBox=\"0 0 160 12\" aria-hidden=\"true\"><rect class=\"forth\" width=\"{:.1}\" height=\"12\"/><rect class=\"back\" x=\"{:.1}\" width=\"{:.1}\" height=\"12\"/></svg>",
        wide(forth),
        wide(forth),
        wide(back)
    )
}

/// A node of a network.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its page.
    pub href: String,
    /// Its name.
    pub label: String,
    /// Of the tie to the node within: how many events, and their mean score.
    pub events: i64,
    /// The mean score.
    pub score: f64,
    /// Its own further ties.
    pub others: Vec<Node>,
}

/// Somebody in the middle, counterparts around, and their counterparts around these.
pub fn network(centre: &str, nodes: &[Node]) -> String {
    let (width, height) = (760.0, 560.0);
    let (cx, cy) = (width / 2.0, height / 2.0);
    let most = nodes.iter().map(|node| node.events).max().unwrap_or(1).max(1) as f64;
    let around = |angle: f64, far: f64| (cx + angle.cos() * far * 1.32, cy + angle.sin() * far);
    let turn = std::f64::consts::TAU / nodes.len().max(1) as f64;
    let angle = |at: usize| turn * at as f64 - std::f64::consts::FRAC_PI_2 + turn / 2.0;
    let (mut lines, mut dots) = (String::new(), String::new());
    let line = |lines: &mut String, from: (f64, f64), to: (f64, f64), node: &Node, second: bool, who: &str| {
        let class = if node.score >= 0.0 { "coop" } else { "conf" };
        let wide = if second { 1.0 } else { 1.0 + 5.0 * (node.events as f64 / most).sqrt() };
        let step = if second { " second" } else { "" };
        let _ = write!(
            lines,
            "<line class=\"{class}{step}\" x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke-width=\"{wide:.1}\"><title>{} and {}: {}, mean score {:+.1}</title></line>",
            from.0,
            from.1,
            to.0,
            to.1,
            escaped(who),
            escaped(&node.label),
            show::counted(node.events, "event"),
            node.score
        );
    };
    let mut drawn: Vec<(String, (f64, f64))> =
        nodes.iter().enumerate().map(|(at, node)| (node.href.clone(), around(angle(at), 135.0))).collect();
    for (at, node) in nodes.iter().enumerate() {
        let here = around(angle(at), 135.0);
        line(&mut lines, (cx, cy), here, node, false, centre);
        let free: Vec<&Node> =
            node.others.iter().filter(|other| !drawn.iter().any(|(href, _)| *href == other.href)).collect();
        let spread = turn * 0.9 / free.len().max(1) as f64;
        let mut placed = Vec::new();
        for (number, other) in free.iter().enumerate() {
            let off = (number as f64 - (free.len() as f64 - 1.0) / 2.0) * spread;
            placed.push((
                other.href.clone(),
                around(angle(at) + off, 215.0 + 26.0 * f64::from(u8::from(number % 2 == 1))),
            ));
        }
        for (other, (_, there)) in free.iter().zip(&placed) {
            line(&mut lines, here, *there, other, true, &node.label);
            dots.push_str(&dot(other, *there, true, cx));
        }
        for other in &node.others {
            if let Some((_, there)) = drawn.iter().find(|(href, _)| *href == other.href) {
                line(&mut lines, here, *there, other, true, &node.label);
            }
        }
        drawn.extend(placed);
        dots.push_str(&dot(node, here, false, cx));
    }
    format!(
        "<svg viewBox=\"0 0 {width} {height}\" role=\"group\" aria-label=\"Network of counterparts of {name}\">{lines}<circle class=\"centre\" cx=\"{cx}\" cy=\"{cy}\" r=\"9\"/>{dots}<text class=\"centre\" x=\"{cx}\" y=\"{:.1}\" text-anchor=\"middle\">{short}</text></svg>",
        cy + 26.0,
        name = escaped(centre),
        short = escaped(&show::brief(centre, 28)),
    )
}

fn dot(node: &Node, (x, y): (f64, f64), second: bool, cx: f64) -> String {
    let (anchor, dx) = if x < cx - 40.0 {
        ("end", -9.0)
    } else if x > cx + 40.0 {
        ("start", 9.0)
    } else {
        ("middle", 0.0)
    };
    let dy = if anchor == "middle" { if y < 280.0 { -10.0 } else { 18.0 } } else { 4.0 };
    let (class, radius, most) = if second { ("second", 3.5, 16) } else { ("first", 6.0, 20) };
    format!(
        "<a href=\"{}\" class=\"{class}\"><circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius}\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{}</text></a>",
        escaped(&node.href),
        x + dx,
        y + dy,
        escaped(&show::brief(&node.label, most))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_world_is_on_the_map() {
        for (lon, lat) in [(-168.2, 65.0), (191.5, 66.0), (180.0, -46.0), (-70.0, -55.9), (25.0, 83.0), (-175.0, -20.0)]
        {
            let (x, y) = project(lon, lat);
            assert!((0.0..=WIDTH).contains(&x) && (0.0..=HEIGHT).contains(&y), "{lon} {lat}: {x} {y}");
        }
        let world = world();
        assert!(world.len() < 90_000 && world.contains("class=\"land\""), "{}", world.len());
    }

    #[test]
    fn drawings_hold_no_markup_of_others() {
        let evil = Node {
            href: "/a\"><script>".into(),
            label: "<script>alert(1)</script>".into(),
            events: 3,
            score: -2.0,
            others: Vec::new(),
        };
        let drawn = network("<b>", &[Node { others: vec![evil.clone()], ..evil }]);
        assert!(!drawn.contains("<script") && !drawn.contains("<b>"));
        assert!(stacks(&[Stack { name: "</svg>".into(), parts: [1, 0, 2, 0] }]).matches("</svg>").count() == 1);
    }

    #[test]
    fn axes_end_at_round_numbers() {
        assert_eq!([0, 1, 3, 11, 60, 101].map(round_up), [1, 1, 5, 20, 100, 200]);
    }
}
