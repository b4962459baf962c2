use super::{Cell, Panel};

fn cell(unit: &str, period: i64, joined: Option<i64>, outcome: f64) -> Cell {
    Cell { unit: unit.to_owned(), period, joined, outcome: Some(outcome), exposure: None }
}

fn panel() -> Panel {
    let cells = [
        cell("b", 2, Some(2), 4.0),
        cell("a", 1, None, 1.0),
        cell("b", 1, Some(2), 3.0),
        cell("a", 2, None, 2.0),
        cell("b", 4, Some(2), 5.0),
    ];
    Panel::from_cells(&cells).unwrap()
}

#[test]
fn the_order_of_the_rows_does_not_matter_and_missing_cells_stay_missing() {
    let panel = panel();
    assert_eq!(panel.units().iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(panel.periods(), [1, 2, 4]);
    assert_eq!(panel.outcome(0, 2), None);
    assert_eq!(panel.outcome(1, 2), Some(5.0));
}

#[test]
fn leaving_a_period_out_moves_neither_joining_nor_event_time() {
    let panel = panel().without_periods(&[2]);
    assert_eq!(panel.periods(), [1, 4]);
    assert_eq!(panel.event_time(1, 1), Some(2));
    assert!(panel.is_treated(1, 1) && !panel.is_treated(1, 0) && !panel.is_treated(0, 1));
}

#[test]
fn periods_too_far_apart_to_subtract_end_at_the_last_number() {
    let far = [cell("a", i64::MAX, Some(i64::MIN), 1.0), cell("b", i64::MIN, Some(i64::MAX), 2.0)];
    let panel = Panel::from_cells(&far).unwrap();
    assert_eq!(panel.event_time(0, 1), Some(i64::MAX));
    assert_eq!(panel.event_time(1, 0), Some(i64::MIN));
}

#[test]
fn what_contradicts_itself_is_refused_with_its_place() {
    let twice = [cell("a", 1, None, 1.0), cell("a", 1, None, 2.0)];
    assert!(Panel::from_cells(&twice).unwrap_err().to_string().contains("a has two rows for period 1"));
    let joins = [cell("a", 1, None, 1.0), cell("a", 2, Some(2), 2.0)];
    assert!(Panel::from_cells(&joins).unwrap_err().to_string().contains("joins in two periods"));
    let nan = [cell("a", 1, None, f64::NAN)];
    assert!(Panel::from_cells(&nan).unwrap_err().to_string().contains("a in period 1 is NaN"));
}
