//! Who is the author, who is somebody else, who is a bot.

use domain::{Account, Provider};

use super::payload::User;
use crate::words::is_one_of;

pub(super) struct People<'a> {
    /// `None`: the account was deleted.
    author: Option<&'a User<'a>>,
    bots: &'a [String],
}

impl<'a> People<'a> {
    pub(super) fn new(author: Option<&'a User<'a>>, bots: &'a [String]) -> Self {
        Self { author: author.filter(|user| !login(user).is_empty()), bots }
    }

    /// Whether this user's review counts: not the author's and not a bot's. A deleted account was somebody else.
    pub(super) fn counts(&self, user: Option<&User>) -> bool {
        user.is_none_or(|user| !self.is_author(user) && !self.is_bot(user))
    }

    pub(super) fn author_is_bot(&self) -> bool {
        self.author.is_some_and(|author| self.is_bot(author))
    }

    pub(super) fn author_account(&self) -> Option<Account> {
        self.author.map(|author| Account {
            provider: Provider::GitHub,
            external_id: id(author).map(str::to_owned),
            login: login(author).to_owned(),
        })
    }

    fn is_author(&self, user: &User) -> bool {
        self.author.is_some_and(|author| match (id(author), id(user)) {
            (Some(author), Some(user)) => author == user,
            _ => login(author).eq_ignore_ascii_case(login(user)),
        })
    }

    fn is_bot(&self, user: &User) -> bool {
        user.kind.as_deref() == Some("Bot")
            || login(user).ends_with("[bot]")
            || is_one_of(login(user), self.bots)
    }
}

fn login<'a>(user: &'a User) -> &'a str {
    user.login.as_deref().unwrap_or_default()
}

fn id<'a>(user: &'a User) -> Option<&'a str> {
    user.id.as_ref().and_then(|id| id.0.as_deref())
}
