// Many at once (T-50): nobody gets another's token, though answers come in another order than questions.
// Must not measure time.

import assert from "node:assert/strict";
import { CODE_FORM, ORIGIN, post } from "../support/proxy.js";
import { jsonReply } from "../support/upstream.js";
import { OTHER_ORIGIN, onRuntimes, test } from "./support/suite.js";

const MANY = 100;

onRuntimes({}, (place) => {
  test("T-50 100 exchanges at once, answered last come first served: each page gets its own token", async () => {
    const held = [];
    place.upstream.reply = (response) => {
      const { code } = place.upstream.log.at(-1).form;
      held.push(() =>
        jsonReply({ access_token: `gho_of_${code}`, token_type: "bearer", scope: code })(response),
      );
      if (held.length === MANY) for (const answer of held.reverse()) answer();
    };
    const pages = Array.from({ length: MANY }, (_, index) => [
      `code${index}`,
      index % 2 ? ORIGIN : OTHER_ORIGIN,
    ]);
    await Promise.all(
      pages.map(async ([code, origin]) => {
        const form = { ...CODE_FORM, code, redirect_uri: `${origin}/callback` };
        const response = await place.send("/token", post(form, { origin }));
        assert.equal(response.headers.get("access-control-allow-origin"), origin);
        const body = { access_token: `gho_of_${code}`, token_type: "bearer", scope: code };
        assert.deepEqual(await response.json(), body);
      }),
    );
    assert.equal(new Set(place.upstream.log.map(({ form: { code } }) => code)).size, MANY);
    for (const { form } of place.upstream.log) {
      const [, origin] = pages.find(([code]) => code === form.code);
      assert.equal(form.redirect_uri, `${origin}/callback`);
    }
  });

  test("T-50 T-49 the same request twice is asked twice: no answer is kept", async () => {
    let count = 0;
    place.upstream.reply = (response) => {
      count += 1;
      jsonReply({ access_token: `gho_${count}` })(response);
    };
    for (const expected of ["gho_1", "gho_2", "gho_3"]) {
      const response = await place.send("/token", post(CODE_FORM));
      assert.equal((await response.json()).access_token, expected);
    }
  });

  test("T-50 refusals and errors among good exchanges stay with whom they belong to", async () => {
    place.upstream.reply = (response) => {
      const { code } = place.upstream.log.at(-1).form;
      const failing = code.startsWith("bad");
      jsonReply(failing ? { error: `error_${code}` } : { access_token: `gho_of_${code}` })(response);
    };
    await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const code = `${["good", "bad", "foreign"][index % 3]}${index}`;
        const origin = index % 3 === 2 ? "https://evil.example" : ORIGIN;
        const response = await place.send("/token", post({ ...CODE_FORM, code }, { origin }));
        const { access_token, error } = await response.json();
        const expected = [
          [`gho_of_${code}`, undefined],
          [undefined, `error_${code}`],
          [undefined, "origin_not_allowed"],
        ];
        assert.deepEqual([access_token, error], expected[index % 3]);
      }),
    );
  });
});
