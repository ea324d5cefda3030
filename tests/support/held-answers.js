// Answers that a stand-in holds back until a test lets them go.
// Owns: who waits. Must not: know why, or for how long.

export function createHeldAnswers() {
  const held = new Set();
  return {
    untilReleased: () => new Promise((release) => held.add(release)),
    release() {
      for (const release of held) release();
      held.clear();
    },
  };
}
