//! Whose credentials: an app's own subjects, each with credentials of its own under any name that it may have.

use super::api::{app, create};
use super::page::{js, keys, sent, start_afresh, told};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn i33_no_two_subjects_share_credentials() {
    let auth = app();
    let seen = r#"async (auth) => {
      const subjects = [
        "a", "A", "a:b", "a%3Ab", " ", "0", "null", "__proto__", "constructor", "\ud83d\ude00", "ü", "u\u0308",
        '{"a":1}', { a: 1 }, '"a"', '"{\\"a\\":1}"', "{", "[1]", "[]", '"', "{}", {}, { a: "1" }, { a: [1, 2] }, { a: [2, 1] },
        { a: { b: 1, c: null } }, { a: { b: 1 } }, { a: true }, { "a:1": 1 }, { __proto__: null, x: "y" },
      ];
      for (const [index, subject] of subjects.entries())
        await auth.storeCredentials("github", subject, { accessToken: `token${index}` });
      const wrong = [];
      for (const [index, subject] of subjects.entries()) {
        const found = await auth.loadCredentials("github", subject);
        if (found?.accessToken !== `token${index}`) wrong.push(subject);
      }
      // And each comes back as what it was.
      const listed = (await auth.subjects("github")).map((subject) => JSON.stringify(subject)).sort();
      const given = subjects.map((subject) => JSON.stringify(subject)).sort();
      return [wrong, listed.join() === given.join(), new Set(given).size];
    }"#;
    assert_eq!(told(seen, &auth).await, "[[],true,30]");
    assert_eq!(keys().len(), 30);
}

#[wasm_bindgen_test]
async fn i33_the_order_of_members_does_not_matter() {
    let auth = app();
    let seen = r#"async (auth) => {
      await auth.storeCredentials("github", { org: "x", user: { id: 1, name: "n" } }, { accessToken: "token" });
      const { accessToken } = await auth.loadCredentials("github", { user: { name: "n", id: 1 }, org: "x" });
      const session = await auth.session({ subject: { user: { name: "n", id: 1 }, org: "x" } });
      return [accessToken, session.credentials().accessToken];
    }"#;
    assert_eq!(told(seen, &auth).await, r#"["token","token"]"#);
}

#[wasm_bindgen_test]
async fn i33_what_is_no_subject_is_refused_and_stores_nothing() {
    let auth = app();
    let seen = r#"async (auth) => {
      const circle = {};
      circle.self = circle;
      const wrong = [
        "", 42, NaN, true, [], ["a"], () => "a", Symbol("a"), 1n, new Date(), new Map(), new (class Person {})(), circle,
        { a: undefined }, { a: () => 1 }, { a: NaN }, { a: 1n }, { a: Symbol("x") }, { a: circle },
      ];
      // A flow that does not leave the page.
      auth.github.defineFlow("own", () => ({ authorize() {}, exchange: async () => ({ accessToken: "token" }), refresh() {} }));
      const codes = new Set();
      for (const subject of wrong) {
        for (const call of [
          () => auth.storeCredentials("github", subject, { accessToken: "token" }),
          () => auth.loadCredentials("github", subject),
          () => auth.deleteCredentials("github", subject),
          () => auth.session({ subject }),
          () => auth.signOut({ subject }),
          () => auth.github.signIn({ flow: "own", subject }),
        ]) {
          const { code, field } = await Promise.resolve().then(call).then(() => ({ code: String(call) }), (error) => error);
          codes.add(`${code} ${field}`);
        }
      }
      return [...codes];
    }"#;
    assert_eq!(told(seen, &auth).await, r#"["invalid_subject subject"]"#);
    assert!(keys().is_empty() && sent().is_empty(), "{:?}", keys());
}

