//! Event cues: for each word, how likely it tells of which kind of event, and which words name who did it to whom, by
//! the learned head. Its graph tells status as well, which nothing here asks for: the cues of `lexicon/status.txt` tell it better.
//!
//! The head reads the shared encoder's vectors and was trained, together with the encoder, on the labelled sentences of
//! `codebook/sentences` (`training/memcon_training/events.py`). It proposes; what is coded is for the coding room.

use memcon_lexicon::Category;

/// Words less likely than this to name a party are not kept.
pub(super) const LEAST_NAMING: f32 = 0.2;

/// What a word may tell of.
#[derive(Clone, Debug, PartialEq)]
pub struct Cue {
    /// How likely it tells of no event; with the categories that adds up to 1.
    none: f32,
    /// In the order of [`Category::ALL`].
    categories: [f32; 16],
    /// The words that may name an actor of what it tells of, in text order; empty where "no event" is likelier.
    pub actors: Vec<Naming>,
    /// The words that may name a recipient.
    pub recipients: Vec<Naming>,
}

/// A word that may name a party of an event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Naming {
    /// Its index in the sentence: the head of the party's phrase.
    pub word: usize,
    /// How likely it names one, from 0 to 1.
    pub likelihood: f32,
}

impl Naming {
    /// From the head's logit.
    pub(super) fn of_logit(word: usize, logit: f32) -> Self {
        Self { word, likelihood: 1.0 / (1.0 + (-logit).exp()) }
    }
}

impl Cue {
    /// From the head's logits, whose columns stand for `labels`; `None` is no event.
    pub(super) fn of_logits(logits: &[f32], labels: &[Option<Category>]) -> Self {
        let greatest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let mut cue = Self { none: 0.0, categories: [0.0; 16], actors: Vec::new(), recipients: Vec::new() };
        for (logit, label) in logits.iter().zip(labels) {
            let power = (logit - greatest).exp();
            match label {
                Some(category) => cue.categories[*category as usize] = power,
                None => cue.none = power,
            }
        }
        let sum = cue.none + cue.categories.iter().sum::<f32>();
        cue.none /= sum;
        cue.categories.iter_mut().for_each(|p| *p /= sum);
        cue
    }

    /// How likely it is of a category, from 0 to 1.
    pub fn of(&self, category: Category) -> f32 {
        self.categories[category as usize]
    }

    /// How likely it tells of no event, from 0 to 1.
    pub fn none(&self) -> f32 {
        self.none
    }

    /// The likeliest category with its likelihood, whether or not "no event" is likelier still.
    pub fn best(&self) -> (Category, f32) {
        let all = Category::ALL.iter().map(|&category| (category, self.of(category)));
        all.fold((Category::Agree, f32::NEG_INFINITY), |kept, next| if next.1 > kept.1 { next } else { kept })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likelihoods_add_up_and_keep_their_order() {
        let labels: Vec<Option<Category>> =
            std::iter::once(None).chain(Category::ALL.iter().copied().map(Some)).collect();
        let mut logits = vec![0.0; 17];
        logits[0] = 1.0;
        logits[6] = 3.0;
        let cue = Cue::of_logits(&logits, &labels);
        assert_eq!(cue.best().0, Category::ALL[5]);
        let sum = cue.none() + Category::ALL.iter().map(|&c| cue.of(c)).sum::<f32>();
        assert!((sum - 1.0).abs() < 1e-5);
        assert!(cue.none() > cue.of(Category::ALL[0]));
    }
}
