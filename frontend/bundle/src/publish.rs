//! Writes the site: names that change with their content, so that browsers may keep them for ever.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::{Args, compress};

/// Must equal `LEPTOS_OUTPUT_NAME` in `.cargo/config.toml`.
pub const NAME: &str = "sightline";

/// What a page loads.
pub struct Assets {
    pub js: String,
    pub wasm: Vec<u8>,
    pub css: String,
    /// Path below `pkg`, text. Their folders already carry a hash.
    pub snippets: Vec<(PathBuf, String)>,
}

/// Replaces `<site>/pkg`, copies the top-level files of the style folder and writes the hash file last,
/// so that it never names files that are not there yet.
pub fn publish(assets: &Assets, args: &Args) -> Result<()> {
    let staged = args.site.join("pkg.new");
    remove_if_there(&staged)?;
    fs::create_dir_all(&staged)?;
    let parts = [("js", assets.js.as_bytes()), ("wasm", &assets.wasm), ("css", assets.css.as_bytes())];
    let mut hashes = String::new();
    for (kind, content) in parts {
        let hash = short_hash(content);
        write(&staged.join(file_name(kind, &hash)), content, args.quick)?;
        writeln!(hashes, "{kind}: {hash}")?;
    }
    for (path, js) in &assets.snippets {
        write(&staged.join(path), js.as_bytes(), args.quick)?;
    }
    let pkg = args.site.join("pkg");
    remove_if_there(&pkg)?;
    fs::rename(&staged, &pkg)?;
    copy_plain_files(&args.style, &args.site, args.quick)?;
    fs::write(&args.hash_file, hashes)
        .with_context(|| format!("could not write {}", args.hash_file.display()))
}

/// True when every file that the hash file names is in the site.
pub fn all_present(args: &Args) -> Result<bool> {
    if !args.hash_file.is_file() {
        return Ok(false);
    }
    let pkg = args.site.join("pkg");
    let hashes = fs::read_to_string(&args.hash_file)?;
    Ok(hashes
        .lines()
        .filter_map(|line| line.split_once(": "))
        .all(|(kind, hash)| pkg.join(file_name(kind, hash)).is_file()))
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn file_name(kind: &str, hash: &str) -> String {
    format!("{NAME}.{hash}.{kind}")
}

/// 64 bits are plenty to tell the versions of one file apart.
fn short_hash(content: &[u8]) -> String {
    hex(&Sha256::digest(content)[..8])
}

/// Style sheets went into the bundle; a favicon and its like are served from the root under their own names.
fn copy_plain_files(style: &Path, site: &Path, quick: bool) -> Result<()> {
    for entry in fs::read_dir(style)? {
        let path = entry?.path();
        let plain = path.is_file() && path.extension().is_none_or(|suffix| suffix != "css");
        if let (true, Some(name)) = (plain, path.file_name()) {
            write(&site.join(name), &fs::read(&path)?, quick)?;
        }
    }
    Ok(())
}

fn write(file: &Path, content: &[u8], quick: bool) -> Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, content).with_context(|| format!("could not write {}", file.display()))?;
    if !quick {
        let smallest = compress::write_copies(file, content)?;
        eprintln!(
            "bundle: {} {} B, {smallest} B brotli",
            file.file_name().unwrap_or_default().display(),
            content.len()
        );
    }
    Ok(())
}

fn remove_if_there(folder: &Path) -> Result<()> {
    if folder.is_dir() {
        fs::remove_dir_all(folder).with_context(|| format!("could not replace {}", folder.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    fn assets() -> Assets {
        let snippets =
            vec![(PathBuf::from("snippets/clock-1/inline0.js"), "export const now = 1;".to_owned())];
        Assets {
            js: "export default 1;".to_owned(),
            wasm: b"\0asm".to_vec(),
            css: "body{}".to_owned(),
            snippets,
        }
    }

    /// A style folder with a favicon beside the sheet, and a site that already holds an older bundle.
    fn project(folder: &Path) -> Args {
        let (style, site) = (folder.join("style"), folder.join("site"));
        fs::create_dir_all(&style).unwrap();
        fs::create_dir_all(site.join("pkg")).unwrap();
        fs::write(style.join("main.css"), "body {}").unwrap();
        fs::write(style.join("favicon.svg"), "<svg/>").unwrap();
        fs::write(site.join("pkg/sightline.0000.js"), "old").unwrap();
        let options =
            [("--wasm", "in.wasm"), ("--style", "style"), ("--site", "site"), ("--hash-file", "hash.txt")];
        let paths =
            options.into_iter().flat_map(|(name, path)| [name.into(), folder.join(path).into_os_string()]);
        Args::parse_from(std::iter::once("bundle".into()).chain(paths))
    }

    #[test]
    fn the_hash_file_names_the_published_files() {
        let folder = tempfile::tempdir().unwrap();
        let args = project(folder.path());
        publish(&assets(), &args).unwrap();
        assert!(all_present(&args).unwrap());
        let hashes = fs::read_to_string(&args.hash_file).unwrap();
        let kinds: Vec<_> = hashes.lines().map(|line| line.split_once(": ").unwrap().0).collect();
        assert_eq!(kinds, ["js", "wasm", "css"]);
    }

    #[test]
    fn only_the_new_bundle_remains_and_every_file_has_its_compressed_copies() {
        let folder = tempfile::tempdir().unwrap();
        let args = project(folder.path());
        publish(&assets(), &args).unwrap();
        assert!(!args.site.join("pkg/sightline.0000.js").exists());
        for file in ["favicon.svg", "pkg/snippets/clock-1/inline0.js"] {
            for suffix in ["", ".br", ".gz"] {
                assert!(args.site.join(format!("{file}{suffix}")).is_file(), "{file}{suffix}");
            }
        }
    }

    #[test]
    fn a_missing_file_makes_the_bundle_stale() {
        let folder = tempfile::tempdir().unwrap();
        let args = project(folder.path());
        publish(&assets(), &args).unwrap();
        fs::remove_dir_all(args.site.join("pkg")).unwrap();
        assert!(!all_present(&args).unwrap());
    }
}
