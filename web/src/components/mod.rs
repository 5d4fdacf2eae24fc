//! The pieces of the page, one file each.

mod check;
mod copy;
mod editor;
mod errors;
mod finding;
mod findings;
mod frame;
mod generated;
mod pickers;
mod prose;
mod readings;
mod rules;
mod tabs;
mod theme;

pub use check::CheckPage;
pub use errors::ErrorsPage;
pub use findings::FINDINGS;
pub use rules::RulesPage;
pub use theme::ThemeSwitch;
