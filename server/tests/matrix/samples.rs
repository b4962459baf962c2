//! How each address is asked for: whose team, cohort or record stands in its path, and what is sent. Forms are empty, so
//! that "you may, but this is incomplete" (422) can be told from "there is no such thing" (404).

/// An address, and the ways of asking for it.
pub struct Sample {
    pub method: &'static str,
    pub path: &'static str,
    pub query: &'static str,
    pub body: &'static str,
    pub cases: &'static [Case],
}

pub struct Case {
    /// What is asked for, as the matrix says it.
    pub what: &'static str,
    /// What stands for each parameter of the path: a name that `World` knows, or the value itself.
    pub values: &'static [(&'static str, &'static str)],
    pub credential: Credential,
    pub organisation: Organisation,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Organisation {
    AsDelivered,
    /// The manager may look at the work records of their own team.
    WithPolicy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credential {
    /// The cookie alone.
    Session,
    /// The viewer's own API token.
    Token,
    ScimKey,
    AccessKey,
}

impl Sample {
    pub fn route(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    pub fn reads(&self) -> bool {
        self.method == "GET"
    }

    /// The first part of the path: rows are grouped by it, as far as they are many.
    pub fn section(&self) -> &'static str {
        match self.path.split('/').nth(1).unwrap_or_default() {
            "people" | "my-records" => "records",
            "sign-in" | "sign-out" | "signed-out" | "set-up" => "sign-in",
            "healthz" | "readyz" | "favicon.svg" | "pkg" => "program",
            first => first,
        }
    }

    pub fn kind(&self) -> &'static str {
        match self.section() {
            _ if self.body == NO_FILE => "multipart/form-data; boundary=x",
            "scim" => "application/scim+json",
            "xapi" | "api" => "application/json",
            _ => "application/x-www-form-urlencoded",
        }
    }

    /// The same with this in place of an empty form.
    const fn sending(self, body: &'static str) -> Self {
        Self { body, ..self }
    }

    const fn with_query(self, query: &'static str) -> Self {
        Self { query, ..self }
    }
}

const fn asked(method: &'static str, path: &'static str, cases: &'static [Case]) -> Sample {
    Sample { method, path, query: "", body: "", cases }
}

const fn get(path: &'static str, cases: &'static [Case]) -> Sample {
    asked("GET", path, cases)
}

const fn post(path: &'static str, cases: &'static [Case]) -> Sample {
    asked("POST", path, cases)
}

const fn case(what: &'static str, values: &'static [(&'static str, &'static str)]) -> Case {
    with(what, Credential::Session, values)
}

const fn with(
    what: &'static str,
    credential: Credential,
    values: &'static [(&'static str, &'static str)],
) -> Case {
    Case { what, values, credential, organisation: Organisation::AsDelivered }
}

const fn under_policy(what: &'static str, values: &'static [(&'static str, &'static str)]) -> Case {
    Case { organisation: Organisation::WithPolicy, ..case(what, values) }
}

const PLAIN: &[Case] = &[case("", &[])];
const UNDER_POLICY: &[Case] = &[case("no policy", &[]), under_policy("a policy for the team", &[])];

const RULES: &[Case] = &[case("a rule", &[("id", "rule")]), case("no rule", &[("id", "999999")])];
const KEYS: &[Case] = &[case("a key", &[("key", "access key")]), case("no key", &[("key", "no-such-key")])];

const TEAMS: &[Case] = &[
    case("the manager's and engineer's", &[("key", "manager's team")]),
    case("another one of the coach", &[("key", "coach's team")]),
    case("a team of none of them", &[("key", "other team")]),
    case("no team", &[("key", "no-such-team")]),
];

const SPRINTS: &[Case] = &[
    case("the manager's and engineer's", &[("key", "manager's team"), ("sprint", "sprint")]),
    case("another one of the coach", &[("key", "coach's team"), ("sprint", "sprint")]),
    case("a team of none of them", &[("key", "other team"), ("sprint", "sprint")]),
    case("no sprint", &[("key", "manager's team"), ("sprint", "2000-S01")]),
];

const COHORTS: &[Case] = &[
    case("the coach's cohort", &[("key", "coach's cohort")]),
    case("a cohort of another coach", &[("key", "other cohort")]),
    case("no cohort", &[("key", "no-such-cohort")]),
];

const LEAVING: &[Case] = &[
    case("of the coach's cohort", &[("key", "coach's cohort")]),
    case("said to be of another cohort", &[("key", "other cohort")]),
];

const PARTICIPANTS: &[Case] = &[
    case("of the coach's cohort", &[("key", "coach's cohort"), ("person", "participant")]),
    case("said to be of another cohort", &[("key", "other cohort"), ("person", "participant")]),
];

const OUTCOMES: &[Case] = &[
    case("a declared outcome", &[("outcome", "first_review_time")]),
    case("no outcome", &[("outcome", "no-such-outcome")]),
];

const SKILLS: &[Case] =
    &[case("a skill", &[("key", "skill")]), case("no skill", &[("key", "no-such-skill")])];
const BEHAVIOURS: &[Case] =
    &[case("a behaviour", &[("id", "behaviour")]), case("no behaviour", &[("id", "999999")])];
const WORKERS: &[Case] = &[
    case("a person, no policy", &[("person", "of the team")]),
    under_policy("of the team of the policy", &[("person", "of the team")]),
    under_policy("of no such team", &[("person", "of no such team")]),
];
const USERS: &[Case] =
    &[case("a user with a password", &[("id", "user")]), case("no user", &[("id", "999999")])];
const PEOPLE: &[Case] = &[case("a person", &[("id", "person")])];
const ACCOUNTS: &[Case] = &[case("an account", &[("id", "account")])];

const OWN_ACCOUNTS: &[Case] = &[
    case("the engineer's account", &[("id", "engineer's account")]),
    case("somebody else's account", &[("id", "account")]),
];

const TOKENS: &[Case] = &[case("the engineer's token", &[("id", "engineer's token")])];
const PROVIDERS: &[Case] = &[case("no provider", &[("provider", "no-such-provider")])];
const LINKS: &[Case] = &[case("a link that is not good", &[("token", "not-a-token")])];
const CONTENTS: &[Case] = &[case("content", &[("id", "content")]), case("no content", &[("id", "999999")])];
const PULLS: &[Case] = &[case("a store", &[("id", "pull")]), case("no store", &[("id", "999999")])];
const WEBHOOKS: &[Case] = &[case("a webhook", &[("id", "webhook")]), case("no webhook", &[("id", "999999")])];
const NOTHING_LEFT: &[Case] = &[case("a webhook, nothing left", &[("id", "webhook")])];
const SHORT_LINKS: &[Case] =
    &[case("a short link", &[("code", "short link")]), case("no short link", &[("code", "no-such-link")])];
const FETCHES: &[Case] = &[case("a token that is not good", &[("token", "not-a-token")])];
const FILES: &[Case] = &[case("no file", &[("file", "no-such-file.js")])];

const API: &[Case] = &[case("signed in, no token", &[]), with("with an own token", Credential::Token, &[])];
const FIGURES: &[Case] = &[
    case("signed in, no token", &[("key", "manager's team")]),
    with("token, the manager's team", Credential::Token, &[("key", "manager's team")]),
    with("token, another of the coach's", Credential::Token, &[("key", "coach's team")]),
    with("token, a team of none of them", Credential::Token, &[("key", "other team")]),
];
const SCIM: &[Case] =
    &[case("signed in, no key", &[]), with("with a provisioning key", Credential::ScimKey, &[])];
const SCIM_ONE: &[Case] = &[
    case("signed in, no key", &[("id", "999999")]),
    with("with a key, none such", Credential::ScimKey, &[("id", "999999")]),
];
const SCIM_USERS: &[Case] = &[
    case("signed in, no key", &[("id", "provisioned user")]),
    with("with a key, a user", Credential::ScimKey, &[("id", "provisioned user")]),
    with("with a key, none such", Credential::ScimKey, &[("id", "999999")]),
];
const SCIM_GROUPS: &[Case] = &[
    case("signed in, no key", &[("id", "provisioned group")]),
    with("with a key, a group", Credential::ScimKey, &[("id", "provisioned group")]),
    with("with a key, none such", Credential::ScimKey, &[("id", "999999")]),
];
const SCIM_KINDS: &[Case] = &[
    case("signed in, no key", &[("name", "User")]),
    with("with a provisioning key", Credential::ScimKey, &[("name", "User")]),
];
const STATEMENTS: &[Case] =
    &[case("signed in, no key", &[]), with("with a client's key", Credential::AccessKey, &[])];

/// A form for files without any.
const NO_FILE: &str = "--x--\r\n";

const XAPI_ACTIVITY: &str = "?activityId=https%3A%2F%2Fdemo.invalid%2Flabs%2Fslice";
const XAPI_ACTIVITY_PROFILE: &str = "?activityId=https%3A%2F%2Fdemo.invalid%2Flabs%2Fslice&profileId=p";
const XAPI_AGENT: &str = "?agent=%7B%22mbox%22%3A%22mailto%3Aperson001%40demo.invalid%22%7D";
const XAPI_AGENT_PROFILE: &str =
    "?agent=%7B%22mbox%22%3A%22mailto%3Aperson001%40demo.invalid%22%7D&profileId=p";
const XAPI_STATE: &str = "?activityId=https%3A%2F%2Fdemo.invalid%2Flabs%2Fslice\
    &agent=%7B%22mbox%22%3A%22mailto%3Aperson001%40demo.invalid%22%7D&stateId=s";

pub const SAMPLES: &[Sample] = &[
    get("/", PLAIN),
    get("/programme", PLAIN),
    get("/programme/figures.csv", PLAIN),
    get("/impact", PLAIN),
    get("/impact/method", PLAIN),
    get("/impact/plan", PLAIN),
    get("/impact/outcomes.csv", PLAIN),
    get("/impact/report.json", PLAIN),
    get("/impact/outcomes", PLAIN),
    get("/impact/outcomes/new", PLAIN),
    post("/impact/outcomes/new", PLAIN),
    get("/impact/outcomes/{outcome}", OUTCOMES),
    post("/impact/outcomes/{outcome}", OUTCOMES),
    post("/impact/outcomes/{outcome}/retire", OUTCOMES),
    post("/impact/outcomes/{outcome}/bring-back", OUTCOMES),
    get("/impact/sheet", PLAIN),
    get("/impact/sheet.pdf", PLAIN),
    get("/impact/sheet.png", PLAIN),
    get("/impact/{outcome}", OUTCOMES),
    get("/impact/{outcome}/effect.csv", OUTCOMES),
    get("/impact/{outcome}/dose.csv", OUTCOMES),
    get("/impact/{outcome}/series.csv", OUTCOMES),
    get("/impact/{outcome}/outcome.json", OUTCOMES),
    get("/teams", PLAIN),
    get("/teams/{key}", TEAMS),
    get("/teams/{key}/figures.csv", TEAMS),
    get("/teams/{key}/live", TEAMS),
    get("/teams/{key}/drill/{sprint}", SPRINTS),
    get("/teams/{key}/drill/{sprint}/items.csv", SPRINTS),
    get("/cohorts", PLAIN),
    get("/cohorts/new", PLAIN),
    post("/cohorts/new", PLAIN),
    get("/cohorts/{key}", COHORTS),
    get("/cohorts/{key}/scoreboard", COHORTS),
    get("/cohorts/{key}/figures.csv", COHORTS),
    get("/cohorts/{key}/live", COHORTS),
    get("/cohorts/{key}/edit", COHORTS),
    post("/cohorts/{key}/edit", COHORTS),
    get("/cohorts/{key}/enrol", COHORTS),
    post("/cohorts/{key}/enrol", COHORTS),
    get("/cohorts/{key}/leave", LEAVING).with_query("?{leaving}"),
    post("/cohorts/{key}/leave", LEAVING).sending("{leaving}"),
    post("/cohorts/{key}/take-back", LEAVING).sending("{leaving}"),
    get("/cohorts/{key}/people/{person}", PARTICIPANTS),
    post("/cohorts/{key}/people/{person}", PARTICIPANTS),
    get("/statements", PLAIN),
    get("/statements/live", PLAIN),
    post("/statements/export", PLAIN),
    get("/quality", PLAIN),
    get("/quality/sources.csv", PLAIN),
    post("/quality/check", PLAIN),
    get("/sources", PLAIN),
    get("/sources/content", PLAIN),
    post("/sources/content", PLAIN),
    post("/sources/content/{id}/retire", CONTENTS),
    post("/sources/content/{id}/bring-back", CONTENTS),
    get("/sources/links", PLAIN),
    post("/sources/links", PLAIN),
    post("/sources/links/{code}/retire", SHORT_LINKS),
    post("/sources/links/{code}/bring-back", SHORT_LINKS),
    get("/sources/history", PLAIN),
    post("/sources/history", PLAIN).sending(NO_FILE),
    get("/sources/forwarding", PLAIN),
    post("/sources/forwarding/in", PLAIN),
    post("/sources/forwarding/in/{id}/pause", PULLS),
    post("/sources/forwarding/in/{id}/resume", PULLS),
    post("/sources/forwarding/in/{id}/remove", PULLS),
    post("/sources/forwarding/out", PLAIN),
    post("/sources/forwarding/out/{id}/pause", WEBHOOKS),
    post("/sources/forwarding/out/{id}/resume", WEBHOOKS),
    post("/sources/forwarding/out/{id}/remove", WEBHOOKS),
    post("/sources/forwarding/out/{id}/resend", NOTHING_LEFT),
    get("/learn", PLAIN),
    post("/learn/{id}/launch", CONTENTS),
    get("/l/{code}", SHORT_LINKS),
    post("/launch/fetch/{token}", FETCHES),
    get("/cohorts/{key}/attendance", COHORTS),
    post("/cohorts/{key}/attendance", COHORTS),
    get("/skill-map", PLAIN),
    get("/skill-map/roles/new", PLAIN),
    post("/skill-map/roles/new", PLAIN),
    get("/skill-map/skills/new", PLAIN),
    post("/skill-map/skills/new", PLAIN),
    get("/skill-map/skills/{key}", SKILLS),
    post("/skill-map/skills/{key}", SKILLS),
    post("/skill-map/skills/{key}/retire", SKILLS),
    post("/skill-map/skills/{key}/bring-back", SKILLS),
    get("/skill-map/skills/{key}/behaviours/new", SKILLS),
    post("/skill-map/skills/{key}/behaviours/new", SKILLS),
    get("/skill-map/behaviours/{id}", BEHAVIOURS),
    post("/skill-map/behaviours/{id}", BEHAVIOURS),
    post("/skill-map/behaviours/{id}/retire", BEHAVIOURS),
    post("/skill-map/behaviours/{id}/bring-back", BEHAVIOURS),
    get("/people", UNDER_POLICY),
    get("/people/{person}/work", WORKERS),
    post("/people/{person}/work", WORKERS),
    get("/my-records", PLAIN),
    get("/my-records/records", PLAIN),
    get("/my-records/pull-requests", PLAIN),
    get("/my-records/access", PLAIN),
    get("/my-records/export.json", PLAIN),
    get("/my-records/export.csv", PLAIN),
    get("/my-records/accounts/{id}/not-mine", OWN_ACCOUNTS),
    post("/my-records/accounts/{id}/not-mine", OWN_ACCOUNTS),
    get("/my-records/erase", PLAIN),
    post("/my-records/erase", PLAIN),
    get("/admin", PLAIN),
    get("/admin/users", PLAIN),
    get("/admin/users/new", PLAIN),
    post("/admin/users/new", PLAIN),
    get("/admin/users/{id}", USERS),
    post("/admin/users/{id}/roles", USERS),
    post("/admin/users/{id}/roles/end", USERS).sending("grant={grant}"),
    post("/admin/users/{id}/disable", USERS),
    post("/admin/users/{id}/enable", USERS),
    post("/admin/users/{id}/reset-password", USERS),
    post("/admin/users/{id}/reset-two-step", USERS),
    post("/admin/users/{id}/end-sessions", USERS),
    get("/admin/users/{id}/person", USERS),
    post("/admin/users/{id}/person", USERS),
    get("/admin/people", PLAIN),
    get("/admin/people/{id}", PEOPLE),
    get("/admin/accounts", PLAIN),
    get("/admin/accounts/{id}", ACCOUNTS),
    post("/admin/accounts/{id}/link", ACCOUNTS).sending("person={person}"),
    post("/admin/accounts/{id}/unlink", ACCOUNTS),
    get("/tags", PLAIN),
    get("/tags/rules/new", PLAIN),
    post("/tags/rules/new", PLAIN),
    post("/tags/rules/{id}/move-up", RULES),
    post("/tags/rules/{id}/delete", RULES),
    get("/xapi-profile", PLAIN),
    get("/admin/keys", PLAIN),
    post("/admin/keys", PLAIN),
    post("/admin/keys/{key}/revoke", KEYS),
    get("/admin/policy", PLAIN),
    post("/admin/policy", PLAIN),
    post("/admin/policy/revoke", UNDER_POLICY).sending("id={policy}"),
    get("/audit", PLAIN),
    get("/audit/verify", PLAIN),
    post("/audit/export", PLAIN),
    get("/trust", PLAIN),
    get("/trust/sheet", PLAIN),
    get("/account", PLAIN),
    post("/account/sessions/end", PLAIN),
    post("/account/sessions/end-others", PLAIN),
    get("/account/password", PLAIN),
    post("/account/password", PLAIN),
    get("/account/two-step", PLAIN),
    post("/account/two-step/begin", PLAIN),
    get("/account/two-step/confirm", PLAIN),
    post("/account/two-step/confirm", PLAIN),
    post("/account/two-step/recovery-codes", PLAIN),
    post("/account/two-step/off", PLAIN),
    get("/account/tokens", PLAIN),
    post("/account/tokens", PLAIN),
    post("/account/tokens/{id}/revoke", TOKENS),
    post("/account/tokens/others/{id}/revoke", TOKENS),
    get("/sign-in", PLAIN),
    post("/sign-in", PLAIN),
    post("/sign-in/password", PLAIN),
    get("/sign-in/code", PLAIN),
    post("/sign-in/code", PLAIN),
    get("/sign-in/new-password", PLAIN),
    post("/sign-in/new-password", PLAIN),
    get("/sign-in/oidc/{provider}", PROVIDERS),
    get("/sign-in/oidc/{provider}/callback", PROVIDERS),
    post("/sign-out", PLAIN),
    get("/signed-out", PLAIN),
    get("/set-up/{token}", LINKS),
    post("/set-up/{token}", LINKS),
    get("/api", PLAIN),
    get("/api/v1/openapi.json", API),
    get("/api/v1/definitions", API),
    get("/api/v1/teams", API),
    get("/api/v1/cohorts", API),
    get("/api/v1/sprints", API),
    get("/api/v1/me", API),
    get("/api/v1/me/records", API),
    get("/api/v1/statements", API),
    get("/api/v1/statements/raw", API).with_query("?cohort=no-such-cohort&person=nobody&view=none"),
    get("/api/v1/figures", FIGURES).with_query("?by=team&group={key}"),
    get("/scim/v2/openapi.json", SCIM),
    get("/scim/v2/Users", SCIM),
    post("/scim/v2/Users", SCIM).sending("{}"),
    get("/scim/v2/Users/{id}", SCIM_USERS),
    asked("PUT", "/scim/v2/Users/{id}", SCIM_USERS).sending("{}"),
    asked("PATCH", "/scim/v2/Users/{id}", SCIM_USERS).sending("{}"),
    asked("DELETE", "/scim/v2/Users/{id}", SCIM_USERS),
    get("/scim/v2/Groups", SCIM),
    post("/scim/v2/Groups", SCIM).sending("{}"),
    get("/scim/v2/Groups/{id}", SCIM_GROUPS),
    asked("PUT", "/scim/v2/Groups/{id}", SCIM_GROUPS).sending("{}"),
    asked("PATCH", "/scim/v2/Groups/{id}", SCIM_GROUPS).sending("{}"),
    asked("DELETE", "/scim/v2/Groups/{id}", SCIM_GROUPS),
    get("/scim/v2/ServiceProviderConfig", SCIM),
    get("/scim/v2/ResourceTypes", SCIM),
    get("/scim/v2/ResourceTypes/{name}", SCIM_KINDS),
    get("/scim/v2/Schemas", SCIM),
    get("/scim/v2/Schemas/{id}", SCIM_ONE),
    get("/xapi/about", PLAIN),
    get("/xapi/statements", STATEMENTS),
    asked("PUT", "/xapi/statements", STATEMENTS)
        .with_query("?statementId=8f4d2c9e-5b1a-4c3d-9e8f-0a1b2c3d4e5f")
        .sending("[]"),
    post("/xapi/statements", STATEMENTS).sending("[]"),
    get("/xapi/statements/more", STATEMENTS),
    get("/xapi/activities", STATEMENTS).with_query(XAPI_ACTIVITY),
    post("/xapi/activities", STATEMENTS),
    get("/xapi/agents", STATEMENTS).with_query(XAPI_AGENT),
    post("/xapi/agents", STATEMENTS),
    get("/xapi/activities/state", STATEMENTS).with_query(XAPI_STATE),
    asked("PUT", "/xapi/activities/state", STATEMENTS).with_query(XAPI_STATE).sending("{}"),
    post("/xapi/activities/state", STATEMENTS).with_query(XAPI_STATE).sending("{}"),
    asked("DELETE", "/xapi/activities/state", STATEMENTS).with_query(XAPI_STATE),
    get("/xapi/activities/profile", STATEMENTS).with_query(XAPI_ACTIVITY),
    asked("PUT", "/xapi/activities/profile", STATEMENTS).with_query(XAPI_ACTIVITY_PROFILE).sending("{}"),
    post("/xapi/activities/profile", STATEMENTS).with_query(XAPI_ACTIVITY_PROFILE).sending("{}"),
    asked("DELETE", "/xapi/activities/profile", STATEMENTS).with_query(XAPI_ACTIVITY_PROFILE),
    get("/xapi/agents/profile", STATEMENTS).with_query(XAPI_AGENT),
    asked("PUT", "/xapi/agents/profile", STATEMENTS).with_query(XAPI_AGENT_PROFILE).sending("{}"),
    post("/xapi/agents/profile", STATEMENTS).with_query(XAPI_AGENT_PROFILE).sending("{}"),
    asked("DELETE", "/xapi/agents/profile", STATEMENTS).with_query(XAPI_AGENT_PROFILE),
    get("/healthz", PLAIN),
    get("/readyz", PLAIN),
    get("/favicon.svg", PLAIN),
    get("/pkg/{*file}", FILES),
];
