use super::*;
use crate::report::testing;

#[test]
fn print() {
    let report = testing::classic();
    println!(
        "{}",
        render(
            &report,
            testing::CLASSIC.as_bytes(),
            Options { color: std::env::var_os("C").is_some(), ..Options::default() }
        )
    );
}
