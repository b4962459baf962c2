//! Reading sheets: every kind by example, and what a bad row costs.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use connectors::sheets::{HeadersError, PersonRow, RepositoryRow, RowError, Sheet, SprintRow, TeamRow, rows};
use domain::EpochMs;
use domain::calendar::{Mark, MarkKind};
use domain::content::{Content, ContentKind};
use jiff::civil::date;
use rstest::rstest;

type Read<T> = Vec<(u64, Result<T, RowError>)>;

fn read<T: Sheet>(text: &str) -> Read<T> {
    rows(text.as_bytes()).unwrap().collect()
}

fn only<T: Sheet>(text: &str) -> T {
    let mut read = read::<T>(text);
    assert_eq!(read.len(), 1);
    read.remove(0).1.unwrap()
}

fn refusal<T: Sheet>(text: &str) -> String {
    let (_, row) = read::<T>(text).remove(0);
    row.err().unwrap().to_string()
}

#[test]
fn a_person_has_accounts_and_one_membership_a_row() {
    let person: PersonRow = only(
        "email,name,role,team,from,to,github_login,github_id,jira_account_id,xapi_account\n\
         Person07@Demo.invalid, Demo Person 07 ,backend,payments,2026-01-05,,@person07,700,5f:ab,person07@demo.invalid\n",
    );
    assert_eq!((person.email.as_str(), person.name.as_str()), ("person07@demo.invalid", "Demo Person 07"));
    assert_eq!((person.from, person.to), (Some(date(2026, 1, 5)), None));
    assert_eq!(
        (person.github_login.as_deref(), person.github_id.as_deref()),
        (Some("person07"), Some("700"))
    );
    assert_eq!(person.xapi_account.as_deref(), Some("mbox:person07@demo.invalid"));
    assert_eq!(person.team.unwrap().as_str(), "payments");
}

#[test]
fn most_columns_of_people_may_be_left_away() {
    let person: PersonRow = only("name,email\nDemo Person 07,person07@demo.invalid\n");
    assert_eq!((person.role, person.team, person.github_login), (None, None, None));
}

#[test]
fn a_team_has_jira_scopes_and_a_working_day() {
    let team: TeamRow = only(
        "key,name,jira,time_zone,day_starts,day_ends\npayments,Payments,PAY;SHOP/Checkout,Europe/Berlin,08:30,17:00\n",
    );
    assert_eq!(team.jira.len(), 2);
    assert_eq!((team.day_starts, team.day_ends), (Some(510), Some(1020)));
}

#[test]
fn a_repository_belongs_to_a_team_for_some_time() {
    let repository: RepositoryRow = only("name,team,from,to\nacme/shop,payments,2026-01-01,2026-06-30\n");
    assert_eq!(repository.name.as_str(), "acme/shop");
    assert_eq!(repository.to, Some(date(2026, 6, 30)));
}

#[test]
fn a_sprint_without_team_is_everybodys_and_ends_with_its_last_day() {
    let sprint: SprintRow = only("team,key,start,end\n,2026-S05,2026-03-02,2026-03-15\n");
    assert_eq!(sprint.team, None);
    assert_eq!(sprint.span().start, EpochMs::from_date(date(2026, 3, 2)));
    assert_eq!(sprint.span().end, EpochMs::from_date(date(2026, 3, 16)));
}

#[test]
fn a_mark_without_last_day_is_one_day() {
    let mark: Mark = only("kind,first_day,last_day,label,team\nHoliday,2026-04-06,,\"Easter, Monday\",\n");
    assert_eq!((mark.kind, mark.last_day, mark.team), (MarkKind::Holiday, date(2026, 4, 6), None));
    assert_eq!(mark.label, "Easter, Monday");
}

#[test]
fn content_is_named_by_the_iri_of_its_statements() {
    let content: Content =
        only("id,kind,name,skill\nhttps://LMS.example/lab/1,job aid,Small pull requests,reviews\n");
    assert_eq!((content.id.as_str(), content.kind), ("https://LMS.example/lab/1", ContentKind::JobAid));
}

#[rstest]
#[case::e_mail(refusal::<PersonRow>("email,name\nnobody,X\n"), "email: \"nobody\" is not an e-mail address")]
#[case::no_name(refusal::<PersonRow>("email,name\na@b.invalid, \n"), "name: is empty")]
#[case::dates(refusal::<PersonRow>("email,name,team,from,to\na@b.invalid,X,t,2026-02-01,2026-01-01\n"), "to: \"2026-01-01\" is before from")]
#[case::dates_without_team(refusal::<PersonRow>("email,name,team,from\na@b.invalid,X,,2026-02-01\n"), "team: is empty although")]
#[case::sprint_reversed(refusal::<SprintRow>("key,start,end\ns,2026-02-02,2026-02-01\n"), "end: \"2026-02-01\" is before start")]
#[case::kind(refusal::<Mark>("kind,first_day,label\nparty,2026-02-02,x\n"), "kind: \"party\" is not a kind; write holiday")]
#[case::zone(refusal::<TeamRow>("key,name,time_zone\nt,T,Middle Earth\n"), "time_zone: \"Middle Earth\" is not a time zone")]
#[case::day(refusal::<TeamRow>("key,name,day_starts,day_ends\nt,T,17:00,09:00\n"), "day_ends: \"09:00\" is not after day_starts")]
#[case::key(refusal::<TeamRow>("key,name\na/b,T\n"), "key: \"a/b\" cannot stand in an address")]
#[case::repository(refusal::<RepositoryRow>("name,team\nshop,t\n"), "name: \"shop\" is not a repository; write it like owner/name")]
#[case::content(refusal::<Content>("id,kind,name\nlab-1,lab,L\n"), "id: \"lab-1\" is not an activity id")]
#[case::cells(refusal::<SprintRow>("key,start,end\ns,2026-02-02\n"), "the row has 2 cells, the first line 3")]
fn a_refusal_names_column_value_and_what_to_write(#[case] refusal: String, #[case] start: &str) {
    assert!(refusal.starts_with(start), "{refusal}");
}

#[test]
fn a_bad_row_costs_only_itself_and_is_told_by_its_line() {
    let sheet =
        b"\xef\xbb\xbfkey,start,end\r\ns1,2026-01-01,2026-01-14\r\n\r\n,,\r\n\xff,2026-01-15,2026-01-28\r\n\
        \"s\n3\",2026-01-29,2026-02-11\r\ns4,2026-02-12,2026-02-25\r\n";
    let read: Read<SprintRow> = rows(&sheet[..]).unwrap().collect();
    let lines: Vec<(u64, bool)> = read.iter().map(|(line, row)| (*line, row.is_ok())).collect();
    assert_eq!(lines, [(2, true), (5, false), (6, false), (8, true)]);
    assert!(read[1].1.as_ref().unwrap_err().to_string().starts_with("the row is not UTF-8"));
}

#[test]
fn a_first_line_that_does_not_fit_is_refused_before_any_row() {
    let refused = |text: &str| rows::<SprintRow, _>(text.as_bytes()).err().unwrap();
    assert!(matches!(refused(""), HeadersError::Empty { .. }));
    assert!(matches!(refused("key;start;end\n"), HeadersError::Missing { column: "key", .. }));
    assert!(matches!(refused("key,start,end,goal\n"), HeadersError::Unknown { .. }));
}
