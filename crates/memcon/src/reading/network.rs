//! The neural network: words of one sentence in, scores out. Runs int8 ONNX graphs in rten.

use std::cell::RefCell;
use std::sync::Arc;

use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, Value, ValueOrView};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, Tensor};

use memcon_lexicon::Category;

use super::cues::{Cue, LEAST_NAMING, Naming};
use super::pieces::{MAX_PIECES, WordPieces, shape};
use super::{Deprel, EntityKind, Upos, Xpos};

/// Width of the encoder's vectors.
const WIDTH: usize = 384;

/// The encoder's values that are taken out of its graph: the last layer's output, the embeddings, and the output of
/// the fourth layer. Tuned to parse, the last layer alone has forgotten much of what words mean; the head of events
/// sees all three. The inner two are called by the names that `PyTorch`'s exporter gives them.
const ENCODED: [&str; 3] = ["pieces", "/encoder/Add_3_output_0", "/encoder/layers.3/Add_7_output_0"];

/// What can go wrong with the network: its files do not fit together, or a run failed.
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

/// The files of a network.
#[derive(Clone, Copy)]
pub struct Weights {
    /// Sentence boundaries.
    pub segmenter: &'static [u8],
    /// ONNX graph from pieces to vectors.
    pub encoder: &'static [u8],
    /// ONNX graph from word vectors to tags and dependencies.
    pub syntax: &'static [u8],
    /// ONNX graph from word vectors to entity spans.
    pub entities: &'static [u8],
    /// ONNX graph from the vectors of three layers to event cues and roles.
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
    /// The weights that `memcon-model` embeds.
    pub const SHIPPED: Weights = Weights {
        segmenter: memcon_model::SEGMENTER,
        encoder: memcon_model::ENCODER,
        syntax: memcon_model::SYNTAX,
        entities: memcon_model::ENTITIES,
        events: memcon_model::EVENTS,
        cue_labels: memcon_model::CUE_LABELS,
        labels: memcon_model::LABELS,
        vocabulary: memcon_model::VOCABULARY,
        lemmas: memcon_model::LEMMAS,
    };
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

/// Rows of numbers, all of one width.
pub struct Matrix {
    data: Vec<f32>,
    width: usize,
}

impl Matrix {
    /// A row; empty if there is none of that index.
    pub fn row(&self, index: usize) -> &[f32] {
        self.data.get(index * self.width..(index + 1) * self.width).unwrap_or_default()
    }

    fn shape(&self) -> (usize, usize) {
        (self.data.len().checked_div(self.width).unwrap_or(0), self.width)
    }
}

impl TryFrom<Value> for Matrix {
    type Error = NetworkError;

    fn try_from(value: Value) -> Result<Self, NetworkError> {
        let tensor: NdTensor<f32, 2> = value.try_into().map_err(network_error)?;
        Ok(Self { width: tensor.size(1), data: tensor.into_data() })
    }
}

/// What the network makes of one sentence of `n` words.
pub struct Scores {
    /// n × (upos + xpos).
    pub tags: Matrix,
    /// n × (1 + n): how well each word, or in column 0 the root, governs the row's word.
    pub arcs: Matrix,
    label_dep: Matrix,
    label_head: Matrix,
    span_first: Matrix,
    span_last: Matrix,
    /// n × cue labels, logits.
    cues: Matrix,
    /// n × the roles' halves: each word as an event.
    of_event: Matrix,
    /// n × each word as a party.
    of_party: Matrix,
}

impl Scores {
    /// How many words it is about.
    pub fn word_count(&self) -> usize {
        self.arcs.shape().0
    }

    /// What each word may tell of, by the labels of [`Labels::cue`].
    pub fn cues(&self, labels: &[Option<Category>]) -> Vec<Cue> {
        let cue = |word: usize| Cue::of_logits(self.cues.row(word), labels);
        (0..self.word_count()).map(cue).collect()
    }

    /// The words that probably name an actor (first) and a recipient (second) of what word `event` tells of.
    pub fn parties(&self, event: usize) -> [Vec<Naming>; 2] {
        let roles = self.of_event.row(event);
        let (actor, recipient) = roles.split_at(roles.len() / 2);
        [actor, recipient].map(|role| {
            let logit = |word: usize| dot(role, self.of_party.row(word));
            let namings = (0..self.word_count()).map(|word| Naming::of_logit(word, logit(word)));
            namings.filter(|naming| naming.likelihood >= LEAST_NAMING).collect()
        })
    }

    /// The best relation of word `dependent` to `head` (0 the root, else 1 + word), as an index of the label set.
    pub fn relation(&self, dependent: usize, head: usize, is_allowed: impl Fn(usize) -> bool) -> usize {
        let head = self.label_head.row(head);
        let scores = self.label_dep.row(dependent).chunks_exact(head.len()).map(|label| dot(label, head));
        best(scores.enumerate().filter(|(label, _)| is_allowed(*label)))
    }

