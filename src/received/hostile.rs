//! Hostile text in every place where a peer can write, for six servers: the peer's address, the
//! server's name and the date stay the server's own.

mod texts;
mod written;

use super::parse;
use texts::texts;
use written::{neutered, printing, quoted, refused, safe, sanitized};

const ADDRESS: &str = "203.0.113.7";
const HOST: &str = "mx.example.org";
const DAY: &str = "Wed, 10 Jan 2024 08:09:10";

/// A place where a peer can write in a line of a server.
struct Place {
    server: &'static str,
    place: &'static str,
    /// The line, with `{}` where the text goes and `ADDRESS`, `HOST`, `DAY` for the truth.
    line: &'static str,
    /// What the server makes of the text before it writes it.
    written: fn(&[u8]) -> Vec<u8>,
}

const PLACES: &[Place] = &[
    Place {
        server: "sophos",
        place: "helo",
        line: "from {} (mail.example.net [ADDRESS]) (using TLSv1.2 with cipher AES256-SHA (256/256 bits)) (No client certificate requested) by HOST (Sophos Email Appliance) with ESMTPS id D91109421A4_FD894F7F; DAY +0000 (GMT)",
        written: neutered,
    },
    Place {
        server: "sophos",
        place: "certificate",
        line: "from mail.example.net (mail.example.net [ADDRESS]) (using TLSv1.2 with cipher AES256-SHA (256/256 bits)) (Client CN \"{}\", Issuer \"{}\" (not verified)) by HOST (Sophos Email Appliance) with ESMTPS id D91109421A4_FD894F7F; DAY +0000 (GMT)",
        written: sanitized,
    },
    Place {
        server: "mox",
        place: "helo",
        line: "from {} ([ADDRESS]) by HOST ([198.51.100.1]) via tcp with ESMTPS id 7_jO3KP4COnlTQm3SYtefQ (TLS1.3 TLS_AES_128_GCM_SHA256) for <user@example.org>; DAY +0100",
        written: refused,
    },
    Place {
        server: "mox",
        place: "recipient",
        line: "from mail.example.net (mail.example.net [ADDRESS]) by HOST ([198.51.100.1]) via tcp with ESMTPS id 7_jO3KP4COnlTQm3SYtefQ for <{}>; DAY +0100",
        written: quoted,
    },
    Place {
        server: "maddy",
        place: "helo",
        line: "from {} (mail.example.net [ADDRESS]) by HOST (envelope-sender <sender@example.net>) with ESMTPS id 95b49b87; DAY +0100",
        written: refused,
    },
    Place {
        server: "maddy",
        place: "envelope sender",
        line: "from mail.example.net (mail.example.net [ADDRESS]) by HOST (envelope-sender <{}>) with ESMTPS id 95b49b87; DAY +0100",
        written: quoted,
    },
    Place {
        server: "haraka",
        place: "helo",
        line: "from mail.example.net (HELO {}) (ADDRESS) by HOST (Haraka/2.8.28) with ESMTPS; DAY +0100",
        written: safe,
    },
    Place {
        server: "smap",
        place: "helo",
        line: "from mail.example.net(ADDRESS, HELO {}) by HOST via smap (V1.3) id xma002908; DAY -0600",
        written: safe,
    },
    Place {
        server: "f-secure",
        place: "helo",
        line: "from {} (ADDRESS) by HOST (F-Secure/fsigk_smtp/550/HOST); DAY +0900 (JST)",
        written: safe,
    },
    Place {
        server: "cellopoint",
        place: "helo",
        line: "from {} [(ADDRESS)] by HOST (envelope-from <sender@example.net>) (Generic MTA with TLSv1.2 AES256-SHA 256/256) with ESMTP id 604541160; DAY +0800",
        written: neutered,
    },
    Place {
        server: "cellopoint",
        place: "envelope sender",
        line: "from mail.example.net [(ADDRESS)] by HOST (envelope-from <{}>) (Generic MTA with TLSv1.2 AES256-SHA 256/256) with ESMTP id 604541160; DAY +0800",
        written: quoted,
    },
    Place {
        server: "qmail",
        place: "envelope sender after a login",
        line: "from mail.example.net (HELO x.example.net) (user@[ADDRESS]) (envelope-sender <{}>) by HOST (qmail-ldap-1.03) with AES256-SHA encrypted SMTP for <user@example.org>; DAY -0000",
        written: quoted,
    },
    Place {
        server: "groupwise",
        place: "helo",
        line: "from {} (mail.example.net [ADDRESS]) by HOST with ESMTP (TLS encrypted); DAY +0200",
        written: refused,
    },
    Place {
        server: "postfix",
        place: "helo",
        line: "from {} (mail.example.net [ADDRESS]) by HOST (Postfix) with ESMTP id 4F57189D for <user@example.org>; DAY +0100 (CET)",
        written: neutered,
    },
    Place {
        server: "postfix",
        place: "helo with TLS",
        line: "from {} (unknown [ADDRESS]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)) (No client certificate requested) by HOST (Postfix) with ESMTPS id 4F57189D; DAY +0100 (CET)",
        written: neutered,
    },
    Place {
        server: "postfix",
        place: "login, on lines as it writes them",
        line: "from mail.example.net (mail.example.net [ADDRESS])\n\t(Authenticated sender: {})\n\tby HOST (Postfix) with ESMTPA id 4F57189D;\n\tDAY +0100 (CET)",
        written: sanitized,
    },
    Place {
        server: "postfix",
        place: "login",
        line: "from mail.example.net (mail.example.net [ADDRESS]) (Authenticated sender: {}) by HOST (Postfix) with ESMTPA id 4F57189D; DAY +0100 (CET)",
        written: sanitized,
    },
    Place {
        server: "postfix",
        place: "certificate",
        line: "from mail.example.net (mail.example.net [ADDRESS]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)) (Client CN \"{}\", Issuer \"{}\" (not verified)) by HOST (Postfix) with ESMTPS id 4F57189D; DAY +0100 (CET)",
        written: sanitized,
    },
    Place {
        server: "postfix",
        place: "recipient",
        line: "from mail.example.net (mail.example.net [ADDRESS]) by HOST (Postfix) with ESMTP id 4F57189D for <{}>; DAY +0100 (CET)",
        written: quoted,
    },
    Place {
        server: "exim",
        place: "helo",
        line: "from mail.example.net ([ADDRESS] helo={}) by HOST with esmtp (Exim 4.97) (envelope-from <sender@example.net>) id 1rNSxG-00000001AbC-2CDE for user@example.org; DAY +0100",
        written: refused,
    },
    Place {
        server: "exim",
        place: "helo without a name",
        line: "from [ADDRESS] (port=2525 helo={}) by HOST with esmtp (Exim 4.97) id 1rNSxG-00000001AbC-2CDE for user@example.org; DAY +0100",
        written: refused,
    },
    Place {
        server: "exim",
        place: "ident",
        line: "from mail.example.net ([ADDRESS] helo=x.example.net ident={}) by HOST with esmtp (Exim 4.97) id 1rNSxG-00000001AbC-2CDE; DAY +0100",
        written: printing,
    },
    Place {
        server: "exim",
        place: "envelope sender",
        line: "from mail.example.net ([ADDRESS]) by HOST with esmtp (Exim 4.97) (envelope-from <{}>) id 1rNSxG-00000001AbC-2CDE for user@example.org; DAY +0100",
        written: quoted,
    },
    Place {
        server: "exim",
        place: "recipient",
        line: "from mail.example.net ([ADDRESS]) by HOST with esmtp (Exim 4.97) id 1rNSxG-00000001AbC-2CDE for {}; DAY +0100",
        written: quoted,
    },
    Place {
        server: "sendmail",
        place: "helo",
        line: "from {} (mail.example.net [ADDRESS] (may be forged)) by HOST (8.17.1/8.17.1) with ESMTP id 40A89AZN014573 for <user@example.org>; DAY +0100",
        written: refused,
    },
    Place {
        server: "sendmail",
        place: "ident",
        line: "from x.example.net (IDENT:{}@mail.example.net [ADDRESS]) by HOST (8.17.1/8.17.1) with ESMTP id 40A89AZN014573; DAY +0100",
        written: printing,
    },
    Place {
        server: "sendmail",
        place: "ident without a name",
        line: "from x.example.net (IDENT:{}@[ADDRESS]) by HOST (8.17.1/8.17.1) with ESMTP id 40A89AZN014573; DAY +0100",
        written: printing,
    },
    Place {
        server: "sendmail",
        place: "recipient",
        line: "from x.example.net (mail.example.net [ADDRESS]) by HOST (8.17.1/8.17.1) with ESMTP id 40A89AZN014573 for <{}>; DAY +0100",
        written: quoted,
    },
    Place {
        server: "sendmail",
        place: "envelope sender",
        line: "from x.example.net (mail.example.net [ADDRESS]) by HOST (8.17.1/8.17.1) with ESMTP id 40A89AZN014573; DAY +0100 (CET) (envelope-from {})",
        written: quoted,
    },
    Place {
        server: "qmail",
        place: "helo",
        line: "from unknown (HELO {}) (ADDRESS) by HOST with SMTP; DAY -0000",
        written: safe,
    },
    Place {
        server: "qmail",
        place: "ident",
        line: "from mail.example.net (HELO x.example.net) ({}@ADDRESS) by HOST with SMTP; DAY -0000",
        written: safe,
    },
    Place {
        server: "qmail",
        place: "envelope sender",
        line: "from mail.example.net ([ADDRESS]) (envelope-sender <{}>) by HOST (qmail-ldap-1.03) with SMTP for <user@example.org>; DAY -0000",
        written: quoted,
    },
    Place {
        server: "exchange",
        place: "helo",
        line: "from {} (ADDRESS) by HOST (198.51.100.1) with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.7002.19 via Frontend Transport; DAY +0000",
        written: refused,
    },
    Place {
        server: "gmail",
        place: "helo",
        line: "from {} (mail.example.net. [ADDRESS]) by HOST with ESMTPS id a1-20020a17090a0b97si3324935pjr.10.2024.01.10.00.09.10 for <user@example.org> (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256); DAY -0800 (PST)",
        written: safe,
    },
    Place {
        server: "gmail",
        place: "recipient",
        line: "from x.example.net (mail.example.net. [ADDRESS]) by HOST with ESMTPS id a1-20020a17090a0b97si3324935pjr.10.2024.01.10.00.09.10 for <{}> (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256); DAY -0800 (PST)",
        written: quoted,
    },
];

