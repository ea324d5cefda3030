// What can happen to a token request on its way between a page and the application.
// Must not: know what an answer says; the dialect does.

export async function answerToken(world, request) {
  const answer = () => world.dialect.answerToken(world, request);
  switch (world.switches.token) {
    case "resetBefore":
      return { reset: true };
    case "resetAfter":
      answer();
      return { reset: true };
    case "slow": {
      const late = answer();
      await world.untilReleased();
      return late;
    }
    default:
      return answer();
  }
}
