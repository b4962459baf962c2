use super::*;

fn mapping() -> Mapping {
    Mapping {
        source: "moodle".to_owned(),
        person: "E-mail".to_owned(),
        at: "Finished".to_owned(),
        date_format: "%d.%m.%Y %H:%M".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
        activity: "Course".to_owned(),
        activity_prefix: "https://lms.invalid/courses/".to_owned(),
        status: "Status".to_owned(),
        statuses: "Done = completed\nNot started =".to_owned(),
        score: "Grade".to_owned(),
        ..Mapping::default()
    }
}

const FILE: &str = "E-mail;Course;Status;Finished;Grade\n\
    Ada@demo.invalid;pr-101;Done;01.03.2026 09:30;87,5 %\n\
    bob@demo.invalid;pr-101;not started;;-\n";

#[test]
fn a_row_becomes_a_statement_and_the_same_one_each_time() {
    let history = read(FILE.as_bytes(), &mapping()).unwrap();
    assert_eq!((history.statements.len(), history.left_out), (1, 1));
    let value = history.statements[0].1.as_json();
    assert_eq!(value["actor"]["mbox"], "mailto:ada@demo.invalid");
    assert_eq!(value["timestamp"], "2026-03-01T08:30:00.000Z");
    assert_eq!(value["result"]["score"]["scaled"], 0.875);
    let again = read(format!("\u{feff}{FILE}").as_bytes(), &mapping()).unwrap();
    assert_eq!(again.statements[0].1, history.statements[0].1);
}

#[test]
fn every_error_names_its_line_and_column() {
    let file = "E-mail;Course;Status;Finished;Grade\nada;;Done;1 March;\nada@demo.invalid;x;Gone;01.03.2026 09:30;\n\
        ada@demo.invalid;x;Done;01.03.2026 09:30;120\nada@demo.invalid;x;Done;2026-03-01;1\n";
    let errors = read(file.as_bytes(), &mapping()).unwrap_err();
    let places: Vec<(u64, &str)> = errors.iter().map(|e| (e.line, e.column.as_str())).collect();
    assert_eq!(places, [(2, "E-mail"), (3, "Status"), (4, "Grade"), (5, "Finished")]);
}

#[test]
fn lines_of_a_file_from_windows_are_counted_as_its_editor_counts_them() {
    let file = format!("\u{feff}{FILE}ada@demo.invalid;x;Gone;;\nada@demo.invalid;x\n").replace('\n', "\r\n");
    let errors = read(file.as_bytes(), &mapping()).unwrap_err();
    let places: Vec<(u64, &str)> = errors.iter().map(|e| (e.line, e.column.as_str())).collect();
    assert_eq!(places, [(4, "Status"), (5, "")]);
}

#[test]
fn a_mapping_that_does_not_fit_is_told_before_any_row() {
    let wrong = Mapping { person: "Mail".to_owned(), statuses: "Done".to_owned(), ..mapping() };
    let errors = read(FILE.as_bytes(), &wrong).unwrap_err();
    let places: Vec<(u64, &str)> = errors.iter().map(|e| (e.line, e.column.as_str())).collect();
    assert_eq!(places, [(1, "Mail"), (0, "statuses")]);
    assert!(errors[0].problem.contains("E-mail, Course"));
}

#[test]
fn days_alone_and_iso_times_are_read_without_a_format() {
    let plain =
        Mapping { date_format: String::new(), status: String::new(), score: String::new(), ..mapping() };
    for (day, at) in
        [("2026-03-01", "2026-02-28T23:00:00.000Z"), ("2026-03-01T09:30:00Z", "2026-03-01T09:30:00.000Z")]
    {
        let file = format!("E-mail,Course,Finished\nada@demo.invalid,x,{day}\n");
        let history = read(file.as_bytes(), &plain).unwrap();
        assert_eq!(history.statements[0].1.as_json()["timestamp"], at);
    }
}
