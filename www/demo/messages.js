// Turns an error of the SDK into words for the person in front of the page.
// It looks words up by code and must not decide what the page does next.
import { SESSION_MESSAGES } from "./messages-session.js";
import { SETUP_MESSAGES } from "./messages-setup.js";
import { SIGN_IN_MESSAGES } from "./messages-sign-in.js";

const MESSAGES = { ...SETUP_MESSAGES, ...SIGN_IN_MESSAGES, ...SESSION_MESSAGES };

const UNEXPECTED = {
  title: "Something went wrong",
  happened: "The page ran into a problem that it has no words for.",
  advice: "Reload the page and try again. If it comes back, tell whoever runs this page the code below.",
};

/** `facts` are short machine words (code, field, status); `detail` is the sentence for a developer. */
export function explain(error) {
  const known = Object.hasOwn(MESSAGES, error.code);
  const code = known ? error.code : (error.code ?? "unexpected");
  const facts = [code];
  if (error.field) facts.push(error.field);
  if (error.error && error.error !== code) facts.push(error.error);
  if (error.status) facts.push(`HTTP ${error.status}`);
  const detail = [error.message, error.errorDescription].filter(Boolean).join(" ");
  return { ...(known ? MESSAGES[code] : UNEXPECTED), code, facts, detail };
}
