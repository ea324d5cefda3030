// How long a sealed cookie lives, how many there are and how large they get (P-20). Time is the test's.

import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, HANDLE, SEALED } from "./support/cookies.js";
import { CODE_FORM, REFRESH_FORM, startProxy, testBothWays } from "./support/proxy.js";
import { GOOD_REPLY, jsonReply } from "./support/upstream.js";

const DAY = 24 * 3600;
const renew = (refresh_token) => ({ ...REFRESH_FORM, refresh_token });
const tokens = (extra) =>
  jsonReply({ access_token: "gho_a", refresh_token: "ghr_0123456789abcdef", ...extra });

for (const [said, seconds] of [
  [15_897_600, 15_897_600],
  ["15897600", 15_897_600],
  [1, 1],
  [90.9, 90],
  [400 * DAY + 1, 400 * DAY],
  ["9999999999", 400 * DAY],
  [1e300, 400 * DAY],
  [undefined, 30 * DAY],
  [0, 30 * DAY],
  ["0", 30 * DAY],
  [0.5, 30 * DAY],
  [-1, 30 * DAY],
  ["soon", 30 * DAY],
  ["99999999999", 30 * DAY],
  [null, 30 * DAY],
  [{}, 30 * DAY],
]) {
  test(`P-20 refresh_token_expires_in ${JSON.stringify(said)}: the cookie lives ${seconds} s`, async (t) => {
    const proxy = await startProxy(t, SEALED);
    const { ask } = browser(proxy);
    proxy.upstream.reply = tokens({ refresh_token_expires_in: said });
    const first = await ask(CODE_FORM);
    const again = await ask(renew(first.body.refresh_token));
    for (const { status, set, body } of [first, again]) {
      assert.deepEqual([status, set[0].attributes["Max-Age"]], [200, String(seconds)]);
      assert.match(body.refresh_token, HANDLE);
    }
  });
}

test("P-20 a lifetime beyond all numbers is none", async (t) => {
  const proxy = await startProxy(t, SEALED);
  const reply = '{"access_token":"gho_a","refresh_token":"ghr_a","refresh_token_expires_in":1e999}';
  proxy.upstream.reply = jsonReply(reply);
  const { set } = await browser(proxy).ask(CODE_FORM);
  assert.equal(set[0].attributes["Max-Age"], String(30 * DAY));
});

testBothWays(
  "P-20 of more than 8 cookies the oldest go; what was renewed is not old",
  async (proxy) => {
    const clock = Date.now;
    let now = clock();
    Date.now = () => now;
    try {
      const { ask, jar } = browser(proxy);
      const handles = [];
      for (let count = 0; count < 8; count += 1) {
        now += 1000;
        const { body, set } = await ask(CODE_FORM);
        assert.equal(set.length, 1);
        handles.push(body.refresh_token);
      }
      now += 1000;
      assert.equal((await ask(renew(handles[0]))).set.length, 1, "a renewal makes no cookie more");
      now += 1000;
      const ninth = await ask(CODE_FORM);
      const gone = ninth.set.filter(({ attributes }) => attributes["Max-Age"] === "0");
      assert.deepEqual(
        gone.map(({ name, value }) => [name, value]),
        [[`__Host-portcullis-github-${handles[1].slice(7)}`, ""]],
      );
      assert.equal(jar.size, 8);
      assert.equal((await ask(renew(handles[1]))).body.error, "invalid_grant");
      for (const handle of [handles[0], ...handles.slice(2), ninth.body.refresh_token]) {
        assert.equal((await ask(renew(handle))).status, 200);
      }
    } finally {
      Date.now = clock;
    }
  },
  SEALED,
);

test("P-20 the cookies of all apps are counted, for they travel together; odd names do not come back in a header", async (t) => {
  const proxy = await startProxy(t, SEALED);
  const id = (index) => String(index).padStart(22, "0");
  const own = Array.from({ length: 9 }, (_, index) => `__Host-portcullis-github-${id(index)}`);
  const others = own.map((name) => name.replace("github", "github-two"));
  const odd = ["; Secure", ";HttpOnly", "%0d%0aa", "é".repeat(3), "x y z", "ümlaut,", "("].map(
    (text) => `__Host-portcullis-github-${text.replace("; ", ";").padEnd(22, "a")}`,
  );
  const jar = new Map(
    [...others, ...odd, "session", "__Host-portcullis-github-"].map((name) => [name, "1.k1.a"]),
  );
  for (const name of own) jar.set(name, `${own.indexOf(name) === 4 ? "zz" : "a"}.k1.a`);
  const header = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const { set } = await browser(proxy).ask(CODE_FORM, { headers: { cookie: header } });
  const ended = set.slice(1).map(({ name }) => name);
  // Eight stay: the new one, the one that lasts longest, and six more of the eighteen.
  assert.equal(ended.length, 11);
  for (const name of ended) assert.ok([...own, ...others].includes(name) && name !== own[4]);
});

