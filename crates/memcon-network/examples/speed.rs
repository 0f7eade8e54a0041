//! Times the forward pass by itself: `cargo run --release -p memcon-network --example speed DATA_FOLDER [ROUNDS]`.
use memcon_network::{Encoder, Entities, EntityScores, EventScores, Events, HeadRoom, Level, Room, Syntax, SyntaxScores};

fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    stat.split(' ').next().and_then(|n| n.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().expect("a folder");
    let rounds: usize = arguments.next().map_or(200, |n| n.parse().expect("a number"));
    let file = |name: &str| -> &'static [u8] { std::fs::read(format!("{folder}/{name}.bin")).expect("a file").leak() };
    let (encoder, syntax) = (Encoder::new(file("encoder")).unwrap(), Syntax::new(file("syntax")).unwrap());
    let (entities, events) = (Entities::new(file("entities")).unwrap(), Events::new(file("events")).unwrap());
    let ids: Vec<i32> = (0..34).map(|i| (i * 977 + 1000) % 30000).collect();
    let shapes: Vec<i32> = ids.iter().map(|i| i % 6).collect();
    let (mut room, mut heads_room, mut scores): (_, _, (SyntaxScores, EntityScores, EventScores)) = (Room::default(), HeadRoom::default(), Default::default());
    let level = Level::best();
    let (mut encoding, mut heads) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..rounds {
        let begun = cpu();
        let seen = encoder.run(level, &ids, &shapes, &mut room).unwrap();
        let between = cpu();
        encoding = encoding.min(between - begun);
        let words = &seen.last[..27 * 384];
        let layers = [words; 3].concat();
        syntax.run(level, words, &mut heads_room, &mut scores.0);
        entities.run(level, words, &mut heads_room, &mut scores.1);
        events.run(level, &layers, &mut heads_room, &mut scores.2);
        heads = heads.min(cpu() - between);
    }
    println!("{level:?}: encoder {:.3} ms, heads {:.3} ms of 34 pieces, 27 words", encoding * 1e3, heads * 1e3);
}
