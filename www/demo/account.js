// The signed-in card: who it is, and the facts about their token.
// It must never put any part of a token on the page.
import { byId, element } from "./dom.js";
import { countdown, localTime } from "./format.js";

let ticking;

export function showProfile(user) {
  const name = user.name || user.login;
  byId("profile-name").textContent = name;
  byId("profile-login").textContent = `@${user.login}`;
  byId("profile-bio").textContent = user.bio ?? "";
  byId("profile-bio").hidden = !user.bio;

  const frame = byId("profile-avatar");
  frame.dataset.initial = name[0].toUpperCase();
  frame.replaceChildren();
  if (!user.avatar_url) return;
  const image = element("img", {
    alt: `Avatar of ${user.login}`,
    src: user.avatar_url,
    width: 72,
    height: 72,
  });
  // A broken picture must not cover the initial behind it.
  image.addEventListener("error", () => image.remove());
  frame.append(image);
}

/** For a sign-in whose profile could not be fetched. */
export function showUnknownProfile(name) {
  byId("profile-name").textContent = name;
  byId("profile-login").textContent = "Profile not loaded";
  byId("profile-bio").hidden = true;
  byId("profile-avatar").dataset.initial = "?";
  byId("profile-avatar").replaceChildren();
}

export function showToken(credentials) {
  byId("token-type").textContent = credentials.tokenType;
  byId("token-refreshable").textContent = renewalInWords(credentials.refreshToken);
  byId("token-scope").textContent = scopeInWords(credentials.scope);
  byId("refresh").hidden = !credentials.refreshToken;
  showExpiry(credentials.expiresAt);
}

// A sealed refresh token is in a cookie, and what the page has is only the cookie's name.
function renewalInWords(refreshToken) {
  if (!refreshToken) return "No";
  return refreshToken.startsWith("cookie.") ? "Yes, by a cookie that no script can read" : "Yes";
}

function scopeInWords(scope) {
  if (scope === null) return "Not reported";
  return scope.length === 0 ? "None: public data only" : scope.join(", ");
}

function showExpiry(expiresAt) {
  clearInterval(ticking);
  if (expiresAt === null) {
    byId("token-expiry").textContent = "Never";
    return;
  }
  const date = new Date(expiresAt * 1000);
  const left = element("span", { className: "left" });
  const tick = () => {
    const text = countdown((date - Date.now()) / 1000);
    if (left.textContent !== text) left.textContent = text;
  };
  tick();
  ticking = setInterval(tick, 1000);
  const time = element("time", { dateTime: date.toISOString() }, localTime(date, new Date()));
  byId("token-expiry").replaceChildren(time, " ", left);
}

/** Signing out leaves nothing of the person behind, not even in hidden markup. */
export function clearAccount() {
  clearInterval(ticking);
  delete byId("profile-avatar").dataset.initial;
  for (const node of document.querySelectorAll(".profile [id^=profile-], .facts dd")) node.replaceChildren();
}
