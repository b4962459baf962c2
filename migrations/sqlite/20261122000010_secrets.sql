-- Secrets of the installation, each sealed for its purpose under a key that lives outside of the database.
CREATE TABLE sealed_secret (
    purpose TEXT PRIMARY KEY,
    value BLOB NOT NULL
);
