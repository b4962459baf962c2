//! A server that is made to die: `kill -9`, at any moment.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;
use serde_json::Value;
use store::DatabaseUrl;

use crate::lrs::client::{Client, Door};

/// For the secrets in the database; PostgreSQL has no place for a file beside it.
const KEY: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// How to start it, again and again.
pub(super) struct Recipe {
    program: PathBuf,
    database: DatabaseUrl,
    log: PathBuf,
    pub(super) door: Door,
}

pub(super) struct Server {
    child: Child,
}

impl Recipe {
    /// Makes the database's tables and a key.
    pub(super) fn new(program: &Path, database: &DatabaseUrl, folder: &Path) -> anyhow::Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let door = Door::new(&format!("127.0.0.1:{port}"), "/xapi", "", "");
        let log = folder.join("server.log");
        let mut recipe = Self { program: program.to_owned(), database: database.clone(), log, door };
        let output = recipe
            .command(&["keys", "create", "--name", "torture", "--scope", "all", "--format", "json"])
            .output()?;
        anyhow::ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let made: Value = serde_json::from_slice(&output.stdout)?;
        let text = |name: &str| made[name].as_str().with_context(|| format!("no {name} in {made}"));
        recipe.door = Door::new(&recipe.door.address, "/xapi", text("key")?, text("secret")?);
        Ok(recipe)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(arguments).arg("--database-url").arg(&self.database.0);
        command.env("SIGHTLINE_SECRETS__KEY", KEY).env("SIGHTLINE_LOG__FILTER", "warn");
        command
    }

    pub(super) fn start(&self) -> anyhow::Result<Server> {
        let log = std::fs::File::options().create(true).append(true).open(&self.log)?;
        let child = self
            .command(&["serve", "--addr", &self.door.address])
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()?;
        let mut server = Server { child };
        let began = Instant::now();
        while Client::connect(&self.door).is_err() {
            if let Some(status) = server.child.try_wait()? {
                anyhow::bail!("the server ended by itself ({status}); see {}", self.log.display());
            }
            anyhow::ensure!(began.elapsed() < Duration::from_mins(1), "the server did not start");
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(server)
    }
}

impl Server {
    pub(super) fn kill(mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be dead already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
