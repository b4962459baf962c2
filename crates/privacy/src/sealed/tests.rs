use proptest::prelude::*;

use super::*;

fn ring() -> KeyRing {
    KeyRing::new(SecretKey::random().expect("randomness"))
}

proptest! {
    #[test]
    fn what_was_sealed_opens_for_its_purpose_and_for_no_other(value: Vec<u8>, purpose: String, other: String) {
        let ring = ring();
        let sealed = ring.seal(&purpose, &value).expect("sealed");
        prop_assert_eq!(&**ring.open(&purpose, &sealed).expect("opens"), &value);
        prop_assume!(purpose != other);
        prop_assert_eq!(ring.open(&other, &sealed).err(), Some(SealError::Broken { purpose: other }));
    }

    #[test]
    fn a_value_that_was_changed_anywhere_does_not_open(value: Vec<u8>, at: prop::sample::Index) {
        let ring = ring();
        let mut sealed = ring.seal("purpose", &value).expect("sealed");
        let at = at.index(sealed.len());
        sealed[at] ^= 1;
        prop_assert!(ring.open("purpose", &sealed).is_err());
        prop_assert!(ring.open("purpose", &sealed[..at]).is_err());
    }
}

#[test]
fn the_same_value_is_sealed_differently_every_time() {
    let ring = ring();
    assert_ne!(ring.seal("purpose", b"value"), ring.seal("purpose", b"value"));
}

#[test]
fn an_older_key_still_opens_and_a_forgotten_one_is_named() {
    let old = ring();
    let sealed = old.seal("purpose", b"value").expect("sealed");
    let both = old.with_newest(SecretKey::random().expect("randomness"));
    assert_eq!(&**both.open("purpose", &sealed).expect("opens"), b"value");
    assert_eq!(key_of(&both.seal("purpose", b"value").expect("sealed")), Some(both.newest()));
    let unknown = SealError::UnknownKey { purpose: "purpose".to_owned(), key: old.newest() };
    assert_eq!(both.without_older().open("purpose", &sealed).err(), Some(unknown));
}

#[test]
fn a_key_file_is_read_back_as_it_was_written() {
    let ring = ring().with_newest(SecretKey::random().expect("randomness"));
    let read = KeyRing::parse(&ring.to_text()).expect("keys");
    assert_eq!(read.ids(), ring.ids());
    assert_eq!(KeyRing::parse("# nothing\n\n").err(), Some(NotAKey));
    assert_eq!(KeyRing::parse("abc").err(), Some(NotAKey));
}

#[test]
fn neither_keys_nor_what_names_them_show_in_logs() {
    let key = SecretKey::random().expect("randomness");
    let shown = format!("{key:?}");
    assert!(!shown.contains(&**key.to_hex()) && shown.contains(&key.id().to_string()));
    assert!(!key.to_hex().contains(&key.id().to_string()));
}
