// The WEB origin (github.com): which path and method goes to which answer.
// Owns: the routes, among them that OPTIONS and everything unknown under WEB is a 404 page.
// Must not: send any Access-Control-* header; github.com sends none on these paths.

import { answerAuthorize } from "./authorize.js";
import { answerDeviceCode } from "./device.js";
import { answerDevicePage } from "./device-page.js";
import { renderMessagePage } from "./page-shell.js";
import { avatarSvg, people } from "./people.js";
import { answerToken } from "./token.js";

const ROUTES = {
  "GET /login/oauth/authorize": answerAuthorize,
  "POST /login/oauth/authorize": answerAuthorize,
  "POST /login/oauth/access_token": answerToken,
  "POST /login/device/code": answerDeviceCode,
  "GET /login/device": answerDevicePage,
  "POST /login/device": answerDevicePage,
};

export function answerWeb(world, request) {
  const route = ROUTES[`${request.method} ${request.path}`];
  if (route) return route(world, request);
  const avatar = request.method === "GET" && /^\/avatars\/u\/(\d+)$/.exec(request.path);
  const person = avatar && people.find(({ id }) => id === Number(avatar[1]));
  if (person) return avatarAnswer(person);
  return renderMessagePage(404, "Not found", "There is nothing at this address.");
}

function avatarAnswer(person) {
  return {
    status: 200,
    headers: {
      "Content-Type": "image/svg+xml; charset=utf-8",
      "Content-Security-Policy": "default-src 'none'",
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": "max-age=300",
    },
    body: avatarSvg(person),
  };
}
