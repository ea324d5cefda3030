// Words for what can go wrong on the way to GitHub and back.
// Only wording lives here, one entry per error code.

const NEW_CODE = "Start again here to get a new code.";

export const SIGN_IN_MESSAGES = {
  access_denied: {
    title: "You cancelled at GitHub",
    happened: "GitHub was told not to authorize this app. Nothing was shared and no token was given.",
    advice: "Sign in again whenever you like.",
  },
  authorization_failed: {
    title: "GitHub did not go through with the sign-in",
    happened:
      "It ended the sign-in before any token was given. The app may be registered wrongly or suspended.",
    advice: "Try again in a moment. If you run this page, check its callback address at GitHub.",
  },
  state_mismatch: {
    title: "That sign-in was not started here",
    happened:
      "The answer does not belong to a sign-in that this tab began. It was refused and nothing was sent.",
    advice:
      "Start the sign-in from this page, in this tab. If you followed a link to get here, do not trust it.",
  },
  transaction_expired: {
    title: "The sign-in took too long",
    happened: "More than ten minutes passed between leaving for GitHub and coming back.",
    advice: "Sign in again. It is quick when you are already signed in at GitHub.",
  },
  invalid_callback: {
    title: "GitHub's answer was not readable",
    happened: "The address you came back to is damaged: something is missing from it, or is there twice.",
    advice: "Sign in again from this page.",
  },
  issuer_mismatch: {
    title: "The answer came from someone else",
    happened: "It names a different sign-in service from the one you were sent to, so it was refused.",
    advice:
      "Do not try the same link again. Sign in afresh from this page, and tell whoever runs it if this repeats.",
  },
  callback_mismatch: {
    title: "The answer came to the wrong page",
    happened: "The sign-in was started for another page or another app of this site, so it was refused here.",
    advice: "Go back to the page where you started, and sign in from there.",
  },
  code_rejected: {
    title: "The sign-in code was not accepted",
    happened: "GitHub's one-time code was already used or is too old, so no token was given.",
    advice: "Sign in again. Each code works once and only for ten minutes.",
  },
  oauth_error: {
    title: "GitHub answered with an error",
    happened: "The request was understood and refused. GitHub's own word for it is below.",
    advice: "Try again. If it comes back, tell whoever runs this page the code below.",
  },
  flow_failed: {
    title: "The sign-in broke off",
    happened: "A step that this page has written itself failed. Nothing was kept.",
    advice: "Try again. If it comes back, tell whoever runs this page.",
  },
  invalid_credentials: {
    title: "That is no token",
    happened: "What this page was given to sign in with is not in the form of a token.",
    advice: "Sign in afresh. If you run this page, check what it passes on as credentials.",
  },
  proxy_misconfigured: {
    title: "The token proxy is not set up right",
    happened: "The small server that finishes the sign-in was refused by GitHub, or refused this page.",
    advice: "If you run this page, check the proxy's client id, secret and allowed origins.",
  },
  popup_blocked: {
    title: "The browser blocked the window",
    happened: "GitHub was to open in a window of its own, and this browser did not let it.",
    advice: "Allow pop-ups for this page, or sign in in this tab.",
  },
  popup_closed: {
    title: "The window was closed before the sign-in was done",
    happened: "GitHub's window went away without an answer, so nobody is signed in.",
    advice: "Sign in again whenever you like.",
  },
  nobody_waiting: {
    title: "Nobody waits for this sign-in any more",
    happened: "The page that opened this window was closed, or it has stopped waiting.",
    advice: "Close this window and sign in again.",
  },
  window_left_open: {
    title: "You can close this window",
    happened: "The sign-in goes on in the page where you started it.",
    advice: "The browser did not let this window close by itself.",
  },
  device_code_expired: {
    title: "The code was not entered in time",
    happened: "A code lives for some minutes only, and the time of this one is over.",
    advice: NEW_CODE,
  },
  device_code_rejected: {
    title: "The code is not good any more",
    happened: "GitHub does not know it: it was used already, or another one took its place.",
    advice: NEW_CODE,
  },
  device_flow_disabled: {
    title: "No codes for other devices here",
    happened: "This app, or its token proxy, does not offer to sign in with a code.",
    advice: "Sign in another way. If you run this page, switch the device flow on in both.",
  },
};
