//! The tables that are shipped, for tests of this and other modules. The program itself gets them
//! with all other files of `rules/`.

use super::Data;

/// Path below `rules/` and content of every data file that is shipped.
pub(super) const FILES: &[(&str, &str)] = &[
    ("organisations.toml", include_str!("../../rules/organisations.toml")),
    ("special-networks.toml", include_str!("../../rules/special-networks.toml")),
    ("special-names.toml", include_str!("../../rules/special-names.toml")),
    ("generic-names.toml", include_str!("../../rules/generic-names.toml")),
    ("providers/amazon-ses.toml", include_str!("../../rules/providers/amazon-ses.toml")),
    ("providers/apple.toml", include_str!("../../rules/providers/apple.toml")),
    ("providers/barracuda.toml", include_str!("../../rules/providers/barracuda.toml")),
    ("providers/brevo.toml", include_str!("../../rules/providers/brevo.toml")),
    ("providers/charter.toml", include_str!("../../rules/providers/charter.toml")),
    (
        "providers/cisco-secure-email.toml",
        include_str!("../../rules/providers/cisco-secure-email.toml"),
    ),
    ("providers/comcast.toml", include_str!("../../rules/providers/comcast.toml")),
    (
        "providers/constant-contact.toml",
        include_str!("../../rules/providers/constant-contact.toml"),
    ),
    ("providers/cox.toml", include_str!("../../rules/providers/cox.toml")),
    ("providers/earthlink.toml", include_str!("../../rules/providers/earthlink.toml")),
    ("providers/fastmail.toml", include_str!("../../rules/providers/fastmail.toml")),
    ("providers/free.toml", include_str!("../../rules/providers/free.toml")),
    ("providers/github.toml", include_str!("../../rules/providers/github.toml")),
    ("providers/godaddy.toml", include_str!("../../rules/providers/godaddy.toml")),
    ("providers/google.toml", include_str!("../../rules/providers/google.toml")),
    ("providers/laposte.toml", include_str!("../../rules/providers/laposte.toml")),
    ("providers/libero.toml", include_str!("../../rules/providers/libero.toml")),
    ("providers/linkedin.toml", include_str!("../../rules/providers/linkedin.toml")),
    ("providers/mail-ru.toml", include_str!("../../rules/providers/mail-ru.toml")),
    ("providers/mailchimp.toml", include_str!("../../rules/providers/mailchimp.toml")),
    ("providers/mailgun.toml", include_str!("../../rules/providers/mailgun.toml")),
    ("providers/messagelabs.toml", include_str!("../../rules/providers/messagelabs.toml")),
    ("providers/meta.toml", include_str!("../../rules/providers/meta.toml")),
    ("providers/microsoft.toml", include_str!("../../rules/providers/microsoft.toml")),
    ("providers/mimecast.toml", include_str!("../../rules/providers/mimecast.toml")),
    ("providers/naver.toml", include_str!("../../rules/providers/naver.toml")),
    ("providers/netease.toml", include_str!("../../rules/providers/netease.toml")),
    ("providers/orange.toml", include_str!("../../rules/providers/orange.toml")),
    ("providers/postmark.toml", include_str!("../../rules/providers/postmark.toml")),
    ("providers/proofpoint.toml", include_str!("../../rules/providers/proofpoint.toml")),
    ("providers/proton.toml", include_str!("../../rules/providers/proton.toml")),
    ("providers/rackspace.toml", include_str!("../../rules/providers/rackspace.toml")),
    (
        "providers/salesforce-marketing-cloud.toml",
        include_str!("../../rules/providers/salesforce-marketing-cloud.toml"),
    ),
    ("providers/sendgrid.toml", include_str!("../../rules/providers/sendgrid.toml")),
    ("providers/seznam.toml", include_str!("../../rules/providers/seznam.toml")),
    ("providers/shaw.toml", include_str!("../../rules/providers/shaw.toml")),
    ("providers/sina.toml", include_str!("../../rules/providers/sina.toml")),
    ("providers/sparkpost.toml", include_str!("../../rules/providers/sparkpost.toml")),
    ("providers/strato.toml", include_str!("../../rules/providers/strato.toml")),
    ("providers/telekom.toml", include_str!("../../rules/providers/telekom.toml")),
    ("providers/tencent.toml", include_str!("../../rules/providers/tencent.toml")),
    ("providers/united-internet.toml", include_str!("../../rules/providers/united-internet.toml")),
    ("providers/uol.toml", include_str!("../../rules/providers/uol.toml")),
    ("providers/verizon.toml", include_str!("../../rules/providers/verizon.toml")),
    ("providers/wp.toml", include_str!("../../rules/providers/wp.toml")),
    ("providers/x.toml", include_str!("../../rules/providers/x.toml")),
    ("providers/yahoo.toml", include_str!("../../rules/providers/yahoo.toml")),
    ("providers/yandex.toml", include_str!("../../rules/providers/yandex.toml")),
    ("providers/zendesk.toml", include_str!("../../rules/providers/zendesk.toml")),
    ("providers/zoho.toml", include_str!("../../rules/providers/zoho.toml")),
];

/// The shipped tables.
pub fn builtin_for_tests() -> Data {
    match Data::load(FILES.iter().copied()) {
        Ok(data) => data,
        Err(errors) => {
            let shown: Vec<String> = errors.iter().map(ToString::to_string).collect();
            panic!("the shipped data files are broken:\n{}", shown.join("\n"))
        }
    }
}
