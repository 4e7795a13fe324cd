//! The classic chain with every name, address, id and date exchanged for others of the kind: what
//! refutes it must be its structure, not a word it was once seen with.

use std::fmt::Write as _;
use std::fs;

use jiff::civil::{Date, DateTime};
use jiff::{Span, Unit};
use tempfile::TempDir;

use crate::run::{Options, summaries_of};

const VARIANTS: u64 = 50;

/// How many of them are tried with recorded answers too.
const WITH_DNS: u64 = 10;

/// SplitMix64: the same variants in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len() as u64) as usize]
    }
}

const FIRST: [&str; 12] = [
    "amber", "birch", "cinder", "delta", "ember", "fennel", "gorse", "hazel", "iris", "juniper",
    "kelp", "larch",
];
const SECOND: [&str; 10] =
    ["bay", "field", "gate", "hill", "lake", "mill", "port", "ridge", "stone", "wood"];
const HOST: [&str; 8] = ["", "", "", "mail.", "mx1.", "relay.", "smtp-4.", "post."];
const SUFFIX: [&str; 5] = ["example", "test", "example.com", "example.net", "example.org"];
const ZONES: [(&str, i64); 10] = [
    ("-0800 (PST)", -8),
    ("-0700 (PDT)", -7),
    ("-0500 (EST)", -5),
    ("-0400 (EDT)", -4),
    ("-0600 (CST)", -6),
    ("+0000 (GMT)", 0),
    ("+0100 (MET)", 1),
    ("+0200 (MET DST)", 2),
    ("+0900 (JST)", 9),
    ("+0200 (EET)", 2),
];

/// A variant of the classic chain.
struct Variant {
    own: String,
    recorded: String,
    address: String,
    announced: String,
    second: String,
    third: String,
    with_ids: String,
    bare: String,
}

/// A name of the kind, different from the ones drawn before.
fn name(random: &mut Random, taken: &mut Vec<String>) -> String {
    loop {
        let stem = format!("{}{}", random.pick(&FIRST), random.pick(&SECOND));
        // An organisation of its own each time: the stem is the registered name.
        if taken.contains(&stem) {
            continue;
        }
        let suffix = random.pick(&SUFFIX);
        // Under example.com and its sisters all names are one organisation's, so a second name
        // there would belong to the first.
        if suffix.contains('.') && taken.iter().any(|other| other == suffix) {
            continue;
        }
        taken.push(stem.clone());
        taken.push(suffix.to_owned());
        return format!("{}{stem}.{suffix}", random.pick(&HOST));
    }
}

fn address(random: &mut Random) -> String {
    let network = random.pick(&["192.0.2", "198.51.100", "203.0.113"]);
    format!("{network}.{}", 1 + random.below(254))
}

/// `LAA12741`: a letter up to X, AA, five digits.
fn id(random: &mut Random) -> String {
    let letter = char::from(b'A' + random.below(24) as u8);
    format!("{letter}AA{:05}", random.below(100_000))
}

fn dated(time: DateTime, zone: &str) -> String {
    let weekday = &format!("{:?}", time.date().weekday())[..3];
    let month =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
            [time.month() as usize - 1];
    format!("{weekday}, {} {month} {} {} {zone}", time.day(), time.year(), time.time())
}

fn variant(seed: u64) -> Variant {
    let mut random = Random(seed.wrapping_mul(0x5851_f42d_4c95_7f2d));
    let mut taken = Vec::new();
    let own = name(&mut random, &mut taken);
    let recorded = name(&mut random, &mut taken);
    let announced = name(&mut random, &mut taken);
    let second = name(&mut random, &mut taken);
    let third = name(&mut random, &mut taken);
    let address = address(&mut random);
    let (zone, _) = ZONES[random.below(ZONES.len() as u64) as usize];
    let day = Date::new(1996, 1, 1).expect("a date");
    let top = day
        .saturating_add(Span::new().days(random.below(3650) as i64))
        .at(0, 30, 0, 0)
        .saturating_add(Span::new().seconds(random.below(84_000) as i64));
    let middle = top.saturating_sub(Span::new().seconds(60 + random.below(300) as i64));
    let lowest = middle.saturating_sub(Span::new().seconds(2 + random.below(20) as i64));
    assert!(top.since(lowest).expect("a span").total(Unit::Second).is_ok_and(|gap| gap > 0.0));
    let top_id = format!("{:06X}", random.below(0x10_0000));
    let first_line = format!(
        "Received: from {announced} ({recorded} [{address}]) by {own} (8.8.5) id {top_id}; {}\n",
        dated(top, zone)
    );
    let mut with_ids = first_line.clone();
    let (middle_id, lowest_id) = (id(&mut random), id(&mut random));
    let dates = (dated(middle, zone), dated(lowest, zone));
    let _ = writeln!(
        with_ids,
        "Received: from {second} by {announced} (8.7.3) id {middle_id}; {}",
        dates.0
    );
    let _ = writeln!(
        with_ids,
        "Received: from {third} by {second} (8.6.4) id {lowest_id}; {}",
        dates.1
    );
    let bare = format!(
        "{first_line}Received: from {second} by {announced} (8.7.3)\n\
         Received: from {third} by {second} (8.6.4)\n"
    );
    let rest = format!(
        "From: office@{second}\nTo: reader@{own}\nSubject: An offer\nDate: {}\n\
         Message-ID: <{}.{lowest_id}@{third}>\n\nOnly this week.\n",
        dated(lowest, zone),
        random.below(1_000_000_000),
    );
    with_ids.push_str(&rest);
    let bare = bare + &rest;
    Variant { own, recorded, address, announced, second, third, with_ids, bare }
}

