//! What a panel does not tell, and why.

/// A wave, or one period of it, of which nothing can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftOut {
    pub joined: i64,
    /// `None` where it is the whole wave.
    pub period: Option<i64>,
    pub why: Why,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The wave has no kept period before joining.
    AlreadyJoined,
    /// Every unit joins; the last wave has nobody to be compared with.
    LastWave,
    /// No unit of the wave has a value in both periods compared.
    NoUnit,
    /// No unit that may be compared has a value in both periods.
    NoControl,
    /// Joining can be told from the covariates almost for certain: nobody alike is left to compare with.
    NoOverlap,
    /// The controls are too few, or too alike, for these covariates.
    TooFewForCovariates,
}

impl Why {
    pub const fn words(self) -> &'static str {
        match self {
            Self::AlreadyJoined => "no kept period before joining",
            Self::LastWave => "the last wave: nobody joins later, and everybody joins",
            Self::NoUnit => "no unit of the wave has a value in both periods",
            Self::NoControl => "no unit that had not joined has a value in both periods",
            Self::NoOverlap => "the covariates tell joiners from the others almost for certain",
            Self::TooFewForCovariates => "too few, or too similar, controls for these covariates",
        }
    }
}

pub(super) fn nothing(left_out: &[LeftOut]) -> String {
    match left_out.first() {
        None => "no unit joins within the periods of the panel".to_owned(),
        Some(first) => {
            format!(
                "no wave can be compared in any period; the wave of {}: {}",
                first.joined,
                first.why.words()
            )
        }
    }
}
