//! Event cues: for each word, how likely it tells of which kind of event, by the learned head.
//!
//! The head reads the shared encoder's vectors and was trained on the labelled sentences of
//! `codebook/sentences` (`training/memcon_training/cues.py`). It proposes; what is coded is for the coding room.

use memcon_lexicon::Category;

/// How likely a word tells of an event of each category, or of none; the seventeen add up to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cue {
    none: f32,
    /// In the order of [`Category::ALL`].
    categories: [f32; 16],
}

impl Cue {
    /// From the head's logits, whose columns stand for `labels`; `None` is no event.
    pub(super) fn of_logits(logits: &[f32], labels: &[Option<Category>]) -> Self {
        let greatest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let mut cue = Self { none: 0.0, categories: [0.0; 16] };
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
