//! The real program on a fresh database, as a user runs it.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "test support: each file uses its own part, and panics tell the test"
)]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

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

    pub fn serve(&self) -> Server {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let address = format!("127.0.0.1:{port}");
        let child = self.command(&["serve", "--addr", &address]).stdout(Stdio::null()).spawn().unwrap();
        let server = Server { child, url: format!("http://{address}") };
        server.wait_until_ready();
        server
    }
}

pub struct Server {
    child: Child,
    pub url: String,
}

impl Server {
    fn wait_until_ready(&self) {
        let start = Instant::now();
        while !self.is_ready() {
            assert!(start.elapsed() < Duration::from_secs(20), "the server was not ready after 20 s");
            std::thread::sleep(Duration::from_millis(20));
        }
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
