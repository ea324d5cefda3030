// Words for the network, and for what can go wrong once somebody is signed in.
// Only wording lives here, one entry per error code.

const SIGN_IN_AGAIN = "Sign in again to go on.";

export const SESSION_MESSAGES = {
  network_error: {
    title: "No answer from the server",
    happened: "The request did not get through. You may be offline, or the server may be down.",
    advice: "Check your connection and try again.",
  },
  timeout: {
    title: "The server took too long",
    happened: "No answer came within the time this page waits.",
    advice: "Try again in a moment.",
  },
  aborted: {
    title: "The sign-in was cancelled",
    happened: "This page stopped waiting, because you gave it up or something else was started.",
    advice: "Try again if you still want it.",
  },
  invalid_response: {
    title: "The answer made no sense",
    happened:
      "Something replied, but not in the form that was expected. A gateway or a proxy may have answered instead.",
    advice: "Try again in a moment. If you run this page, check where the token proxy's address leads.",
  },
  server_error: {
    title: "The server has a problem",
    happened: "It received the request and failed to carry it out. This is not your doing.",
    advice: "Try again in a few minutes.",
  },
  rate_limited: {
    title: "Too many requests",
    happened: "GitHub asks this app to slow down for a while.",
    advice: "Wait a few minutes before you try again.",
  },
  refresh_rejected: {
    title: "Your sign-in has ended",
    happened: "GitHub did not renew the token. It may have been revoked, or it was unused for too long.",
    advice: SIGN_IN_AGAIN,
  },
  no_refresh_token: {
    title: "This token cannot be renewed",
    happened: "GitHub gave no refresh token with it.",
    advice: "Keep using the token until it expires, then sign in again.",
  },
  token_expired: {
    title: "This token has run out",
    happened: "Its time is over, and this page does not renew it by itself.",
    advice: SIGN_IN_AGAIN,
  },
  refresh_not_supported: {
    title: "This token stays as it is",
    happened: "It was made by hand or by another way to sign in, and tokens of that kind cannot be renewed.",
    advice: "Make a new one where this one came from, and sign in with it.",
  },
  not_signed_in: {
    title: "You are not signed in",
    happened: "This tab holds no sign-in any more.",
    advice: SIGN_IN_AGAIN,
  },
  interaction_required: {
    title: "Somebody has to sign in first",
    happened: "This page needed a sign-in and was not allowed to ask for one by itself.",
    advice: SIGN_IN_AGAIN,
  },
  csrf_failed: {
    title: "The server did not trust the request",
    happened: "This app's own server took it for one that another site had made, and refused it.",
    advice: "Reload the page and try again.",
  },
  origin_not_allowed: {
    title: "The request was stopped",
    happened: "It was about to take your token to a server that is not GitHub's API. Nothing was sent.",
    advice: "If you run this page, call only the provider's API through the session.",
  },
  authorization_header_set: {
    title: "The request was stopped",
    happened: "It carried its own Authorization header, and the session adds the right one itself.",
    advice: "If you run this page, leave that header out.",
  },
  sso_required: {
    title: "Your organization asks you to sign in",
    happened: "It shows its data only to people who have been through its own single sign-on.",
    advice: "Sign on at your organization, then try again here.",
  },
  invalid_request: {
    title: "The request was not complete",
    happened:
      "This page asked GitHub's API for something without saying all that belongs to it. Nothing was sent.",
    advice: "If you run this page, check the route and its parameters. If not, tell whoever does.",
  },
  api_error: {
    title: "GitHub did not allow that",
    happened: "The request arrived, and GitHub's API answered with an error. This sign-in may not permit it.",
    advice: "Sign out, then sign in again and tick what the request needs.",
  },
};
