//! The real program on a fresh database, as a user runs it.

#![allow(
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    reason = "test support: each file uses its own part, and panics tell the test"
)]

mod browser;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

pub use browser::{Answer, Browser};

pub struct Sightline {
    pub folder: TempDir,
}

impl Sightline {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sightline"));
        let database = format!("sqlite://{}", self.path("sightline.db").display());
        command.args(arguments).args(["--database-url", &database]).current_dir(self.folder.path());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    pub fn import(&self, kind: &str, file: &Path) -> Output {
        self.run(&["import", kind, &file.to_string_lossy()])
    }

    /// What was told on standard error, without the names of temporary folders.
    pub fn told(&self, output: &Output) -> String {
        let folder = format!("{}/", self.folder.path().display());
        String::from_utf8_lossy(&output.stderr).replace(&folder, "")
    }

    /// The demo organisation, made up anew.
    pub fn demo() -> Self {
        let sightline = Self::new();
        let loaded = sightline.run(&["demo"]);
        assert!(loaded.status.success(), "{}", sightline.told(&loaded));
        sightline
    }

    pub fn serve(&self) -> Server {
        self.serve_with(&[], &[])
    }

    /// Serves with more arguments and settings: `[("EDGE__HEADER_SECONDS", "1")]`.
    pub fn serve_with(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Server {
        let server = self.start(arguments, settings);
        server.wait_until(Server::is_ready);
        server
    }

    /// As [`Self::serve_with`], without waiting; what it logs goes into the file `log`.
    pub fn start(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Server {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let address = format!("127.0.0.1:{port}");
        let log = std::fs::File::create(self.path("log")).unwrap();
        let mut command = self.command(&["serve", "--addr", &address]);
        command.args(arguments).stdout(Stdio::null()).stderr(log);
        // Tests ask more in a minute than people do.
        let unlimited = ["SIGN_IN", "REFUSED_KEYS", "EXPORTS"];
        command.envs(unlimited.map(|limit| (format!("SIGHTLINE_EDGE__LIMITS__{limit}"), "0")));
        command.envs(settings.iter().map(|(name, value)| (format!("SIGHTLINE_{name}"), value)));
        Server { child: command.spawn().unwrap(), url: format!("http://{address}") }
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.path("log")).unwrap()
    }
}

pub struct Server {
    child: Child,
    pub url: String,
}

impl Server {
    pub fn wait_until(&self, holds: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !holds(self) {
            assert!(start.elapsed() < Duration::from_secs(20), "waited 20 s in vain");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// `127.0.0.1:4711`
    pub fn address(&self) -> &str {
        self.url.trim_start_matches("http://")
    }

    pub fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &pid]).status().unwrap().success());
    }

    /// The exit code, once the server has ended.
    pub fn ended(mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }

    pub fn is_ready(&self) -> bool {
        ureq::get(format!("{}/readyz", self.url)).call().is_ok()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
