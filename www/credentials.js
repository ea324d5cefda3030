// `GithubUserCredentials`: what a person granted, read-only. Printing it, in whatever way, shows no secret.

export class GithubUserCredentials {
  #fields;

  constructor(fields) {
    this.#fields = fields;
  }

  get accessToken() {
    return this.#fields.accessToken;
  }

  get tokenType() {
    return this.#fields.tokenType;
  }

  get refreshToken() {
    return this.#fields.refreshToken;
  }

  get scope() {
    return this.#fields.scope ?? null;
  }

  get expiresIn() {
    return this.#fields.expiresIn;
  }

  get expiresAt() {
    return this.#fields.expiresAt;
  }

  get idToken() {
    return this.#fields.idToken;
  }

  get raw() {
    return this.#fields.raw;
  }

  toJSON() {
    const { accessToken, refreshToken, idToken, raw, ...facts } = this.#fields;
    const hidden = Object.entries({ accessToken, refreshToken, idToken }).filter(([, secret]) => secret);
    return { ...Object.fromEntries(hidden.map(([name]) => [name, "[redacted]"])), ...facts };
  }

  toString() {
    return "GithubUserCredentials [redacted]";
  }
}
