//! What a session is made of: the providers that were asked for, the credentials that are at hand, and what was left out.

use super::api::{Auth, BAD, EXPIRED, USER, app, ask, callback, create, open, sign_in, token_answer};
use super::page::{answer_with, call, fulfilled, get, js, rejected, replace_value, sent, start_afresh, stringify, text, told};
use wasm_bindgen_test::wasm_bindgen_test;

/// GitHub and two others; nobody is signed in.
fn three_providers() -> Auth {
    start_afresh();
    let other = |name: &str| {
        format!(
            "{{ clientId: '{name}', redirectUri: location.origin + '/{name}', apiUrl: 'https://api.{name}.example',
                authorizationUrl: 'https://{name}.example/authorize', tokenUrl: 'https://{name}.example/token' }}"
        )
    };
    let github = "{ clientId: 'x', redirectUri: location.origin + '/callback', proxyUrl: '/' }";
    let auth = create(&format!("{{ github: {github}, providers: {{ acme: {}, hub_b: {} }} }}", other("acme"), other("hub-b")));
    auth.unwrap()
}

async fn store(auth: &Auth, provider: &str, token: &str) {
    let store = format!("async (auth) => {{ await auth.storeCredentials('{provider}', 'mona', {{ accessToken: '{token}' }}) }}");
    told(&store, auth).await;
}

/// How a session fails, as `code field`.
async fn refusal(auth: &Auth, options: &str) -> String {
    let error = rejected(auth.session_of(&js(options))).await;
    format!("{} {}", text(&error, "code"), get(&error, "field").as_string().unwrap_or_default())
}

// C-25
#[wasm_bindgen_test]
async fn a_session_sends_each_token_to_its_own_provider() {
    let auth = three_providers();
    store(&auth, "github", "gho_mona").await;
    store(&auth, "hub-b", "hub_mona").await;
    let session = open(&auth, "undefined").await;
    for (url, token) in [("https://api.github.com/x", "gho_mona"), ("https://api.hub-b.example/x", "hub_mona")] {
        answer_with(200, "{}");
        fulfilled(ask(&session, url)).await;
        assert_eq!(text(&sent().pop().unwrap(), "headers.authorization"), format!("Bearer {token}"));
    }
    let elsewhere = rejected(ask(&session, "https://api.acme.example/x")).await;
    assert_eq!(text(&elsewhere, "code"), "origin_not_allowed");
    let seen = "async (session) => [
      session.subject, session.credentials('GitHub').accessToken, session.credentials('hub-b').accessToken,
      await session.headers('hub_b'), await session.accessToken({ provider: 'github' }),
    ]";
    let expected = r#"["mona","gho_mona","hub_mona",{"authorization":"Bearer hub_mona"},"gho_mona"]"#;
    assert_eq!(told(seen, &session).await, expected);
}

