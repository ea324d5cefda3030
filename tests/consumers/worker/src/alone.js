// A worker that tries to sign in by itself. Answers with what came of it.

import { createAuth, detectEnvironment } from "portcullis";
import { github } from "./config.js";

const auth = createAuth({ github, store: "memory" });

self.onmessage = async ({ data: mode }) => {
  const onPrompt = ({ userCode }) => fetch(`/device-code?${userCode}`);
  const { success, error } = await auth.github.signIn({ mode, onPrompt });
  const { isBrowser, isFramed, canPopup } = detectEnvironment();
  postMessage({ success, code: error?.code, isBrowser, isFramed, canPopup });
};
