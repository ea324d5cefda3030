// A server that renders: what importing and calling does there, as one line of JSON.

const before = Object.keys(globalThis);
const { createAuth } = await import("portcullis");
const added = Object.keys(globalThis).filter((name) => !before.includes(name));

const { github } = await import("./src/config.js");
const auth = createAuth({ github });
const codeOf = ({ code }) => code;

console.log(
  JSON.stringify({
    added,
    snapshot: auth.getSnapshot(),
    handled: await auth.handleRedirect(),
    session: await auth.session().catch(codeOf),
    signIn: codeOf((await auth.github.signIn()).error),
  }),
);
