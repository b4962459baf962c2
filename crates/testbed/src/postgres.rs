//! A PostgreSQL server for one test process: in the scratch folder, on a free port of the loopback address.

use std::io;
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::guard;

/// Durability is of no use here: the data end with the test.
const SETTINGS: &str = "-c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
    -c shared_buffers=16MB -c autovacuum=off -c log_min_messages=fatal";

pub(crate) struct Cluster {
    programs: Programs,
    port: u16,
}

impl Cluster {
    /// `None` where PostgreSQL is not installed, or has no user that it can run as.
    pub(crate) fn start(scratch: &Path) -> io::Result<Option<Self>> {
        let home = scratch.join("postgres");
        std::fs::create_dir(&home)?;
        let Some(programs) = Programs::find(&home)? else { return Ok(None) };
        programs.create(&home)?;
        guard::stop_with(scratch, programs.pg_ctl(&home).args(["-m", "immediate", "stop"]))?;
        programs.start(&home).map(|port| Some(Self { programs, port }))
    }

    /// Makes an empty database; says its address.
    pub(crate) fn create_database(&self, name: &str) -> io::Result<String> {
        let mut create = Command::new(self.programs.folder.join("createdb"));
        create.args(["-h", "127.0.0.1", "-U", "postgres", "-p"]).arg(self.port.to_string()).arg(name);
        if !succeeds(&mut create)? {
            return Err(io::Error::other("createdb failed"));
        }
        Ok(format!("postgres://postgres@127.0.0.1:{}/{name}", self.port))
    }
}

/// The server's programs. It refuses to run as root; Debian's package brings a user for it.
struct Programs {
    folder: PathBuf,
    as_user: bool,
}

impl Programs {
    fn find(home: &Path) -> io::Result<Option<Self>> {
        let Some(folder) = folder() else { return Ok(None) };
        // Who made the folder is who we are.
        let as_user = home.metadata()?.uid() == 0;
        if as_user && !succeeds(Command::new("chown").arg("postgres").arg(home))? {
            return Ok(None);
        }
        Ok(Some(Self { folder, as_user }))
    }

    fn run(&self, name: &str) -> Command {
        let program = self.folder.join(name);
        if !self.as_user {
            return Command::new(program);
        }
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    }

    fn pg_ctl(&self, home: &Path) -> Command {
        let mut command = self.run("pg_ctl");
        command.arg("-D").arg(home.join("data"));
        command
    }

    /// A copy of the template that the first test process of a target folder makes.
    fn create(&self, home: &Path) -> io::Result<()> {
        let data = home.join("data");
        let template = self.template()?;
        if copied(&template, &data)? {
            return if self.as_user { changed_owner(&data) } else { Ok(()) };
        }
        self.init(&data)?;
        let ours = tempfile::tempdir_in(template.parent().unwrap_or(home))?;
        // Whoever renames first wins; the others' copies go.
        let made = copied(&data, &ours.path().join("made"))?;
        if made && std::fs::rename(ours.path().join("made"), &template).is_err() && !template.exists() {
            return Err(io::Error::other("the template could not be kept"));
        }
        Ok(())
    }

    /// Beside the test programs, by version.
    fn template(&self) -> io::Result<PathBuf> {
        let version = Command::new(self.folder.join("initdb")).arg("--version").output()?.stdout;
        let version: String =
            String::from_utf8_lossy(&version).chars().filter(char::is_ascii_digit).collect();
        let program = std::env::current_exe()?;
        Ok(program.with_file_name(format!("testbed-postgres-{version}")))
    }

    /// Sorts text by the rules of a language where this PostgreSQL can: in production it does, and nothing may mind.
    fn init(&self, data: &Path) -> io::Result<()> {
        let languages: [&[&str]; 2] =
            [&["--locale-provider=icu", "--icu-locale=en-US", "--locale=C.UTF-8"], &["--locale=C"]];
        for language in languages {
            let mut initdb = self.run("initdb");
            initdb.arg("-D").arg(data).args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]);
            if succeeds(initdb.args(language))? {
                return Ok(());
            }
        }
        Err(io::Error::other("initdb failed"))
    }

    /// Starts the server; on another port where somebody was faster in taking the first.
    fn start(&self, home: &Path) -> io::Result<u16> {
        for _ in 0..5 {
            let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
            let options = format!("{SETTINGS} -k '{}' -p {port}", home.display());
            let mut start = self.pg_ctl(home);
            start.arg("-l").arg(home.join("log")).args(["-w", "-t", "60", "-o", &options, "start"]);
            if succeeds(&mut start)? {
                return Ok(port);
            }
        }
        Err(io::Error::other("pg_ctl could not start the server"))
    }
}

fn copied(from: &Path, to: &Path) -> io::Result<bool> {
    Ok(from.exists() && succeeds(Command::new("cp").arg("-Rp").arg(from).arg(to))?)
}

fn changed_owner(data: &Path) -> io::Result<()> {
    let changed = succeeds(Command::new("chown").args(["-R", "postgres"]).arg(data))?;
    if changed { Ok(()) } else { Err(io::Error::other("chown failed")) }
}

/// The newest PostgreSQL in PATH or where Debian puts it.
fn folder() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|folders| folders.flatten().map(|folder| folder.path().join("bin")).collect())
        .unwrap_or_default();
    versions.sort();
    let folders = std::env::split_paths(&path).chain(versions.into_iter().rev());
    let mut complete = folders
        .filter(|folder| ["initdb", "pg_ctl", "createdb"].iter().all(|name| folder.join(name).exists()));
    complete.next()
}

/// `false` also where the program is not there.
fn succeeds(command: &mut Command) -> io::Result<bool> {
    match command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status() {
        Ok(status) => Ok(status.success()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}