/// Answers for a variant: the recorded name is the peer's own, the others live elsewhere.
fn answers(variant: &Variant, random: &mut Random) -> String {
    let peer: Vec<&str> = variant.address.split('.').rev().collect();
    let mut entries = vec![
        serde_json::json!({"name": format!("{}.in-addr.arpa", peer.join(".")), "type": "PTR",
            "answers": [variant.recorded]}),
        serde_json::json!({"name": variant.recorded, "type": "A", "answers": [variant.address]}),
    ];
    for name in [&variant.own, &variant.announced, &variant.second, &variant.third] {
        let mut other = address(random);
        while other == variant.address {
            other = address(random);
        }
        entries.push(serde_json::json!({"name": name, "type": "A", "answers": [other]}));
    }
    let file = serde_json::json!({"schema": "hopcheck/dns/1", "now": crate::expected::NOW,
        "entries": entries});
    file.to_string()
}

#[test]
fn variants_are_what_they_claim() {
    for seed in 1..=VARIANTS {
        let variant = variant(seed);
        let names =
            [&variant.own, &variant.recorded, &variant.announced, &variant.second, &variant.third];
        for (at, name) in names.iter().enumerate() {
            assert!(names[at + 1..].iter().all(|other| other != name), "{seed}: {name} twice");
        }
        let fields = crate::fields::fields(variant.with_ids.as_bytes());
        for value in crate::fields::values(&fields, "Received") {
            let stamp = crate::clocks::stamp(value).expect("a stamp");
            assert!(stamp.weekday_is_right(), "{seed}: {value}");
        }
        let strangers = crate::names::strangers(&variant.with_ids);
        assert!(strangers.is_empty(), "{seed}: {strangers:?}");
        for old in ["galangal", "lemongrass", "graprao", "turmeric", "bieberdorf", "104.128"] {
            assert!(!variant.with_ids.contains(old), "{seed}: {old} is still there");
        }
    }
}

#[test]
fn every_variant_is_refuted() {
    let directory = TempDir::new().expect("a directory");
    let mut runs = Vec::new();
    let mut variants = Vec::new();
    for seed in 1..=VARIANTS {
        let variant = variant(seed);
        // Answers differ from variant to variant, so each is a run of its own: some must do.
        let mut modes = vec![None];
        if seed <= WITH_DNS {
            let answers_path = directory.path().join(format!("{seed}.dns.json"));
            fs::write(&answers_path, answers(&variant, &mut Random(seed))).expect("a file");
            modes.push(Some(answers_path));
        }
        for (form, text) in [("full", &variant.with_ids), ("bare", &variant.bare)] {
            let path = directory.path().join(format!("{seed}-{form}.eml"));
            fs::write(&path, text).expect("a file");
            for replay in modes.clone() {
                let now = crate::expected::NOW.to_owned();
                runs.push((path.clone(), Options { now, replay, ..Options::default() }));
                variants.push((variant.address.clone(), text.clone()));
            }
        }
    }
    let mut complaints = Vec::new();
    for ((found, (path, options)), (address, text)) in
        summaries_of(&runs).iter().zip(&runs).zip(&variants)
    {
        let as_expected = found.verdict == "forged"
            && found.refuted() == [2, 3]
            && found.boundary == Some(1)
            && found.peer.as_deref() == Some(address)
            && found.origin.as_deref() == Some(address);
        if !as_expected {
            let dns = if options.replay.is_some() { "with DNS" } else { "offline" };
            complaints.push(format!("{} {dns}: {found:?}\n{text}", path.display()));
        }
    }
    let (failed, all) = (complaints.len(), runs.len());
    assert!(complaints.is_empty(), "{failed} of {all}:\n{}", complaints.join("\n"));
}
