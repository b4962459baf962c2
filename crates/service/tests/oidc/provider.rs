//! A small identity provider on this machine: right in everything, unless a test has it lie.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::{
    Form, Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    routing::{get, post},
};
use base64::{Engine, engine::general_purpose::STANDARD, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use openidconnect::url::Url;
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use tokio::{net::TcpListener, task::JoinHandle};

pub const CLIENT: &str = "sightline";
pub const SECRET: &str = "the client's secret";

const ACCESS_TOKEN: &str = "access";

/// A signing key by its number: its seed and its id follow from it.
type KeyNumber = u8;

/// How an ID token is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signing {
    /// With this key, under the id of that one.
    Key { key: KeyNumber, id: KeyNumber },
    /// Not at all, and saying so: `alg: none`.
    Not,
    /// With the client's secret.
    Secret,
}

/// What the provider says and does next.
pub struct Script {
    /// The claims of the ID token: these over the right ones; null takes one out.
    pub claims: Value,
    pub user_info: Value,
    pub signing: Signing,
    pub published: Vec<KeyNumber>,
    pub issuer_in_metadata: Option<String>,
    pub token_endpoint: Option<String>,
    pub with_id_token: bool,
    now_ms: fn() -> i64,
    issuer: String,
    /// The codes that were handed out: challenge and nonce.
    codes: HashMap<String, (String, String)>,
}

pub struct TestProvider {
    pub issuer: String,
    script: Arc<Mutex<Script>>,
    server: JoinHandle<()>,
}

type Shared = State<Arc<Mutex<Script>>>;

impl TestProvider {
    pub async fn start(now_ms: fn() -> i64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let script = Script {
            claims: json!({}),
            user_info: json!({ "sub": "u-7" }),
            signing: Signing::Key { key: 1, id: 1 },
            published: vec![1],
            issuer_in_metadata: None,
            token_endpoint: None,
            with_id_token: true,
            now_ms,
            issuer: issuer.clone(),
            codes: HashMap::new(),
        };
        let script = Arc::new(Mutex::new(script));
        let server = serve(listener, script.clone());
        Self { issuer, script, server }
    }

    pub fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap()
    }

    pub async fn stop(&mut self) {
        self.server.abort();
        let _ = (&mut self.server).await;
    }

    pub async fn start_again(&mut self) {
        let listener = TcpListener::bind(self.issuer.trim_start_matches("http://")).await.unwrap();
        self.server = serve(listener, self.script.clone());
    }

    /// What a browser does at the provider: somebody signs in there and is sent back with state and code.
    pub fn visit(&self, address: &str) -> (String, String) {
        let url: Url = address.parse().unwrap();
        let asked: HashMap<String, String> = url.query_pairs().into_owned().collect();
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["code_challenge_method"], "S256");
        assert!(asked["scope"].split(' ').any(|scope| scope == "openid"));
        let mut script = self.script();
        let code = format!("code-{}", script.codes.len());
        script.codes.insert(code.clone(), (asked["code_challenge"].clone(), asked["nonce"].clone()));
        (asked["state"].clone(), code)
    }
}

fn serve(listener: TcpListener, script: Arc<Mutex<Script>>) -> JoinHandle<()> {
    let router = Router::new()
        .route("/.well-known/openid-configuration", get(metadata))
        .route("/keys", get(keys))
        .route("/token", post(token))
        .route("/user-info", get(user_info))
        .with_state(script);
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() })
}

async fn metadata(State(script): Shared) -> Json<Value> {
    let script = script.lock().unwrap();
    let issuer = &script.issuer;
    Json(json!({
        "issuer": script.issuer_in_metadata.as_ref().unwrap_or(issuer),
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": script.token_endpoint.clone().unwrap_or_else(|| format!("{issuer}/token")),
        "userinfo_endpoint": format!("{issuer}/user-info"),
        "end_session_endpoint": format!("{issuer}/end"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        // The last two are never to be believed, whoever offers them.
        "id_token_signing_alg_values_supported": ["EdDSA", "HS256", "none"],
    }))
}

async fn keys(State(script): Shared) -> Json<Value> {
    let published = script.lock().unwrap().published.clone();
    let keys = published.into_iter().map(|number| {
        let public = BASE64.encode(pair(number).public_key());
        json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": id(number), "x": public })
    });
    Json(json!({ "keys": keys.collect::<Vec<_>>() }))
}

async fn token(
    State(script): Shared,
    headers: HeaderMap,
    Form(sent): Form<HashMap<String, String>>,
) -> (StatusCode, Json<Value>) {
    let mut script = script.lock().unwrap();
    let known = script.codes.remove(&sent["code"]);
    let challenge = BASE64.encode(Sha256::digest(&sent["code_verifier"]));
    match known {
        Some((expected, nonce)) if is_client(&headers) && challenge == expected => {
            let mut answer =
                json!({ "access_token": ACCESS_TOKEN, "token_type": "Bearer", "expires_in": 60 });
            if script.with_id_token {
                answer["id_token"] = script.id_token(&nonce).into();
            }
            (StatusCode::OK, Json(answer))
        }
        _ => (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))),
    }
}

/// RFC 6749, section 2.3.1: both parts are encoded as in a form.
fn is_client(headers: &HeaderMap) -> bool {
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let expected = STANDARD.encode(format!("{}:{}", encoded(CLIENT), encoded(SECRET)));
    headers[header::AUTHORIZATION].to_str().unwrap() == format!("Basic {expected}")
}

async fn user_info(State(script): Shared, headers: HeaderMap) -> (StatusCode, Json<Value>) {
    let is_bearer = headers[header::AUTHORIZATION] == format!("Bearer {ACCESS_TOKEN}");
    let status = if is_bearer { StatusCode::OK } else { StatusCode::UNAUTHORIZED };
    (status, Json(script.lock().unwrap().user_info.clone()))
}

impl Script {
    fn id_token(&self, nonce: &str) -> String {
        let now = (self.now_ms)() / 1000;
        let claims = json!({
            "iss": self.issuer, "sub": "u-7", "aud": CLIENT, "nonce": nonce, "iat": now, "exp": now + 300,
        });
        let claims = over(claims, &self.claims);
        let (algorithm, kid) = match self.signing {
            Signing::Key { id: number, .. } => ("EdDSA", id(number)),
            Signing::Not => ("none", id(1)),
            Signing::Secret => ("HS256", id(1)),
        };
        let header = json!({ "typ": "JWT", "alg": algorithm, "kid": kid });
        let signed = format!("{}.{}", BASE64.encode(header.to_string()), BASE64.encode(claims.to_string()));
        let signature = match self.signing {
            Signing::Key { key, .. } => pair(key).sign(signed.as_bytes()).as_ref().to_vec(),
            Signing::Not => Vec::new(),
            Signing::Secret => {
                let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, SECRET.as_bytes());
                ring::hmac::sign(&key, signed.as_bytes()).as_ref().to_vec()
            }
        };
        format!("{signed}.{}", BASE64.encode(signature))
    }
}

fn over(right: Value, changed: &Value) -> Value {
    let (Value::Object(right), Value::Object(changed)) = (right, changed) else { unreachable!() };
    let all = right.into_iter().chain(changed.clone());
    let claims: Map<String, Value> = all.collect();
    claims.into_iter().filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>().into()
}

fn pair(number: KeyNumber) -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[number; 32]).unwrap()
}

fn id(number: KeyNumber) -> String {
    format!("key-{number}")
}
