//! Every sample against a name server: the same verdict as from its recorded answers.

use crate::expected::{Mode, samples};
use crate::nameserver::NameServer;
use crate::run::{Options, summaries_of};
use crate::verdicts::complaints;
use crate::zone;

#[test]
fn a_name_server_gives_the_verdicts_that_are_expected() {
    let server = NameServer::of_file(".", &zone::path());
    let files: Vec<_> = samples()
        .into_iter()
        .map(|sample| {
            let mut options = Options::of(&sample, Mode::Dns);
            options.server = Some(server.address.to_string());
            (sample.path(), options)
        })
        .collect();
    let found = summaries_of(&files);
    let wrong: Vec<String> = samples()
        .iter()
        .zip(&found)
        .flat_map(|(sample, found)| complaints(sample, Mode::Dns, found))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
