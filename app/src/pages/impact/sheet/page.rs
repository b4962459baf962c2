//! The sheet as a page.

use std::sync::Arc;

use leptos::prelude::*;
use service::{impact::view::ImpactReport, views::ProgrammeView};

use super::{PDF, PNG};
use crate::components::{Breadcrumbs, DataTable, Link, PageHeader, Section};
use crate::pages::{impact::PATH, programme};

pub fn content(view: &ProgrammeView, report: &Arc<ImpactReport>) -> impl IntoView + use<> {
    let year = view.known_until.year();
    let (title, lead) = (view.name.clone(), programme::lead(view, year));
    let (answers, waves) = (programme::answers_of(report), programme::waves(view, year));
    view! {
        <div class="sheet">
            <Breadcrumbs trail=vec![Link::new("Impact", PATH)] here="One page to print" />
            <PageHeader title lead>
                <a class="button" href=PDF>
                    "PDF"
                </a>
                <a class="button" href=PNG>
                    "PNG"
                </a>
            </PageHeader>
            {answers}
            <Section title="Waves">
                <DataTable data=waves caption_hidden=true />
            </Section>
        </div>
    }
    .into_any()
}
