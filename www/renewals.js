// One renewal at a time for each subject: refresh tokens are single use, so all who need a new access token at the same
// moment share one request. Whether a token needs it, and what is stored, the engine (Rust) decides.

const running = new WeakMap();

/** A new access token for the subject, in place of the spent one (by default the stored one). */
export function renew(engine, subject, spent) {
  const renewals = running.get(engine) ?? new Map();
  running.set(engine, renewals);
  let renewal = renewals.get(subject);
  if (!renewal) {
    renewal = engine.renew(subject, spent).finally(() => renewals.delete(subject));
    renewals.set(subject, renewal);
  }
  return renewal;
}
