//! What the fields of a line come to, server by server.

use super::{DateDefect, Line, RdnsStatus, parse, private_6to4, violations};
use crate::span::Piece;

/// All that was read, in one line.
fn summary(line: &Line<'_>) -> String {
    let mut out = format!("{}/{}", line.dialect, line.form);
    let mut add = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            out.push_str(&format!(" {name}={value}"));
        }
    };
    let text = |piece: &Option<Piece<'_>>| piece.as_ref().map(|piece| piece.text.to_string());
    if let Some(from) = &line.from {
        add("ip", from.ip.map(|ip| ip.to_string()));
        add("invalid", text(&from.ip_invalid));
        add("port", from.port.map(|port| port.to_string()));
        add("rdns", text(&from.rdns));
        let stated = from.rdns_status != RdnsStatus::NotStated;
        add("status", stated.then(|| from.rdns_status.as_str().to_owned()));
        add("helo", text(&from.helo));
        add("helo-ip", from.helo_ip.map(|ip| ip.to_string()));
        add("ident", text(&from.ident));
        add("login", from.authenticated.then(|| text(&from.auth).unwrap_or_default()));
        let vouched = [(from.vouched.ip, "ip"), (from.vouched.rdns, "rdns")];
        let vouched: Vec<&str> =
            vouched.iter().filter(|(yes, _)| *yes).map(|(_, name)| *name).collect();
        add("vouched", (!vouched.is_empty()).then(|| vouched.join("+")));
    }
    if let Some(by) = &line.by {
        add("by", text(&by.host));
        add("by-ip", by.ip.map(|ip| ip.to_string()));
        add("software", text(&by.software));
    }
    add("via", text(&line.via));
    add("with", text(&line.with));
    if let Some(tls) = &line.tls {
        add("tls", text(&tls.version));
        add("cipher", text(&tls.cipher));
    }
    add("id", text(&line.id));
    let recipients: Vec<&str> = line.for_.iter().map(Piece::as_str).collect();
    add("for", (!recipients.is_empty()).then(|| recipients.join(",")));
    add("sender", text(&line.envelope_from));
    add("claims", line.claims.map(str::to_owned));
    let codes: Vec<&str> = line.violations.iter().map(|violation| violation.code).collect();
    add("violations", (!codes.is_empty()).then(|| codes.join(",")));
    out
}

