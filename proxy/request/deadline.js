// A bound on how long a piece of work may take. When time is up, `giveUp` stops the work and names the error
// that the caller gets at once, even if the work never ends. Must not retry.

export function withDeadline(milliseconds, work, giveUp) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(giveUp()), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
