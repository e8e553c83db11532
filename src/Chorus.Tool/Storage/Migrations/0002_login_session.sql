-- A browser that logged in. Only hashes: who reads this file cannot pose as one.
CREATE TABLE login_session (
    id           TEXT PRIMARY KEY,
    -- SHA-256 of the cookie.
    token_hash   BLOB NOT NULL UNIQUE,
    -- SHA-256 of the key every change must name besides the cookie.
    key_hash     BLOB NOT NULL,
    name         TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    revoked_at   INTEGER
) STRICT, WITHOUT ROWID;
