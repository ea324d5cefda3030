// `GithubUserCredentials`: what a person granted, read-only. Printing it, in whatever way, shows no secret.

const secrets = ["accessToken", "refreshToken", "idToken"];
const facts = ["tokenType", "scope", "expiresIn", "expiresAt"];

// Not a private field: developer tools list those.
const fieldsOf = new WeakMap();

export class GithubUserCredentials {
  constructor(fields) {
    fieldsOf.set(this, fields);
  }

  static {
    for (const name of [...secrets, ...facts, "raw"]) {
      // On the prototype, so that neither JSON nor the console finds the values.
      Object.defineProperty(GithubUserCredentials.prototype, name, {
        get() {
          return fieldsOf.get(this)[name] ?? null;
        },
      });
    }
  }

  toJSON() {
    const hidden = secrets.map((name) => [name, this[name] && "[redacted]"]);
    return Object.fromEntries([...hidden, ...facts.map((name) => [name, this[name]])]);
  }

  toString() {
    return "GithubUserCredentials [redacted]";
  }
}
