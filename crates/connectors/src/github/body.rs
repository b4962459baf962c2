//! The review checklist in a pull request's description: a task list under the configured heading.

use domain::facts::Checklist;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::payload::Body;

/// `None` only where the payload carries no description at all; a description without the section has 0 of 0.
pub(super) fn checklist(body: &Body, heading: &str) -> Option<Checklist> {
    match body {
        Body::NotTold => None,
        Body::Text(text) if may_have_tasks(text) => Some(count(text, heading)),
        Body::Text(_) | Body::Empty => Some(NONE),
    }
}

const NONE: Checklist = Checklist { done: 0, total: 0 };

/// Most descriptions have no task list; they need no Markdown parser.
fn may_have_tasks(text: &str) -> bool {
    ["[ ]", "[x]", "[X]"].iter().any(|mark| text.contains(mark))
}

/// Counts the tasks from the heading to the next one of the same or a higher level. Code and comments hold none,
/// which is why this asks a real parser.
fn count(text: &str, wanted: &str) -> Checklist {
    let mut ticks = NONE;
    let mut section: Option<HeadingLevel> = None;
    let mut title: Option<String> = None;
    for event in Parser::new_ext(text, Options::ENABLE_TASKLISTS) {
        match event {
            Event::Start(Tag::Heading { .. }) => title = Some(String::new()),
            Event::Text(part) | Event::Code(part) => {
                if let Some(title) = &mut title {
                    title.push_str(&part);
                }
            }
            Event::End(TagEnd::Heading(level)) => {
                let is_wanted = title.take().is_some_and(|title| is_title(&title, wanted));
                section = if is_wanted { Some(level) } else { section.filter(|&open| level > open) };
            }
            Event::TaskListMarker(done) if section.is_some() => {
                ticks.total = ticks.total.saturating_add(1);
                ticks.done = ticks.done.saturating_add(u32::from(done));
            }
            _ => {}
        }
    }
    ticks
}

/// `## Review checklist:` is meant, too.
fn is_title(title: &str, wanted: &str) -> bool {
    title.trim().trim_end_matches(':').trim().to_lowercase() == wanted.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::ticked_and_open("## Review checklist\n- [x] tests\n- [ ] docs\n", 1, 2)]
    #[case::any_level_any_case_stars("###### REVIEW CHECKLIST\n* [X] a\n* [x] b", 2, 2)]
    #[case::underlined_heading("Review checklist\n---\n- [x] a", 1, 1)]
    #[case::a_deeper_heading_stays_inside("# Review checklist\n- [x] a\n## Security\n- [ ] b", 1, 2)]
    #[case::a_like_heading_ends_it("## Review checklist\n- [x] a\n## Notes\n- [ ] b", 1, 1)]
    #[case::a_higher_heading_ends_it("## Review checklist\n- [x] a\n# Notes\n- [ ] b", 1, 1)]
    #[case::tasks_elsewhere("- [x] a\n## Notes\n- [x] b", 0, 0)]
    #[case::fenced_code("## Review checklist\n```\n- [x] a\n## Notes\n```\n- [x] b", 1, 1)]
    #[case::comments_of_a_template("## Review checklist\n<!--\n- [ ] a\n-->\n- [x] b", 1, 1)]
    #[case::nested("## Review checklist\n- [x] a\n  - [ ] b\n", 1, 2)]
    #[case::no_task_list("## Review checklist\nlooked at [x] all of it", 0, 0)]
    #[case::crlf("## Review checklist\r\n- [x] a\r\n- [x] b\r\n", 2, 2)]
    fn tasks_under_the_heading_are_counted(#[case] text: &str, #[case] done: u32, #[case] total: u32) {
        assert_eq!(count(text, "Review checklist"), Checklist { done, total });
    }
}
