//! Which of the processor's vector instructions are used. Every level gives the same bits.

#![allow(unsafe_code)]

/// A set of instructions that this processor has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level(Kind);

/// The sets that code is written for. A value but `Portable` is made by [`Level::all`] alone, which asks the processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    AvxVnni,
    #[cfg(target_arch = "x86_64")]
    Avx512Vnni,
}

impl Level {
    /// Plain Rust, whatever the compiler makes of it.
    pub const PORTABLE: Self = Self(Kind::Portable);

    /// The fastest.
    pub fn best() -> Self {
        static BEST: std::sync::OnceLock<Level> = std::sync::OnceLock::new();
        *BEST.get_or_init(|| Self::all().pop().unwrap_or(Self::PORTABLE))
    }

    /// All that this processor can run, slowest first.
    pub fn all() -> Vec<Self> {
        #[allow(unused_mut)]
        let mut all = vec![Self::PORTABLE];
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            all.push(Self(Kind::Avx2));
            if is_x86_feature_detected!("avxvnni") {
                all.push(Self(Kind::AvxVnni));
            }
            if is_x86_feature_detected!("avx512vnni") && is_x86_feature_detected!("avx512vl") {
                all.push(Self(Kind::Avx512Vnni));
            }
        }
        all
    }

    pub(crate) fn kind(self) -> Kind {
        self.0
    }
}

/// Writes a function twice, portably and for AVX2 with FMA, and calls the one that fits the level.
///
/// The two are compiled from the same lines. Floating point is never reordered or contracted by the compiler, so that
/// they give the same bits; what is to be fused says `mul_add`.
macro_rules! levelled {
    ($(#[$attribute:meta])* $visible:vis fn $name:ident($($argument:ident: $type:ty),* $(,)?) $(-> $result:ty)? $body:block) => {
        $(#[$attribute])*
        $visible fn $name(level: $crate::level::Level, $($argument: $type),*) $(-> $result)? {
            #[inline(always)]
            #[allow(clippy::inline_always)] // Only what is inlined is compiled for the caller's instructions.
            fn plain($($argument: $type),*) $(-> $result)? $body

            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2,fma")]
            fn vectors($($argument: $type),*) $(-> $result)? {
                plain($($argument),*)
            }

            match level.kind() {
                $crate::level::Kind::Portable => plain($($argument),*),
                // SAFETY: a level but `Portable` is made only where the processor has AVX2 and FMA.
                #[cfg(target_arch = "x86_64")]
                #[allow(unsafe_code)]
                _ => unsafe { vectors($($argument),*) },
            }
        }
    };
}
pub(crate) use levelled;
