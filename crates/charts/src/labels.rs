//! Words in a picture that must not run into each other or out of the picture.

use crate::text;

/// A word over the plot, in its row (0 is the topmost).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    pub text: String,
    pub x: i32,
    pub row: i32,
}

/// Puts each text at its wished x, moved left where it would leave the picture, in the first row that has room.
pub fn in_rows(wishes: &[(String, i32)], left: i32, right: i32) -> Vec<Placed> {
    let mut placed: Vec<Placed> = Vec::with_capacity(wishes.len());
    for (text, wish) in wishes {
        let text = text::fit(text, right - left);
        let width = text::width(&text);
        let x = (*wish).min(right - width).max(left);
        let taken = |row: &i32| {
            placed.iter().any(|p| p.row == *row && x < p.x + text::width(&p.text) + 4 && p.x < x + width + 4)
        };
        let mut row = 0;
        while taken(&row) {
            row += 1;
        }
        placed.push(Placed { text, x, row });
    }
    placed
}

/// Moves label heights apart until each has a line of its own, inside `top..=bottom`, keeping their order.
pub fn apart(wishes: &[i32], top: i32, bottom: i32) -> Vec<i32> {
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by_key(|index| wishes[*index]);
    let mut heights = wishes.to_vec();
    let mut free_from = top;
    for index in &order {
        heights[*index] = heights[*index].max(free_from);
        free_from = heights[*index] + text::LINE;
    }
    // What was pushed below the floor pushes back up.
    let mut free_to = bottom;
    for index in order.iter().rev() {
        heights[*index] = heights[*index].min(free_to);
        free_to = heights[*index] - text::LINE;
    }
    heights
}

/// Every how many slots a label of this width fits under its column.
pub fn every(slots: usize, widest: i32, plot_width: i32) -> usize {
    let fitting = usize::try_from(plot_width / (widest + text::LINE).max(1)).unwrap_or(1).max(1);
    slots.div_ceil(fitting).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn end_labels_at_the_same_height_are_moved_apart_and_stay_in_the_box() {
        assert_eq!(apart(&[100, 100], 0, 200), [100, 117]);
        assert_eq!(apart(&[199, 200], 0, 200), [183, 200]);
    }

    #[test]
    fn words_that_would_touch_take_another_row() {
        let placed = in_rows(&[("baseline".into(), 10), ("learning sprint".into(), 40)], 0, 300);
        assert_eq!(placed.iter().map(|p| p.row).collect::<Vec<_>>(), [0, 1]);
    }

    #[test]
    fn a_word_at_the_right_edge_moves_left_into_the_picture() {
        let placed = in_rows(&[("release".into(), 295)], 0, 300);
        assert_eq!(placed[0].x + text::width("release"), 300);
    }
}
