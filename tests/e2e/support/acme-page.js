// Runs in the browser: a provider as the author of an app would write it, with classes of its own for everything that
// can be replaced. Owns: `window.acme`, what it counts included. Must not: use anything outside the function.

export function installAcme({ options, tenant }) {
  const acme = {
    calls: { authorize: 0, exchange: 0, refresh: 0 },

    async provider() {
      const { OAuth2AuthProvider, OAuth2Flow, OAuth2UserCredentials, flow } = await lab.sdk();
      const { calls } = acme;

      class AcmeCredentials extends OAuth2UserCredentials {
        get apiKey() {
          return this.accessToken;
        }
      }

      class AcmeFlow extends OAuth2Flow {
        authorize(given, ...rest) {
          calls.authorize += 1;
          const extraParams = { audience: "billing", ...given?.extraParams };
          return super.authorize({ ...given, extraParams }, ...rest);
        }

        exchange(callback) {
          calls.exchange += 1;
          return super.exchange(callback);
        }

        refresh(given) {
          calls.refresh += 1;
          return super.refresh(given);
        }
      }

      class AcmeProvider extends OAuth2AuthProvider {
        static key = "acme";
        static userCredentials = AcmeCredentials;
        static flows = { billing: flow(({ appCredentials }) => new AcmeFlow(appCredentials)) };

        constructor(...given) {
          super(...given);
          const { apiUrl, extra } = this.appCredentials;
          this.registerBinding("acme", ({ userCredentials: { apiKey } }) => ({
            headers: { "X-Api-Key": apiKey, "X-Acme-Tenant": extra.tenant },
            baseUrl: apiUrl,
          }));
        }
      }

      acme.Credentials = AcmeCredentials;
      return new AcmeProvider({ ...options, extra: { tenant } });
    },

    /** The page's manager: made anew on every page, as an app does. */
    async start() {
      window.auth = await lab.auth(null, { providers: { acme: await acme.provider() } });
      return auth;
    },
  };
  window.acme = acme;
}
