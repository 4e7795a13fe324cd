//! How many connections and how much memory there may be.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Counts connections, all and by address. An IPv6 client has a /64 to choose addresses from, so
/// that counts as one.
#[derive(Debug)]
pub(super) struct Gate {
    most: usize,
    per_address: usize,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// Why nobody more is let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Full {
    All,
    Address,
}

impl Full {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Full::All => "connections",
            Full::Address => "address",
        }
    }
}

/// A place that is given back when dropped.
#[derive(Debug)]
pub(super) struct Place {
    gate: Arc<Gate>,
    address: IpAddr,
}

impl Gate {
    pub(super) fn new(most: usize, per_address: usize) -> Arc<Self> {
        Arc::new(Gate { most, per_address, open: Mutex::default() })
    }

    pub(super) fn enter(self: &Arc<Self>, ip: IpAddr) -> Result<Place, Full> {
        let address = counted(ip);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.all >= self.most {
            return Err(Full::All);
        }
        let here = open.by_address.entry(address).or_default();
        if *here >= self.per_address {
            return Err(Full::Address);
        }
        *here += 1;
        open.all += 1;
        Ok(Place { gate: Arc::clone(self), address })
    }

    pub(super) fn open(&self) -> usize {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).all
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.gate.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.all = open.all.saturating_sub(1);
        if let Some(here) = open.by_address.get_mut(&self.address) {
            *here -= 1;
            if *here == 0 {
                open.by_address.remove(&self.address);
            }
        }
    }
}

fn counted(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        four => four,
    }
}

/// Bytes of all messages under way.
#[derive(Debug)]
pub(super) struct Memory {
    most: usize,
    used: AtomicUsize,
}

impl Memory {
    pub(super) fn new(most: usize) -> Arc<Self> {
        Arc::new(Memory { most, used: AtomicUsize::new(0) })
    }

    pub(super) fn used(&self) -> usize {
        self.used.load(Ordering::Relaxed)
    }
}

/// A share of the memory, given back when dropped.
#[derive(Debug)]
pub(super) struct Share {
    memory: Arc<Memory>,
    bytes: usize,
}

impl Share {
    pub(super) fn none(memory: &Arc<Memory>) -> Self {
        Share { memory: Arc::clone(memory), bytes: 0 }
    }

    /// Makes the share this big; says whether there is room for it.
    pub(super) fn resize(&mut self, bytes: usize) -> bool {
        if bytes <= self.bytes {
            self.memory.used.fetch_sub(self.bytes - bytes, Ordering::Relaxed);
            self.bytes = bytes;
            return true;
        }
        let more = bytes - self.bytes;
        if self.memory.used.fetch_add(more, Ordering::Relaxed) + more > self.memory.most {
            self.memory.used.fetch_sub(more, Ordering::Relaxed);
            return false;
        }
        self.bytes = bytes;
        true
    }

    /// The share, with none left here.
    pub(super) fn take(&mut self) -> Self {
        let bytes = std::mem::take(&mut self.bytes);
        Share { memory: Arc::clone(&self.memory), bytes }
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.memory.used.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_bounded_and_given_back() {
        let gate = Gate::new(3, 2);
        let ip = |text: &str| text.parse::<IpAddr>().expect("is one");
        let first = gate.enter(ip("192.0.2.1")).expect("free");
        let _second = gate.enter(ip("::ffff:192.0.2.1")).expect("free");
        assert_eq!(gate.enter(ip("192.0.2.1")).expect_err("full"), Full::Address);
        let _third = gate.enter(ip("2001:db8::1")).expect("free");
        assert_eq!(gate.enter(ip("192.0.2.9")).expect_err("full"), Full::All);
        drop(first);
        let _again = gate.enter(ip("2001:db8::2")).expect("free");
        assert_eq!(gate.open(), 3);
        assert_eq!(counted(ip("2001:db8::1")), counted(ip("2001:db8::ffff")));
    }

    #[test]
    fn memory_is_bounded_and_given_back() {
        let memory = Memory::new(100);
        let mut share = Share::none(&memory);
        assert!(share.resize(80));
        let mut other = Share::none(&memory);
        assert!(!other.resize(30) && other.resize(20));
        let moved = share.take();
        assert!(share.resize(0) && memory.used() == 100);
        drop(moved);
        assert_eq!(memory.used(), 20);
    }
}
