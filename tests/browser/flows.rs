//! Flows as a provider has them: declared, made once, inherited, and refused when they are none.

use super::api::app;
use super::page::{js, start_afresh, told};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn i07_a_flow_is_made_at_its_first_use_and_once_for_each_provider() {
    start_afresh();
    let seen = "async () => {
      const { OAuth2AuthProvider, OAuth2Flow, flow } = Portcullis;
      const made = [];
      class Acme extends OAuth2AuthProvider {
        static flows = { files: flow((provider) => { made.push(provider); return new OAuth2Flow(provider.appCredentials) }) };
      }
      const options = (name) => ({
        name, clientId: 'x', redirectUri: `${location.origin}/${name}`,
        authorizationUrl: 'https://acme.example/authorize', tokenUrl: 'https://acme.example/token',
      });
      const [one, two] = [new Acme(options('one')), new Acme(options('two'))];
      const before = made.length;
      const { files } = one;
      const same = [one.files, one.flow('files'), one.flows().files, one.flow('files')].every((again) => again === files);
      const names = Object.keys(one.flows());
      return [before, same, two.files !== files, made[0] === one, made[1] === two, made.length, names, one.flow() === one.oauth2];
    }";
    let expected = r#"[0,true,true,true,true,2,["oauth2","device","files"],true]"#;
    assert_eq!(told(seen, &js("null")).await, expected);
}

#[wasm_bindgen_test]
async fn i07_a_factory_that_throws_is_asked_again() {
    let auth = app();
    let seen = "async (auth) => {
      let count = 0;
      const mine = new RangeError('not yet');
      auth.github.defineFlow('late', () => {
        count += 1;
        if (count < 3) throw mine;
        return new Portcullis.BaseAuthFlow();
      });
      const caught = [];
      for (let i = 0; i < 2; i++) { try { auth.github.late } catch (error) { caught.push(error === mine) } }
      const { late } = auth.github;
      return [caught, auth.github.late === late, count];
    }";
    assert_eq!(told(seen, &auth).await, "[[true,true],true,3]");
}

#[wasm_bindgen_test]
async fn i07_a_flow_that_is_none_is_refused_by_name() {
    let auth = app();
    let seen = "async (auth) => {
      const { github } = auth;
      const exchange = async () => {};
      const factories = [() => undefined, () => 7, () => ({}), () => ({ authorize() {}, exchange }), () => ({ authorize: 1, exchange, refresh() {} })];
      const attempts = [
        () => github.flow('none'),
        () => github.flow('constructor'),
        () => Portcullis.flow('x'),
        () => github.defineFlow('x', {}),
        ...factories.map((factory) => () => { github.defineFlow('x', factory); github.flow('x') }),
      ];
      return attempts.map((attempt) => { try { attempt(); return 'accepted' } catch ({ code, field }) { return `${code} ${field}` } });
    }";
    let seen: Vec<String> = js_sys::JSON::parse(&told(seen, &auth).await)
        .map(|list| js_sys::Array::from(&list).iter().map(|one| one.as_string().unwrap()).collect())
        .unwrap();
    assert_eq!(seen[..2], ["unknown_flow github.none", "unknown_flow github.constructor"]);
    assert!(seen[2..4].iter().all(|refused| refused.starts_with("invalid_flow")), "{seen:?}");
    assert!(seen[4..].iter().all(|refused| refused == "invalid_flow github.x"), "{seen:?}");
}

#[wasm_bindgen_test]
async fn i07_a_subclass_inherits_flows_and_may_replace_them() {
    start_afresh();
    let seen = "async () => {
      const { BaseAuthFlow, OAuth2AuthProvider, flow } = Portcullis;
      class Mine extends BaseAuthFlow { kind = 'mine' }
      class Base extends OAuth2AuthProvider { static flows = { device: flow(() => new Mine()) } }
      class Acme extends Base { static key = 'acme'; static flows = { oauth2: flow(() => new Mine()) } }
      const options = { clientId: 'x', redirectUri: location.origin + '/acme', authorizationUrl: 'https://a.example/a', tokenUrl: 'https://a.example/t' };
      const acme = new Acme(options);
      const base = new Base({ ...options, name: 'base' });
      return [acme.name, acme.oauth2.kind, acme.device.kind, base.oauth2.kind, new BaseAuthFlow().kind];
    }";
    assert_eq!(told(seen, &js("null")).await, r#"["acme","mine","mine","oauth2","generic"]"#);
}
