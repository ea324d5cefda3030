//! Arbitrary input: whatever a URL, a server, a storage or a developer gives, the protocol answers with a value or a typed
//! error and never panics; and some things hold for every input.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use portcullis::oauth::credentials::Credentials;
use portcullis::oauth::ports::Urls;
use portcullis::oauth::providers::{GENERIC, preset};
use portcullis::oauth::return_to::safe_return_to;
use portcullis::oauth::{ErrorCode, Result};
use proptest::prelude::*;
use proptest::sample;
use serde_json::json;
use support::app::{
    App, CALLBACK, code, configure, configure_as, github_options, merged, record, refusal, seen, stored, token_answer,
};
use support::arbitrary::{ANSWER, OPTIONS, RECORD, changes, text, value};
use support::ports::{NOW, Reply, World};

const RESPONSE: [&str; 6] = ["code", "state", "iss", "error", "error_description", "error_uri"];

fn config() -> ProptestConfig {
    // A failure prints its smallest input; a file beside the test would only repeat it.
    ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() }
}

/// What paths and their disguises are made of.
const PATH_PIECES: [&str; 18] =
    ["/", "/", "/", "/", "\\", ".", "..", "%2e", "%2F", "%5c", "\t", "\n", "a", "evil.example", "@", ":", "?", "#"];

/// An error of a developer's input is a configuration error that names its field.
fn is_ok_or_names_a_field<T>(result: Result<T>) {
    if code(result.as_ref().map(|_| ()).map_err(Clone::clone)).is_some_and(ErrorCode::is_config) {
        let error = refusal(result);
        // The name may be empty: options can have such a member.
        let field = error["field"].as_str().unwrap_or_else(|| panic!("{error}"));
        assert!(error["message"].as_str().is_some_and(|message| message.starts_with(&format!("{field} "))), "{error}");
    }
}

/// A pair that a callback's query may hold; a name that reads as one of the response's is not among these.
fn foreign_pair() -> impl Strategy<Value = String> {
    let pair = prop_oneof!["[a-zA-Z0-9%+=?/:@!$'()*,;~._-]{1,20}", "(xcode|codes|State|error_|iss2)=[a-z0-9]{0,5}"];
    pair.prop_filter("not a response parameter", |pair| {
        !form_urlencoded::parse(pair.as_bytes()).any(|(name, _)| RESPONSE.contains(&name.as_ref()))
    })
}