fn host(place: &Place) -> &'static str {
    if place.server == "gmail" { "mx.google.com" } else { HOST }
}

fn day(place: &Place) -> &'static str {
    if matches!(place.server, "qmail" | "mox") {
        DAY.split_once(", ").map_or("", |(_, rest)| rest)
    } else {
        DAY
    }
}

fn fill(place: &Place, text: &[u8]) -> Vec<u8> {
    let line = place
        .line
        .replace("ADDRESS", ADDRESS)
        .replace("HOST", host(place))
        .replace("DAY", day(place));
    let mut out = Vec::new();
    for (at, piece) in line.split("{}").enumerate() {
        if at > 0 {
            out.extend(text);
        }
        out.extend(piece.bytes());
    }
    out
}

/// What was read wrongly, or nothing.
fn wrong(place: &Place, value: &[u8]) -> Option<String> {
    let line = parse(value);
    let ip = line.from.as_ref().and_then(|from| from.ip).map(|ip| ip.to_string());
    let by = line.by.as_ref().and_then(|by| by.host.as_ref()).map(|host| host.as_str().to_owned());
    let date = line.date.as_ref().map(|date| date.raw.as_str().to_owned());
    let right = ip.as_deref() == Some(ADDRESS)
        && by.as_deref() == Some(host(place))
        && date.as_deref().is_some_and(|date| date.starts_with(day(place)));
    (!right).then(|| {
        let shown: String = String::from_utf8_lossy(value).chars().take(330).collect();
        format!(
            "{} {}: ip {ip:?} by {by:?} date {date:?}\n    {shown:?}",
            place.server, place.place
        )
    })
}

