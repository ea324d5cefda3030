// One record for each answer: method, route, status, time, origin, error code (P-15). Records are objects, so
// a line break in a field cannot forge a line. Must never see a query, a body, a code, a verifier or a token.

export function logAnswer(log, { started, method, route, origin, answer }) {
  const record = {
    time: new Date(started).toISOString(),
    method,
    app: route?.app?.name ?? null,
    route: route?.name ?? null,
    status: answer.status,
    duration: Date.now() - started,
    origin: serialisedOrigin(origin),
    error: answer.body?.error ?? null,
  };
  // A log sink that throws or rejects must not fail a sign-in, nor end the process as an unhandled rejection.
  new Promise((resolve) => resolve(log(record))).catch(() => {});
}

export function logLine(record) {
  console.log(JSON.stringify(record));
}

// Only the origin of what was sent: path, query and userinfo of a hostile value stay out of the log.
function serialisedOrigin(value) {
  if (value === null) return null;
  try {
    return new URL(value).origin;
  } catch {
    return "invalid";
  }
}
