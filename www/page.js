// The page: its address, and leaving it. Nothing here knows why.

export const address = () => globalThis.location?.href;

/** Shows another URL in the address bar without loading it; the page's history state stays. */
export function showAddress(url) {
  try {
    history.replaceState(history.state, "", url);
  } catch (error) {
    // Safari refuses after a hundred changes in ten seconds; the sign-in goes on.
    console.warn("Portcullis: address bar not cleaned.", error);
  }
}

/** Whether the page is shown inside another one. A worker has no `top`. */
export const isFramed = () => !!globalThis.top && globalThis.top !== globalThis.self;

export const leaveFor = (url) => location.assign(url);
