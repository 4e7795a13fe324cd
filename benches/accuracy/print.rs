//! The tables.

use hopcheck::measure::technique;
use hopcheck::measure::{
    Collection, Counts, Curve, GraftCount, Grafts, Label, MODERN, Mail, add_grafts,
};
use hopcheck::report::model::Verdict;
use hopcheck::verdict::{Scale, decibans};

pub fn all(collections: &[Collection], counts: &Counts, scale: Scale) {
    for (place, collection) in collections.iter().enumerate() {
        if let Some(mail) = counts.mail.get(&place) {
            untouched(collection, mail);
        }
    }
    for label in [Label::Ham, Label::Phishing] {
        modern(collections, counts, label);
    }
    if !counts.open.is_empty() || !counts.variants_out.is_empty() || !counts.messages_out.is_empty()
    {
        grafts(counts);
        curve(collections, counts, scale);
    }
    for text in counts.listed.values() {
        println!("{text}");
    }
}

/// How much of the mail of recent years is genuine, and what supports it.
fn modern(collections: &[Collection], counts: &Counts, label: Label) {
    let mut all = Mail::default();
    for (place, mail) in &counts.mail {
        if collections[*place].label == label {
            all.merge(mail);
        }
    }
    let years = || all.years.range(MODERN..).map(|(_, verdicts)| verdicts);
    let messages: usize = years().flat_map(|verdicts| verdicts.values()).sum();
    if messages == 0 {
        return;
    }
    let genuine: usize = years().filter_map(|verdicts| verdicts.get(&Verdict::Genuine)).sum();
    println!(
        "{} of {MODERN} and later: {genuine} of {messages} genuine, {:.2} %",
        label.as_str(),
        share(genuine, messages)
    );
    for (why, n) in &all.modern {
        println!("    {why:<40} {n:>6} {:>8.3} %", share(*n, messages));
    }
}

fn share(n: usize, all: usize) -> f64 {
    100.0 * n as f64 / all.max(1) as f64
}

fn untouched(collection: &Collection, mail: &Mail) {
    let row =
        |word: &str, n: usize| println!("    {word:<40} {n:>6} {:>8.3} %", share(n, mail.messages));
    println!("{} ({}, {} messages)", collection.name, collection.label.as_str(), mail.messages);
    for (verdict, n) in &mail.verdicts {
        row(verdict.as_str(), *n);
    }
    println!("  what supports the genuine ones");
    mail.supports.iter().for_each(|(why, n)| row(why, *n));
    println!("  what keeps the unverified ones from being genuine");
    mail.unsure.iter().for_each(|(why, n)| row(why, *n));
    println!("  what speaks against the suspicious and the forged ones");
    mail.against.iter().for_each(|(rule, n)| row(rule, *n));
    println!("  genuine, by the year of our own stamp");
    for (year, verdicts) in &mail.years {
        let genuine = verdicts.get(&Verdict::Genuine).copied().unwrap_or(0);
        let all: usize = verdicts.values().sum();
        println!("    {year:<10} {genuine:>6} of {all:>6} {:>8.3} %", share(genuine, all));
    }
    println!("  link at the hand-over");
    mail.handovers.iter().for_each(|(kind, n)| row(kind, *n));
    println!("  rules that fired");
    mail.rules.iter().for_each(|(rule, n)| row(rule, *n));
}

fn grafts(counts: &Counts) {
    println!(
        "{:<28} {:>6} {:>7} {:>7} {:>7} {:>7} {:>7}",
        "technique (not held out)", "grafts", "found", "forged", "lines", "wrong", "genuine"
    );
    let mut seen = GraftCount::default();
    let mut trace = GraftCount::default();
    for technique in technique::all() {
        let Some(count) = counts.open.get(technique.id) else { continue };
        row(technique.id, count);
        seen.merge(count);
        if technique.traceless.is_none() {
            trace.merge(count);
        }
    }
    row("all", &seen);
    row("those that leave a trace", &trace);
    println!("most called genuine of one technique: {:.2} %", worst(&counts.open));
    let mut all_out = counts.messages_out.clone();
    add_grafts(&mut all_out, &counts.variants_out);
    held_out("held out", &all_out);
    held_out("variants held out", &counts.variants_out);
    println!(
        "variants: {} open, {} held out",
        technique::all().iter().map(|t| t.open().len()).sum::<usize>(),
        technique::all().iter().map(|t| t.held_out().len()).sum::<usize>()
    );
    for (technique, count) in &counts.shown {
        row(&format!("{technique}, DNS"), count);
    }
    let (asked, accused) = counts.asked;
    println!(
        "honest mail with the DNS of its day: {accused} of {asked} accused that was not without"
    );
}

/// Totals over many techniques only, so that nothing can be tuned on them.
fn held_out(word: &str, part: &Grafts) {
    if part.len() < 2 {
        println!("{word}: not told of one technique alone");
        return;
    }
    let mut all = GraftCount::default();
    let mut trace = GraftCount::default();
    for technique in technique::all() {
        let Some(count) = part.get(technique.id) else { continue };
        all.merge(count);
        if technique.traceless.is_none() {
            trace.merge(count);
        }
    }
    row(&format!("{word}: all"), &all);
    row(&format!("{word}: trace"), &trace);
    println!("most called genuine of one technique: {:.2} %", worst(part));
}

fn worst(part: &Grafts) -> f64 {
    part.values().map(|count| share(count.genuine, count.grafts)).fold(0.0, f64::max)
}

/// `lines` is the share of forged lines found, `wrong` that of accused lines that are honest.
fn row(word: &str, count: &GraftCount) {
    println!(
        "{word:<28} {:>6} {:>7.2} {:>7.2} {:>7.2} {:>7.2} {:>7.2}",
        count.grafts,
        share(count.found, count.grafts),
        share(count.forged, count.grafts),
        share(count.lines_found, count.lines),
        share(count.accused, count.accused + count.lines_found),
        share(count.genuine, count.grafts)
    );
}

/// What each threshold would find and accuse, for choosing them.
fn curve(collections: &[Collection], counts: &Counts, scale: Scale) {
    let ham: Vec<&Mail> = counts
        .mail
        .iter()
        .filter(|(place, _)| collections[**place].label == Label::Ham)
        .map(|(_, mail)| mail)
        .collect();
    let total: usize = ham.iter().map(|m| m.messages).sum();
    let worst = |at: i32| {
        let large = ham.iter().filter(|m| m.messages >= 100);
        large.map(|m| share(m.curve.at_least(at), m.messages)).fold(0.0, f64::max)
    };
    let with_trace = || technique::all().into_iter().filter(|t| t.traceless.is_none());
    let found = |at: i32| {
        let of = |c: &Curve| c.at_least(at);
        let parts = with_trace().filter_map(|t| counts.open.get(t.id));
        let (n, all) = parts.fold((0, 0), |(n, all), c| (n + of(&c.curve), all + c.grafts));
        share(n, all)
    };
    println!(
        "log-odds in decibans: suspicious from {:.1}, forged from {:.1}",
        decibans(scale.suspicious),
        decibans(scale.forged)
    );
    println!("{:>9} {:>10} {:>12} {:>14}", "at least", "ham", "worst ham", "grafts");
    for at in (-18..=40).step_by(2) {
        let n: usize = ham.iter().map(|m| m.curve.at_least(at)).sum();
        println!("{at:>9} {:>8.3} % {:>10.3} % {:>12.2} %", share(n, total), worst(at), found(at));
    }
}
