//! What lines of the sender's side say of our own servers.

use super::FactSet;
use crate::chain::{Hop, Match, Name};
use crate::data::same_name;

impl FactSet<'_> {
    /// Whether the line of the hand-over, or one of the sender's side above this one, names one of
    /// our own servers, or one of our organisation, as the peer it took the mail from.
    pub fn came_back(&self, index: usize) -> Option<bool> {
        let (ours, theirs) = self.chain.hops.get(..index)?.split_at_checked(self.own)?;
        let is_ours =
            |name: &Name<'_>| name.org.is_some() && ours.iter().any(|own| own.by.org == name.org);
        let named = |hop: &Hop<'_>| {
            [(hop.helo_text(), &hop.helo), (hop.rdns_text(), &hop.rdns)].into_iter().any(
                |(text, name)| text.is_some_and(|text| self.is_own_name(text)) || is_ours(name),
            )
        };
        Some(ours.last().is_some_and(named) || theirs.iter().any(named))
    }

    /// Whether the host that this line is by is not the peer of the hand-over, where the lines
    /// between the two do not name the hosts that wrote them: local steps, which leave the next
    /// line with a name to be by the peer. Known of the first line with a name only.
    pub fn breaks_behind_unnamed(&self, index: usize) -> Option<bool> {
        let handover = self.handover.filter(|at| index > at + 1)?;
        let between = self.chain.hops.get(handover + 1..index)?;
        if between.iter().any(|hop| hop.by_text().is_some()) {
            return None;
        }
        let names = self.against_the_peer(handover, index);
        let told = names.iter().any(|name| *name != Match::Unknown);
        told.then(|| names.iter().all(|name| matches!(name, Match::Different | Match::Unknown)))
    }

    /// Whether the host that this line is by is the peer of the hand-over, by one of its names, or
    /// of its organisation; `false` of our own lines too.
    pub fn is_by_the_peer(&self, index: usize) -> bool {
        self.handover.filter(|at| index > *at).is_some_and(|handover| {
            let names = self.against_the_peer(handover, index);
            names.iter().any(|name| matches!(name, Match::Same | Match::Organisation))
        })
    }

    /// The host that a line is by against the names of the peer of the hand-over.
    fn against_the_peer(&self, handover: usize, index: usize) -> [Match; 2] {
        let (peer, hop) = (self.hop(handover), self.hop(index));
        [(peer.rdns_text(), &peer.rdns), (peer.helo_text(), &peer.helo)]
            .map(|(text, name)| Match::names(text, name, hop.by_text(), &hop.by))
    }

    /// Whether our own lines by the host that this line claims to be by are known, and none is in
    /// this line's dialect.
    pub fn speaks_otherwise(&self, index: usize) -> Option<bool> {
        let (hop, ours) = self.lines_of_ours_by_its_host(index)?;
        let mut dialects = ours.map(|own| own.line.dialect).peekable();
        dialects.peek()?;
        Some(dialects.all(|dialect| dialect != hop.line.dialect))
    }

    /// Whether our own lines by the host that this line claims to be by state versions of the
    /// server that this line claims, and none is the version that this line states.
    pub fn other_version(&self, index: usize) -> Option<bool> {
        let (hop, ours) = self.lines_of_ours_by_its_host(index)?;
        let (version, _) = hop.line.version()?;
        let same_server = ours.filter(|own| own.line.claims == hop.line.claims);
        let mut versions = same_server.filter_map(|own| own.line.version()).peekable();
        versions.peek()?;
        Some(versions.all(|(own, _)| own != version))
    }

    /// A line of the sender's side, and our own lines that are by the host it claims to be by.
    fn lines_of_ours_by_its_host(
        &self,
        index: usize,
    ) -> Option<(&Hop<'_>, impl Iterator<Item = &Hop<'_>>)> {
        let hop = self.chain.hops.get(index).filter(|_| index >= self.own)?;
        let by = hop.by_text()?;
        let ours = self.chain.hops.get(..self.own).unwrap_or_default().iter();
        Some((hop, ours.filter(move |own| own.by_text().is_some_and(|name| same_name(name, by)))))
    }
}