/// A line and what it comes to.
const LINES: &[(&str, &str)] = &[
    (
        r#"from mail.example.org (mail.example.org [192.0.2.1]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature ECDSA (prime256v1) server-digest SHA256) (Client CN "mail.example.org", Issuer "Example CA (G2)" (verified OK)) (Authenticated sender: joe) by mx.example.net (Postfix) with ESMTPSA id 4Xh2Yq0sVBz1xN for <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0100 (CET)"#,
        "postfix/submission ip=192.0.2.1 rdns=mail.example.org status=verified helo=mail.example.org login=joe vouched=ip+rdns by=mx.example.net software=Postfix with=ESMTPSA tls=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 id=4Xh2Yq0sVBz1xN for=user@example.net claims=postfix",
    ),
    (
        "from [10.1.2.3] (unknown [IPv6:2001:db8::25]) by mx.example.net (Example Mail) with ESMTP id 4F57189D; Wed, 10 Jan 2024 08:09:10 +0100 (CET)",
        "postfix/network ip=2001:db8::25 status=none helo=[10.1.2.3] helo-ip=10.1.2.3 vouched=ip by=mx.example.net software=Example Mail with=ESMTP id=4F57189D",
    ),
    (
        "from x.example.org (unknown [unknown]) by mx.example.net (Postfix) with ESMTP id 4F57189D; Wed, 10 Jan 2024 08:09:10 +0100 (CET)",
        "postfix/network status=none helo=x.example.org by=mx.example.net software=Postfix with=ESMTP id=4F57189D claims=postfix",
    ),
    (
        "by mx.example.net (Postfix, from userid 1000) id 4F57189D; Wed, 10 Jan 2024 08:09:10 +0100 (CET)",
        "postfix/pickup by=mx.example.net id=4F57189D claims=postfix",
    ),
    (
        "from x.example.org (mail.example.org [192.0.2.1]) by mx.example.net (Postfix) with smtp id 1rNSxG-0001Ab-2C for <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0100",
        "unknown/network ip=192.0.2.1 rdns=mail.example.org status=unverified helo=x.example.org by=mx.example.net software=Postfix with=smtp id=1rNSxG-0001Ab-2C for=user@example.net claims=postfix violations=no-zone-comment,id-shape,protocol-case,grammar",
    ),
    (
        "from x.example.org by mx.example.net (Postfix) with ESMTP id 4F57189D; Wed, 10 Jan 2024 08:09:10 +0100 (CET)",
        "unknown/network helo=x.example.org by=mx.example.net software=Postfix with=ESMTP id=4F57189D claims=postfix violations=no-tcp-info,grammar",
    ),
    (
        "by mx.example.net (Postfix from userid 1000) id 4F57189D; Wed, 10 Jan 2024 08:09:10 +0100 (CET)",
        "unknown/internal by=mx.example.net software=Postfix from userid 1000 id=4F57189D claims=postfix violations=pickup-shape,grammar",
    ),
    (
        "from mail.example.org by y (mail.example.org [192.0.2.1]) by mx.example.net (Postfix) with ESMTP id 4F57189D; Wed, 10 Jan 2024 08:09:10 +0100 (CET)",
        "postfix/network ip=192.0.2.1 rdns=mail.example.org status=verified helo=mail.example.org by y vouched=ip+rdns by=mx.example.net software=Postfix with=ESMTP id=4F57189D claims=postfix violations=helo-shape",
    ),
    (
        "from mail.bank.example ([198.51.100.9] by (203.0.113.7 [203.0.113.7]) by mx.example.org (Postfix) with ESMTP id 4F57189D for <u@example.org>; Wed, 10 Jan 2024 08:09:10 +0100 (CET)",
        "postfix/network ip=203.0.113.7 rdns=203.0.113.7 status=verified helo=mail.bank.example ([198.51.100.9] by vouched=ip+rdns by=mx.example.org software=Postfix with=ESMTP id=4F57189D for=u@example.org claims=postfix violations=helo-shape",
    ),
    (
        "from mail.example.org (mail.example.org [301.2.3.4]) by mx.example.net (Postfix) with ESMTP id 4F57189D; Wed, 10 Jan 2024 08:09:10 +0100 (CET)",
        "postfix/network invalid=301.2.3.4 rdns=mail.example.org status=verified helo=mail.example.org by=mx.example.net software=Postfix with=ESMTP id=4F57189D claims=postfix",
    ),
    (
        "from mail.example.org ([192.0.2.1]:42284 helo=[10.1.2.3] ident=joe) by mx.example.net with esmtpsa (TLS1.3) tls TLS_AES_256_GCM_SHA384 (Exim 4.97) (envelope-from <sender@example.org>) id 1rNSxG-00000001AbC-2CDE for user@example.net; Wed, 10 Jan 2024 08:09:10 +0100",
        "exim/submission ip=192.0.2.1 port=42284 rdns=mail.example.org status=verified helo=[10.1.2.3] helo-ip=10.1.2.3 ident=joe login= vouched=ip+rdns by=mx.example.net software=Exim 4.97 with=esmtpsa tls=TLS1.3 cipher=TLS_AES_256_GCM_SHA384 id=1rNSxG-00000001AbC-2CDE for=user@example.net sender=sender@example.org claims=exim",
    ),
    (
        "from [192.0.2.1] (port=2525 helo=announced.example.org) by mx.example.net with smtp (Exim 3.35 #1 (Debian)) id 16OFHL-0003Cd-00 for <user@example.net>; Wed, 09 Jan 2002 08:09:10 +0100",
        "exim/network ip=192.0.2.1 port=2525 helo=announced.example.org vouched=ip by=mx.example.net software=Exim 3.35 #1 (Debian) with=smtp id=16OFHL-0003Cd-00 for=user@example.net claims=exim",
    ),
    (
        "from joe by mx.example.net with local (Exim 4.97) id 1rNSxG-00000001AbC-2CDE for user@example.net; Wed, 10 Jan 2024 08:09:10 +0100",
        "exim/local ident=joe by=mx.example.net software=Exim 4.97 with=local id=1rNSxG-00000001AbC-2CDE for=user@example.net claims=exim",
    ),
    (
        "from mail.example.org ([192.0.2.1]) by mx.example.net with ESMTP (Exim 4.97) id 12345; Wed, 10 Jan 2024 08:09:10 +0100 (EET)",
        "unknown/network ip=192.0.2.1 helo=mail.example.org by=mx.example.net software=Exim 4.97 with=ESMTP id=12345 claims=exim violations=zone-comment,id-shape,protocol-case,grammar",
    ),
    (
        "from announced.example.org (IDENT:joe@mail.example.org [192.0.2.1] (may be forged)) (authenticated bits=0) by mx.example.net (8.17.1/8.17.1) with ESMTPSA id 40A89AZN014573 (version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256 verify=NO) for <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0100 (CET)",
        "sendmail/submission ip=192.0.2.1 rdns=mail.example.org status=unverified helo=announced.example.org ident=joe login= vouched=ip by=mx.example.net software=8.17.1/8.17.1 with=ESMTPSA tls=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 id=40A89AZN014573 for=user@example.net claims=sendmail",
    ),
    (
        "from announced.example.org ([192.0.2.1]) by mx.example.net (8.9.3/8.9.3) with ESMTP id IAA14573 for <user@example.net>; Wed, 10 Jan 2001 08:09:10 +0100",
        "sendmail/network ip=192.0.2.1 status=none helo=announced.example.org vouched=ip by=mx.example.net software=8.9.3/8.9.3 with=ESMTP id=IAA14573 for=user@example.net claims=sendmail",
    ),
    (
        "(from joe@localhost) by mx.example.net (8.17.1/8.17.1/Submit) id 40A89AZN014573; Wed, 10 Jan 2024 08:09:10 +0100",
        "sendmail/local ident=joe@localhost by=mx.example.net software=8.17.1/8.17.1/Submit id=40A89AZN014573 claims=sendmail",
    ),
    (
        "from mail.example.org (mail.example.org [192.0.2.1]) (version=TLS1_2, cipher=TLS_AES_256_GCM_SHA384) by mx.example.net (Postfix) with ESMTPS id 4F57189D; Wed, 10 Jan 2024 08:09:10 +0100 (CET)",
        "unknown/network ip=192.0.2.1 rdns=mail.example.org status=unverified helo=mail.example.org by=mx.example.net software=Postfix with=ESMTPS tls=TLS1_2 cipher=TLS_AES_256_GCM_SHA384 id=4F57189D claims=postfix violations=tls-style,grammar",
    ),
    (
        "from mail.example.org (mail.example.org [192.0.2.1]) (using TLSv1.4 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)) by mx.example.net (Postfix) with ESMTPS id 4F57189D; Wed, 10 Jan 2024 08:09:10 +0100 (CET)",
        "postfix/network ip=192.0.2.1 rdns=mail.example.org status=verified helo=mail.example.org vouched=ip+rdns by=mx.example.net software=Postfix with=ESMTPS tls=TLSv1.4 cipher=TLS_AES_256_GCM_SHA384 id=4F57189D claims=postfix violations=tls-version",
    ),
    (
        "from announced.example.org (192.0.2.1) by mx.example.net (8.32.7/8.26.8) with ESMTP; Wed, 10 Jan 2024 08:09:10 +0100",
        "unknown/network ip=192.0.2.1 helo=announced.example.org by=mx.example.net software=8.32.7/8.26.8 with=ESMTP claims=sendmail violations=no-id,no-tcp-info,version-impossible,grammar",
    ),
    (
        "from announced.example.org (mail.example.org [192.0.2.1]) by mx.example.net (8.13.1/8.12.3) with ESMTP id zkwbyu9gq2xafx",
        "unknown/network ip=192.0.2.1 rdns=mail.example.org status=unverified helo=announced.example.org by=mx.example.net software=8.13.1/8.12.3 with=ESMTP id=zkwbyu9gq2xafx claims=sendmail violations=no-date,id-shape,grammar",
    ),
    (
        "from unknown (HELO announced.example.org) (joe@192.0.2.1) by mx.example.net with SMTP; 10 Jan 2024 08:09:10 -0000",
        "qmail/network ip=192.0.2.1 status=none helo=announced.example.org ident=joe vouched=ip by=mx.example.net with=SMTP",
    ),
    ("(qmail 4141 invoked by uid 104); 10 Jan 2024 08:09:10 -0000", "qmail/local claims=qmail"),
    (
        "(qmail 4141 invoked by uid 104); Wed, 10 Jan 2024 08:09:10 -0800",
        "qmail/local claims=qmail violations=qmail-weekday",
    ),
    (
        "from mail.example.org (192.0.2.1) by MX1.example.net (198.51.100.1) with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.7002.19 via Frontend Transport; Wed, 10 Jan 2024 08:09:10 +0000",
        "exchange/network ip=192.0.2.1 helo=mail.example.org vouched=ip by=MX1.example.net by-ip=198.51.100.1 via=Frontend Transport with=Microsoft SMTP Server tls=TLS1_2 cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 id=15.20.7002.19 claims=exchange",
    ),
    (
        "from MB1.example.net ([fe80::1%4]) by MB2.example.net ([fe80::2%4]]) with mapi id 15.20.7002.019; Wed, 10 Jan 2024 08:09:10 +0000",
        "exchange/internal ip=fe80::1 helo=MB1.example.net vouched=ip by=MB2.example.net by-ip=fe80::2 with=mapi id=15.20.7002.019 claims=exchange",
    ),
    (
        "from mail.example.org (::ffff:192.0.2.1) by MX1.example.net (14.3.439.0) with Microsoft SMTP Server (TLS) id 14.3.439.0; Wed, 10 Jan 2024 08:09:10 +0000",
        "unknown/network ip=192.0.2.1 helo=mail.example.org by=MX1.example.net software=14.3.439.0 with=Microsoft SMTP Server tls=TLS id=14.3.439.0 claims=exchange violations=grammar",
    ),
    (
        "from ?IPv6:2001:db8::5? (mail.example.org. [192.0.2.1]) by smtp.gmail.com with ESMTPSA id a1-20020a17090a0b97sm3324935pjr.10.2024.01.10.00.09.10 for <user@example.net> (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256); Wed, 10 Jan 2024 00:09:10 -0800 (PST)",
        "gmail/submission ip=192.0.2.1 rdns=mail.example.org status=unverified helo=?IPv6:2001:db8::5? helo-ip=2001:db8::5 login= vouched=ip by=smtp.gmail.com with=ESMTPSA tls=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 id=a1-20020a17090a0b97sm3324935pjr.10.2024.01.10.00.09.10 for=user@example.net claims=gmail",
    ),
    (
        "from mail.example.org (mail.example.org. [192.0.2.1]) by mx.google.com with ESMTP id a1b2c3 for <user@example.net>; Wed, 10 Jan 2024 00:09:10 -0800",
        "gmail/network ip=192.0.2.1 rdns=mail.example.org status=unverified helo=mail.example.org vouched=ip by=mx.google.com with=ESMTP id=a1b2c3 for=user@example.net claims=gmail violations=no-zone-comment,id-shape",
    ),
    (
        "from mail.example.org ([192.0.2.1] RDNS failed) by mx.example.net with Microsoft SMTPSVC(6.0.3790.4675); Wed, 10 Jan 2024 08:09:10 +0100",
        "smtpsvc/network ip=192.0.2.1 status=failed helo=mail.example.org vouched=ip by=mx.example.net software=6.0.3790.4675 with=Microsoft SMTPSVC claims=smtpsvc",
    ),
    (
        "from mail.example.org (192.0.2.1) by mx.example.net with Microsoft SMTPSVC(6.0.3790.4675); Wed, 10 Jan 2024 08:09:10 +0100",
        "unknown/network ip=192.0.2.1 helo=mail.example.org by=mx.example.net software=6.0.3790.4675 with=Microsoft SMTPSVC claims=smtpsvc violations=no-tcp-info,grammar",
    ),
    (
        "from mail.example.org ([127.0.0.1]) by localhost (mail.example.org [127.0.0.1]) (amavisd-new, port 10024) with ESMTP id 01118-10 for <a@example.org>, <b@example.org>; Wed, 10 Jan 2024 08:09:10 +0100 (CET)",
        "amavis/scan ip=127.0.0.1 helo=mail.example.org vouched=ip by=localhost by-ip=127.0.0.1 software=amavisd-new, port 10024 with=ESMTP id=01118-10 for=a@example.org,b@example.org claims=amavis",
    ),
    (
        "from localhost (localhost [local]) by mx.example.net (OpenSMTPD) with ESMTPA id 5794f5a0 for <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0100 (CET)",
        "opensmtpd/local rdns=localhost helo=localhost login= by=mx.example.net software=OpenSMTPD with=ESMTPA id=5794f5a0 for=user@example.net claims=opensmtpd",
    ),
    (
        "from announced.example.org [192.0.2.1] by mx.example.net with SMTP id abc; Wed, 10 Jan 2024 08:09:10 +0100",
        "generic/network ip=192.0.2.1 helo=announced.example.org by=mx.example.net with=SMTP id=abc",
    ),
    (
        "from [192.0.2.1] by mx.example.net with ESMTP id abc; Wed, 10 Jan 2024 08:09:10 +0100",
        "generic/network ip=192.0.2.1 by=mx.example.net with=ESMTP id=abc",
    ),
    (
        "from announced.example.org (Example 1.2.3) by mx.example.net (gibberish of a forger) with ESMTP id abc; Wed, 10 Jan 2024 08:09:10 +0100",
        "unknown/network helo=announced.example.org by=mx.example.net software=gibberish of a forger with=ESMTP id=abc",
    ),
    (
        "from joe (uid 1000) (envelope-from joe@host.example.org) id 2219a3 by host.example.org (DragonFly Mail Agent v0.11); Wed, 10 Jan 2024 08:09:10 -0600",
        "dma/local ident=joe by=host.example.org software=DragonFly Mail Agent v0.11 id=2219a3 sender=joe@host.example.org claims=dma",
    ),
    (
        "from imap.example.org ([2001:db8::6d]:993) by localhost with IMAP4-SSL getmail6 msgid:11/315751; 10 Jan 2024 08:09:10 -0000",
        "getmail/fetch ip=2001:db8::6d port=993 helo=imap.example.org vouched=ip by=localhost software=getmail6 with=IMAP4-SSL claims=getmail",
    ),
    (
        "from announced.example.org ([192.0.2.1]) by mx.example.net with ESMTP (TLS encrypted); Wed, 10 Jan 2024 08:09:10 +0200",
        "groupwise/network ip=192.0.2.1 helo=announced.example.org vouched=ip by=mx.example.net with=ESMTP",
    ),
    (
        "from announced.example.org ([192.0.2.1]) by mx.example.net ([198.51.100.1]) via tcp with ESMTPS id 7_jO3KP4COnlTQm3SYtefQ (TLS1.3 TLS_AES_128_GCM_SHA256) for <user@example.net>; 10 Jan 2024 08:09:10 +0100",
        "mox/network ip=192.0.2.1 helo=announced.example.org vouched=ip by=mx.example.net by-ip=198.51.100.1 via=tcp with=ESMTPS tls=TLS1.3 cipher=TLS_AES_128_GCM_SHA256 id=7_jO3KP4COnlTQm3SYtefQ for=user@example.net",
    ),
    (
        "from announced.example.org (mail.example.org [192.0.2.1]) by mx.example.net (envelope-sender <sender@example.org>) with ESMTPS id 95b49b87; Wed, 10 Jan 2024 08:09:10 +0100",
        "maddy/network ip=192.0.2.1 rdns=mail.example.org status=unverified helo=announced.example.org vouched=ip by=mx.example.net with=ESMTPS id=95b49b87 sender=sender@example.org",
    ),
    (
        "from announced.example.org [(192.0.2.1)] by mx.example.net (envelope-from <sender@example.org>) (Generic MTA with TLSv1.2 AES256-SHA 256/256) with ESMTP id 604541160; Wed, 10 Jan 2024 08:09:10 +0800",
        "cellopoint/network ip=192.0.2.1 helo=announced.example.org vouched=ip by=mx.example.net software=Generic MTA with TLSv1.2 AES256-SHA 256/256 with=ESMTP id=604541160 sender=sender@example.org claims=cellopoint",
    ),
    (
        "from client.example.org(192.0.2.1, HELO x) (evil.example [192.0.2.66]) by mx.example.net via smap (V1.3) id xma002908; Wed, 10 Jan 2001 08:09:10 -0600",
        "smap/network ip=192.0.2.1 rdns=client.example.org status=unverified helo=x) (evil.example [192.0.2.66] vouched=ip by=mx.example.net software=V1.3 via=smap id=xma002908",
    ),
    (
        "from [10.1.2.3] (unknown) by geopod-ismtpd-1 (SG) with ESMTP id USPP9TOgSja8rIXka996_A Wed, 10 Jan 2024 08:09:10.608 +0000 (UTC)",
        "sendgrid/submission status=none helo=[10.1.2.3] helo-ip=10.1.2.3 by=geopod-ismtpd-1 software=SG with=ESMTP id=USPP9TOgSja8rIXka996_A claims=sendgrid",
    ),
    (
        "from [HIDDEN] (Authenticated sender: joe@example.org) by mx.example.net (Postfix) with ESMTPA id BAE4020029; Wed, 10 Jan 2024 08:09:10 +0000 (UTC)",
        "postfix/hidden login=joe@example.org by=mx.example.net software=Postfix with=ESMTPA id=BAE4020029 claims=postfix",
    ),
    (
        "from 192.0.2.1 (EHLO ) (192.0.2.1) by mta232.mail.example.yahoo.com with SMTP; Sun, 25 Jan 2004 00:24:37 -0800",
        "yahoo/network ip=192.0.2.1 rdns=192.0.2.1 status=unverified vouched=ip by=mta232.mail.example.yahoo.com with=SMTP",
    ),
    (
        "from mail.example.org (mail.example.org [192.0.2.1]) via ESMTP by mx.example.net (8.12.1/) id 40A89AZN014573; Wed, 10 Jan 2024 08:09:10 +0100",
        "sendmail/network ip=192.0.2.1 rdns=mail.example.org status=verified helo=mail.example.org vouched=ip+rdns by=mx.example.net software=8.12.1/ via=ESMTP id=40A89AZN014573 claims=sendmail",
    ),
];

