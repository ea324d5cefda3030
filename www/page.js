// The page: its address, and leaving it. Nothing here knows why.

export const address = () => globalThis.location?.href;

/** Shows another URL in the address bar without loading it; the page's history state stays. */
export const showAddress = (url) => history.replaceState(history.state, "", url);

/** Whether the page is shown inside another one. */
export const isFramed = () => globalThis.top !== globalThis.self;

export const leaveFor = (url) => location.assign(url);
