//! Whatever is done to a chain is found, at the row where it was done.

use proptest::prelude::*;
use proptest::sample::Index;

use super::*;

fn entry(n: i64) -> Entry {
    Entry {
        at: 1_700_000_000_000 + n,
        who: format!("user:{}", n % 7),
        action: "looked at".to_owned(),
        subject: format!("cohort:c{}", n % 3),
        detail: String::new(),
    }
}

fn chain(length: usize) -> Vec<Row> {
    let mut head = Head::default();
    let mut rows = Vec::new();
    for n in (0..).take(length) {
        let row = head.append(entry(n));
        head = row.head();
        rows.push(row);
    }
    rows
}

fn head(rows: &[Row]) -> Head {
    rows.last().map(Row::head).unwrap_or_default()
}

fn verify(rows: &[Row], head: Head) -> Result<Head, Broken> {
    walk(Verifier::new(Head::default()), rows, head)
}

fn walk(mut verifier: Verifier, rows: &[Row], head: Head) -> Result<Head, Broken> {
    for row in rows {
        verifier.push(row);
    }
    verifier.finish(head)
}

/// Gives the rows numbers without gaps, as whoever hides something would.
fn renumbered(mut rows: Vec<Row>) -> Vec<Row> {
    for (row, seq) in rows.iter_mut().zip(1..) {
        row.seq = seq;
    }
    rows
}

/// A row with its hash made to fit.
fn resealed(row: &Row) -> Row {
    Row { hash: hash_of(row.seq, &row.entry, &row.previous), ..row.clone() }
}

fn seq(at: usize) -> i64 {
    i64::try_from(at).expect("a short chain") + 1
}

#[derive(Debug, Clone, Copy)]
enum Column {
    At,
    Who,
    Action,
    Subject,
    Detail,
    /// A letter moves from one text to the next.
    Border,
    Previous,
    Hash,
}

fn change(row: &mut Row, column: Column) {
    let flipped = |hash: ChainHash| {
        let mut bytes = *hash.as_bytes();
        bytes[31] ^= 1;
        ChainHash::new(bytes)
    };
    match column {
        Column::At => row.entry.at += 1,
        Column::Who => row.entry.who.push('0'),
        Column::Action => row.entry.action = "left alone".to_owned(),
        Column::Subject => row.entry.subject.clear(),
        Column::Detail => row.entry.detail.push('.'),
        Column::Border => {
            let letter = row.entry.who.pop().unwrap_or('x');
            row.entry.action.insert(0, letter);
        }
        Column::Previous => row.previous = flipped(row.previous),
        Column::Hash => row.hash = flipped(row.hash),
    }
}

fn column() -> impl Strategy<Value = Column> {
    use Column::{Action, At, Border, Detail, Hash, Previous, Subject, Who};
    proptest::sample::select(vec![At, Who, Action, Subject, Detail, Border, Previous, Hash])
}