// One client at two providers whose names begin alike.
#[wasm_bindgen_test]
async fn i33_no_provider_sees_the_subjects_of_another() {
    start_afresh();
    let seen = r#"async () => {
      const options = (path) => ({
        clientId: "x", redirectUri: `${location.origin}/${path}`,
        authorizationUrl: "https://acme.example/authorize", tokenUrl: "https://acme.example/token",
      });
      const names = ["a", "a_b", "a:b", "b"];
      const wrong = [];
      const providers = {};
      for (const name of names) {
        // A name that could be mistaken may be refused.
        try { Portcullis.createAuth({ providers: { [name]: options(name) } }); providers[name] = options(name) } catch {}
      }
      const auth = Portcullis.createAuth({ providers });
      for (const name of auth.names())
        for (const subject of ["c", "b:c"]) await auth.storeCredentials(name, subject, { accessToken: `${name} ${subject}`.replace(/\W/g, ".") });
      for (const name of auth.names()) {
        if ((await auth.subjects(name)).sort().join() !== "b:c,c") wrong.push([name, await auth.subjects(name)]);
        for (const subject of ["c", "b:c"]) {
          const { accessToken } = await auth.loadCredentials(name, subject);
          if (accessToken !== `${name} ${subject}`.replace(/\W/g, ".")) wrong.push([name, subject, accessToken]);
        }
      }
      return wrong;
    }"#;
    assert_eq!(told(seen, &js("null")).await, "[]");
}

#[wasm_bindgen_test]
async fn i31_credentials_are_stored_loaded_and_deleted_by_subject() {
    let auth = app();
    let seen = r#"async (auth) => {
      const absent = await auth.loadCredentials("github", "mona");
      const given = { accessToken: "gho_mona", refreshToken: "ghr_mona", expiresIn: 60, scope: ["repo", "gist"] };
      const stored = await auth.storeCredentials("GitHub", "mona", given);
      const loaded = await auth.loadCredentials("github", "mona");
      // As a token endpoint says it.
      const wire = { access_token: "gho_hubot", token_type: "bearer", scope: "repo,gist" };
      await auth.storeCredentials("github", "hubot", wire);
      // As they were given out.
      await auth.storeCredentials("github", "copy", loaded);
      const names = (await auth.subjects("github")).sort();
      const deleted = [await auth.deleteCredentials("github", "mona"), await auth.deleteCredentials("github", "mona")];
      const { accessToken, scope, refreshToken } = await auth.loadCredentials("github", "hubot");
      const copy = await auth.loadCredentials("github", "copy");
      return [
        absent, stored.constructor === Portcullis.GithubUserCredentials, loaded.refreshToken, loaded.scope, loaded.expiresIn,
        names, deleted, await auth.loadCredentials("github", "mona"), accessToken, scope, refreshToken, copy.expiresAt === loaded.expiresAt,
      ];
    }"#;
    let expected = r#"[null,true,"ghr_mona",["repo","gist"],60,["copy","hubot","mona"],[true,false],null,"gho_hubot",["repo","gist"],null,true]"#;
    assert_eq!(told(seen, &auth).await, expected);
    assert!(sent().is_empty());
}

#[wasm_bindgen_test]
async fn i31_what_are_no_credentials_is_refused_and_stores_nothing() {
    let auth = app();
    let seen = r#"async (auth) => {
      const wrong = [
        null, undefined, {}, "gho_x", 7, [], () => 1, { accessToken: "" }, { accessToken: 7 }, { accessToken: "a b" },
        { accessToken: "gho_x", expiresIn: "soon" }, { accessToken: "gho_x", expiresIn: -1 }, { accessToken: "gho_x", refreshToken: "" },
        { accessToken: "gho_x", tokenType: "mac" }, { error: "bad_verification_code" }, { refreshToken: "ghr_x" },
      ];
      const refused = [];
      for (const credentials of wrong) {
        const code = await auth.storeCredentials("github", "mona", credentials).then(() => credentials, ({ code }) => code);
        if (code !== "invalid_credentials") refused.push(code);
      }
      const unknown = await auth.storeCredentials("gitlab", "mona", { accessToken: "x" }).catch(({ code }) => code);
      return [refused, unknown, await auth.subjects("github")];
    }"#;
    assert_eq!(told(seen, &auth).await, r#"[[],"unknown_provider",[]]"#);
    assert!(keys().is_empty());
}

// The same subject at two apps of one origin, as on GitHub Pages (T-19).
#[wasm_bindgen_test]
async fn t19_another_app_of_the_origin_is_somebody_else() {
    let auth = app();
    let other =
        create("{ github: { clientId: 'Ov23liOther', redirectUri: location.origin + '/callback', proxyUrl: '/' } }").unwrap();
    told("async (auth) => { await auth.storeCredentials('github', 'mona', { accessToken: 'gho_mona' }) }", &auth).await;
    let seen = "async (auth) => [await auth.subjects('github'), await auth.loadCredentials('github', 'mona'), auth.getSnapshot().isAuthenticated]";
    assert_eq!(told(seen, &other).await, "[[],null,false]");
}