testBothWays(
  "P-20 T-46 long refresh tokens: fewer cookies are kept, so that a request's headers never outgrow a server",
  async (proxy) => {
    const { ask, jar } = browser(proxy);
    proxy.upstream.reply = tokens({ refresh_token: "r".repeat(2000) });
    let last;
    for (let count = 0; count < 12; count += 1) {
      last = await ask(CODE_FORM);
      assert.equal(last.status, 200);
      const bytes = [...jar].map(([name, value]) => `${name}=${value}; `).join("").length;
      assert.ok(bytes <= 6 * 1024 + 2, String(bytes));
    }
    assert.equal((await ask(renew(last.body.refresh_token))).status, 200);
  },
  SEALED,
);

testBothWays(
  "P-20 a refresh token too long for a cookie: no cookie and no handle, so the page knows; never the token itself",
  async (proxy) => {
    const sizes = [];
    for (let length = 2940; length <= 3040; length += 1) {
      proxy.upstream.reply = tokens({ refresh_token: "r".repeat(length) });
      const { status, set, body, text } = await browser(proxy).ask(CODE_FORM);
      assert.equal(status, 200);
      assert.ok(!text.includes("rrr"));
      if (set.length === 0) {
        assert.equal(body.refresh_token, undefined);
      } else {
        assert.match(body.refresh_token, HANDLE);
        sizes.push(`${set[0].name}${set[0].value}`.length);
      }
    }
    assert.ok(sizes.length > 0 && sizes.length < 101);
    // RFC 6265bis section 5.7: name and value, without the sign between them.
    assert.ok(Math.max(...sizes) <= 4096 && Math.max(...sizes) > 4090, String(Math.max(...sizes)));
  },
  { ...SEALED, limits: { address: null } },
);

testBothWays(
  "P-20 a new refresh token that is too long ends the cookie of the old one, which is spent",
  async (proxy) => {
    const { ask, jar } = browser(proxy);
    const { body } = await ask(CODE_FORM);
    proxy.upstream.reply = tokens({ refresh_token: "r".repeat(4000) });
    const renewed = await ask(renew(body.refresh_token));
    assert.equal(renewed.status, 200);
    assert.equal(renewed.body.refresh_token, undefined);
    assert.equal(jar.size, 0);
    assert.equal((await ask(renew(body.refresh_token))).body.error, "invalid_grant");
  },
  SEALED,
);

test("P-20 a copy of a cookie ends when the cookie does", async (t) => {
  const proxy = await startProxy(t, SEALED);
  const { ask } = browser(proxy);
  proxy.upstream.reply = tokens({ refresh_token_expires_in: 60 });
  const { body, set } = await ask(CODE_FORM);
  const cookie = `${set[0].name}=${set[0].value}`;
  const later = browser(proxy);
  const clock = Date.now;
  t.after(() => {
    Date.now = clock;
  });
  const asked = () => later.ask(renew(body.refresh_token), { headers: { cookie } });
  assert.equal((await asked()).status, 200);
  Date.now = () => clock() + 61_000;
  assert.equal((await asked()).body.error, "invalid_grant");
});

test("P-12 P-20 a refresh token of odd characters is dropped before it is sealed", async (t) => {
  const proxy = await startProxy(t, SEALED);
  for (const refresh_token of ["a\r\nSet-Cookie: x=1", "é", "a\0", 7, {}, null]) {
    proxy.upstream.reply = tokens({ refresh_token });
    const { set, body } = await browser(proxy).ask(CODE_FORM);
    assert.deepEqual([set, body], [[], { access_token: "gho_a" }]);
  }
  proxy.upstream.reply = tokens({ refresh_token: 'a b;c=d, e\\"' });
  const { ask } = browser(proxy);
  const { body } = await ask(CODE_FORM);
  await ask(renew(body.refresh_token));
  assert.equal(proxy.upstream.log.at(-1).form.refresh_token, 'a b;c=d, e\\"');
  assert.notEqual(body.refresh_token, GOOD_REPLY.refresh_token);
});
