//! The sheet as one SVG page of A4: the same boxes, chart and waves as on screen.

use charts::EffectChart;
use service::{
    impact::view::{ImpactReport, OutcomeReport},
    views::ProgrammeView,
};

use super::paper::{At, FAMILY, Fonts, escape};
use crate::components::{BadgeKind, Cell, TableData};
use crate::pages::{
    impact::{
        event_study, said,
        verdict_box::{Part, VerdictData},
    },
    programme,
};

/// A4 at 96 dots an inch.
const WIDTH: f32 = 794.0;
const HEIGHT: f32 = 1123.0;
const EDGE: f32 = 48.0;
const GAP: f32 = 20.0;

const CHART: (u32, u32) = (698, 290);

/// Chart and words take their looks from here; black on white prints best.
const STYLE: &str = "
text { font-family: 'DejaVu Sans'; fill: #1d1c1a; }
.title { font-weight: bold; } .quiet, .axis, .mark { fill: #595650; }
.chart text { font-size: 12px; fill: #595650; }
.chart polyline.axis { stroke: #e4e0d7; fill: none; } .chart polyline.zero { stroke: #8b877e; fill: none; }
.chart polyline.mark { stroke: #8b877e; stroke-dasharray: 2 4; fill: none; }
.chart polyline.interval { stroke: #6da6a6; stroke-width: 2; fill: none; }
.chart circle.main { fill: #ffffff; stroke: #0b6b6b; stroke-width: 2; }
.chart circle.solid { fill: #0b6b6b; } .chart rect.learning { fill: #dcedeb; } .chart rect.baseline { fill: #f2eee5; }
.box { fill: #ffffff; stroke: #d8d3c8; } .rule { stroke: #d8d3c8; }
.badge-accent { fill: #dcedeb; } .badge-quiet { fill: #f2eee5; } .badge-attention { fill: #ffffff; stroke: #a84c14; }
";

/// `banner` stands at the top: that everything is made up, where it is.
///
/// # Errors
/// Where the fonts cannot be read.
pub fn drawn(view: &ProgrammeView, report: &ImpactReport, banner: Option<&str>) -> Result<String, String> {
    let mut sheet = Sheet { fonts: Fonts::load()?, svg: String::new(), y: EDGE };
    let year = view.known_until.year();
    if let Some(banner) = banner {
        sheet.words(&[Part::Words(banner.to_owned())], 9.5, "quiet");
    }
    sheet.words(&[Part::Words(view.name.clone())], 24.0, "title");
    sheet.words(&[Part::Words(programme::lead(view, year))], 11.0, "quiet");
    sheet.y += GAP;
    let primary: Vec<&OutcomeReport> =
        report.outcomes.iter().filter(|outcome| outcome.definition.rank.is_primary()).take(2).collect();
    sheet.boxes(report, &primary);
    if let Some(outcome) = primary.iter().find(|outcome| outcome.findings.is_some()) {
        sheet.effect(outcome);
    }
    sheet.table("Waves", &programme::waves(view, year));
    sheet.foot();
    let (svg, title) = (sheet.svg, escape(&view.name));
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         font-family=\"{FAMILY}\"><title>{title}</title><style>{STYLE}</style>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>\n{svg}</svg>"
    ))
}

/// A page that is filled from the top.
struct Sheet {
    fonts: Fonts,
    svg: String,
    y: f32,
}

impl Sheet {
    const WIDE: f32 = WIDTH - 2.0 * EDGE;

    fn words(&mut self, parts: &[Part], size: f32, class: &str) {
        let at = At { x: EDGE, y: self.y, width: Self::WIDE };
        let (svg, height) = self.fonts.paragraph(parts, at, size, class);
        self.svg.push_str(&svg);
        self.y += height;
    }

    /// Both verdicts, side by side and equally high.
    fn boxes(&mut self, report: &ImpactReport, outcomes: &[&OutcomeReport]) {
        let width = (Self::WIDE - GAP) / 2.0;
        let mut inner = String::new();
        let mut tallest: f32 = 0.0;
        for (place, outcome) in outcomes.iter().enumerate() {
            let at = At { x: EDGE + place as f32 * (width + GAP), y: self.y, width };
            let (svg, height) = self.verdict(&said::verdict(report, outcome, None), at);
            inner.push_str(&svg);
            tallest = tallest.max(height);
        }
        for place in 0..outcomes.len() {
            let (x, y) = (EDGE + place as f32 * (width + GAP), self.y);
            let rect = format!(
                "<rect class=\"box\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{tallest}\" rx=\"8\"/>\n"
            );
            self.svg.push_str(&rect);
        }
        self.svg.push_str(&inner);
        self.y += tallest + GAP;
    }

    fn verdict(&self, data: &VerdictData, at: At) -> (String, f32) {
        const PAD: f32 = 16.0;
        let (kind, label) = &data.badge;
        let class = match kind {
            BadgeKind::Accent => "badge-accent",
            BadgeKind::Quiet => "badge-quiet",
            BadgeKind::Attention => "badge-attention",
        };
        let (x, mut y) = (at.x + PAD, at.y + PAD);
        let width = self.fonts.width(label, 10.0, true) + 16.0;
        let mut svg = format!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width:.1}\" height=\"18\" rx=\"9\"/>\n\
             <text x=\"{:.1}\" y=\"{:.1}\" font-size=\"10\" font-weight=\"bold\">{}</text>\n",
            x + 8.0,
            y + 13.0,
            escape(label)
        );
        y += 28.0;
        let room = at.width - 2.0 * PAD;
        let sentence = (&data.sentence, 15.0, "sentence");
        let details = data.details.iter().map(|parts| (parts, 9.5, "quiet"));
        for (parts, size, class) in std::iter::once(sentence).chain(details) {
            let (text, height) = self.fonts.paragraph(parts, At { x, y, width: room }, size, class);
            svg.push_str(&text);
            y += height + 6.0;
        }
        (svg, y + PAD - 6.0 - at.y)
    }

    fn heading(&mut self, words: &str) {
        self.words(&[Part::Words(words.to_owned())], 13.0, "title");
        let (from, to, y) = (EDGE, WIDTH - EDGE, self.y + 2.0);
        let rule = format!("<line class=\"rule\" x1=\"{from}\" y1=\"{y}\" x2=\"{to}\" y2=\"{y}\"/>\n");
        self.svg.push_str(&rule);
        self.y += 12.0;
    }

    fn effect(&mut self, outcome: &OutcomeReport) {
        let Some(findings) = &outcome.findings else { return };
        self.heading(&format!("{}, effect by sprint", outcome.definition.name));
        let finding = event_study::finding(&outcome.told, &findings.held);
        let chart = event_study::chart(outcome, findings, &finding);
        self.words(&[Part::Number(finding)], 11.0, "sentence");
        self.words(&[Part::Words(chart.description.clone())], 9.5, "quiet");
        self.y += 8.0;
        let chart = EffectChart { width: CHART.0, height: CHART.1, ..chart };
        let (x, y) = (EDGE, self.y);
        let svg = chart.render().svg.replacen("<svg ", &format!("<svg x=\"{x}\" y=\"{y}\" "), 1);
        self.svg.push_str(&svg);
        self.svg.push('\n');
        self.y += CHART.1 as f32 + 8.0;
        let told = &outcome.told;
        for sentence in told.dose.iter().chain(&told.warnings).chain(&told.excluded) {
            self.words(&said::parts(sentence), 9.5, "quiet");
            self.y += 4.0;
        }
        self.y += GAP;
    }

    /// As many rows as fit above the foot; the rest are on the page that the foot names.
    fn table(&mut self, heading: &str, data: &TableData) {
        const ROW: f32 = 19.0;
        const SIZE: f32 = 9.5;
        self.heading(heading);
        let headings: Vec<&str> = data.columns.iter().map(|column| column.heading.as_str()).collect();
        let rows: Vec<Vec<String>> = data.rows.iter().map(|row| row.iter().map(text).collect()).collect();
        let columns = self.columns(&headings, &rows);
        let mut head = 0.0_f32;
        for (heading, (x, width)) in headings.iter().zip(&columns) {
            let at = At { x: *x, y: self.y, width: *width };
            let (svg, height) =
                self.fonts.paragraph(&[Part::Words((*heading).to_owned())], at, SIZE, "quiet");
            self.svg.push_str(&svg);
            head = head.max(height);
        }
        self.y += head + 6.0;
        for row in &rows {
            if self.y + ROW > HEIGHT - EDGE - GAP {
                break;
            }
            for (cell, (x, width)) in row.iter().zip(&columns) {
                let (cell, y) = (escape(&self.fonts.fit(cell, *width, 9.5)), self.y + 12.0);
                let text = format!(
                    "<text class=\"sentence\" x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{SIZE}\">{cell}</text>\n"
                );
                self.svg.push_str(&text);
            }
            self.y += ROW;
        }
    }

    /// Where each column starts and how wide it is: as wide as its cells and the longest word of its heading, or its
    /// share of what there is.
    fn columns(&self, headings: &[&str], rows: &[Vec<String>]) -> Vec<(f32, f32)> {
        const SIZE: f32 = 9.5;
        let wish = |(column, heading): (usize, &&str)| {
            let cells = rows.iter().filter_map(|row| row.get(column)).map(String::as_str);
            cells
                .chain(heading.split(' '))
                .map(|text| self.fonts.width(text, SIZE, false))
                .fold(0.0, f32::max)
        };
        let wished: Vec<f32> = headings.iter().enumerate().map(wish).collect();
        let gaps = wished.len().saturating_sub(1).max(1) as f32;
        let (room, all) = (Self::WIDE - GAP * gaps, wished.iter().sum::<f32>().max(1.0));
        let (share, gap) = ((room / all).min(1.0), GAP + (room - all).max(0.0) / gaps);
        let mut x = EDGE;
        let place = |wish: &f32| {
            let place = (x, wish * share + 0.5);
            x += wish * share + gap;
            place
        };
        wished.iter().map(place).collect()
    }

    fn foot(&mut self) {
        self.y = HEIGHT - EDGE;
        let words = "Teams are compared with teams that had not joined yet, in the same sprints. People are never \
                     compared. Method and sources: /impact/method";
        self.words(&[Part::Words(words.to_owned())], 8.5, "quiet");
    }
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Muted(text) | Cell::Meter { text, .. } | Cell::Act { text, .. } => {
            text.clone()
        }
        Cell::Link(link) => link.text.clone(),
    }
}
