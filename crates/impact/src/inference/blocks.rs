//! What is left out together.

use crate::panel::Panel;

/// Units that leave a panel together, and what they are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    pub name: String,
    pub units: Vec<usize>,
}

impl Block {
    /// Every unit on its own.
    pub fn units(panel: &Panel) -> Vec<Self> {
        let named = panel.units().iter().enumerate();
        named.map(|(at, unit)| Self { name: unit.name.clone(), units: vec![at] }).collect()
    }

    /// Those that never joined as one block, then every wave, ascending. A wave leaves both as joined and as control.
    pub fn waves(panel: &Panel) -> Vec<Self> {
        let name = |wave: Option<i64>| wave.map_or_else(|| "never".to_owned(), |wave| wave.to_string());
        panel.waves().into_iter().map(|(wave, units)| Self { name: name(wave), units }).collect()
    }
}
