//! The neural network: words of one sentence in, scores out. `memcon-network` does the arithmetic.

use std::cell::RefCell;

use memcon_lexicon::Category;
use memcon_network::{
    Encoder, Entities, EntityScores, EventScores, Events, HeadRoom, Level, Room, Syntax, SyntaxScores, WIDTH,
};

use super::cues::{Cue, LEAST_NAMING, Naming};
use super::pieces::{MAX_PIECES, WordPieces, shape};
use super::{Deprel, EntityKind, Upos, Xpos};

/// What can go wrong with the network: its files do not fit together, or a sentence does not fit it.
#[derive(Clone, Debug)]
pub struct NetworkError(String);

impl NetworkError {
    /// A file of weights that cannot be used.
    pub(super) fn damaged(why: impl std::fmt::Display) -> Self {
        network_error(why)
    }
}

impl std::fmt::Display for NetworkError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the reader's network: {}", self.0)
    }
}

impl std::error::Error for NetworkError {}

fn network_error(error: impl std::fmt::Display) -> NetworkError {
    NetworkError(error.to_string())
}

/// The readers that the program carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Model {
    /// Six layers: reads best.
    #[default]
    Base,
    /// Three layers, distilled from those six: reads somewhat worse in half the time.
    Fast,
}

impl Model {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Base, Self::Fast];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::Fast => "fast",
        }
    }
}

impl std::fmt::Display for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Model {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|model| model.as_str() == name);
        found.ok_or_else(|| format!("there is no reader {name:?}; base and fast are there"))
    }
}

/// The files of a network.
#[derive(Clone, Copy)]
pub struct Weights {
    /// Sentence boundaries.
    pub segmenter: &'static [u8],
    /// From pieces to vectors: the tables that it begins with.
    pub embeddings: &'static [u8],
    /// From pieces to vectors: the layers, as many as there are.
    pub layers: &'static [u8],
    /// From word vectors to tags and dependencies.
    pub syntax: &'static [u8],
    /// From word vectors to entity spans.
    pub entities: &'static [u8],
    /// From the vectors of three layers to event cues and roles.
    pub events: &'static [u8],
    /// Labels of the event cues.
    pub cue_labels: &'static str,
    /// Label sets.
    pub labels: &'static str,
    /// Word pieces.
    pub vocabulary: &'static str,
    /// Lemma rules and exceptions.
    pub lemmas: &'static str,
}

impl Weights {
    /// The weights of a reader that `memcon-model` embeds.
    pub fn shipped(model: Model) -> Self {
        let files = match model {
            Model::Base => memcon_model::BASE,
            Model::Fast => memcon_model::FAST,
        };
        Self {
            segmenter: memcon_model::SEGMENTER,
            embeddings: memcon_model::EMBEDDINGS,
            layers: files.layers,
            syntax: files.syntax,
            entities: files.entities,
            events: files.events,
            cue_labels: memcon_model::CUE_LABELS,
            labels: memcon_model::LABELS,
            vocabulary: memcon_model::VOCABULARY,
            lemmas: memcon_model::LEMMAS,
        }
    }
}

/// The label sets in the order of the heads' outputs.
pub struct Labels {
    /// Universal part of speech.
    pub upos: Vec<Upos>,
    /// Penn part of speech.
    pub xpos: Vec<Xpos>,
    /// Dependency relations.
    pub deprel: Vec<Deprel>,
    /// Entity types.
    pub entity: Vec<EntityKind>,
    /// Categories of event cues; `None` is no event.
    pub cue: Vec<Option<Category>>,
}

impl Labels {
    fn parse(text: &str, cues: &str) -> Result<Self, NetworkError> {
        let set = |name: &str| {
            let header = format!("# {name}");
            let lines: Vec<&str> =
                text.lines().skip_while(|line| *line != header).skip(1).take_while(|line| !line.is_empty()).collect();
            if lines.is_empty() { Err(NetworkError(format!("no label set {name:?}"))) } else { Ok(lines) }
        };
        let entity = |name: &&str| {
            EntityKind::ALL
                .into_iter()
                .find(|kind| kind.as_str() == *name)
                .ok_or_else(|| NetworkError(format!("{name:?} is no entity type")))
        };
        let category = |name: &str| match name {
            "NONE" => Ok(None),
            name => name.parse().map(Some).map_err(network_error),
        };
        Ok(Self {
            cue: cues.lines().map(category).collect::<Result<_, _>>()?,
            upos: parse_all(&set("upos")?)?,
            xpos: parse_all(&set("xpos")?)?,
            deprel: parse_all(&set("deprel")?)?,
            entity: set("entity")?.iter().map(entity).collect::<Result<_, _>>()?,
        })
    }
}