#[test]
fn hostile_text_stays_what_the_peer_said() {
    let texts = texts();
    assert!(texts.len() >= 60);
    let mut failures = Vec::new();
    let (mut rewritten, mut raw_wrong) = (0, Vec::new());
    for place in PLACES {
        for text in &texts {
            let written = (place.written)(text);
            let value = fill(place, &written);
            failures.extend(wrong(place, &value));
            // The server's own line is known for what it is, and its address for the server's.
            let line = parse(&value);
            let vouched = line.from.as_ref().is_some_and(|from| from.vouched.ip);
            if line.dialect != place.server || !vouched {
                let shown: String = String::from_utf8_lossy(&value).chars().take(330).collect();
                failures.push(format!("{}: {} {shown:?}", place.server, line.dialect));
            }
            if written != *text && written.first() != Some(&b'"') {
                rewritten += 1;
                // What the server would not have let through is still read right.
                raw_wrong.extend(wrong(place, &fill(place, text)));
            }
        }
    }
    eprintln!(
        "{} texts, {} places, {rewritten} rewritten; {} wrong when not",
        texts.len(),
        PLACES.len(),
        raw_wrong.len()
    );
    assert!(failures.is_empty(), "{} wrong:\n{}", failures.len(), failures.join("\n"));
    assert!(
        raw_wrong.is_empty(),
        "{} wrong if let through:\n{}",
        raw_wrong.len(),
        raw_wrong.join("\n")
    );
}

/// Postfix rewrites these, but where its lines keep their breaks they do not mislead either.
#[test]
fn what_postfix_tells_of_a_session_stands_on_lines_of_its_own() {
    let texts = [
        "x ([192.0.2.66]) (Authenticated sender: y)",
        "x (evil.example [192.0.2.66]) (using TLSv1.3 with cipher X (256/256 bits))",
        "x (evil.example [192.0.2.66]) (No client certificate requested)",
    ];
    let line = "from {} (mail.example.net [ADDRESS])\n\tby HOST (Postfix) with ESMTP id 4F57189D;\n\tDAY +0100 (CET)";
    let place = Place { server: "postfix", place: "helo", line, written: neutered };
    let wrong: Vec<_> =
        texts.iter().filter_map(|text| wrong(&place, &fill(&place, text.as_bytes()))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
