//! `sightline emit`. Needs no configuration and opens no database: it runs in hooks and builds, where only the program is,
//! and it does not break what it runs in.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::ValueEnum;
use domain::{content::ContentKind, facts::Tags};
use emit::{Courier, Credentials, Delivery, Event, Person, Spool, Surroundings};

use super::say;

/// After a server was away hooks do not wait for it again at once.
const SPARED: Duration = Duration::from_secs(30);
/// A hook sends so many of what waits, `--flush` all.
const ON_THE_WAY: usize = 200;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Where to send: SIGHTLINE_EMIT_URL, SIGHTLINE_EMIT_KEY and SIGHTLINE_EMIT_SECRET, or a file named by --credentials that \
holds what `sightline keys create --scope statements/write --format json` prints, with \"url\" added.
Not said, the person is git's user.email (in a build: the author of the commit), the repository that of the remote, \
and each tag git's setting: `git config sightline.team payments`.
What cannot be sent waits in the spool; the next call or `--flush` sends it, and the exit code is 0 unless --strict.")]
pub struct Emit {
    /// What happened
    #[arg(value_enum, required_unless_present_any = ["flush", "status"], requires = "activity")]
    verb: Option<Verb>,
    /// To which activity: its IRI, such as <https://labs.example/slice-a-change>
    activity: Option<String>,
    /// What the activity is
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    /// What the activity is called
    #[arg(long)]
    name: Option<String>,
    /// Who: an e-mail address, or HOMEPAGE|NAME for an account
    #[arg(long)]
    person: Option<Person>,
    #[arg(long)]
    skill: Option<String>,
    #[arg(long)]
    role: Option<String>,
    #[arg(long)]
    team: Option<String>,
    /// As owner/name
    #[arg(long)]
    repository: Option<String>,
    #[arg(long)]
    sprint: Option<String>,
    /// Told twice with the same word, it happened once: a build's number, a commit's hash
    #[arg(long, value_name = "WORD")]
    once: Option<String>,
    /// A JSON file with url, key and secret
    #[arg(long, value_name = "FILE", env = "SIGHTLINE_EMIT_CREDENTIALS")]
    credentials: Option<PathBuf>,
    /// Where statements wait [default: sightline/spool in the user's folder for state]
    #[arg(long, value_name = "FOLDER", env = "SIGHTLINE_EMIT_SPOOL")]
    spool: Option<PathBuf>,
    /// Exit with 1 where the statement was not delivered
    #[arg(long)]
    strict: bool,
    /// Send everything that waits
    #[arg(long, conflicts_with_all = ["verb", "status"])]
    flush: bool,
    /// Say what waits and where
    #[arg(long, conflicts_with_all = ["verb", "flush"])]
    status: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Verb {
    Initialized,
    Completed,
    Passed,
    Failed,
    Attended,
    Applied,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Course,
    Lab,
    JobAid,
    PeerSession,
    Challenge,
    Checklist,
}

impl Emit {
    /// Whatever goes wrong is told; without `--strict` nobody is held up by it.
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let strict = self.strict || self.flush;
        match self.done().await {
            Ok(delivered) if delivered || !strict => Ok(ExitCode::SUCCESS),
            Ok(_) => Ok(ExitCode::FAILURE),
            Err(error) => {
                // A hook's own words, beside those of git.
                eprintln!("sightline emit: {error:#}");
                Ok(if strict { ExitCode::FAILURE } else { ExitCode::SUCCESS })
            }
        }
    }

    /// Says whether nothing waits any more.
    async fn done(&self) -> anyhow::Result<bool> {
        let spool = Spool::open(&self.folder()?)?;
        if self.status {
            tell_status(&spool)?;
            return Ok(true);
        }
        if let Some(event) = self.event()? {
            spool.add(&event.statement(jiff::Timestamp::now())?)?;
        }
        if !self.flush && !self.strict && spool.was_away_within(SPARED) {
            eprintln!("sightline emit: {} wait in {}", spool.waiting()?, spool.folder().display());
            return Ok(false);
        }
        let kept = || format!("the statement waits in {}", spool.folder().display());
        let variable = |name: &str| std::env::var(name).ok();
        let credentials = Credentials::read(self.credentials.as_deref(), variable).with_context(kept)?;
        let most = if self.flush { usize::MAX } else { ON_THE_WAY };
        let delivery = Courier::new(&credentials)?.deliver(&spool, most).await?;
        Ok(tell(&delivery, &spool, self.flush))
    }

    fn folder(&self) -> anyhow::Result<PathBuf> {
        if let Some(folder) = &self.spool {
            return Ok(folder.clone());
        }
        let of = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let state = of("XDG_STATE_HOME").or_else(|| Some(of("HOME")?.join(".local/state")));
        Ok(state
            .context("there is no home folder; say with --spool where statements wait")?
            .join("sightline/spool"))
    }

    fn event(&self) -> anyhow::Result<Option<Event>> {
        let (Some(verb), Some(activity)) = (self.verb, &self.activity) else { return Ok(None) };
        let around = Surroundings::here();
        let person = self.person.clone().or(around.person);
        Ok(Some(Event {
            person: person.context("nobody is known here: set git's user.email, or say --person")?,
            verb: verb.into(),
            activity: activity.clone(),
            kind: self.kind.map(ContentKind::from),
            name: self.name.clone(),
            tags: Tags {
                skill: self.skill.clone().or(around.tags.skill),
                role: self.role.clone().or(around.tags.role),
                team: self.team.clone().or(around.tags.team),
                repository: self.repository.clone().or(around.tags.repository),
                sprint: self.sprint.clone().or(around.tags.sprint),
            },
            platform: around.platform,
            once: self.once.clone(),
        }))
    }
}

fn tell_status(spool: &Spool) -> anyhow::Result<()> {
    say!("{} waiting in {}", spool.waiting()?, spool.folder().display());
    let refused = spool.refused();
    if refused > 0 {
        say!("{refused} refused, with reasons, in {}", spool.folder().join("refused").display());
    }
    Ok(())
}

fn tell(delivery: &Delivery, spool: &Spool, aloud: bool) -> bool {
    if aloud {
        say!("{} sent, {} refused, {} waiting", delivery.sent, delivery.refused, delivery.waiting);
    }
    if delivery.refused > 0 {
        let folder = spool.folder().join("refused");
        eprintln!("sightline emit: {} refused; see {}", delivery.refused, folder.display());
    }
    if let Some(why) = &delivery.why {
        eprintln!("sightline emit: {} wait in {}: {why}", delivery.waiting, spool.folder().display());
    }
    delivery.why.is_none() && delivery.refused == 0
}

impl From<Verb> for emit::Verb {
    fn from(verb: Verb) -> Self {
        match verb {
            Verb::Initialized => Self::Initialized,
            Verb::Completed => Self::Completed,
            Verb::Passed => Self::Passed,
            Verb::Failed => Self::Failed,
            Verb::Attended => Self::Attended,
            Verb::Applied => Self::Applied,
        }
    }
}

impl From<Kind> for ContentKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Course => Self::Course,
            Kind::Lab => Self::Lab,
            Kind::JobAid => Self::JobAid,
            Kind::PeerSession => Self::PeerSession,
            Kind::Challenge => Self::Challenge,
            Kind::Checklist => Self::Checklist,
        }
    }
}
