// Keeps refresh tokens out of the page (RFC 10017, token-mediating backend): each in a sealed cookie of its own, and in
// its place the page gets a handle that names the cookie. The handle stays when the provider gives a new refresh
// token, so a tab that missed the answer is not signed out. Must not decide when a token is renewed.

import { toBase64Url } from "./encoding.js";
import { open, seal } from "./seal.js";

const COOKIE_NAME = /^__Host-portcullis-[a-z0-9-]+-[\w-]{22}$/;
const HANDLE = /^cookie\.([\w-]{22})$/;
// Browsers refuse a longer name and value together (RFC 6265bis section 5.7).
const LONGEST_COOKIE = 4096;
// Where the provider does not say how long a refresh token lasts; each renewal starts it again.
const DEFAULT_SECONDS = 30 * 24 * 3600;
// RFC 6265bis section 5.5.
const LONGEST_SECONDS = 400 * 24 * 3600;
// Tabs that were closed leave their cookies behind, and every request to this host carries those of all apps.
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
  const [ends, sealed] = split(readCookies(request).get(name) ?? "");
  // A browser drops it by itself; a copy of it must end, too.
  if (!(endOf(ends) > Date.now())) return undefined;
  return open(app.cookieKeys, [name, app.clientId, origin, ends], sealed);
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
  // 0 would delete the cookie; a provider that says it means "no end".
  const lifetime = Math.floor(body.refresh_token_expires_in ?? 0) || DEFAULT_SECONDS;
  const seconds = Math.min(lifetime, LONGEST_SECONDS);
  const ends = (Date.now() + seconds * 1000).toString(36);
  const sealed = await seal(app.cookieKeys, [name, app.clientId, origin, ends], refresh_token);
  const cookie = `${name}=${ends}.${sealed}`;
  // A browser would drop such a cookie and keep the spent one; without either the page learns that it cannot renew.
  if (cookie.length > LONGEST_COOKIE) return { ...answer, body, cookies: expireHandle(app, handle) };
  return {
    ...answer,
    body: { ...body, refresh_token: `cookie.${newId}` },
    cookies: [`${cookie}; Max-Age=${seconds}; ${ATTRIBUTES}`, ...surplus(request, name, cookie.length)],
  };
}

/** The cookie that ends the one of a handle. */
export function expireHandle(app, handle) {
  const [, id] = HANDLE.exec(handle) ?? [];
  return id === undefined ? [] : [expired(`${prefixOf(app)}${id}`)];
}

const prefixOf = (app) => `__Host-portcullis-${app.name}-`;
const expired = (name) => `${name}=; Max-Age=0; ${ATTRIBUTES}`;

/** The cookies beyond what a browser should carry, the first to end first; only names that can be ours come back. */
function surplus(request, kept, size) {
  const others = [...readCookies(request)].filter(([name]) => name !== kept && COOKIE_NAME.test(name));
  const lifeOf = ([, value]) => endOf(split(value)[0]) || 0;
  others.sort((a, b) => lifeOf(b) - lifeOf(a));
  let bytes = size;
  const isTooMuch = ([name, value], index) => {
    bytes += name.length + value.length + 3;
    return index >= MOST_COOKIES - 1 || bytes > MOST_BYTES;
  };
  return others.filter(isTooMuch).map(([name]) => expired(name));
}

const endOf = (text) => Number.parseInt(text, 36);

function split(value) {
  const dot = value.indexOf(".");
  return [value.slice(0, dot), value.slice(dot + 1)];
}

function readCookies(request) {
  const pairs = (request.headers.get("cookie") ?? "").split(/; */).map((pair) => {
    const equals = pair.indexOf("=");
    return [pair.slice(0, equals), pair.slice(equals + 1)];
  });
  return new Map(pairs);
}
