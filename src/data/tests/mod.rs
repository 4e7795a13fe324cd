//! The shipped files are sound, and the look-ups say of the world what the world knows.

mod files;
mod generic;
mod hostile;
mod loading;
mod organisations;
mod providers;
mod special;

use std::net::IpAddr;
use std::sync::LazyLock;

use super::builtin::{FILES, builtin_for_tests};
use super::*;

static DATA: LazyLock<Data> = LazyLock::new(builtin_for_tests);

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}
