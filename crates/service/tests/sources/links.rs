//! Short links to job aids.

use service::{ServiceError, sources::links::LinkForm};

use crate::common::{lead, worlds};
use crate::world::{ada, all, company};

#[tokio::test]
async fn a_short_link_leads_on_for_everybody_and_is_noted_for_people() {
    for (engine, world) in worlds().await {
        company(&world).await;
        let lead = lead();
        let desk = world.service.source_desk(&lead).unwrap();
        let form = LinkForm {
            code: "slice".to_owned(),
            title: "How to slice".to_owned(),
            url: "https://wiki.invalid/slice".to_owned(),
            skill: "small-prs".to_owned(),
        };
        desk.add_link(&form).await.unwrap();
        assert!(matches!(desk.add_link(&form).await, Err(ServiceError::Invalid(_))), "{engine}");
        assert_eq!(world.service.follow_link("slice", None).await.unwrap(), form.url, "{engine}");
        world.service.follow_link("slice", Some(ada(&world).await)).await.unwrap();
        for _ in 0..100 {
            if desk.links().await.unwrap()[0].followed == 2 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        let link = desk.links().await.unwrap().remove(0);
        assert_eq!((link.followed, link.recorded), (2, 1), "{engine}");
        assert!(all(&world).await[0].json.contains("experienced"), "{engine}");
        desk.retire_link("slice", true).await.unwrap();
        assert!(
            matches!(world.service.follow_link("slice", None).await, Err(ServiceError::NotFound)),
            "{engine}"
        );
    }
}
