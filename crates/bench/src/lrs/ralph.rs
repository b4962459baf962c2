//! Ralph, started as its documentation says, with its fastest backend that needs nothing else: files.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::client::{Client, Door};
use crate::lrs::SCRIPTS;

const USER: &str = "bench";
const PASSWORD: &str = "bench-secret";

/// Writes the file of credentials that Ralph reads.
const CREDENTIALS: &str = "import bcrypt, json, sys
hashed = bcrypt.hashpw(sys.argv[2].encode(), bcrypt.gensalt()).decode()
agent = {'mbox': 'mailto:bench@example.com'}
json.dump([{'username': sys.argv[1], 'hash': hashed, 'scopes': ['all'], 'agent': agent}], open(sys.argv[3], 'w'))";

/// A running Ralph on an empty folder; stopped when dropped.
pub struct Ralph {
    child: Child,
    pub door: Door,
    folder: PathBuf,
}

impl Drop for Ralph {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Ralph {
    /// `None` where it is not installed.
    pub fn start(venv: &Path, folder: &Path) -> anyhow::Result<Option<Self>> {
        let python = venv.join("bin/python");
        if !venv.join("bin/uvicorn").is_file() {
            return Ok(None);
        }
        let folder = folder.join("ralph");
        let _ = std::fs::remove_dir_all(&folder);
        // It reads every file beside its statements.
        let data = folder.join("data");
        std::fs::create_dir_all(&data)?;
        let credentials = folder.join("auth.json");
        let made =
            Command::new(&python).args(["-c", CREDENTIALS, USER, PASSWORD]).arg(&credentials).status()?;
        anyhow::ensure!(made.success(), "no credentials could be made for Ralph");
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let child = Command::new(python)
            .arg(Path::new(SCRIPTS).join("ralph_files.py"))
            .arg(port.to_string())
            .env("RALPH_RUNSERVER_BACKEND", "fs")
            .env("RALPH_AUTH_FILE", &credentials)
            .env("RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH", &data)
            .env("RALPH_BACKENDS__DATA__FS__DEFAULT_DIRECTORY_PATH", &data)
            .current_dir(&folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let door = Door::new(&format!("127.0.0.1:{port}"), "/xAPI", USER, PASSWORD);
        let ralph = Self { child, door, folder };
        ralph.wait_until_ready()?;
        Ok(Some(ralph))
    }

    fn wait_until_ready(&self) -> anyhow::Result<()> {
        let began = Instant::now();
        loop {
            let answers =
                Client::connect(&self.door).and_then(|mut client| Ok(client.send("GET", "/about", b"")?.0));
            if answers.is_ok() {
                return Ok(());
            }
            anyhow::ensure!(began.elapsed() < Duration::from_mins(1), "Ralph did not start");
            std::thread::sleep(Duration::from_millis(200));
        }
    }
}