fn parse_all<T: std::str::FromStr<Err: std::fmt::Display>>(lines: &[&str]) -> Result<Vec<T>, NetworkError> {
    lines.iter().map(|line| line.parse().map_err(network_error)).collect()
}

/// What the network makes of one sentence.
#[derive(Default)]
pub struct Scores {
    /// Tags and dependencies.
    pub syntax: SyntaxScores,
    entities: EntityScores,
    events: EventScores,
}

impl Scores {
    /// Leaves the room to the next sentence.
    pub fn done(self) {
        SPARE.set(Some(self));
    }

    /// How many words it is about.
    pub fn word_count(&self) -> usize {
        self.syntax.arcs.shape().0
    }

    /// What each word may tell of, by the labels of [`Labels::cue`].
    pub fn cues(&self, labels: &[Option<Category>]) -> Vec<Cue> {
        let cue = |word: usize| Cue::of_logits(self.events.cues.row(word), labels);
        (0..self.word_count()).map(cue).collect()
    }

    /// The words that probably name an actor (first) and a recipient (second) of what word `event` tells of.
    pub fn parties(&self, event: usize) -> [Vec<Naming>; 2] {
        let roles = self.events.of_event.row(event);
        let (actor, recipient) = roles.split_at(roles.len() / 2);
        [actor, recipient].map(|role| {
            let logit = |word: usize| dot(role, self.events.of_party.row(word));
            let namings = (0..self.word_count()).map(|word| Naming::of_logit(word, logit(word)));
            namings.filter(|naming| naming.likelihood >= LEAST_NAMING).collect()
        })
    }

    /// The best relation of word `dependent` to `head` (0 the root, else 1 + word), as an index of the label set.
    pub fn relation(&self, dependent: usize, head: usize, is_allowed: impl Fn(usize) -> bool) -> usize {
        let head = self.syntax.label_head.row(head);
        let scores = self.syntax.label_dep.row(dependent).chunks_exact(head.len()).map(|label| dot(label, head));
        best(scores.enumerate().filter(|(label, _)| is_allowed(*label)))
    }

    /// The best class of the span of words `first..=last` and by how much it beats class 0, no mention.
    pub fn span(&self, first: usize, last: usize) -> (usize, f32) {
        let last = self.entities.last.row(last);
        let mut classes = self.entities.first.row(first).chunks_exact(last.len()).map(|class| dot(class, last));
        let none = classes.next().unwrap_or(f32::INFINITY);
        classes.enumerate().fold(
            (0, 0.0),
            |kept, (class, score)| {
                if score - none > kept.1 { (class + 1, score - none) } else { kept }
            },
        )
    }
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    // Eight running sums in a fixed order: fast, and the same on every instruction set.
    let mut sums = [0.0f32; 8];
    let (a8, b8) = (a.chunks_exact(8), b.chunks_exact(8));
    let tail: f32 = a8.remainder().iter().zip(b8.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in a8.zip(b8) {
        for ((sum, x), y) in sums.iter_mut().zip(x).zip(y) {
            *sum += x * y;
        }
    }
    sums.iter().sum::<f32>() + tail
}

/// Index of the greatest score; the first of equals.
pub fn best(scores: impl Iterator<Item = (usize, f32)>) -> usize {
    scores.fold((0, f32::NEG_INFINITY), |kept, next| if next.1 > kept.1 { next } else { kept }).0
}

thread_local! {
    /// What one sentence after another is read in.
    static ROOM: RefCell<(Room, HeadRoom)> = RefCell::default();
    /// Scores that are done with: their room is used again.
    static SPARE: RefCell<Option<Scores>> = const { RefCell::new(None) };
}

/// The encoder and its heads.
pub struct Network {
    /// The label sets.
    pub labels: Labels,
    pieces: WordPieces,
    encoder: Encoder,
    syntax: Syntax,
    entities: Entities,
    events: Events,
}

impl Network {
    /// Loads the weights.
    ///
    /// # Errors
    /// If a file is damaged or does not fit the others.
    pub fn load(weights: Weights) -> Result<Self, NetworkError> {
        let network = Self {
            labels: Labels::parse(weights.labels, weights.cue_labels)?,
            pieces: WordPieces::new(weights.vocabulary).map_err(NetworkError)?,
            encoder: Encoder::new(weights.embeddings, weights.layers).map_err(network_error)?,
            syntax: Syntax::new(weights.syntax).map_err(network_error)?,
            entities: Entities::new(weights.entities).map_err(network_error)?,
            events: Events::new(weights.events).map_err(network_error)?,
        };
        if network.encoder.longest() < MAX_PIECES {
            return Err(NetworkError("the encoder has too few positions".into()));
        }
        Ok(network)
    }

