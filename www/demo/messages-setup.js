// Words for mistakes in how a page was set up, and for browsers that cannot run the SDK.
// Only wording lives here, one entry per error code.

const TELL_OWNER = "If you run this page, correct the setting named below. If not, tell whoever does.";

export const SETUP_MESSAGES = {
  missing_option: {
    title: "A setting is missing",
    happened: "This page was set up without something that signing in needs.",
    advice: TELL_OWNER,
  },
  invalid_option: {
    title: "A setting is wrong",
    happened: "One of this page's sign-in settings has a value that cannot work.",
    advice: TELL_OWNER,
  },
  unknown_option: {
    title: "A setting is not known",
    happened: "This page uses a sign-in setting that does not exist. It may be misspelt.",
    advice: TELL_OWNER,
  },
  unknown_provider: {
    title: "A sign-in service is not known",
    happened: "This page named a provider that it was not set up with.",
    advice: TELL_OWNER,
  },
  unknown_flow: {
    title: "A way to sign in is not known",
    happened: "This page named a flow that its provider does not have.",
    advice: TELL_OWNER,
  },
  invalid_flow: {
    title: "A way to sign in is incomplete",
    happened: "This page brought a flow of its own that lacks a step.",
    advice: "If you run this page, give the flow authorize, exchange and refresh. If not, tell whoever does.",
  },
  invalid_subject: {
    title: "A name for this sign-in cannot be used",
    happened: "This page keeps sign-ins under names, and gave one that is neither a text nor plain data.",
    advice: TELL_OWNER,
  },
  client_secret_in_browser: {
    title: "A secret is in the page",
    happened: "The app's client secret was put into this page, where anyone can read it. Nothing was sent.",
    advice:
      "If you run this page, move the secret to the token proxy and make a new one at GitHub. If not, tell whoever does.",
  },
  insecure_url: {
    title: "An address is not secure",
    happened: "One of this page's sign-in addresses does not use https.",
    advice: TELL_OWNER,
  },
  insecure_origin: {
    title: "This page is not on a secure connection",
    happened: "It was opened over plain http, where others on the network could take a sign-in.",
    advice: "Open it by its https address. For development on a local network, set allowInsecureOrigin.",
  },
  no_matching_redirect_uri: {
    title: "This page has no callback",
    happened: "None of the addresses to come back to after a sign-in is on this page's own site.",
    advice: TELL_OWNER,
  },
  instance_conflict: {
    title: "Two settings contradict each other",
    happened: "This page set up the same server twice, in different ways.",
    advice: TELL_OWNER,
  },
  reserved_parameter: {
    title: "A sign-in parameter is reserved",
    happened: "This page tried to set a part of the sign-in request that keeps the request safe.",
    advice: TELL_OWNER,
  },
  weak_state: {
    title: "The sign-in marker is too weak",
    happened: "This page chose a state value that could be guessed, so the sign-in was not started.",
    advice: "If you run this page, leave state out and a strong one is made. If not, tell whoever does.",
  },
  top_level_required: {
    title: "This page is inside another page",
    happened: "GitHub does not let itself be shown in a frame, so a sign-in cannot start here.",
    advice: "Open this page in a tab of its own and sign in there.",
  },
  not_initialized: {
    title: "Signing in was not ready",
    happened: "This page asked to sign in before the sign-in code had loaded.",
    advice: "Reload the page. If it comes back, the page has to wait for init() first.",
  },
  wasm_blocked: {
    title: "The browser blocked the sign-in code",
    happened: "WebAssembly is switched off here, or this site's security policy does not allow it.",
    advice:
      "Use a current browser without a strict lockdown mode. If you run this page, add 'wasm-unsafe-eval' to its script-src.",
  },
  no_secure_random: {
    title: "This browser cannot sign in safely",
    happened: "It offers no secure random numbers, and a sign-in without them could be forged.",
    advice: "Try a current version of Chrome, Edge, Firefox or Safari.",
  },
  storage_unavailable: {
    title: "The browser does not let this page remember anything",
    happened: "Signing in needs session storage for the round trip to GitHub, and it is blocked.",
    advice: "Allow site data for this page, or leave the private mode that blocks it, and try again.",
  },
  storage_full: {
    title: "This page's storage is full",
    happened: "There was no room left to remember the sign-in.",
    advice: "Close this tab, open the page in a new one and try again.",
  },
};
