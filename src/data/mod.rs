//! Who belongs to whom: organisations and their domains, providers and their networks, special
//! networks and names, the Public Suffix List. Loaded from files under `rules/`; knows no
//! message and no weight.
