// The refusals of FastAPI itself, before py-oidc-auth sees a request: items of a list, not a text, in `detail`.
// Must not: know what the parameters are for.

const PROMPTS = ["none", "login", "consent", "select_account"];
const BOOLEAN = /^(1|0|true|false|t|f|yes|no|y|n|on|off)$/i;

export function invalidPrompt(query) {
  const input = query.get("prompt");
  if (input === null || PROMPTS.includes(input)) return null;
  const expected = "'none', 'login', 'consent' or 'select_account'";
  return {
    type: "enum",
    loc: ["query", "prompt"],
    msg: `Input should be ${expected}`,
    input,
    ctx: { expected },
  };
}

export function invalidBoolean(query, name) {
  const input = query.get(name);
  if (input === null || BOOLEAN.test(input)) return null;
  const msg = "Input should be a valid boolean, unable to interpret input";
  return { type: "bool_parsing", loc: ["query", name], msg, input };
}
