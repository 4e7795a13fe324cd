//! Names and addresses that nobody chose: made up of syllables and numbers as they are needed.

use super::Dice;

/// A word of two to four syllables.
pub fn word(dice: &mut Dice) -> String {
    let count = dice.between(2, 4);
    (0..count)
        .map(|_| {
            let onset = *dice.one(&[
                "b", "br", "d", "f", "g", "gr", "k", "l", "m", "n", "p", "r", "s", "st", "t", "tr",
                "v", "z",
            ]);
            let rest =
                *dice.one(&["a", "e", "i", "o", "u", "an", "el", "in", "or", "us", "ar", "en"]);
            format!("{onset}{rest}")
        })
        .collect()
}

/// A domain as companies have it.
pub fn domain(dice: &mut Dice) -> String {
    format!(
        "{}{}.{}",
        word(dice),
        word(dice),
        dice.one(&["com", "net", "org", "de", "fr", "co.uk", "com.br"])
    )
}

/// The name of a mail server.
pub fn host(dice: &mut Dice) -> String {
    host_of(dice, None)
}

/// The name of a mail server of `domain`, or of a domain made up.
pub fn host_of(dice: &mut Dice, below: Option<&str>) -> String {
    let label = *dice
        .one(&["mail", "smtp", "mx1", "relay2", "out", "gw", "mta7", "post", "srv12", "node3"]);
    match below {
        Some(domain) => format!("{label}.{domain}"),
        None => format!("{label}.{}", domain(dice)),
    }
}

/// An address that hosts may have.
pub fn address(dice: &mut Dice) -> String {
    let first = *dice.one(&[
        5, 24, 31, 37, 46, 62, 77, 81, 83, 89, 94, 109, 151, 176, 185, 188, 193, 195, 200, 212, 217,
    ]);
    format!("{first}.{}.{}.{}", dice.between(1, 254), dice.between(1, 254), dice.between(2, 253))
}

/// An address inside a site.
pub fn inside(dice: &mut Dice) -> String {
    format!("10.{}.{}.{}", dice.between(0, 254), dice.between(0, 254), dice.between(2, 253))
}
