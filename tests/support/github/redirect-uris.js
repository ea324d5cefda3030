// Redirect URIs: which ones an app may use.
// Owns: exact match, any port on loopback literals, and callbacks registered with wildcard matching.
// Must not: answer HTTP, or build the redirect.

const LOOPBACK_LITERALS = ["127.0.0.1", "[::1]"];

/** The URI to send the person to, or null when the asked one is not registered. */
export function resolveRedirectUri(callbackUrls, asked) {
  if (asked === null) return callbackUrls[0].url;
  const allowed = callbackUrls.some(
    ({ url, wildcard }) =>
      url === asked || matchesOnLoopback(url, asked) || (wildcard === true && matchesBelow(url, asked)),
  );
  return allowed ? asked : null;
}

function matchesOnLoopback(registered, asked) {
  const [known, wanted] = [parse(registered), parse(asked)];
  if (!known || !wanted || !LOOPBACK_LITERALS.includes(known.hostname)) return false;
  known.port = wanted.port;
  return known.href === wanted.href;
}

function matchesBelow(registered, asked) {
  const [known, wanted] = [parse(registered), parse(asked)];
  if (!known || !wanted || wanted.protocol !== known.protocol || wanted.port !== known.port) return false;
  const directory = known.pathname.endsWith("/") ? known.pathname : `${known.pathname}/`;
  const hostFits = wanted.hostname === known.hostname || wanted.hostname.endsWith(`.${known.hostname}`);
  const pathFits = wanted.pathname === known.pathname || wanted.pathname.startsWith(directory);
  return hostFits && pathFits && wanted.username === "" && wanted.password === "" && wanted.hash === "";
}

/** Null unless the text is a URL in its normal form: `/cb/../other` and the like never match a pattern. */
function parse(text) {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return url.href === text || url.href === `${text}/` ? url : null;
}
