//! Administering the installation: who may sign in, which roles they hold, and which accounts at the sources belong to
//! whom. An administrator sees no figures by being one.

mod grants;
mod overview;
mod people;
mod users;

use domain::viewer::Viewer;
use store::Tx;

use crate::{Service, ServiceError, access};

pub use grants::{GrantForm, GrantState, RoleLine};
pub use overview::{Inventory, Overview};
pub use people::{AccountLine, PersonFile, PersonLine};
pub use users::{NewUser, NewUserForm, SignInWay, UserFile, UserLine};

/// Rows on a page of a list.
pub const PAGE_ROWS: usize = 50;

/// What an administrator may do.
#[derive(Clone)]
pub struct Administration<'s> {
    service: &'s Service,
    actor: Actor<'s>,
}

/// Who administers: somebody signed in, or the operator at the command line, who has the database anyway.
#[derive(Clone, Copy)]
enum Actor<'s> {
    Viewer(&'s Viewer),
    Operator,
}

/// A page of a list. `page` counts from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed<T> {
    pub rows: Vec<T>,
    pub total: usize,
    pub page: usize,
    pub pages: usize,
}

impl Service {
    /// # Errors
    /// `NotFound` for those who do not administer.
    pub fn administration<'s>(&'s self, viewer: &'s Viewer) -> Result<Administration<'s>, ServiceError> {
        access::found(access::administers(viewer))?;
        Ok(Administration { service: self, actor: Actor::Viewer(viewer) })
    }

    /// For the command line alone: whoever can open the database needs no role.
    pub fn operator(&self) -> Administration<'_> {
        Administration { service: self, actor: Actor::Operator }
    }
}

impl Administration<'_> {
    fn who(&self) -> String {
        match self.actor {
            Actor::Viewer(viewer) => viewer.actor(),
            Actor::Operator => "operator".to_owned(),
        }
    }

    /// Today in UTC: the day on which a role that is given now begins.
    pub fn today(&self) -> jiff::civil::Date {
        self.service.now().date()
    }

    /// Is this user the one who acts?
    fn is_self(&self, user: i64) -> bool {
        matches!(self.actor, Actor::Viewer(viewer) if viewer.user_id == user)
    }

    async fn log(&self, tx: &mut Tx, action: &str, subject: &str, detail: &str) -> Result<(), ServiceError> {
        Ok(tx.log_change(self.service.now().0, &self.who(), action, subject, detail).await?)
    }
}

/// The part of a list that its `page` (from 1) holds.
fn part(search: &str, page: usize) -> store::administration::Part<'_> {
    let rows = i64::try_from(PAGE_ROWS).unwrap_or(i64::MAX);
    let before = i64::try_from(page.saturating_sub(1)).unwrap_or(0);
    store::administration::Part { search: search.trim(), limit: rows, offset: rows.saturating_mul(before) }
}

impl<T> Listed<T> {
    fn of<R>(paged: store::administration::Paged<R>, page: usize, read: impl FnMut(R) -> T) -> Self {
        let total = usize::try_from(paged.total).unwrap_or_default();
        let rows = paged.rows.into_iter().map(read).collect();
        Self { rows, total, page: page.max(1), pages: total.div_ceil(PAGE_ROWS).max(1) }
    }
}
