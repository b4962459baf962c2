//! The few shapes pictures are made of, drawn by plotters in whole picture units.

use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, ShapeStyle, TextStyle};

use crate::ink::{Ink, restyle};
use crate::text::clean;

pub type Drawn = Result<(), DrawingAreaErrorKind<std::io::Error>>;
pub type At = (i32, i32);

pub struct Canvas<'a>(DrawingArea<SVGBackend<'a>, Shift>);

/// What `draw` puts on a canvas of this size, as the body of an SVG. Drawing into memory does not fail; if plotters
/// ever reported that it did, the picture would be left empty rather than half drawn.
pub fn paint(size: (u32, u32), draw: impl FnOnce(&Canvas) -> Drawn) -> String {
    let mut svg = String::new();
    let drawn = {
        let canvas = Canvas(SVGBackend::with_string(&mut svg, size).into_drawing_area());
        draw(&canvas).and_then(|()| canvas.0.present())
    };
    if drawn.is_ok() { restyle(&svg) } else { String::new() }
}

impl Canvas<'_> {
    pub fn path(&self, points: Vec<At>, ink: Ink) -> Drawn {
        self.0.draw(&PathElement::new(points, outline(ink)))
    }

    pub fn rectangle(&self, upper_left: At, lower_right: At, ink: Ink) -> Drawn {
        self.0.draw(&Rectangle::new([upper_left, lower_right], ink.color().filled()))
    }

    pub fn circle(&self, center: At, radius: u32, ink: Ink) -> Drawn {
        self.0.draw(&Circle::new(center, radius, outline(ink)))
    }

    pub fn square(&self, (x, y): At, half: i32, ink: Ink) -> Drawn {
        self.0.draw(&Rectangle::new([(x - half, y - half), (x + half, y + half)], outline(ink)))
    }

    /// A filled outline.
    pub fn area(&self, points: Vec<At>, ink: Ink) -> Drawn {
        self.0.draw(&Polygon::new(points, ink.color().filled()))
    }

    /// Text whose middle line runs through `at`.
    pub fn text(&self, text: &str, at: At, side: HPos, ink: Ink) -> Drawn {
        // Family and size are placeholders: the style sheet sets both.
        let font = FontDesc::new(FontFamily::SansSerif, 10.0, FontStyle::Normal);
        let color = ink.color();
        let style = TextStyle::from(font).color(&color).pos(Pos::new(side, VPos::Center));
        self.0.draw(&Text::new(clean(text), at, style))
    }
}

fn outline(ink: Ink) -> ShapeStyle {
    ink.color().stroke_width(1)
}
