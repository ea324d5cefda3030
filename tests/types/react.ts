// The hook as a component in TypeScript uses it. Owns: useAuth. Must not: run; the compiler is the test.

import type { AuthManager, AuthSnapshot, Subject } from "portcullis";
import { useAuth } from "portcullis/react";
import { expect, type Same } from "./expect.js";

export function Account({ auth }: { auth: AuthManager }): string {
  const seen = useAuth(auth);
  expect<Same<typeof seen, AuthSnapshot>>();
  if (seen.isLoading) {
    expect<Same<typeof seen.isAuthenticated, undefined>>();
    return "";
  }
  expect<Same<typeof seen.subject, Subject | null>>();
  return seen.isAuthenticated ? `${seen.provider}` : "Sign in";
}

export function InATest(): boolean {
  // Enough of a manager for a test of one's own.
  const { isLoading } = useAuth({ subscribe: () => () => {}, getSnapshot: () => ({ isLoading: true }) });
  return isLoading;
}

export function WithoutManager(): void {
  // @ts-expect-error a manager is needed
  useAuth();
}
