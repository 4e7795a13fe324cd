//! Reverse names of access lines.

use super::*;

#[test]
fn names_of_lines_and_of_servers() {
    // Host, its address, and what is expected: dynamic, form of the address, word.
    type Expected = Option<(bool, Option<AddressForm>, Option<&'static str>)>;
    let digits = Some(AddressForm::Digits);
    let cases: &[(&str, Option<&str>, Expected)] = &[
        ("dyn-203-0-113-7.isp.example", Some("203.0.113.7"), Some((true, digits, Some("dyn")))),
        ("pool-203-0-113-7.isp.example", None, Some((true, digits, Some("pool")))),
        ("pppoe7.isp.example", None, Some((true, None, Some("pppoe")))),
        (
            "static-7-113-0-203.dsl.isp.example",
            Some("203.0.113.7"),
            Some((false, Some(AddressForm::Reversed), Some("static"))),
        ),
        ("cb007107.isp.example", Some("203.0.113.7"), Some((false, Some(AddressForm::Hex), None))),
        ("cpe-1234.line.isp.example", None, Some((false, None, Some("cpe")))),
        ("203-0-113-7.isp.example", Some("203.0.113.7"), Some((false, digits, None))),
        ("203-0-113-8.isp.example", Some("203.0.113.7"), None),
        (
            "ec2-203-0-113-7.compute-1.amazonaws.com",
            Some("203.0.113.7"),
            Some((false, digits, None)),
        ),
        (
            "113-7.dsl.isp.example",
            Some("203.0.113.7"),
            Some((false, Some(AddressForm::Part), Some("dsl"))),
        ),
        ("m113-7.esp.example", Some("203.0.113.7"), None),
        ("dsl7.isp.example", None, None),
        ("dsl.isp.example", None, None),
        ("mail.dsl.example", None, None),
        ("mail-203-0-113-7.esp.example", Some("203.0.113.7"), None),
        ("mx7.example.org", Some("203.0.113.7"), None),
        ("mailpool7.example.org", None, None),
        ("dhcp.example.org", None, None),
        ("example.org", None, None),
        ("localhost", None, None),
        ("203.0.113.7", Some("203.0.113.7"), None),
    ];
    for &(host, address, expected) in cases {
        let found = DATA.generic_name(host, address.map(ip));
        let found = found.map(|found| (found.dynamic, found.address, found.word));
        assert_eq!(found, expected, "{host}");
    }
}

#[test]
fn reasons_read_well() {
    let generic = DATA.generic_name("dyn-203-0-113-7.isp.example", None).unwrap();
    assert_eq!(
        generic.to_string(),
        "the address (digits) is part of the name, the word \"dyn\" names an access line"
    );
}
