//! One minified style sheet from `main.css` and what it imports.

use std::path::Path;

use anyhow::{Result, anyhow};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};
use lightningcss::targets::{Browsers, Targets};

/// Follows `@import`, lowers what our oldest browsers lack, and minifies. Errors name file, line and column.
pub fn bundle(entry: &Path) -> Result<String> {
    let targets = oldest_browsers();
    let files = FileProvider::new();
    let mut sheet = Bundler::new(&files, None, ParserOptions::default())
        .bundle(entry)
        .map_err(|e| anyhow!("{}: {e}", entry.display()))?;
    sheet
        .minify(MinifyOptions { targets, ..MinifyOptions::default() })
        .map_err(|e| anyhow!("{}: {e}", entry.display()))?;
    let printed = sheet.to_css(PrinterOptions { minify: true, targets, ..PrinterOptions::default() })?;
    Ok(printed.code)
}

/// Browsers of mid-2024: the first that all know nesting, `color-mix` and `light-dark`, which need no lowering then.
fn oldest_browsers() -> Targets {
    let version = |major: u32, minor: u32| Some(major << 16 | minor << 8);
    Targets::from(Browsers {
        chrome: version(125, 0),
        edge: version(125, 0),
        firefox: version(126, 0),
        safari: version(17, 5),
        ios_saf: version(17, 5),
        ..Browsers::default()
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::bundle;

    #[test]
    fn imported_sheets_end_up_in_one_minified_file_in_their_layers() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(
            folder.path().join("main.css"),
            "@import url('tokens.css') layer(tokens);\nbody { margin: 0px; }",
        )
        .unwrap();
        fs::write(folder.path().join("tokens.css"), ":root { --space: 4px; }").unwrap();
        let css = bundle(&folder.path().join("main.css")).unwrap();
        assert_eq!(css, "@layer tokens{:root{--space:4px}}body{margin:0}");
    }

    #[test]
    fn a_broken_sheet_is_reported_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let entry = folder.path().join("main.css");
        fs::write(&entry, "body { color: ; }\n} p {").unwrap();
        let error = bundle(&entry).unwrap_err().to_string();
        assert!(error.contains("main.css:"), "{error}");
    }
}
