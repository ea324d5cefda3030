// Everything that an object says about itself: as text, as JSON, in the console, and to developer tools that look inside.
// Owns: looking. Must not: know what is secret; a test does.

/** Runs in the browser. Makes `window.look(value)`: its texts, and every string that its own members lead to. */
export function installLook() {
  const walk = (value, seen, found) => {
    if (typeof value === "string") found.push(value);
    if (Object(value) !== value || seen.has(value)) return;
    seen.add(value);
    for (const key of Reflect.ownKeys(value)) {
      found.push(String(key));
      walk(Reflect.getOwnPropertyDescriptor(value, key).value, seen, found);
    }
    if (value instanceof Map || value instanceof Set) for (const entry of value) walk(entry, seen, found);
  };
  window.look = (value) => {
    const found = [`${value}`, JSON.stringify(value) ?? "", JSON.stringify({ ...value }) ?? ""];
    walk(value, new Set(), found);
    return found.join("\n");
  };
}

/** What `console.log(value)` sends to the developer tools, with the preview that they show; `name` is a global. */
export async function logged(page, name) {
  const client = await page.context().newCDPSession(page);
  const said = [];
  client.on("Runtime.consoleAPICalled", ({ args }) => said.push(args));
  await client.send("Runtime.enable");
  await page.evaluate((global) => console.log(window[global]), name);
  await client.detach();
  return JSON.stringify(said);
}

/** Whether an object was met before; it comes under another id each time. */
const MEET = `function () {
  globalThis.met ??= new WeakSet();
  const isKnown = met.has(this);
  met.add(this);
  return isKnown;
}`;
const INNER = ["[[Entries]]", "[[PromiseResult]]"];

/** What developer tools find by opening every member of a global, private ones and those of maps included. */
export async function opened(page, name) {
  const client = await page.context().newCDPSession(page);
  const found = [];
  const open = async ({ type, value, objectId }) => {
    if (type === "string") found.push(value);
    if (type !== "object" || !objectId) return;
    const isKnown = await client.send("Runtime.callFunctionOn", { objectId, functionDeclaration: MEET });
    if (isKnown.result.value) return;
    const members = await client.send("Runtime.getProperties", { objectId, ownProperties: true });
    const own = members.result.filter((member) => member.name !== "__proto__");
    const inner = members.internalProperties?.filter((member) => INNER.includes(member.name));
    for (const member of [own, members.privateProperties, inner].flatMap((all) => all ?? [])) {
      found.push(member.name);
      if (member.value) await open(member.value);
    }
  };
  await open((await client.send("Runtime.evaluate", { expression: name })).result);
  await client.detach();
  return found;
}
