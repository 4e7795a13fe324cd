//! Look-ups answer whatever they are asked.

use proptest::prelude::*;

use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Whatever stands where a host name should be, look-ups answer and do not panic.
    #[test]
    fn any_text_is_answered(host in "[a-zA-Z0-9.\\-_\\[\\]:ü \u{0}]{0,300}", other in ".{0,80}") {
        for host in [host.as_str(), other.as_str()] {
            let _ = DATA.organisation(host);
            let _ = DATA.same_organisation(host, &other);
            let _ = DATA.provider_of_name(host);
            let _ = DATA.special_name(host);
            let _ = DATA.name_exists_possible(host);
            let _ = DATA.generic_name(host, None);
            let _ = DATA.generic_name(host, Some(IpAddr::from([192, 0, 2, 1])));
            if let Some(domain) = registrable_domain(host) {
                prop_assert!(host.trim_end_matches('.').ends_with(domain));
                prop_assert!(registrable_domain(domain) == Some(domain));
            }
        }
    }

    #[test]
    fn names_that_look_like_names(host in "([a-z0-9-]{1,12}\\.){1,8}(com|uk|co\\.uk|example|lan)") {
        let domain = registrable_domain(&host);
        prop_assert!(domain.is_none_or(|domain| host.ends_with(domain)));
        prop_assert_eq!(DATA.organisation(&host).is_some(), domain.is_some());
    }
}
