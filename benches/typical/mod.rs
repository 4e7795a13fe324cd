//! Messages of the size that most have, for measuring.

/// A message of about 5 KB with 6 hops, all of them Postfix, and what usually stands between
/// them.
#[allow(dead_code, reason = "each bench takes what it measures with")]
pub fn one_dialect() -> String {
    let mut text = String::from(
        "Return-Path: <bounce-1234@news.example.com>\n\
         Delivered-To: user@example.org\n\
         X-Original-To: user@example.org\n",
    );
    for hop in 1..=6 {
        text += &format!(
            "Received: from out{hop}.mail.example.com (out{hop}.mail.example.com [192.0.2.{hop}])\n\
             \t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\n\
             \t key-exchange X25519 server-signature RSA-PSS (2048 bits))\n\
             \tby mx{hop}.example.org (Postfix) with ESMTPS id 4XyZ{hop}B2c3D4eF\n\
             \tfor <user@example.org>; Wed,  4 Mar 2026 10:15:{:02} +0000 (UTC)\n",
            60 - 5 * hop
        );
        if hop == 2 {
            text += "Authentication-Results: mx2.example.org;\n\
                     \tdkim=pass header.d=news.example.com header.s=s1 header.b=AbCdEf12;\n\
                     \tspf=pass (sender address 192.0.2.3) smtp.mailfrom=news.example.com;\n\
                     \tdmarc=pass header.from=news.example.com\n\
                     Received-SPF: pass (mx2.example.org: domain of news.example.com designates\n\
                     \t192.0.2.3 as permitted sender) client-ip=192.0.2.3;\n";
        }
    }
    let base64 = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789+/AbCdEfGhIjKlMnOpQrStUvWx\n\t ".repeat(4);
    text += &format!(
        "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=news.example.com; s=s1;\n\
         \th=from:to:subject:date:message-id:list-unsubscribe; bh=dGVzdA==;\n\tb={}\n",
        base64.trim_end()
    );
    text += "Message-ID: <20260304101500.1234@news.example.com>\n\
             Date: Wed, 4 Mar 2026 10:15:00 +0000\n\
             From: \"Example News\" <news@news.example.com>\n\
             Reply-To: <reply-1234@news.example.com>\n\
             To: <user@example.org>\n\
             Subject: =?utf-8?q?What_happened_this_week_in_Z=C3=BCrich?=\n\
             MIME-Version: 1.0\n\
             Content-Type: text/plain; charset=utf-8\n\
             Content-Transfer-Encoding: 8bit\n\
             List-Id: Example News <news.news.example.com>\n\
             List-Unsubscribe: <https://news.example.com/u/1234>,\n\t<mailto:u-1234@news.example.com>\n\
             List-Unsubscribe-Post: List-Unsubscribe=One-Click\n\
             X-Mailer: Example Mailer 1.0\n\
             X-Campaign: 1234\n\
             X-Spam-Status: No, score=-1.1 required=5.0 tests=DKIM_SIGNED,DKIM_VALID\n\
             \n";
    while text.len() < 5_000 {
        text += "This is the text of a message of which nobody reads the body here.\n";
    }
    text
}

