//! Messages that have something in common, measured.

use std::borrow::Cow;
use std::collections::HashMap;

use super::counter;
use super::gist::{Kind, Mark};
use crate::facts::{GROUP, GROUP_FIELDS};
use crate::rules::schema::{Facts, Value};

/// So many messages of a group are looked at.
const MOST: usize = 20_000;
/// So many of them a finding names, and so many different texts.
pub(super) const NAMED: usize = 20;
const NAMES: usize = 8;

/// What was measured of a group.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub kind: Kind,
    messages: i64,
    message_ids: i64,
    senders: i64,
    subjects: i64,
    values: i64,
    usual: Option<i64>,
    same: Option<i64>,
    skew: Option<i64>,
    spread: Option<i64>,
    off: Option<i64>,
    /// Those a finding names.
    pub members: Vec<Mark>,
    /// Marks with different values.
    different: Vec<Mark>,
    /// Texts of the group, once they were asked for.
    pub key: Option<String>,
    pub names: Option<Vec<String>>,
}

/// Gathers marks of one key, and measures them when the next key comes.
#[derive(Default)]
pub(super) struct Gathering {
    marks: Vec<Mark>,
    left_out: i64,
}

impl Gathering {
    /// Takes the next mark, in order; hands over what the group before it was.
    pub(super) fn add(&mut self, mark: Mark, each: &mut impl FnMut(Group)) {
        let first = self.marks.first();
        if first.is_some_and(|first| (first.kind, first.key) != (mark.kind, mark.key)) {
            self.end(each);
        }
        match self.marks.len() < MOST {
            true => self.marks.push(mark),
            false => self.left_out += 1,
        }
    }

    /// There is nothing more.
    pub(super) fn end(&mut self, each: &mut impl FnMut(Group)) {
        let marks = std::mem::take(&mut self.marks);
        let left_out = std::mem::take(&mut self.left_out);
        let Some(kind) = marks.first().and_then(|mark| Kind::ALL.get(usize::from(mark.kind)))
        else {
            return;
        };
        // One message alone has nothing in common with others.
        if marks.iter().all(|mark| mark.message == marks[0].message) {
            return;
        }
        let group = Group::of(*kind, &marks, left_out);
        match kind {
            Kind::Path => leavers(&group, &marks, each),
            Kind::Counter => misplaced(&group, &marks, each),
            _ => each(group),
        }
    }
}

/// One group for each message that leaves the usual path. Where many leave it there is none.
fn leavers(group: &Group, marks: &[Mark], each: &mut impl FnMut(Group)) {
    let mut counts: HashMap<i64, i64> = HashMap::new();
    for mark in marks {
        *counts.entry(mark.value).or_default() += 1;
    }
    let Some(usual) = counts.values().copied().max() else { return };
    for mark in marks {
        let same = counts.get(&mark.value).copied().unwrap_or_default();
        if same == usual {
            continue;
        }
        // What it leaves, then the message itself.
        let common = marks.iter().find(|other| counts.get(&other.value) == Some(&usual));
        each(Group {
            usual: Some(usual),
            same: Some(same),
            members: vec![*mark],
            different: std::iter::once(*mark).chain(common.copied()).collect(),
            ..group.clone()
        });
    }
}

/// One group for each message that does not stand where its server's count says.
fn misplaced(group: &Group, marks: &[Mark], each: &mut impl FnMut(Group)) {
    let (kept, misplaced) = counter::order(marks);
    for found in misplaced {
        each(Group {
            usual: Some(kept),
            off: Some(found.off),
            members: vec![found.mark],
            different: std::iter::once(found.mark)
                .chain(found.around.into_iter().flatten())
                .collect(),
            ..group.clone()
        });
    }
}

impl Group {
    fn of(kind: Kind, marks: &[Mark], left_out: i64) -> Group {
        let different = |of: &dyn Fn(&Mark) -> u64| {
            let mut all: Vec<u64> = marks.iter().map(of).collect();
            all.sort_unstable();
            all.dedup();
            all.len() as i64
        };
        let (mut skew, mut spread) = (None, None);
        let mut value: &dyn Fn(&Mark) -> u64 = &|mark| mark.value as u64;
        if kind == Kind::Clock {
            let mut ahead: Vec<i64> = marks.iter().map(|mark| mark.value).collect();
            ahead.sort_unstable();
            let at = |share: usize| ahead[(ahead.len() - 1) * share / 100];
            skew = Some(at(50));
            spread = Some(at(90).saturating_sub(at(10)));
            value = &|mark| mark.value.div_euclid(60) as u64;
        }
        let mut seen = Vec::new();
        let mut distinct = Vec::new();
        for mark in marks {
            if distinct.len() < NAMES && !seen.contains(&value(mark)) {
                seen.push(value(mark));
                distinct.push(*mark);
            }
        }
        Group {
            kind,
            messages: different(&|mark| mark.message) + left_out,
            message_ids: different(&|mark| mark.message_id),
            senders: different(&|mark| mark.sender.into()),
            subjects: different(&|mark| mark.subject.into()),
            values: different(value),
            usual: None,
            same: None,
            skew,
            spread,
            off: None,
            members: marks.iter().take(NAMED).copied().collect(),
            different: distinct,
            key: None,
            names: None,
        }
    }

    /// How many messages there are beside those a finding names.
    pub(super) fn unnamed(&self) -> i64 {
        match self.kind {
            Kind::Path | Kind::Counter => 0,
            _ => self.messages - self.members.len() as i64,
        }
    }

    /// The marks whose texts a sentence may name: that of the key, and those that differ.
    pub(super) fn texts(&self) -> (Option<Mark>, &[Mark]) {
        (self.members.first().copied(), &self.different)
    }
}

impl Facts for Group {
    fn get(&self, record: usize, field: usize, _: usize) -> Value<'_> {
        let Some(field) = GROUP_FIELDS.get(field).filter(|_| record == GROUP) else {
            return Value::Absent;
        };
        let int = |value: Option<i64>| value.map_or(Value::Absent, Value::Int);
        match field.path {
            "kind" => Value::Str(self.kind.as_str()),
            // Conditions are judged before texts are looked up.
            "key" => self.key.as_deref().map_or(Value::Unknown, Value::Str),
            "names" => self.names.as_deref().map_or(Value::Unknown, |names| {
                Value::Strs(names.iter().map(|name| Cow::Borrowed(name.as_str())).collect())
            }),
            "messages" => Value::Int(self.messages),
            "message_ids" => Value::Int(self.message_ids),
            "senders" => Value::Int(self.senders),
            "subjects" => Value::Int(self.subjects),
            "values" => Value::Int(self.values),
            "usual" => int(self.usual),
            "same" => int(self.same),
            "share" => match self.usual {
                Some(usual) => Value::Double(usual as f64 / self.messages.max(1) as f64),
                None => Value::Absent,
            },
            "skew" => int(self.skew),
            "spread" => int(self.spread),
            "off" => int(self.off),
            _ => Value::Absent,
        }
    }

    fn resolve(&self, _: usize, _: usize) -> Option<usize> {
        Some(0)
    }

    fn count(&self, _: usize, _: usize) -> usize {
        1
    }
}
