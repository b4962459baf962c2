//! Tries to learn of groups below five what pages, exports and the API hide, and prints how far it came as JSON.
//! `cargo run --release -p bench --bin attack [ORGANISATIONS [QUESTIONS]]`

use anyhow::Context;
use bench::attack;
use store::Store;

const ORGANISATIONS: u64 = 50;
/// Of each organisation, over all its states.
const QUESTIONS: usize = 4_200;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let organisations = number(arguments.next(), ORGANISATIONS)?;
    let questions = usize::try_from(number(arguments.next(), QUESTIONS as u64)?)?;
    let folder = std::env::temp_dir().join(format!("sightline-attack-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let report = attack::run(organisations, questions, async |seed| {
        let file = folder.join(format!("{seed}.db"));
        Ok(Store::open(&format!("sqlite://{}", file.display()).parse()?).await?)
    })
    .await;
    std::fs::remove_dir_all(&folder)?;
    let report = report?;
    let mut printed = serde_json::to_value(&report)?;
    printed["large_team_cells_visible_share"] = report.visible_share().into();
    let mut out = std::io::stdout();
    std::io::Write::write_all(&mut out, format!("{printed:#}\n").as_bytes())?;
    anyhow::ensure!(report.recovered == 0, "{} groups below five were recovered", report.recovered);
    Ok(())
}

fn number(argument: Option<String>, otherwise: u64) -> anyhow::Result<u64> {
    argument.map_or(Ok(otherwise), |text| text.parse().with_context(|| format!("{text} is no number")))
}