proptest! {
    #[test]
    fn an_untouched_chain_verifies_up_to_its_head(length in 0usize..60) {
        let rows = chain(length);
        prop_assert_eq!(verify(&rows, head(&rows)), Ok(head(&rows)));
    }

    #[test]
    fn a_changed_row_is_found(length in 1usize..60, at: Index, column in column()) {
        let (mut rows, at) = (chain(length), at.index(length));
        let head = head(&rows);
        change(&mut rows[at], column);
        let broken = verify(&rows, head).expect_err("found");
        prop_assert_eq!(broken.seq, seq(at));
        if !matches!(column, Column::Previous) {
            prop_assert_eq!(broken.fault, Fault::Changed);
        }
    }

    #[test]
    fn a_changed_row_whose_hash_was_made_to_fit_is_found(length in 1usize..60, at: Index) {
        let (mut rows, at) = (chain(length), at.index(length));
        let head = head(&rows);
        rows[at].entry.detail.push('.');
        rows[at] = resealed(&rows[at]);
        let broken = verify(&rows, head).expect_err("found");
        let expected = if at + 1 == length { Fault::HeadMismatch } else { Fault::Changed };
        prop_assert_eq!(broken, Broken { seq: seq(at), fault: expected });
    }

    #[test]
    fn removed_rows_are_found_with_and_without_their_gap(
        length in 1usize..60, from: Index, count in 1usize..5, hidden: bool,
    ) {
        let (mut rows, from) = (chain(length), from.index(length));
        let head = head(&rows);
        rows.drain(from..(from + count).min(length));
        let rows = if hidden { renumbered(rows) } else { rows };
        prop_assert_eq!(verify(&rows, head), Err(Broken { seq: seq(from), fault: Fault::Removed }));
    }

    #[test]
    fn an_inserted_row_is_found_whether_it_fits_or_not(length in 0usize..60, at: Index, fits: bool) {
        let (mut rows, at) = (chain(length), at.index(length + 1));
        let head = head(&rows);
        let before = if at == 0 { Head::default() } else { rows[at - 1].head() };
        let mut forged = before.append(entry(999));
        if !fits {
            forged.previous = ChainHash::new([9; 32]);
            forged.hash = ChainHash::new([8; 32]);
        }
        rows.insert(at, forged);
        let broken = verify(&renumbered(rows), head).expect_err("found");
        prop_assert_eq!(broken.seq, seq(at));
        // At the very end nothing follows that would tell a row that was put in from one that was lost.
        if fits || at < length {
            prop_assert_eq!(broken.fault, Fault::Inserted);
        }
    }

    #[test]
    fn swapped_rows_are_found_with_and_without_their_numbers(
        length in 2usize..60, one: Index, other: Index, hidden: bool,
    ) {
        let (mut rows, one, other) = (chain(length), one.index(length), other.index(length));
        prop_assume!(one != other);
        let head = head(&rows);
        rows.swap(one, other);
        let rows = if hidden { renumbered(rows) } else { rows };
        let expected = Broken { seq: seq(one.min(other)), fault: Fault::Swapped };
        prop_assert_eq!(verify(&rows, head), Err(expected));
    }

    #[test]
    fn a_log_written_anew_as_a_whole_does_not_meet_the_head_kept_elsewhere(length in 1usize..60, at: Index) {
        let rows = chain(length);
        let kept = rows[at.index(length)].head();
        let mut anew = Head::default();
        let mut verifier = Verifier::new(Head::default()).against(Some(kept));
        for n in (1..).take(length) {
            let row = anew.append(entry(n));
            anew = row.head();
            verifier.push(&row);
        }
        let expected = Broken { seq: kept.seq, fault: Fault::HeadMismatch };
        prop_assert_eq!(verifier.finish(anew), Err(expected));
    }

    #[test]
    fn a_shortened_log_with_a_fitting_head_does_not_reach_the_head_kept_elsewhere(length in 2usize..60, at: Index) {
        let rows = chain(length);
        let left = at.index(length);
        let verifier = Verifier::new(Head::default()).against(Some(head(&rows)));
        let expected = Broken { seq: seq(left), fault: Fault::Removed };
        prop_assert_eq!(walk(verifier, &rows[..left], head(&rows[..left])), Err(expected));
    }

    #[test]
    fn the_rest_of_a_chain_verifies_behind_the_row_that_retention_took_last(length in 1usize..60, at: Index) {
        let rows = chain(length);
        let gone = at.index(length);
        let verifier = Verifier::new(head(&rows[..gone]));
        prop_assert_eq!(walk(verifier, &rows[gone..], head(&rows)), Ok(head(&rows)));
    }
}

#[test]
fn a_head_is_read_back_as_it_is_written() {
    let head = head(&chain(3));
    assert_eq!(head.to_string().parse(), Ok(head));
    assert_eq!("3:xyz".parse::<Head>(), Err(NotAHash));
    assert_eq!(format!("-1:{}", head.hash).parse::<Head>(), Err(NotAHash));
}

#[test]
fn texts_that_run_together_alike_have_different_hashes() {
    let entry = |who: &str, action: &str| Entry {
        at: 0,
        who: who.to_owned(),
        action: action.to_owned(),
        subject: String::new(),
        detail: String::new(),
    };
    let hash = |entry| Head::default().append(entry).hash;
    assert_ne!(hash(entry("user:1", "2 looked at")), hash(entry("user:12", " looked at")));
}

#[test]
fn the_form_of_the_hash_is_kept_for_ever() {
    // Another value means that no log written before would verify any more.
    assert_eq!(
        chain(2)[1].hash.to_string(),
        "67a2869b2c7a1e999bf4975d7c661f76f498b66136943897f2b000072d21c4d9"
    );
}