/// A message of about 5 KB with 6 hops of six servers, as it comes from a company through its
/// gateway: submission, two hops inside, a filter, the hand-over and the delivery, with the
/// fields that each of them adds.
#[allow(dead_code, reason = "each bench takes what it measures with")]
pub fn many_dialects() -> String {
    let base64 = |lines: usize| {
        "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789+/AbCdEfGhIjKlMnOpQrStUvWxYz01\n\t ".repeat(lines)
    };
    let mut text = String::from(
        "Return-Path: <anna@news.example.com>\n\
         Delivered-To: user@example.org\n\
         Received: from mx.example.org ([192.0.2.20])\n\
         \tby store.example.org with LMTP\n\
         \tid AOeUKxn/pmkbFgAAsNZ5Tw\n\
         \t(envelope-from <anna@news.example.com>)\n\
         \tfor <user@example.org>; Wed, 04 Mar 2026 10:15:09 +0000\n\
         X-Virus-Scanned: Debian amavis at example.org\n\
         Authentication-Results: mx.example.org (amavis); dkim=pass (2048-bit key)\n\
         \theader.d=news.example.com header.b=\"AbCdEfGh\"\n\
         Received: from mx.example.org ([127.0.0.1])\n\
         \tby localhost (mx.example.org [127.0.0.1]) (amavis, port 10024)\n\
         \twith LMTP id kP3vWx9yZAbC for <user@example.org>;\n\
         \tWed,  4 Mar 2026 10:15:08 +0000 (UTC)\n\
         Received: from out-7.mail.example.net (out-7.mail.example.net [198.51.100.7])\n\
         \t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\n\
         \t key-exchange X25519 server-signature ECDSA (prime256v1) server-digest SHA256)\n\
         \t(No client certificate requested)\n\
         \tby mx.example.org (Postfix) with ESMTPS id 4fQgZC1bq9z9sWk\n\
         \tfor <user@example.org>; Wed,  4 Mar 2026 10:15:07 +0000 (UTC)\n\
         Authentication-Results: mx.example.org;\n\
         \tdmarc=pass (p=reject dis=none) header.from=news.example.com;\n\
         \tspf=pass smtp.mailfrom=news.example.com\n\
         Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=198.51.100.7;\n\
         \thelo=out-7.mail.example.net; envelope-from=anna@news.example.com; receiver=<UNKNOWN>\n",
    );
    text += &format!(
        "ARC-Seal: i=1; a=rsa-sha256; d=mail.example.net; s=arc; t=1772619305; cv=none;\n\tb={}\n",
        base64(4).trim_end()
    );
    text += "Received: from gw.news.example.com ([203.0.113.25]:58212)\n\
             \tby out-7.mail.example.net with esmtps  (TLS1.3) tls TLS_AES_256_GCM_SHA384\n\
             \t(Exim 4.98.1)\n\
             \t(envelope-from <anna@news.example.com>)\n\
             \tid 1vxjLp-00000009Kkq-3dQ7\n\
             \tfor user@example.org;\n\
             \tWed, 04 Mar 2026 10:15:05 +0000\n\
             Received: from EX02.corp.news.example.com (10.20.0.12) by\n \
             gw.news.example.com (10.20.0.5) with Microsoft SMTP Server\n \
             (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id\n \
             15.2.1544.14; Wed, 4 Mar 2026 11:15:03 +0100\n\
             Received: from EX02.corp.news.example.com ([fe80::1c2d:3e4f:5a6b:7c8d]) by\n \
             EX02.corp.news.example.com ([fe80::1c2d:3e4f:5a6b:7c8d%4]) with mapi id\n \
             15.02.1544.014; Wed, 4 Mar 2026 11:15:02 +0100\n";
    text += &format!(
        "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=news.example.com; s=s1;\n\
         \th=from:to:subject:date:message-id:content-type:mime-version;\n\
         \tbh=frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=;\n\tb={}\n",
        base64(5).trim_end()
    );
    text += "From: Anna Example <anna@news.example.com>\n\
             To: \"user@example.org\" <user@example.org>\n\
             CC: =?utf-8?q?J=C3=BCrgen_Example?= <juergen@example.org>\n\
             Subject: =?utf-8?q?What_happened_this_week_in_Z=C3=BCrich?=\n\
             Thread-Topic: What happened\n\
             Thread-Index: AQHcq7wkZxYvUe2kGUq1nO3mR9rTcQ==\n\
             Date: Wed, 4 Mar 2026 10:15:02 +0000\n\
             Message-ID: <4f3c2b1a09d84e5f8a7b6c5d4e3f2a1b@news.example.com>\n\
             References: <5a1b2c3d@example.org> <6b2c3d4e@news.example.com>\n\
             In-Reply-To: <6b2c3d4e@news.example.com>\n\
             Accept-Language: en-GB, de-DE\n\
             Content-Language: en-GB\n\
             X-MS-Has-Attach:\n\
             X-MS-TNEF-Correlator:\n\
             x-originating-ip: [203.0.113.99]\n\
             X-MS-Exchange-Organization-AuthAs: Internal\n\
             Content-Type: multipart/alternative;\n\
             \tboundary=\"_000_4f3c2b1a09d84e5f8a7b6c5d4e3f2a1bnewsexamplecom_\"\n\
             MIME-Version: 1.0\n\
             X-Spam-Status: No, score=-1.1 required=5.0 tests=DKIM_SIGNED,DKIM_VALID\n\
             \n";
    while text.len() < 5_000 {
        text += "This is the text of a message of which nobody reads the body here.\n";
    }
    text
}
