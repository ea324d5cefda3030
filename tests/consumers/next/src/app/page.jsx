// Rendered on the server, around a component that the browser takes over.

import { SignIn } from "../sign-in";

export default function Page() {
  return (
    <main>
      <h1>Rendered by the server</h1>
      <SignIn />
    </main>
  );
}
