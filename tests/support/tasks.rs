//! Work that is begun and left waiting, so that tests decide what happens meanwhile. No executor: nothing runs by itself.

use futures_executor::block_on;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// Work that has run up to its first wait.
pub enum Begun<'a, T> {
    Done(T),
    Waiting(Pin<Box<dyn Future<Output = T> + 'a>>),
}

pub fn begin<'a, T>(work: impl Future<Output = T> + 'a) -> Begun<'a, T> {
    let mut work: Pin<Box<dyn Future<Output = T> + 'a>> = Box::pin(work);
    match work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(outcome) => Begun::Done(outcome),
        Poll::Pending => Begun::Waiting(work),
    }
}

impl<T> Begun<'_, T> {
    pub fn is_waiting(&self) -> bool {
        matches!(self, Begun::Waiting(_))
    }

    /// Its outcome, once whatever it waits for is there.
    pub fn end(self) -> T {
        match self {
            Begun::Done(outcome) => outcome,
            Begun::Waiting(work) => block_on(work),
        }
    }
}