    /// How many pieces each word has.
    pub fn piece_counts(&self, words: &[&str]) -> Vec<usize> {
        let mut pieces = Vec::new();
        words
            .iter()
            .map(|word| {
                pieces.clear();
                self.pieces.word(word, &mut pieces);
                pieces.len()
            })
            .collect()
    }

    /// Scores one sentence.
    ///
    /// # Errors
    /// If there is no word, or there are more than [`MAX_PIECES`] pieces.
    pub fn score(&self, words: &[&str]) -> Result<Scores, NetworkError> {
        let level = Level::best();
        if words.is_empty() {
            return Err(NetworkError("a sentence without words".into()));
        }
        let Encoded { last, layers } = self.encode(level, words)?;
        let mut scores = SPARE.take().unwrap_or_default();
        ROOM.with_borrow_mut(|(_, room)| {
            self.syntax.run(level, &last, room, &mut scores.syntax);
            self.entities.run(level, &last, room, &mut scores.entities);
            self.events.run(level, &layers, room, &mut scores.events);
        });
        let tag_count = self.labels.upos.len() + self.labels.xpos.len();
        if scores.syntax.tags.shape() != (words.len(), tag_count)
            || scores.events.cues.shape() != (words.len(), self.labels.cue.len())
            || scores.events.of_event.shape().1 != 2 * scores.events.of_party.shape().1
        {
            return Err(NetworkError("the heads do not fit the label sets".into()));
        }
        Ok(scores)
    }

    /// The encoder's vectors of each word's first piece.
    fn encode(&self, level: Level, words: &[&str]) -> Result<Encoded, NetworkError> {
        let (mut ids, mut shapes, mut first) = (vec![self.pieces.open], vec![0], Vec::with_capacity(words.len()));
        for word in words {
            first.push(ids.len());
            self.pieces.word(word, &mut ids);
            shapes.resize(ids.len(), shape(word));
        }
        ids.push(self.pieces.close);
        shapes.push(0);
        if ids.len() > MAX_PIECES {
            return Err(NetworkError(format!("{} word pieces are more than {MAX_PIECES}", ids.len())));
        }
        ROOM.with_borrow_mut(|(room, _)| {
            let seen = self.encoder.run(level, &ids, &shapes, room).map_err(network_error)?;
            let mut encoded = Encoded {
                last: Vec::with_capacity(words.len() * WIDTH),
                layers: Vec::with_capacity(words.len() * Events::SEEN),
            };
            for at in first {
                let row = |layer: &[f32], into: &mut Vec<f32>| into.extend_from_slice(&layer[at * WIDTH..][..WIDTH]);
                row(seen.last, &mut encoded.last);
                for layer in [seen.last, seen.embedded, seen.middle] {
                    row(layer, &mut encoded.layers);
                }
            }
            Ok(encoded)
        })
    }
}

/// Vectors of words, one after another.
struct Encoded {
    /// Those of the last layer.
    last: Vec<f32>,
    /// Those of the layers that the head of events sees.
    layers: Vec<f32>,
}
