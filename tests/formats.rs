//! The forms of the report for security systems and people, over all samples and over hostile
//! ones, against the published schemas in `tests/schemas`.

#[path = "formats/cef.rs"]
mod cef;
#[path = "formats/contract.rs"]
mod contract;
#[path = "formats/ecs.rs"]
mod ecs;
#[path = "common/evil.rs"]
mod evil;
#[allow(dead_code, reason = "the samples' own tests need more of it")]
#[path = "samples/expected.rs"]
mod expected;
#[path = "formats/hostile.rs"]
mod hostile;
#[path = "formats/html.rs"]
mod html;
#[path = "formats/misp.rs"]
mod misp;
#[path = "formats/ocsf.rs"]
mod ocsf;
#[path = "formats/ocsf_schema.rs"]
mod ocsf_schema;
#[path = "formats/reports.rs"]
mod reports;
#[path = "formats/sarif.rs"]
mod sarif;
#[path = "formats/schema.rs"]
mod schema;
#[path = "formats/stix.rs"]
mod stix;
