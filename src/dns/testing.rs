//! Answers for tests, written in a few words.

use super::Replay;

/// Answers as a file has them: `NAME TYPE ANSWERS-OR-OUTCOME` a line. TXT is one record, the
/// rest of the line; records of MX are two words each.
pub(super) fn replay(text: &str) -> Replay {
    let entries: Vec<serde_json::Value> = text
        .lines()
        .filter_map(|line| {
            let (name, rest) = line.trim().split_once(' ')?;
            let (rtype, rest) = rest.split_once(' ')?;
            let words: Vec<&str> = rest.split_whitespace().collect();
            let answers: Vec<String> = match (rtype, &words[..]) {
                (_, [word @ ("nxdomain" | "nodata" | "servfail" | "refused" | "timeout")]) => {
                    return Some(serde_json::json!(
                        {"name": name, "type": rtype, "outcome": word}
                    ));
                }
                ("TXT", _) => rest.split(" | ").map(str::to_owned).collect(),
                ("MX", words) => words.chunks(2).map(|pair| pair.join(" ")).collect(),
                (_, words) => words.iter().map(|word| (*word).to_owned()).collect(),
            };
            Some(serde_json::json!({"name": name, "type": rtype, "answers": answers}))
        })
        .collect();
    let file = serde_json::json!({"schema": "hopcheck/dns/1", "entries": entries});
    Replay::from_slice(file.to_string().as_bytes()).unwrap()
}