#[wasm_bindgen_test]
async fn i41_what_cannot_come_along_is_skipped_with_the_reason() {
    let auth = three_providers();
    assert_eq!(refusal(&auth, "undefined").await, "not_signed_in ");
    store(&auth, "acme", "acme_mona").await;
    let session = open(&auth, "undefined").await;
    let seen = "async (session) => session.skipped.map(({ name, reason }) => [name, reason.code, reason.provider])";
    assert_eq!(told(seen, &session).await, r#"[["github","not_signed_in","github"],["hub_b","not_signed_in","hub_b"]]"#);
    // Asked for by name, the reason is the error.
    for name in ["github", "hub-b"] {
        let error = rejected(call(&format!("(session) => session.headers('{name}')"), &session).into()).await;
        assert_eq!(
            error,
            call(
                &format!("({{ skipped }}) => skipped.find(({{ name }}) => name === '{}').reason", name.replace('-', "_")),
                &session
            )
        );
    }
    assert_eq!(refusal(&auth, "{ providers: ['acme', 'github'] }").await, "not_signed_in ");
    assert_eq!(open(&auth, "{ providers: ['ACME'] }").await.subject(), "mona");
}

#[wasm_bindgen_test]
async fn i39_a_session_of_no_providers_has_no_token() {
    let auth = app();
    sign_in(&auth).await;
    let session = open(&auth, "{ providers: [] }").await;
    assert_eq!(stringify(&get(&session, "skipped")), "[]");
    let error = rejected(ask(&session, "https://api.github.com/x")).await;
    assert_eq!(text(&error, "code"), "origin_not_allowed");
    assert_eq!(
        call("(session) => { try { session.credentials() } catch ({ code }) { return code } }", &session),
        "unknown_provider"
    );
    assert_eq!(sent().len(), 2);
}

#[wasm_bindgen_test]
async fn i37_a_name_or_option_that_nobody_has_is_refused() {
    let auth = three_providers();
    store(&auth, "github", "gho_mona").await;
    for (options, refused) in [
        ("{ provider: 'github' }", "unknown_option session.provider"),
        ("{ providers: ['gitlab'] }", "unknown_provider session.providers.gitlab"),
        ("{ providers: ['github', 'constructor'] }", "unknown_provider session.providers.constructor"),
        ("{ withCredentials: { gitlab: { accessToken: 'x' } } }", "unknown_provider session.withCredentials.gitlab"),
        ("{ overrides: { 'git-lab': {} } }", "unknown_provider session.overrides.git_lab"),
        ("{ withCredentials: { github: {} } }", "invalid_credentials "),
        ("{ withCredentials: { github: 'gho_x' } }", "invalid_credentials "),
        ("{ overrides: { github: { baseUrl: 'http://api.example' } } }", "insecure_url github.baseUrl"),
        ("{ overrides: { github: { baseUrl: 'nonsense' } } }", "invalid_option github.baseUrl"),
    ] {
        assert_eq!(refusal(&auth, options).await, refused, "{options}");
    }
}

#[wasm_bindgen_test]
async fn i37_an_option_of_the_wrong_type_is_refused() {
    let auth = app();
    sign_in(&auth).await;
    for wrong in
        ["{ providers: 'github' }", "{ providers: 7 }", "{ withCredentials: 'x' }", "{ overrides: 7 }", "{ autoRefresh: 'no' }"]
    {
        let error = rejected(auth.session_of(&js(wrong))).await;
        assert_eq!(text(&error, "name"), "ConfigError", "{wrong}");
    }
}

#[wasm_bindgen_test]
async fn i37_given_credentials_are_used_and_never_stored() {
    let auth = app();
    sign_in(&auth).await;
    let before = stringify(&js("({ ...sessionStorage })"));
    let given =
        "{ withCredentials: { 'GitHub': { accessToken: 'gho_given', refreshToken: 'ghr_given', expiresIn: 0, scope: [] } } }";
    let session = open(&auth, given).await;
    answer_with(200, &token_answer(2));
    answer_with(200, "{}");
    fulfilled(ask(&session, "https://api.github.com/x")).await;
    assert!(text(&sent()[2], "body").contains("refresh_token=ghr_given"), "{}", text(&sent()[2], "body"));
    assert_eq!(text(&sent()[3], "headers.authorization"), "Bearer gho_access2");
    assert_eq!(stringify(&js("({ ...sessionStorage })")), before);
    let stored = open(&auth, "undefined").await;
    assert_eq!(call("(session) => session.credentials().accessToken", &stored), "gho_access1");
    assert_eq!(stringify(&js("({ ...localStorage })")), "{}");
}

#[wasm_bindgen_test]
async fn i38_a_session_that_shall_not_renew_says_that_the_token_is_over() {
    let auth = app();
    answer_with(200, EXPIRED);
    answer_with(200, USER);
    fulfilled(auth.handle_redirect_at(&callback(&auth))).await;
    let session = open(&auth, "{ autoRefresh: false }").await;
    let request = || ask(&session, "https://api.github.com/x");
    assert_eq!(text(&rejected(request()).await, "code"), "token_expired");
    assert_eq!(sent().len(), 2);
    answer_with(200, &token_answer(2));
    fulfilled(call("(session) => session.refresh()", &session).into()).await;
    // The API's own answer says more than "cannot renew".
    answer_with(401, BAD);
    assert_eq!(get(&fulfilled(request()).await, "status"), 401);
    assert_eq!(sent().len(), 4);
}

// P20, P23: whoever closes a session wants no more of it; the credentials stay.
#[wasm_bindgen_test]
async fn p23_a_session_renews_ahead_of_time_until_the_last_one_is_closed() {
    let auth = app();
    answer_with(200, &token_answer(1));
    answer_with(200, USER);
    fulfilled(auth.handle_redirect_at(&callback(&auth))).await;
    // Timers that never run.
    js("globalThis.timers = new Map()");
    let window = js("globalThis");
    replace_value(&window, "setTimeout", &js("(act, ms) => { timers.set(timers.size + 1, ms); return timers.size }"));
    replace_value(&window, "clearTimeout", &js("(timer) => timers.delete(timer)"));
    let (one, other) = (open(&auth, "undefined").await, open(&auth, "undefined").await);
    let planned = js("[...timers.values()].join()").as_string().unwrap().parse::<f64>().unwrap();
    // A minute before the end of eight hours.
    assert!((28_730_000.0..=28_741_000.0).contains(&planned), "{planned}");
    for (session, left) in [(&one, 1), (&one, 1), (&other, 0)] {
        call("(session) => session.close()", session);
        assert_eq!(js("timers.size"), left);
    }
    assert_eq!(call("(session) => session.credentials().accessToken", &other), "gho_access1");
    js("delete globalThis.timers");
}
