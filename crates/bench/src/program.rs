//! The release binary, run as a user runs it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;

pub struct Program {
    path: PathBuf,
}

/// A running server; stopped when dropped.
pub struct Server {
    child: Child,
    pub address: String,
}

impl Program {
    pub fn beside_this_one() -> anyhow::Result<Self> {
        let path = std::env::current_exe()?.with_file_name("sightline");
        anyhow::ensure!(path.is_file(), "there is no {}; run `make build` first", path.display());
        Ok(Self { path })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("."))
    }

    fn command(&self, arguments: &[&str], database: &Path) -> Command {
        let mut command = Command::new(&self.path);
        command.args(arguments).arg("--database-url").arg(format!("sqlite://{}", database.display()));
        command
    }

    pub fn run(&self, arguments: &[&str], database: &Path) -> anyhow::Result<String> {
        let output = self.command(arguments, database).stderr(Stdio::inherit()).output()?;
        anyhow::ensure!(output.status.success(), "sightline {} failed", arguments.join(" "));
        Ok(String::from_utf8(output.stdout)?)
    }

    /// Seconds as a command tells them: `… in 0.123 s.`
    pub fn figure(&self, arguments: &str, database: &Path) -> anyhow::Result<f64> {
        let arguments: Vec<&str> = arguments.split(' ').collect();
        let told = self.run(&arguments, database)?;
        let seconds = told.split(" in ").nth(1).and_then(|rest| rest.split(' ').next());
        seconds.and_then(|text| text.parse().ok()).with_context(|| format!("no seconds in: {told}"))
    }

    /// Serves a demo organisation on a free port of this machine.
    pub fn serve(&self, database: &Path) -> anyhow::Result<Server> {
        self.serve_as(&["serve", "--demo"], database)
    }

    /// Serves any database on a free port of this machine.
    pub fn serve_any(&self, database: &Path) -> anyhow::Result<Server> {
        self.serve_as(&["serve"], database)
    }

    fn serve_as(&self, serve: &[&str], database: &Path) -> anyhow::Result<Server> {
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let address = format!("127.0.0.1:{port}");
        let mut command = self.command(&[serve, &["--addr", &address]].concat(), database);
        let child = command.env("SIGHTLINE_LOG__FILTER", "warn").stdout(Stdio::null()).spawn()?;
        let server = Server { child, address };
        server.wait_until_ready()?;
        Ok(server)
    }
}

impl Server {
    fn wait_until_ready(&self) -> anyhow::Result<()> {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(20) {
            if ureq::get(format!("http://{}/readyz", self.address)).call().is_ok() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        anyhow::bail!("the server was not ready after 20 s")
    }

    /// The most memory the server has held so far, in bytes.
    pub fn peak_memory(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
        let kilobytes: u64 = line.trim().trim_end_matches(" kB").trim().parse()?;
        Ok(kilobytes * 1024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
