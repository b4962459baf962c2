use proptest::prelude::*;

use super::*;

fn ada() -> Pseudonyms {
    let mut ada = Pseudonyms::new(&[]).unwrap();
    ada.learn_name("Ada Demo");
    ada.learn_email("ada@demo.invalid");
    ada.learn_login(Provider::GitHub, "ada-demo-1");
    ada.learn_login(Provider::GitHub, "main");
    ada.settle().unwrap();
    ada
}

#[test]
fn a_text_loses_name_address_and_login_whatever_their_case() {
    let text =
        ada().text("ADA DEMO <Ada@Demo.invalid>, @ada-demo-1/fix, ada-demo-1-fix", Words::All).unwrap();
    assert!(!text.to_lowercase().contains("ada"), "{text}");
    assert_eq!(text.matches("erased-").count(), 4);
}

#[test]
fn somebody_whose_login_only_begins_alike_is_left_alone() {
    let ada = ada();
    assert_eq!(ada.text("ada-demo-12 and bada@demo.invalid", Words::All), None);
}

#[test]
fn a_login_that_is_a_word_can_be_spared_unless_it_is_addressed() {
    let ada = ada();
    assert!(ada.text("merge into main", Words::All).is_some());
    assert_eq!(ada.text("merge into main", Words::Distinct), None);
    assert!(ada.text("thanks @main", Words::Distinct).is_some());
    assert!(ada.text("main/shop", Words::Distinct).is_some());
}

#[test]
fn an_identifier_keeps_its_replacement_and_a_number_stays_one() {
    let mut ada = ada();
    let number = ada.made_of(Provider::GitHub, "900001");
    assert_eq!(ada.made_of(Provider::GitHub, "900001"), number);
    assert!(number.parse::<u64>().unwrap() < 1 << 53, "{number}");
    assert_eq!(ada.made_of(Provider::GitHub, "ADA-demo-1"), ada.made_of(Provider::GitHub, "ada-demo-1"));
}

#[test]
fn a_document_is_read_wherever_an_identifier_of_the_person_may_stand() {
    let mut ada = ada();
    ada.learn_id(Provider::Xapi, "account:https://lms.invalid|a\"7");
    ada.learn_id(Provider::GitHub, "xy");
    ada.settle().unwrap();
    for json in [
        r#"{"account":{"homePage":"https://lms.invalid","name":"a\"7"}}"#,
        r#"{"login":"XY"}"#,
        // Of ada@demo.invalid.
        r#"{"mbox_sha1sum":"E96459F639E14B8DC52F178BBC5703995E55A4D1"}"#,
    ] {
        assert!(ada.may_occur_in(json.as_bytes()), "{json}");
    }
    assert!(!ada.may_occur_in(br#"{"login":"xyz","name":"ada"}"#));
}

#[test]
fn a_bot_stays_a_bot() {
    let mut bots = Pseudonyms::new(&["robo".to_owned()]).unwrap();
    assert!(bots.made_of(Provider::GitHub, "Robo").ends_with("[bot]"));
    assert!(bots.made_of(Provider::GitHub, "deploy[bot]").ends_with("[bot]"));
}

proptest! {
    #[test]
    fn no_text_keeps_the_login_as_a_word(before in "[ a-z@/.-]{0,8}", after in "[ a-z/.,-]{0,8}") {
        let text = format!("{before} ada-demo-1 {after}");
        let cleaned = ada().text(&text, Words::All).unwrap();
        prop_assert!(!cleaned.contains("ada-demo-1"), "{cleaned}");
    }
}