#[test]
fn a_blank_that_was_lost_before_the_recipient() {
    let line = parse(
        b"from a.example (a.example [192.0.2.1])by b.example (8.12.11/8.12.11) with ESMTP id\n\tk552hf0f018557for <user@b.example>; Sun, 4 Jun 2006 19:43:41 -0700",
    );
    assert_eq!((line.dialect, line.unparsed.len()), ("sendmail", 0));
    assert_eq!(line.id.as_ref().map(Piece::as_str), Some("k552hf0f018557"));
    assert_eq!(line.for_.first().map(Piece::as_str), Some("user@b.example"));
}

#[test]
fn a_word_in_the_place_of_the_month_is_part_of_the_date() {
    for (date, defect) in [
        ("Wed, 10 undefined 2024 08:09:10 +0000", DateDefect::UnknownMonth),
        ("10 M\u{e4}r 2024 08:09:10 +0000", DateDefect::UnknownMonth),
        ("Wed, 10 Jan 2024 08:09:10 p.m. +0000", DateDefect::TwelveHour),
    ] {
        let line = format!("from a.example ([192.0.2.1]) by b.example with SMTP id 1; {date}");
        let line = parse(line.as_bytes());
        assert!(line.unparsed.is_empty(), "{date}");
        assert!(line.date.is_some_and(|read| read.has(defect)), "{date}");
    }
}

