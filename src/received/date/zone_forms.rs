//! Zones as they are written: offsets, names, and both.

use super::forms::{Reader, Zone};
use super::tokens::{Kind, Token};
use super::zones::{self, Meaning};
use crate::received::DateDefect as D;

impl Reader<'_, '_> {
    pub(super) fn zone(&mut self) {
        let zone = self.written_zone();
        match zone {
            None => self.defect(D::NoZone),
            Some(_) => self.found.zone = zone,
        }
        self.after_zone();
    }

    fn written_zone(&mut self) -> Option<Zone> {
        let token = self.peek(0)?;
        match token.kind {
            Kind::Mark(b'+' | b'-') => self.signed_zone(token.start),
            Kind::Word => self.named_zone(token),
            // A year or an offset without its sign; asctime took its year before.
            Kind::Number(value, 4) => {
                self.at += 1;
                self.defect(D::ZoneImpossible);
                Some(Zone {
                    start: token.start,
                    end: token.end,
                    offset: None,
                    minutes: Some(value % 100),
                    sound: false,
                    unknown: false,
                })
            }
            _ => None,
        }
    }

    fn signed_zone(&mut self, start: usize) -> Option<Zone> {
        let mark = self.at;
        let minus = self.mark(0, b'-');
        self.at += 1;
        let mut broken = false;
        while self.skip(b'-') || self.skip(b'+') {
            broken = true;
        }
        let Some((value, digits)) = self.number() else {
            self.at = mark;
            return None;
        };
        let mut end = self.tokens[self.at - 1].end;
        let (hours, minutes) = match digits {
            1 | 2 => {
                self.defect(D::OddForm);
                let colon = self.mark(0, b':');
                let joined = self.peek(0).is_some_and(|t| !t.apart)
                    && (colon || self.mark(0, b'-') || self.mark(0, b'+'));
                match self.peek(1).map(|t| (t.kind, t.end)) {
                    Some((Kind::Number(minutes, 2), after)) if joined => {
                        broken |= !colon;
                        self.at += 2;
                        end = after;
                        (value, minutes)
                    }
                    _ => (value, 0),
                }
            }
            3 => {
                self.defect(D::OddForm);
                (value / 100, value % 100)
            }
            4 => (value / 100, value % 100),
            _ => {
                broken = true;
                (0, 0)
            }
        };
        let total = i32::try_from(hours * 60 + minutes).unwrap_or(i32::MAX);
        let offset = if minus { -total } else { total };
        let sound = !broken && minutes < 60 && total <= 14 * 60;
        if !sound {
            self.defect(D::ZoneImpossible);
        }
        Some(Zone {
            start,
            end,
            offset: (!broken).then_some(offset),
            minutes: Some(minutes),
            sound,
            unknown: minus && total == 0,
        })
    }

    fn named_zone(&mut self, token: Token) -> Option<Zone> {
        let word = self.bytes(token);
        let mut end = token.end;
        let mut meaning = zones::meaning(word);
        let mut taken = 1;
        // "MET DST" is one name.
        if let Some(next) = self.peek(1).filter(|_| self.word(1) == Some(b"DST"))
            && let Meaning::Offset(offset) = zones::meaning(&self.text.bytes[token.start..next.end])
        {
            (meaning, end, taken) = (Meaning::Offset(offset), next.end, 2);
        }
        if word.len() > 6 && meaning == Meaning::Unknown {
            return None;
        }
        self.at += taken;
        self.defect(D::ZoneName);
        let zone = Zone {
            start: token.start,
            end,
            offset: None,
            minutes: None,
            sound: false,
            unknown: false,
        };
        let signed =
            self.peek(0).is_some_and(|t| !t.apart) && (self.mark(0, b'+') || self.mark(0, b'-'));
        if signed && meaning == Meaning::Offset(0) {
            self.defect(D::OddForm);
            let digits = self.peek(1).map(|t| t.kind);
            if let Some(inner) = self.signed_zone(token.start) {
                // POSIX counts GMT-8 westward and ISO 8601 eastward; four digits are never POSIX.
                let clear = matches!(digits, Some(Kind::Number(_, 4)))
                    || self.text.bytes[token.end..inner.end].contains(&b':');
                if !clear {
                    self.defect(D::ZoneAmbiguous);
                    return Some(Zone { offset: None, sound: false, ..inner });
                }
                return Some(inner);
            }
        }
        match meaning {
            Meaning::Offset(offset) => {
                let unknown = word.eq_ignore_ascii_case(b"Z") && !self.found.iso;
                Some(Zone { offset: Some(offset), sound: true, unknown, ..zone })
            }
            Meaning::Ambiguous => {
                self.defect(D::ZoneAmbiguous);
                Some(zone)
            }
            Meaning::Unknown => {
                self.defect(D::ZoneUnknown);
                Some(zone)
            }
        }
    }

    /// `-0400 EST`, and what Go adds: `+0000 UTC m=+12345.6`.
    fn after_zone(&mut self) {
        let Some(zone) = self.found.zone.filter(|z| z.offset.is_some()) else { return };
        if let Some(token) = self.peek(0).filter(|t| t.kind == Kind::Word && t.start > zone.end) {
            let word = self.bytes(token);
            if word != b"m" && zones::meaning(word) != Meaning::Unknown {
                self.found.zone_name = Some((token.start, token.end));
                self.at += 1;
                if !self.found.iso {
                    self.defect(D::OddForm);
                }
            }
        }
        if self.found.iso
            && self.word(0) == Some(b"m")
            && self.mark(1, b'=')
            && (self.mark(2, b'+') || self.mark(2, b'-'))
            && matches!(self.peek(3).map(|t| t.kind), Some(Kind::Number(..)))
        {
            self.at += 4;
            if self.mark(0, b'.') && matches!(self.peek(1).map(|t| t.kind), Some(Kind::Number(..)))
            {
                self.at += 2;
            }
        }
    }
}