    /// The best class of the span of words `first..=last` and by how much it beats class 0, no mention.
    pub fn span(&self, first: usize, last: usize) -> (usize, f32) {
        let last = self.span_last.row(last);
        let mut classes = self.span_first.row(first).chunks_exact(last.len()).map(|class| dot(class, last));
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

/// An ONNX graph with the ids of its inputs and outputs.
struct Graph<const IN: usize, const OUT: usize> {
    model: Model,
    inputs: [NodeId; IN],
    outputs: [NodeId; OUT],
}

impl<const IN: usize, const OUT: usize> Graph<IN, OUT> {
    fn load(onnx: &'static [u8], inputs: [&str; IN], outputs: [&str; OUT]) -> Result<Self, NetworkError> {
        let mut options = ModelOptions::with_all_ops();
        let model = options.prepack_weights(true).load_static_slice(onnx).map_err(network_error)?;
        let ids = |names: &[&str]| {
            names.iter().map(|name| model.node_id(name).map_err(network_error)).collect::<Result<Vec<_>, _>>()
        };
        let count = |_| NetworkError("wrong number of graph inputs".into());
        let inputs = ids(&inputs)?.try_into().map_err(count)?;
        let outputs = ids(&outputs)?.try_into().map_err(count)?;
        Ok(Self { model, inputs, outputs })
    }

    fn run(&self, values: [ValueOrView<'_>; IN]) -> Result<[Value; OUT], NetworkError> {
        let inputs = self.inputs.into_iter().zip(values).collect();
        self.model.run_n(inputs, self.outputs, Some(options())).map_err(network_error)
    }
}

thread_local! {
    /// One pool of one thread for each of our threads: rten must not spread a sentence over cores, and
    /// a pool shared by our threads would make them wait for each other.
    static POOL: RefCell<Option<Arc<ThreadPool>>> = const { RefCell::new(None) };
}

fn pool() -> Arc<ThreadPool> {
    POOL.with_borrow_mut(|pool| pool.get_or_insert_with(|| Arc::new(ThreadPool::with_num_threads(1))).clone())
}

fn options() -> RunOptions {
    let mut options = RunOptions::default();
    options.thread_pool = Some(pool());
    options
}

/// The encoder and its heads.
pub struct Network {
    /// The label sets.
    pub labels: Labels,
    pieces: WordPieces,
    encoder: Graph<2, 3>,
    syntax: Graph<1, 4>,
    entities: Graph<1, 2>,
    events: Graph<1, 3>,
}

impl Network {
    /// Loads the graphs.
    ///
    /// # Errors
    /// If a file is damaged or does not fit the others.
    pub fn load(weights: Weights) -> Result<Self, NetworkError> {
        Ok(Self {
            labels: Labels::parse(weights.labels, weights.cue_labels)?,
            pieces: WordPieces::new(weights.vocabulary).map_err(NetworkError)?,
            encoder: Graph::load(weights.encoder, ["ids", "shapes"], ENCODED)?,
            syntax: Graph::load(weights.syntax, ["words"], ["tags", "arcs", "label_dep", "label_head"])?,
            entities: Graph::load(weights.entities, ["words"], ["span_first", "span_last"])?,
            events: Graph::load(weights.events, ["words"], ["cues", "of_event", "of_party"])?,
        })
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
    /// If there is no word, there are more than [`MAX_PIECES`] pieces, or rten fails.
    pub fn score(&self, words: &[&str]) -> Result<Scores, NetworkError> {
        if words.is_empty() {
            return Err(NetworkError("a sentence without words".into()));
        }
        let pool = pool();
        // Within the pool, so that the three runs need not hand over to its thread and back.
        pool.run(|| self.score_here(words))
    }

    fn score_here(&self, words: &[&str]) -> Result<Scores, NetworkError> {
        let Encoded { last: vectors, layers } = self.encode(words)?;
        let [tags, arcs, label_dep, label_head] = self.syntax.run([vectors.view().into()])?;
        let [span_first, span_last] = self.entities.run([vectors.view().into()])?;
        let [cues, of_event, of_party] = self.events.run([layers.view().into()])?;
        let scores = Scores {
            cues: cues.try_into()?,
            of_event: of_event.try_into()?,
            of_party: of_party.try_into()?,
            tags: tags.try_into()?,
            arcs: arcs.try_into()?,
            label_dep: label_dep.try_into()?,
            label_head: label_head.try_into()?,
            span_first: span_first.try_into()?,
            span_last: span_last.try_into()?,
        };
        let tag_count = self.labels.upos.len() + self.labels.xpos.len();
        if scores.tags.shape() != (words.len(), tag_count)
            || scores.arcs.shape() != (words.len(), words.len() + 1)
            || scores.cues.shape() != (words.len(), self.labels.cue.len())
            || scores.of_event.shape().1 != 2 * scores.of_party.shape().1
        {
            return Err(NetworkError("the heads do not fit the label sets".into()));
        }
        Ok(scores)
    }

    /// The encoder's vectors of each word's first piece.
    fn encode(&self, words: &[&str]) -> Result<Encoded, NetworkError> {
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
        let input = |values: &[i32]| NdTensor::from_data([1, values.len()], values.to_vec());
        let [last, embedded, middle] = self.encoder.run([input(&ids).into(), input(&shapes).into()])?;
        let rows = |value: Value| {
            let tensor: Tensor<f32> = value.try_into().map_err(network_error)?;
            if tensor.len() != ids.len() * WIDTH {
                return Err(NetworkError("the encoder's output has the wrong shape".into()));
            }
            Ok(Matrix { data: tensor.into_data(), width: WIDTH })
        };
        let (last, embedded, middle) = (rows(last)?, rows(embedded)?, rows(middle)?);
        let (mut syntax, mut cues) =
            (Vec::with_capacity(words.len() * WIDTH), Vec::with_capacity(words.len() * 3 * WIDTH));
        for at in first {
            syntax.extend_from_slice(last.row(at));
            for layer in [&last, &embedded, &middle] {
                cues.extend_from_slice(layer.row(at));
            }
        }
        Ok(Encoded {
            last: NdTensor::from_data([words.len(), WIDTH], syntax),
            layers: NdTensor::from_data([words.len(), 3 * WIDTH], cues),
        })
    }
}

/// What the encoder makes of the words of one sentence.
struct Encoded {
    /// Its last layer: words × WIDTH.
    last: NdTensor<f32, 2>,
    /// The three values of [`ENCODED`] side by side: words × 3·WIDTH.
    layers: NdTensor<f32, 2>,
}
