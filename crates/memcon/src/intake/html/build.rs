//! From the nodes that belong to a body to its text.

use std::ops::Range;

use super::nodes::{Block, Nodes};
use crate::intake::decode::Encoded;
use crate::intake::furniture::{self, FurnitureKind};
use crate::intake::lines::{self, Line};
use crate::intake::source_map::{Piece, SourceMap};
use crate::span::Span;

/// The text of the nodes that are kept, its lines and its map.
pub(super) fn build(nodes: &Nodes, keep: &[bool], encoded: Encoded) -> Built {
    let mut built =
        Built { text: String::new(), lines: Vec::new(), blocks: Vec::new(), source: SourceMap::over(encoded) };
    for (at, block) in nodes.blocks.iter().enumerate() {
        let kept = block.nodes.clone().filter(|node| keep.get(*node).copied().unwrap_or(false));
        let mut start = None;
        for node in kept.filter_map(|node| nodes.texts.get(node)) {
            built.add(nodes, node.span.clone(), &mut start);
        }
        if let Some(start) = start {
            built.trim(start);
            let span = Span::new(start, built.text.len());
            let hint = block.hint.or_else(|| teaser(nodes, block));
            built.lines.push(Line { span, heading: block.heading, item: block.item, hint, blank_before: 0 });
            built.blocks.push(at);
        }
    }
    built
}

/// A line that is a link and nothing else, and no sentence, points at another story.
fn teaser(nodes: &Nodes, block: &Block) -> Option<FurnitureKind> {
    let line = nodes.text.get(block.span.clone()).unwrap_or_default();
    let teases = nodes.is_link(block) && !furniture::ends_a_sentence(line) && lines::words(line, 4) >= 4;
    teases.then_some(FurnitureKind::ReadMore)
}

/// A text made of the nodes of a page.
pub(super) struct Built {
    pub text: String,
    pub lines: Vec<Line>,
    /// The number of the block that each line is.
    pub blocks: Vec<usize>,
    pub source: SourceMap,
}

impl Built {
    /// Adds a node to the line that began at `start`, or begins a line with it.
    fn add(&mut self, nodes: &Nodes, span: Range<usize>, start: &mut Option<usize>) {
        let words = nodes.text.get(span.clone()).unwrap_or_default();
        let skipped = if start.is_none() { words.len() - words.trim_start().len() } else { 0 };
        let words = words.get(skipped..).unwrap_or_default();
        if words.is_empty() {
            return;
        }
        if start.is_none() {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            *start = Some(self.text.len());
        }
        let (from, shift) = (span.start + skipped, self.text.len());
        let first = nodes.pieces.partition_point(|piece| piece.text < from);
        for piece in nodes.pieces.get(first..).unwrap_or_default().iter().take_while(|piece| piece.text < span.end) {
            self.source.push(Piece { text: piece.text - from + shift, ..piece.clone() });
        }
        self.text.push_str(words);
    }

    /// Takes white space off the end of the line that began at `start`.
    fn trim(&mut self, start: usize) {
        let end = self.text.trim_end().len().max(start);
        self.text.truncate(end);
    }
}
