// `GithubUserCredentials`: what a person granted, read-only. Printing it, in whatever way, shows no secret.

const secrets = ["accessToken", "refreshToken", "idToken"];
const facts = ["tokenType", "scope", "expiresIn", "expiresAt"];

export class GithubUserCredentials {
  #fields;

  constructor(fields) {
    this.#fields = fields;
  }

  static {
    for (const name of [...secrets, ...facts, "raw"]) {
      // On the prototype, so that neither JSON nor the console finds the values.
      Object.defineProperty(GithubUserCredentials.prototype, name, {
        get() {
          return this.#fields[name] ?? null;
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
