// A browser's part in cookie mode: it keeps what Set-Cookie says and sends it back. Must not open a cookie.

import { post } from "./proxy.js";

export const KEY = "k1:9pYhyqYq4bVAwJk3BmS0Ay0oGUXjPL8v2Wm4iC3sZ0E=";
export const OTHER_KEY = "k2:Zx0a7s5e6mW4v1nJqgk2b8Hc3yTtLrUoPfDd9iXwVYQ=";
export const SEALED = Object.freeze({ refreshToken: "sealed-cookie", cookieKeys: [KEY] });
export const HANDLE = /^cookie\.[\w-]{22}$/;

/** Posts forms with the cookies that it was given; `jar` is a Map from name to value. */
export function browser({ send }, jar = new Map()) {
  return {
    jar,
    async ask(form, { path = "/token", headers = {} } = {}) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
      const own = { "x-requested-with": "portcullis", ...(cookie && { cookie }) };
      const response = await send(path, post(form, { ...own, ...headers }));
      const set = response.headers.getSetCookie().map(parseCookie);
      for (const { name, value, attributes } of set) {
        // A new one is the newest, also when it takes the place of an old one.
        jar.delete(name);
        if (attributes["Max-Age"] !== "0") jar.set(name, value);
      }
      const text = await response.text();
      return { status: response.status, headers: response.headers, set, text, body: JSON.parse(text) };
    },
  };
}

function parseCookie(line) {
  const [pair, ...rest] = line.split("; ");
  const [name, value] = split(pair);
  return { name, value, attributes: Object.fromEntries(rest.map(split)) };
}

function split(text) {
  const equals = text.indexOf("=");
  return equals < 0 ? [text, true] : [text.slice(0, equals), text.slice(equals + 1)];
}
