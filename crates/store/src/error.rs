//! What can go wrong between Sightline and its database.

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database refused: {0}")]
    Database(#[from] sqlx::Error),
    #[error("the database's tables could not be brought up to date: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    #[error("database URL \"{0}\" is neither sqlite://FILE nor postgres://…")]
    Url(String),
    #[error("a file beside the database cannot be written or read: {0}")]
    File(#[from] std::io::Error),
    #[error(transparent)]
    Keys(#[from] crate::secrets::KeyError),
    #[error(transparent)]
    Seal(#[from] privacy::sealed::SealError),
    /// A row that the program did not write, or a defect of ours: named so that it can be found and mended.
    #[error("table {table}, row {row}: column {column} holds a value that cannot be read ({problem})")]
    Inconsistent { table: &'static str, column: &'static str, row: String, problem: String },
}

impl StoreError {
    pub(crate) fn inconsistent(
        table: &'static str,
        column: &'static str,
        row: impl std::fmt::Display,
        problem: impl std::fmt::Display,
    ) -> Self {
        Self::Inconsistent { table, column, row: row.to_string(), problem: problem.to_string() }
    }

    /// True where a unique key or a reference was violated: the caller asked for something that cannot be.
    pub fn is_constraint(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(e)) if e.is_unique_violation() || e.is_foreign_key_violation())
    }
}
