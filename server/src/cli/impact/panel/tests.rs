use clap::Parser;

use super::{Arguments, run};

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    arguments: Arguments,
}

const PANEL: &str = "team,sprint,joined,hours,size\n\
    a,1,3,4.0,1\na,2,3,4.5,1\na,3,3,3.0,1\na,4,3,2.5,1\n\
    b,1,4,5.0,2\nb,2,4,5.1,2\nb,3,4,5.6,2\nb,4,4,4.0,2\n\
    c,1,,6.0,3\nc,2,,6.2,3\nc,3,,6.1,3\nc,4,,6.9,3\n\
    d,1,NA,7.0,1\nd,2,Inf,7.1,1\nd,3,0,7.4,1\nd,4,,7.2,1\n";

fn answer(csv: &str, more: &[&str], json: bool) -> anyhow::Result<String> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("panel.csv");
    std::fs::write(&path, csv)?;
    let file = path.display().to_string();
    let words = ["impact", "--panel", &file, "--unit", "team", "--time", "sprint", "--joined", "joined"];
    let words = words.iter().chain(&["--outcome", "hours"]).chain(more);
    run(&Line::try_parse_from(words)?.arguments, json)
}

fn error(csv: &str, more: &[&str]) -> String {
    format!("{:#}", answer(csv, more, false).unwrap_err())
}

#[test]
fn every_method_that_fits_the_panel_answers_in_text_and_in_json() {
    for method in ["imputation", "group-time", "sun-abraham", "twfe", "counts"] {
        let text = answer(PANEL, &["--method", method], false);
        let json = answer(PANEL, &["--method", method], true);
        if let (Ok(text), Ok(json)) = (text, json) {
            assert!(text.starts_with(method), "{text}");
            let json: serde_json::Value = serde_json::from_str(&json).unwrap();
            assert!(json["estimate"]["effect"].is_number(), "{json}");
        } else {
            let why = error(PANEL, &["--method", method]);
            assert!(!why.contains("NaN"), "{why}");
        }
    }
}

#[test]
fn a_bad_cell_is_named_by_file_line_and_column_with_what_to_do() {
    let number = error(&PANEL.replace("5.6", "fast"), &[]);
    assert!(number.contains("panel.csv, line 8, column \"hours\": \"fast\" is not a number"), "{number}");
    let time = error(&PANEL.replace("c,2", "c,second"), &[]);
    assert!(time.contains("line 11, column \"sprint\""), "{time}");
    let twice = error(&PANEL.replace("d,4", "d,3"), &[]);
    assert!(twice.contains("two rows"), "{twice}");
    let column = error(&PANEL.replace("hours", "days"), &[]);
    assert!(column.contains("no column \"hours\"; the file has team, sprint, joined, days"), "{column}");
}

#[test]
fn an_option_that_would_be_passed_over_is_refused() {
    let why = error(PANEL, &["--method", "twfe", "--balance", "2"]);
    assert!(why.contains("--balance goes with --method group-time"), "{why}");
    let why = error(PANEL, &["--inference", "bootstrap"]);
    assert!(why.contains("--inference bootstrap does not go with --method imputation"), "{why}");
}

#[test]
fn an_empty_outcome_is_missing_and_counted_as_such() {
    let text =
        answer(&PANEL.replace("6.1", "").replace("7.4", "NA"), &["--method", "group-time"], true).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["panel"]["missing_cells"], 2);
    assert_eq!(json["panel"]["never_joined_units"], 2);
}
