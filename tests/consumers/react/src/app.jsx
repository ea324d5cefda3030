// Who is signed in, by the hook. Effects are as people write them: nothing keeps them from running twice.

import { createAuth } from "portcullis";
import { useAuth } from "portcullis/react";
import { useEffect, useState } from "react";
import { github } from "./config.js";

const auth = createAuth({ github });

export function App() {
  const { isLoading, isAuthenticated } = useAuth(auth);
  useEffect(() => {
    auth.handleRedirect();
  }, []);
  if (isAuthenticated) return <Login />;
  return (
    <button type="button" disabled={isLoading} onClick={() => auth.github.signIn({ mode: "redirect" })}>
      Sign in with GitHub
    </button>
  );
}

function Login() {
  const [login, setLogin] = useState("");
  useEffect(() => {
    let isShown = true;
    const ask = async () => {
      const session = await auth.session();
      const response = await session.fetch(`${github.apiUrl}/user`, { cache: "no-store" });
      const user = await response.json();
      if (isShown) setLogin(user.login);
    };
    ask();
    return () => {
      isShown = false;
    };
  }, []);
  return <output>{login}</output>;
}
