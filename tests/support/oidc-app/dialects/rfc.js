// The dialect of the standards on the same routes: RFC 6749, RFC 7636, RFC 8628 and OpenID Connect userinfo.
// Owns: that the provider's answers pass as they are. Must not: check anything; the provider does.

import { bearerOf, jsonAnswer, redirect } from "../answers.js";
import { grantTokens, startDevice } from "../provider.js";

const NO_STORE = { "Cache-Control": "no-store" };

function pass(reply) {
  if (reply === null) return { status: 502, headers: { "Content-Type": "text/plain" }, body: "Bad Gateway" };
  const { status, text } = reply;
  const type = status === 503 ? "text/plain" : "application/json";
  return { status, headers: { "Content-Type": type, ...NO_STORE }, body: text };
}

const onward = ({ url }, path, { query }) =>
  redirect(302, url + path, Object.fromEntries(new URLSearchParams(query)));

export const answerLogin = (world, request) => onward(world, "/idp/authorize", request);
export const answerToken = (world, { form }) => pass(grantTokens(world, form));
export const answerDevice = (world, { form }) => pass(startDevice(world, form));
export const answerLogout = (world, request) => onward(world, "/idp/logout", request);

export function answerUserinfo({ store }, request) {
  const token = bearerOf(request);
  const person = store.personOf(token);
  if (!person) {
    const challenge = token ? 'Bearer error="invalid_token"' : "Bearer";
    return jsonAnswer({ error: "invalid_token" }, 401, { "WWW-Authenticate": challenge });
  }
  const { sub, username, name, firstName, lastName, email } = person;
  return jsonAnswer({
    sub,
    preferred_username: username,
    name,
    given_name: firstName,
    family_name: lastName,
    email,
  });
}
