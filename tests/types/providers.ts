// A provider of an app's own in TypeScript: a flow, credentials, user info and bindings that the package does not have.
// Owns: AuthProvider, BaseAuthFlow and what they are extended with. Must not: run; the compiler is the test.

import {
  AuthError,
  type AuthFlow,
  type AuthFlowResult,
  type AuthManager,
  AuthProvider,
  BaseAuthFlow,
  type Binding,
  type BindingContext,
  createAuth,
  type FlowCallback,
  type FlowDeclaration,
  type FlowInput,
  type FlowStart,
  flow,
  GithubAuthProvider,
  OAuth2AuthProvider,
  OAuth2Flow,
  OAuth2UserCredentials,
  type PlainCredentials,
  type RefreshOptions,
  type RequestAuth,
  type SignalOptions,
  type SignInOptions,
  type Subject,
  type TokenAnswer,
  type UserCredentialsFields,
  type UserCredentialsLike,
  type UserInfo,
} from "portcullis";
import { expect, type Same } from "./expect.js";

/** Credentials that read more out of the answer. */
class AcmeCredentials extends OAuth2UserCredentials {
  readonly team: string;
  constructor(fields: UserCredentialsFields) {
    super(fields);
    this.team = String(fields.raw.team);
  }
}

interface CardOptions extends SignInOptions {
  number: string;
}

/** A flow without another page: a card and its number. */
class CardFlow extends BaseAuthFlow {
  override kind = "card";
  override authorize(options?: CardOptions): FlowInput {
    return { number: options?.number };
  }
  override async exchange({ number }: { number: string }): Promise<PlainCredentials> {
    return { accessToken: `card ${number}`, scope: ["read"], expiresIn: 60, team: "7" };
  }
  override async refresh({ credentials, subject }: RefreshOptions): Promise<TokenAnswer> {
    expect<Same<typeof subject, Subject | null | undefined>>();
    if (!credentials) throw new AuthError({ code: "refresh_rejected", message: "The card is spent." });
    return { access_token: "1", token_type: "Bearer", expires_at: 2e9 };
  }
}

/** One that extends nothing, and leaves the page. */
const qr: AuthFlow = {
  kind: "qr",
  tokenClass: AcmeCredentials,
  authorize: async () => ({ authorizationUrl: "https://acme.example/qr", state: "0123456789012345678901" }),
  exchange(callback) {
    expect<Same<typeof callback, FlowCallback>>();
    return { accessToken: `${callback.url} ${callback.code} ${callback.state}` };
  },
  refresh: () => ({ access_token: "2" }),
  revoke: ({ credentials }) => credentials.refreshToken === null,
  close() {},
};

/** The code flow with a word more. */
class AcmeFlow extends OAuth2Flow {
  override authorize(options?: Parameters<OAuth2Flow["authorize"]>[0]) {
    return super.authorize({ ...options, extraParams: { audience: "api" } });
  }
}

class AcmeAuthProvider extends OAuth2AuthProvider {
  static override key = "acme";
  static override userCredentials = AcmeCredentials;
  static override flows = {
    oauth2: flow((provider) => new AcmeFlow(provider.appCredentials, { tokenClass: AcmeCredentials })),
    card: flow((provider: AcmeAuthProvider) => provider.makeCard()),
    qr: flow(() => qr),
  };
  declare readonly oauth2: AcmeFlow;
  declare readonly card: CardFlow;
  makeCard() {
    return new CardFlow();
  }
  override async getUserInfo(
    credentials: OAuth2UserCredentials,
    options?: SignalOptions,
  ): Promise<UserInfo | null> {
    if (options?.signal?.aborted) return null;
    return credentials instanceof AcmeCredentials ? { sub: credentials.team } : null;
  }
}

/** A provider that has no code flow. */
class CardAuthProvider extends AuthProvider {
  static override key = "card";
  static override flows: Record<string, FlowDeclaration> = { card: flow(() => new CardFlow()) };
}

const options = { clientId: "1", redirectUri: "https://app.example/cb" };
const endpoints = { authorizationUrl: "https://acme.example/a", tokenUrl: "https://acme.example/t" };
const acme = new AcmeAuthProvider({ ...options, ...endpoints });
export const auth = createAuth({ providers: { acme, card: new CardAuthProvider({}) } });

expect<Same<typeof acme.oauth2, AcmeFlow>>();
expect<Same<typeof acme.card.kind, string>>();
expect<Same<typeof acme.name, string>>();
expect<Same<typeof acme.manager, AuthManager | undefined>>();
expect<Same<ReturnType<typeof acme.flows>, Record<string, AuthFlow>>>();
export const flows: [OAuth2Flow, AuthFlow] = [acme.flow(), acme.flow("card")];
acme.defineFlow("card", (provider) => provider.makeCard());

export async function use(given: UserCredentialsLike) {
  const result: AuthFlowResult = await acme.signIn({ flow: "card", number: "1", subject: { team: "7" } });
  acme.signIn({ scope: "a", mode: "redirect" });
  // @ts-expect-error an option of a flow of its own needs the flow
  acme.signIn({ number: "1" });
  // @ts-expect-error a subject is text or plain JSON
  acme.signIn({ subject: 7310452 });
  const credentials = acme.parseUserCredentials(given);
  expect<Same<typeof credentials, OAuth2UserCredentials | null>>();
  expect<Same<ReturnType<typeof acme.refresh>, Promise<OAuth2UserCredentials>>>();
  await acme.refresh({ team: "7" });
  // @ts-expect-error not there without an access token
  acme.parseUserCredentials({ token: "1" });
  acme.close();
  return result.success && result.credentials instanceof AcmeCredentials && result.credentials.team;
}

const plus: Binding = async ({
  userCredentials,
  appCredentials,
  subject,
  provider,
  manager,
}: BindingContext) => {
  expect<Same<typeof subject, Subject>>();
  expect<Same<typeof provider, AuthProvider>>();
  expect<Same<typeof manager, AuthManager>>();
  const auth: RequestAuth = { headers: { "x-acme": userCredentials.accessToken }, timeoutMs: 5000 };
  return { ...auth, baseUrl: appCredentials.apiUrl };
};
acme.registerBinding("plus", plus);
// @ts-expect-error headers are needed
acme.registerBinding("none", () => ({ baseUrl: "https://acme.example" }));
expect<Same<typeof acme.bindings, ReadonlyMap<string, Binding>>>();

// @ts-expect-error a state is needed to know the callback
export const stateless: FlowStart = { authorizationUrl: "https://acme.example/a" };
// @ts-expect-error a flow has three methods
flow(() => ({ authorize: () => ({}), exchange: () => ({ accessToken: "1" }) }));
// @ts-expect-error credentials come of an exchange
export const idle: AuthFlow = { ...qr, exchange: () => ({ token: "1" }) };
// @ts-expect-error a function makes the flow
flow(new CardFlow());
// @ts-expect-error made by the package
new OAuth2UserCredentials({ accessToken: "1", raw: {} });
// @ts-expect-error not credentials of the package
class Odd extends AuthProvider {
  static override userCredentials = Date;
}
// @ts-expect-error the proxy is needed
new GithubAuthProvider(options);

export { Odd };