#[test]
fn fields() {
    for (value, expected) in LINES {
        let line = parse(value.as_bytes());
        assert_eq!(summary(&line), *expected, "\n{value}");
    }
}

#[test]
fn folding_does_not_matter() {
    for (value, expected) in LINES {
        for fold in ["\r\n\t", "\n ", "\r\n        "] {
            let value = format!(" {}\r\n", value.replace(' ', fold));
            assert_eq!(summary(&parse(value.as_bytes())), *expected, "\n{value:?}");
        }
    }
}

#[test]
fn nothing_and_next_to_nothing() {
    for value in ["", " ", "\r\n", ";", "from", "by", "from by", "(", "with id for via"] {
        let line = parse(value.as_bytes());
        assert!(line.from.as_ref().is_none_or(|from| from.ip.is_none()), "{value:?}");
        assert!(line.date.is_none(), "{value:?}");
        assert_eq!(line.dialect, "unknown", "{value:?}");
    }
}

#[test]
fn bytes_that_are_not_utf8_are_shown_and_kept_in_place() {
    let value = b"from m\xfcller.example (unknown [192.0.2.1]) by mx.example.net (Postfix) with SMTP id 4F57189D; Wed, 10 Jan 2024 08:09:10 +0100 (CET)";
    let line = parse(value);
    let helo = line.from.and_then(|from| from.helo).expect("a name");
    assert_eq!(helo.as_str(), "m\u{fffd}ller.example");
    assert_eq!(&value[helo.span.range()], b"m\xfcller.example");
}

#[test]
fn gmail_inner_addresses_are_private() {
    let line = parse(
        b"by 2002:a05:6000:1:: with SMTP id a1csp1wrb; Wed, 10 Jan 2024 00:09:11 -0800 (PST)",
    );
    let ip = line.by.and_then(|by| by.ip).expect("an address");
    assert_eq!(ip.to_string(), "2002:a05:6000:1::");
    assert_eq!(private_6to4(ip).map(|ip| ip.to_string()).as_deref(), Some("10.5.96.0"));
}

#[test]
fn every_violation_is_listed_and_seen() {
    let mut seen: Vec<&str> = LINES
        .iter()
        .flat_map(|(value, _)| parse(value.as_bytes()).violations)
        .map(|violation| violation.code)
        .collect();
    seen.sort_unstable();
    seen.dedup();
    let mut all = violations::ALL.to_vec();
    all.sort_unstable();
    assert_eq!(seen, all);
}
