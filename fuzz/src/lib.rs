//! What must hold of whatever bytes: shared by the targets.

pub mod choices;
pub mod line;
pub mod pieces;
pub mod shown;
