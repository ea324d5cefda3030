// The part that the browser takes over. The server renders it, too: there `createAuth` works, and nobody is known.

"use client";

import { createAuth } from "portcullis";
import { useAuth } from "portcullis/react";
import { useEffect, useState } from "react";
import { github } from "./config";

const auth = createAuth({ github });

export function SignIn() {
  const { isLoading, isAuthenticated } = useAuth(auth);
  const [login, setLogin] = useState("");
  useEffect(() => {
    auth.handleRedirect();
  }, []);
  useEffect(() => {
    if (!isAuthenticated) return;
    const ask = async () => {
      const session = await auth.session();
      const response = await session.fetch(`${github.apiUrl}/user`, { cache: "no-store" });
      setLogin((await response.json()).login);
    };
    ask();
  }, [isAuthenticated]);
  return (
    <>
      <button type="button" disabled={isLoading} onClick={() => auth.github.signIn({ mode: "redirect" })}>
        Sign in with GitHub
      </button>
      <output>{isLoading ? "One moment" : login}</output>
    </>
  );
}
