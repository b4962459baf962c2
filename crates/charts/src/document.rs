//! The `<svg>` element around a drawing: its size, name and description.

use crate::text::escape;

/// A picture that a screen reader announces by `title` and `description`.
pub fn described(id: &str, title: &str, description: &str, size: (u32, u32), body: &str) -> String {
    let (id, title, description) = (escape(id), escape(title), escape(description));
    let (width, height) = size;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"{id}-title {id}-description\">\n\
         <title id=\"{id}-title\">{title}</title>\n\
         <desc id=\"{id}-description\">{description}</desc>\n{body}</svg>"
    )
}

/// A picture that only repeats what the words beside it say.
pub fn decorative(size: (u32, u32), body: &str) -> String {
    let (width, height) = size;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"sparkline\" viewBox=\"0 0 {width} {height}\" \
         aria-hidden=\"true\" focusable=\"false\">\n{body}</svg>"
    )
}
