//! A drawn page as PDF and PNG. The font comes along: servers have none.

use std::sync::{Arc, LazyLock};

use resvg::{tiny_skia, usvg};
use usvg::fontdb::Database;

use super::paper::FAMILY;

/// Pixels of the PNG for one unit of the page: sharp on paper and on dense screens.
const PIXELS: f32 = 2.0;

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(dejavu::sans::regular().to_vec());
    fonts.load_font_data(dejavu::sans::bold().to_vec());
    fonts.set_sans_serif_family(FAMILY);
    Arc::new(fonts)
});

fn tree(svg: &str) -> Result<usvg::Tree, String> {
    let options = usvg::Options {
        fontdb: Arc::clone(&FONTS),
        font_family: FAMILY.to_owned(),
        ..usvg::Options::default()
    };
    usvg::Tree::from_str(svg, &options).map_err(|e| e.to_string())
}

/// With text that can be searched and copied.
pub fn pdf(svg: &str) -> Result<Vec<u8>, String> {
    let (conversion, page) = (svg2pdf::ConversionOptions::default(), svg2pdf::PageOptions { dpi: 96.0 });
    svg2pdf::to_pdf(&tree(svg)?, conversion, page).map_err(|e| e.to_string())
}

pub fn png(svg: &str) -> Result<Vec<u8>, String> {
    let tree = tree(svg)?;
    let size = tree.size().to_int_size().scale_by(PIXELS).ok_or("the page has no size")?;
    let mut picture =
        tiny_skia::Pixmap::new(size.width(), size.height()).ok_or("there is no room for the picture")?;
    picture.fill(tiny_skia::Color::WHITE);
    resvg::render(&tree, tiny_skia::Transform::from_scale(PIXELS, PIXELS), &mut picture.as_mut());
    picture.encode_png().map_err(|e| e.to_string())
}
