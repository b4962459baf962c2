//! `sightline users`: what an administrator does on pages, for the operator. Whoever can open the database needs no role.

use std::process::ExitCode;

use clap::Subcommand;
use domain::viewer::{AccessRole, Scope};
use service::{
    ServiceError,
    administration::{Administration, GrantForm, NewUser, NewUserForm, RoleLine, UserLine},
};

use super::{keys::Format, say, service};
use crate::config::Config;

#[derive(Debug, Subcommand)]
pub enum Users {
    /// Make somebody who signs in with a password; the first one is shown this once
    Create {
        /// As others should read it
        #[arg(long)]
        name: String,
        /// What they sign in with: an e-mail or a user name
        #[arg(long)]
        login: String,
        /// A role for everything, from now on (more with `users grant`)
        #[arg(long, value_parser = role())]
        role: Option<String>,
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// List those who may sign in, with the roles they hold now
    List {
        /// Only those with these letters in name or login
        #[arg(long, default_value = "")]
        search: String,
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// End somebody's access and their sessions; roles are kept
    Disable {
        /// Login, or number in the list
        user: String,
    },
    /// Give access back
    Enable {
        /// Login, or number in the list
        user: String,
    },
    /// Give a role
    Grant {
        /// Login, or number in the list
        user: String,
        #[arg(value_parser = role())]
        role: String,
        /// everything, own, team:KEY or cohort:KEY
        #[arg(long = "for", default_value = "everything", value_name = "SCOPE")]
        scope: String,
        /// The first day, year-month-day; without it, now
        #[arg(long, default_value = "", hide_default_value = true)]
        from: String,
        /// The last day; without it, until it is ended
        #[arg(long, default_value = "", hide_default_value = true)]
        until: String,
    },
    /// Make a new first password, shown this once; their sessions end
    ResetPassword {
        /// Login, or number in the list
        user: String,
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
}

fn role() -> impl clap::builder::TypedValueParser<Value = String> {
    use clap::builder::TypedValueParser;
    clap::builder::PossibleValuesParser::new(AccessRole::ALL.map(AccessRole::as_str)).map(|role| role)
}

impl Users {
    pub async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let service = service(config).await?;
        let desk = service.operator();
        match self {
            Users::Create { name, login, role, format } => create(&desk, name, login, role, format).await?,
            Users::List { search, format } => list(&desk, &search, format).await?,
            Users::Disable { user } => {
                let changed = desk.disable(number(&desk, &user).await?).await?;
                say!(
                    "{}",
                    if changed { "Disabled; their sessions have ended." } else { "Disabled already." }
                );
            }
            Users::Enable { user } => {
                let changed = desk.enable(number(&desk, &user).await?).await?;
                say!("{}", if changed { "Enabled." } else { "Enabled already." });
            }
            Users::Grant { user, role, scope, from, until } => {
                let form = GrantForm { from, until, ..form(role, &scope)? };
                let given = desk.grant(number(&desk, &user).await?, &form).await?;
                say!("Given: {}.", told(&given));
            }
            Users::ResetPassword { user, format } => {
                let number = number(&desk, &user).await?;
                let reset = desk.reset_password(number).await;
                show(
                    &reset.map_err(explain("this user has no password here: they sign in another way"))?,
                    format,
                );
            }
        }
        service.end().await;
        Ok(ExitCode::SUCCESS)
    }
}

async fn create(
    desk: &Administration<'_>,
    name: String,
    login: String,
    role: Option<String>,
    format: Format,
) -> anyhow::Result<()> {
    let user = desk.create_user(&NewUserForm { name, login }).await?;
    if let Some(role) = role {
        desk.grant(user.id, &form(role, "everything")?).await?;
    }
    show(&user, format);
    Ok(())
}

fn show(user: &NewUser, format: Format) {
    let NewUser { id, login, password, .. } = user;
    match format {
        Format::Json => say!("{}", serde_json::json!({ "id": id, "login": login, "password": password })),
        Format::Text => say!(
            "user      {id}\nlogin     {login}\npassword  {password}\n\
             Tell them: it is not shown again, and they choose their own at the first sign-in."
        ),
    }
}

async fn list(desk: &Administration<'_>, search: &str, format: Format) -> anyhow::Result<()> {
    for page in 1.. {
        let users = desk.users(search, page).await?;
        for user in &users.rows {
            match format {
                Format::Json => say!("{}", json(user)),
                Format::Text => say!("{}", line(user)),
            }
        }
        if page >= users.pages {
            break;
        }
    }
    Ok(())
}

fn line(user: &UserLine) -> String {
    let roles = user.roles.iter().map(told).collect::<Vec<_>>().join("; ");
    let access = if user.disabled_at.is_some() { " (disabled)" } else { "" };
    let login = user.login.as_deref().unwrap_or("-");
    format!(
        "{:>5}  {}{access}  {login}  {}",
        user.id,
        user.name,
        if roles.is_empty() { "no role" } else { &roles }
    )
}

fn json(user: &UserLine) -> serde_json::Value {
    serde_json::json!({
        "id": user.id,
        "name": user.name,
        "login": user.login,
        "roles": user.roles.iter().map(told).collect::<Vec<_>>(),
        "disabled": user.disabled_at.is_some(),
        "last_seen_at": user.last_seen_at,
    })
}

/// `manager for team:payments`
fn told(role: &RoleLine) -> String {
    let scope = match &role.scope {
        Scope::Everything => "everything".to_owned(),
        Scope::Own => "own".to_owned(),
        Scope::Team(key) => format!("team:{key}"),
        Scope::Cohort(key) => format!("cohort:{key}"),
    };
    format!("{} for {scope}", role.role.as_str())
}

fn form(role: String, scope: &str) -> anyhow::Result<GrantForm> {
    let (kind, key) = scope.split_once(':').unwrap_or((scope, ""));
    anyhow::ensure!(
        matches!((kind, key.is_empty()), ("everything" | "own", true) | ("team" | "cohort", false)),
        "a role is for everything, own, team:KEY or cohort:KEY; \"{scope}\" is none of them"
    );
    let of = |wanted: &str| if kind == wanted { key.to_owned() } else { String::new() };
    let (team, cohort) = (of("team"), of("cohort"));
    Ok(GrantForm { role, scope: kind.to_owned(), team, cohort, ..GrantForm::default() })
}

/// A user's number, from itself or from their login.
async fn number(desk: &Administration<'_>, user: &str) -> anyhow::Result<i64> {
    let found = match user.parse() {
        Ok(id) => desk.user(id).await.map(|file| file.line.id),
        Err(_) => desk.user_by_login(user).await,
    };
    found.map_err(explain("there is no such user; `sightline users list` shows their logins and numbers"))
}

/// "Not found" says nothing on a command line.
fn explain(words: &'static str) -> impl Fn(ServiceError) -> anyhow::Error {
    move |error| match error {
        ServiceError::NotFound => anyhow::anyhow!(words),
        other => anyhow::Error::from(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_a_word_or_a_kind_with_a_key() {
        let given = form("manager".to_owned(), "team:payments").unwrap();
        assert_eq!(
            (given.scope.as_str(), given.team.as_str(), given.cohort.as_str()),
            ("team", "payments", "")
        );
        assert!(form("coach".to_owned(), "own").is_ok());
        for wrong in ["team", "team:", "everything:x", "nowhere"] {
            assert!(form("manager".to_owned(), wrong).is_err(), "{wrong}");
        }
    }
}