proptest! {
    #![proptest_config(config())]

    // C-07, T-02, T-09
    #[test]
    fn no_callback_with_another_state_does_anything(query in ".{0,200}", fragment in ".{0,40}") {
        let app = App::new();
        let started = app.start();
        prop_assume!(!query.contains(&started.state));
        let _ = app.handle(&format!("{CALLBACK}?{query}#{fragment}"));
        prop_assert!(app.world.sent().is_empty());
        prop_assert!(app.accept(&started.callback("code=c0de")).is_ok());
    }

    #[test]
    fn a_callback_of_ours_is_a_grant_or_an_error(pairs in proptest::collection::vec((sample::select(RESPONSE.to_vec()), text()), 0..6)) {
        let app = App::new();
        let response: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs).finish();
        let result = app.accept(&app.start().callback(&response));
        let count = |wanted: &str| pairs.iter().filter(|(name, _)| *name == wanted).count();
        if let Ok(grant) = &result {
            prop_assert!(count("code") == 1 && count("error") == 0 && count("state") == 0);
            prop_assert!(pairs.iter().any(|(name, value)| *name == "code" && value == grant.code.secret()));
        }
        // C-10
        if RESPONSE.iter().any(|name| count(name) > 1) || count("state") > 0 {
            prop_assert_eq!(code(result), Some(ErrorCode::InvalidCallback));
        }
    }

    #[test]
    fn any_address_can_be_received(href in ".{0,300}") {
        let app = App::new();
        let callback = app.start().callback("code=c0de");
        let _ = app.receive(&href);
        prop_assert!(app.accept(&callback).is_ok());
    }

    // C-63
    #[test]
    fn other_parameters_stay_byte_for_byte(before in proptest::collection::vec(foreign_pair(), 0..4), after in proptest::collection::vec(foreign_pair(), 0..4), fragment in "(#[a-z=&?]{0,12})?") {
        let app = App::new();
        let response = ["code=1".to_string(), "st%61te=2".to_string()];
        let given = [&before, &response[..], &after].concat().join("&");
        let kept = [before, after].concat().join("&");
        // The address as the browser has it: its parser escapes a few characters, which is not ours to undo.
        let canonical = |query: &str| {
            let question = if query.is_empty() { "" } else { "?" };
            url::Url::parse(&format!("{CALLBACK}{question}{query}{fragment}")).unwrap().to_string()
        };
        prop_assert_eq!(app.cleaned(&canonical(&given)), canonical(&kept));
    }

    // C-15, C-16, C-19
    #[test]
    fn a_token_answer_is_read_or_refused(body in value(ANSWER), status in prop_oneof![3 => Just(200u16), 1 => any::<u16>()]) {
        let app = App::new();
        let callback = app.start().callback("code=c0de");
        app.world.reply(Reply::Json(status, body.clone()));
        if let Ok(credentials) = app.exchange(&callback) {
            let body = support::json::write(&body);
            let got = seen(&credentials);
            prop_assert!((200..300).contains(&status));
            prop_assert!(got["accessToken"].as_str().is_some_and(|token| !token.is_empty() && !token.starts_with("ghp_")));
            prop_assert!(!body["error"].is_string() || got["accessToken"].is_null());
            prop_assert!(got["expiresAt"].is_null() || got["expiresAt"].as_u64().is_some_and(|at| (NOW..=NOW + 315_360_000).contains(&at)));
        }
    }

    // What was accepted once is accepted again after a reload, and reads the same.
    #[test]
    fn an_accepted_answer_survives_storage(changes in changes(ANSWER)) {
        if let Ok(fresh) = App::new().credentials_from(merged(token_answer(1), changes)) {
            let text = record(&fresh).to_string();
            let reloaded = stored(&serde_json::from_str(&text).unwrap());
            let mut views = [seen(&reloaded.unwrap()), seen(&fresh)];
            // This test's JSON rounds the last digit of some numbers, which only `raw` could show.
            views.iter_mut().for_each(|view| drop(view["raw"].take()));
            prop_assert_eq!(&views[0], &views[1]);
        }
    }

    // T-17
    #[test]
    fn any_stored_record_is_read_or_none(whole in value(RECORD), outer in changes(RECORD), inner in changes(ANSWER)) {
        let good = record(&App::new().credentials_from(token_answer(1)).ok().unwrap());
        let _ = Credentials::from_json(&whole).map(|credentials| seen(&credentials));
        // Damage below the first look, too.
        let deep = merged(good.clone(), json!({ "answer": merged(token_answer(1), inner) }));
        for damaged in [merged(good, outer), deep] {
            if let Some(credentials) = stored(&damaged) {
                let view = seen(&credentials);
                prop_assert!(view["accessToken"].as_str().is_some_and(|token| !token.is_empty() && token.is_ascii()));
                prop_assert_eq!(view["renewAt"].is_null(), view["expiresAt"].is_null());
                prop_assert!(view["renewAt"].as_f64() <= view["expiresAt"].as_f64(), "{}", view);
            }
        }
    }

    // C-21: whatever the endpoint answers, nobody loses the refresh token that is still good.
    #[test]
    fn a_renewal_keeps_a_refresh_token(changes in changes(ANSWER)) {
        let app = App::new();
        let old = app.credentials_from(token_answer(1)).ok().unwrap();
        app.world.reply_json(200, merged(json!({ "access_token": "gho_access2", "token_type": "bearer" }), changes.clone()));
        if let Ok(renewed) = app.renew(&old) {
            let expected = if changes["refresh_token"].is_null() { &json!("ghr_refresh1") } else { &changes["refresh_token"] };
            prop_assert_eq!(&seen(&renewed)["refreshToken"], expected);
            prop_assert_ne!(&seen(&renewed)["accessToken"], "gho_access1");
        }
    }

    // C-49
    #[test]
    fn a_revocation_is_answered_or_refused(body in value(ANSWER), status in prop_oneof![Just(200u16), any::<u16>()]) {
        let app = App::new();
        app.world.reply(Reply::Json(status, body.clone()));
        let is_error = body.as_object().is_some_and(|body| body.text("error").is_some());
        prop_assert_eq!(app.revoke("gho_x", "access_token").is_ok(), (200..300).contains(&status) && !is_error);
    }

    #[test]
    fn any_stored_transaction_is_read_or_removed(record in value(RECORD), text in ".{0,80}") {
        let app = App::new();
        for text in [support::json::write(&record).to_string(), text] {
            let started = app.start();
            let key = app.world.keys_with(&started.state).concat();
            app.world.put(&key, &text);
            let result = app.accept(&started.callback("code=c0de"));
            prop_assert!(matches!(code(result), Some(ErrorCode::StateMismatch | ErrorCode::CallbackMismatch)), "{}", text);
        }
    }

    #[test]
    fn any_options_are_accepted_or_refused_by_name(options in value(OPTIONS), changes in changes(OPTIONS)) {
        let world = World::new();
        let plain = support::json::write(&options);
        let nearly = merged(github_options(), changes);
        for given in [&plain, &nearly] {
            is_ok_or_names_a_field(configure(&world, given, "https://app.example/", false));
            for preset in [preset("gitlab"), &GENERIC] {
                is_ok_or_names_a_field(configure_as(preset, given));
            }
        }
        let app = App::of(&world, json!({}));
        is_ok_or_names_a_field(app.authorize(plain.clone()));
        is_ok_or_names_a_field(app.track("a-state-that-nobody-can-guess", plain));
        is_ok_or_names_a_field(app.flow.grant(&options));
        is_ok_or_names_a_field(app.flow.refresh("ghr_x", &options));
        prop_assert!(world.sent().is_empty());
    }

    // A configuration that is accepted has only endpoints that may carry codes and tokens (C-23).
    #[test]
    fn c23_whatever_is_configured_every_endpoint_is_secure(changes in changes(OPTIONS)) {
        if let Ok((provider, page)) = configure(&World::new(), &merged(github_options(), changes), "https://app.example/", false) {
            for name in ["authorizationUrl", "tokenUrl", "revocationUrl", "apiUrl", "userInfoUrl"] {
                let url = provider.text(name);
                prop_assert!(url.is_empty() || page.endpoint(&World::new(), name, url).is_ok(), "{name}: {url}");
            }
        }
    }

    // A host is the host of every endpoint, to the letter, or it is refused.
    #[test]
    fn a_host_cannot_smuggle_anything_in(host in prop_oneof![".{0,20}", "[a-z0-9.:@/?#\\\\%*-]{1,16}", "([a-z]{1,8}\\.){0,2}[a-z]{2,6}(:[0-9]{1,5})?"]) {
        let options = json!({ "clientId": "x", "redirectUri": CALLBACK, "host": host });
        if let Ok(provider) = configure_as(preset("gitlab"), &options) {
            for name in ["authorizationUrl", "tokenUrl", "revocationUrl", "apiUrl", "userInfoUrl"] {
                let url = World::new().parse(provider.text(name), None).unwrap();
                prop_assert_eq!(url.origin(), format!("https://{host}"));
            }
        }
    }

    // C-01, C-02
    #[test]
    fn extra_parameters_come_back_as_they_were_given(extra in proptest::collection::btree_map(".{0,12}", ".{0,20}", 0..5)) {
        if let Ok(started) = App::new().authorize(json!({ "extraParams": extra })) {
            for (name, value) in &extra {
                prop_assert_eq!(&started.only(name), value);
            }
            prop_assert_eq!(started.url.query_pairs().count(), 6 + extra.len());
        }
    }

    // C-25, T-24: the origin is the one that the `url` crate sees.
    #[test]
    fn a_token_goes_only_to_its_origin(url in prop_oneof![".{0,60}", "(https?|ftp|blob:https)?:?[/\\\\]{0,3}([a-z:@.]{0,6}@)?(api.github.com|evil.example|api.github.com.evil)(:[0-9]{1,4})?[/?#@\\\\a-z]{0,8}"]) {
        let app = App::new();
        let target = url::Url::parse(&url).ok().filter(|target| {
            target.scheme() == "https" && target.username().is_empty() && target.password().is_none() && target.fragment().is_none()
        });
        let found = app.flow.page.endpoint(&app.world, "github.baseUrl", &url).ok();
        prop_assert_eq!(found.map(|url| url.origin()), target.map(|target| target.origin().ascii_serialization()));
    }

    // C-62, T-07
    #[test]
    fn a_return_path_never_leaves(pieces in proptest::collection::vec(sample::select(PATH_PIECES.to_vec()), 1..7), other in ".{0,40}") {
        for wanted in [format!("/{}", pieces.concat()), pieces.concat(), other] {
            let path = safe_return_to(&World::new(), "https://app.example", &wanted);
            prop_assert!(path == wanted || path == "/");
            let page = url::Url::parse("https://app.example/deep/page").unwrap();
            let resolved = page.join(&path).unwrap();
            prop_assert_eq!(resolved.origin(), page.origin());
            // As a router does that takes only the path and goes there.
            prop_assert_eq!(page.join(resolved.path()).unwrap().origin(), page.origin(), "{}", path);
        }
    }
}
