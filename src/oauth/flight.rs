//! One piece of work that several wait for. The first to ask does it and lands the outcome, the others get a copy.
//! Owns the waiting only; what the work is, its caller knows.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::task::{Poll, Waker};

/// Work under way. It must be landed, whatever becomes of it.
pub struct Flight<T> {
    outcome: RefCell<Option<T>>,
    waiting: RefCell<Vec<Waker>>,
}

impl<T> Default for Flight<T> {
    fn default() -> Self {
        Self { outcome: RefCell::default(), waiting: RefCell::default() }
    }
}

impl<T: Clone> Flight<T> {
    /// Hands the outcome to all who wait, and to all who will.
    pub fn land(&self, outcome: T) {
        self.outcome.replace(Some(outcome));
        self.waiting.take().into_iter().for_each(Waker::wake);
    }

    /// The outcome, once it has landed.
    pub fn outcome(&self) -> impl Future<Output = T> {
        poll_fn(|context| {
            if let Some(outcome) = &*self.outcome.borrow() {
                return Poll::Ready(outcome.clone());
            }
            self.waiting.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
    }
}
