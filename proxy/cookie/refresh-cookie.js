// Keeps refresh tokens out of the page (RFC 10017, token-mediating backend): each in a sealed cookie of its own, and in
// its place the page gets a handle that names the cookie. The handle stays when the provider gives a new refresh
// token, so a tab that missed the answer is not signed out. Must not decide when a token is renewed.

import { open, seal, toBase64Url } from "./seal.js";

const HANDLE = /^cookie\.([\w-]{22})$/;
// Browsers refuse a longer name and value together (RFC 6265bis section 5.7).
const LONGEST_COOKIE = 4096;
// Where the provider does not say how long a refresh token lasts; each renewal starts it again.
const DEFAULT_SECONDS = 30 * 24 * 3600;
// RFC 6265bis section 5.5.
const LONGEST_SECONDS = 400 * 24 * 3600;
// Tabs that were closed leave their cookies behind, and every request carries them all.
const MOST_COOKIES = 8;
// Servers refuse header lines beyond 8 KiB, and the host has other cookies: a page could never get out of that.
const MOST_BYTES = 6 * 1024;
const ATTRIBUTES = "Path=/; HttpOnly; Secure; SameSite=Strict";

export const isHandle = (text) => HANDLE.test(text);

/** The refresh token that a handle stands for; `undefined` when this browser has none for it. */
export async function openHandle(app, origin, request, handle) {
  const [, id] = HANDLE.exec(handle) ?? [];
  if (id === undefined) return undefined;
  const name = `${prefixOf(app)}${id}`;
  const [time, sealed] = split(readCookies(request).get(name) ?? "");
  return open(app.cookieKeys, [name, app.clientId, origin, time], sealed);
}

/**
 * The answer for the page, without the refresh token, and the cookies that go with it. `used` is the refresh token that
 * `handle` stood for: a provider that gives no new one means that it stays.
 */
export async function moveToCookie(app, origin, request, answer, { handle, used }) {
  if (answer.status !== 200) return answer;
  const { refresh_token = used, ...body } = answer.body;
  if (refresh_token === undefined) return { ...answer, body };
  const [, id] = HANDLE.exec(handle) ?? [];
  const newId = id ?? toBase64Url(crypto.getRandomValues(new Uint8Array(16)));
  const name = `${prefixOf(app)}${newId}`;
  const time = Date.now().toString(36);
  const sealed = await seal(app.cookieKeys, [name, app.clientId, origin, time], refresh_token);
  // 0 would delete the cookie; a provider that says it means "no end".
  const lifetime = Math.floor(body.refresh_token_expires_in ?? 0) || DEFAULT_SECONDS;
  const seconds = Math.min(lifetime, LONGEST_SECONDS);
  const cookie = `${name}=${time}.${sealed}`;
  // A browser would drop such a cookie; without the handle the page knows that it cannot renew.
  if (cookie.length > LONGEST_COOKIE) return { ...answer, body };
  return {
    ...answer,
    body: { ...body, refresh_token: `cookie.${newId}` },
    cookies: [`${cookie}; Max-Age=${seconds}; ${ATTRIBUTES}`, ...surplus(app, request, name, cookie.length)],
  };
}

/** The cookie that ends the one of a handle. */
export function expireHandle(app, handle) {
  const [, id] = HANDLE.exec(handle) ?? [];
  return id === undefined ? [] : [expired(`${prefixOf(app)}${id}`)];
}

const prefixOf = (app) => `__Host-portcullis-${app.name}-`;
const expired = (name) => `${name}=; Max-Age=0; ${ATTRIBUTES}`;

/** The oldest cookies beyond what a browser should carry; only names that can be ours come back in a header. */
function surplus(app, request, kept, size) {
  const prefix = prefixOf(app);
  const others = [...readCookies(request)].filter(
    ([name]) => name !== kept && name.startsWith(prefix) && isHandle(`cookie.${name.slice(prefix.length)}`),
  );
  const age = ([, value]) => Number.parseInt(split(value)[0], 36) || 0;
  others.sort((a, b) => age(b) - age(a));
  let bytes = size;
  const isTooMuch = ([name, value], index) => {
    bytes += name.length + value.length + 3;
    return index >= MOST_COOKIES - 1 || bytes > MOST_BYTES;
  };
  return others.filter(isTooMuch).map(([name]) => expired(name));
}

function split(value) {
  const dot = value.indexOf(".");
  return [value.slice(0, dot), value.slice(dot + 1)];
}

function readCookies(request) {
  const pairs = (request.headers.get("cookie") ?? "").split("; ").map((pair) => {
    const equals = pair.indexOf("=");
    return [pair.slice(0, equals), pair.slice(equals + 1)];
  });
  return new Map(pairs);
}
