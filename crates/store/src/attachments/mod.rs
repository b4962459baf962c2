//! Files that belong to statements, each once by its hash. Beside an SQLite database they are files; PostgreSQL keeps
//! the bytes in their row. Bytes are durable before the row that names them commits: there is never half of one.

mod files;

use std::time::SystemTime;

use crate::{Store, StoreError, Tx, engine::Engine};

/// Files that are removed while nobody else writes.
const FILES: usize = 200;

/// A file on its way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAttachment {
    /// The SHA-256 of the bytes.
    pub sha2: [u8; 32],
    pub content_type: String,
    pub bytes: Vec<u8>,
}

/// A file as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAttachment {
    pub content_type: String,
    pub bytes: Vec<u8>,
}

impl Store {
    /// Makes the bytes durable where they lie beside the database. Comes before the transaction that names them: what
    /// crashes in between leaves a file that nobody asks for.
    pub async fn keep_attachments(&self, attachments: &[NewAttachment]) -> Result<(), StoreError> {
        let Some(folder) = self.engine.attachment_folder() else { return Ok(()) };
        let attachments = attachments.to_vec();
        files::blocking(move || files::write(&folder, &attachments)).await
    }

    /// `None` as well where the file beside the database was taken away: what has the statement is told without it.
    pub async fn attachment(&self, sha2: &[u8; 32]) -> Result<Option<StoredAttachment>, StoreError> {
        let row: Option<(String, Option<Vec<u8>>)> = reading!(self, pool => {
            sqlx::query_as("SELECT content_type, body FROM attachment WHERE sha2 = $1")
                .bind(&sha2[..]).fetch_optional(pool).await
        })?;
        let Some((content_type, body)) = row else { return Ok(None) };
        let bytes = match (body, self.engine.attachment_folder()) {
            (Some(bytes), _) => bytes,
            (None, Some(folder)) => {
                let file = files::path(&folder, sha2);
                let Some(bytes) = files::blocking(move || files::read(&file)).await? else {
                    let file = files::hex(sha2);
                    tracing::error!(file, "an attachment's file is missing; statements are told without it");
                    return Ok(None);
                };
                bytes
            }
            (None, None) => {
                return Err(StoreError::inconsistent("attachment", "body", files::hex(sha2), "no bytes"));
            }
        };
        Ok(Some(StoredAttachment { content_type, bytes }))
    }

    /// Removes files of attachments, those that no row names: while they are looked for and go, nobody else writes. For
    /// SQLite; elsewhere there are none.
    pub async fn forget_attachment_files(&self, gone: &[[u8; 32]]) -> Result<u64, StoreError> {
        let Some(folder) = self.engine.attachment_folder() else { return Ok(0) };
        let mut removed = 0;
        for some in gone.chunks(FILES) {
            let mut tx = self.begin().await?;
            let mut unnamed = Vec::new();
            for sha2 in some {
                if !tx.names_attachment(sha2).await? {
                    unnamed.push(*sha2);
                }
            }
            let folder = folder.clone();
            removed += files::blocking(move || files::remove(&folder, &unnamed)).await?;
        }
        Ok(removed)
    }

    /// Removes what lies beside the database since before `until` and belongs to nothing: of requests that were refused
    /// or cut off. Says how many files.
    pub async fn sweep_attachment_files(&self, until: SystemTime) -> Result<u64, StoreError> {
        let Some(folder) = self.engine.attachment_folder() else { return Ok(0) };
        let old = files::blocking(move || files::older_than(&folder, until)).await?;
        self.forget_attachment_files(&old).await
    }
}

impl Tx {
    async fn names_attachment(&mut self, sha2: &[u8; 32]) -> Result<bool, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM attachment WHERE sha2 = $1)")
                .bind(&sha2[..]).fetch_one(conn).await
        })?)
    }

    /// Names attachments whose bytes are kept, and says whose they are: (hash, place of the statement).
    pub async fn add_attachments(
        &mut self,
        attachments: &[NewAttachment],
        of: &[([u8; 32], i64)],
    ) -> Result<(), StoreError> {
        let beside = matches!(self.on, crate::engine::Connection::Sqlite(_));
        for attachment in attachments {
            let body = (!beside).then_some(&attachment.bytes[..]);
            writing!(self, conn => {
                sqlx::query(
                    "INSERT INTO attachment (sha2, content_type, length, body) VALUES ($1, $2, $3, $4)
                     ON CONFLICT (sha2) DO NOTHING")
                    .bind(&attachment.sha2[..]).bind(&attachment.content_type)
                    .bind(i64::try_from(attachment.bytes.len()).unwrap_or(i64::MAX)).bind(body)
                    .execute(conn).await.map(|_| ())
            })?;
        }
        insert_rows!(
            self,
            "INSERT INTO statement_attachment (sha2, seq) ",
            of,
            |b, row| {
                b.push_bind(&row.0[..]).push_bind(row.1);
            },
            " ON CONFLICT DO NOTHING"
        );
        Ok(())
    }

    /// Takes the attachments from a statement; says which of them belong to no statement any more and are gone.
    pub async fn drop_attachments(&mut self, seq: i64) -> Result<Vec<[u8; 32]>, StoreError> {
        let taken: Vec<Vec<u8>> = writing!(self, conn => {
            sqlx::query_scalar("DELETE FROM statement_attachment WHERE seq = $1 RETURNING sha2")
                .bind(seq).fetch_all(conn).await
        })?;
        let mut gone = Vec::new();
        for sha2 in taken {
            let deleted: u64 = writing!(self, conn => {
                sqlx::query(
                    "DELETE FROM attachment WHERE sha2 = $1
                     AND NOT EXISTS (SELECT 1 FROM statement_attachment o WHERE o.sha2 = $1)")
                    .bind(&sha2[..]).execute(conn).await.map(|done| done.rows_affected())
            })?;
            if let (1, Ok(sha2)) = (deleted, <[u8; 32]>::try_from(sha2)) {
                gone.push(sha2);
            }
        }
        Ok(gone)
    }
}

impl Engine {
    /// Where the bytes lie beside an SQLite database: the folder `NAME.attachments`.
    fn attachment_folder(&self) -> Option<std::path::PathBuf> {
        let Engine::Sqlite { write, .. } = self else { return None };
        let mut name = write.connect_options().get_filename().as_os_str().to_owned();
        name.push(".attachments");
        Some(name.into())
    }
}
