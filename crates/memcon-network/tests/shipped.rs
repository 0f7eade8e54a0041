//! The shipped weights give the same bits by plain Rust and by every set of vector instructions of this processor.

use memcon_network::{
    Encoder, Entities, EntityScores, EventScores, Events, HeadRoom, Level, Matrix, Room, Syntax, SyntaxScores, WIDTH,
};

fn bits(matrix: &Matrix) -> Vec<u32> {
    (0..matrix.shape().0).flat_map(|row| matrix.row(row).iter().map(|x| x.to_bits()).collect::<Vec<_>>()).collect()
}

#[test]
fn the_base_reader_gives_the_same_bits_at_every_level() {
    same_bits_at_every_level(&memcon_model::BASE);
}

#[test]
fn the_fast_reader_gives_the_same_bits_at_every_level() {
    same_bits_at_every_level(&memcon_model::FAST);
}

fn same_bits_at_every_level(files: &memcon_model::Files) {
    let encoder = Encoder::new(memcon_model::EMBEDDINGS, files.layers).expect("shipped");
    let syntax = Syntax::new(files.syntax).expect("shipped");
    let entities = Entities::new(files.entities).expect("shipped");
    let events = Events::new(files.events).expect("shipped");
    let run = |level: Level, pieces: i32| {
        let ids: Vec<i32> = (0..pieces).map(|i| 1000 + i * 7919 % 29_000).collect();
        let shapes: Vec<i32> = (0..pieces).map(|i| i % 6).collect();
        let (mut room, mut heads) = (Room::default(), HeadRoom::default());
        let seen = encoder.run(level, &ids, &shapes, &mut room).expect("known pieces");
        let (mut tree, mut spans, mut cues) =
            (SyntaxScores::default(), EntityScores::default(), EventScores::default());
        syntax.run(level, seen.last, &mut heads, &mut tree);
        entities.run(level, seen.last, &mut heads, &mut spans);
        let layers: Vec<f32> = (0..ids.len())
            .flat_map(|at| [seen.last, seen.embedded, seen.middle].map(|layer| &layer[at * WIDTH..][..WIDTH]).concat())
            .collect();
        events.run(level, &layers, &mut heads, &mut cues);
        let all = [
            &tree.tags,
            &tree.arcs,
            &tree.label_dep,
            &tree.label_head,
            &spans.first,
            &spans.last,
            &cues.cues,
            &cues.of_event,
            &cues.of_party,
        ];
        all.map(bits)
    };
    // One word between the marks, an ordinary sentence, one of more terms than a block of a sum has.
    for pieces in [3, 29, 270] {
        let plain = run(Level::PORTABLE, pieces);
        assert!(plain.iter().flatten().all(|&bits| f32::from_bits(bits).is_finite()));
        for level in Level::all() {
            assert!(run(level, pieces) == plain, "{level:?}, {pieces} pieces");
        }
    }
}
