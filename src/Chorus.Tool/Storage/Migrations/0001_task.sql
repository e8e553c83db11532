CREATE TABLE task (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    title            TEXT NOT NULL,
    brief            TEXT NOT NULL,
    priority         INTEGER NOT NULL,
    state            TEXT NOT NULL,
    permission_mode  TEXT NOT NULL,
    model            TEXT,
    stack_mode       TEXT NOT NULL,
    session_name     TEXT NOT NULL,
    claude_session   TEXT,
    transcript_path  TEXT,
    restarts         INTEGER NOT NULL DEFAULT 0,
    -- Hash of the secret its hooks must show; empty while no session runs.
    hook_secret_hash BLOB,
    -- The current status as JSON; the way it came about is in task_event.
    claude_status    TEXT NOT NULL,
    created_at       INTEGER NOT NULL,
    started_at       INTEGER,
    ended_at         INTEGER,
    result           TEXT
) STRICT;

CREATE TABLE task_after (
    task_id INTEGER NOT NULL REFERENCES task(id) ON DELETE CASCADE,
    after_id INTEGER NOT NULL REFERENCES task(id) ON DELETE CASCADE,
    PRIMARY KEY (task_id, after_id)
) STRICT, WITHOUT ROWID;

-- Everything that happened to a task, in order. kind: status, created, edited, started, prompt, tool, decision, outcome, ...
CREATE TABLE task_event (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    task_id INTEGER NOT NULL REFERENCES task(id) ON DELETE CASCADE,
    at      INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    "from"  TEXT NOT NULL,
    "to"    TEXT NOT NULL,
    reason  TEXT NOT NULL,
    detail  TEXT NOT NULL,
    source  TEXT NOT NULL
) STRICT;
CREATE INDEX task_event_by_task ON task_event(task_id, seq);

-- Text the user wants typed into a session. state: queued, typing, sent, unknown (the server died while typing), dropped.
CREATE TABLE message (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    task_id    INTEGER NOT NULL REFERENCES task(id) ON DELETE CASCADE,
    text       TEXT NOT NULL,
    state      TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    sent_at    INTEGER
) STRICT;
CREATE INDEX message_by_task ON message(task_id, id);

CREATE TABLE permission_request (
    id             TEXT PRIMARY KEY,
    task_id        INTEGER NOT NULL REFERENCES task(id) ON DELETE CASCADE,
    -- What the hook relay calls its request; the same over reconnects, so one question is stored once.
    relay_key      TEXT NOT NULL,
    kind           TEXT NOT NULL,
    tool           TEXT NOT NULL,
    input          TEXT NOT NULL,
    summary        TEXT NOT NULL,
    suggestions    TEXT,
    cwd            TEXT NOT NULL,
    claude_session TEXT NOT NULL,
    agent_id       TEXT,
    hash           TEXT NOT NULL,
    status         TEXT NOT NULL,
    created_at     INTEGER NOT NULL,
    decided_at     INTEGER,
    decided_by     TEXT,
    message        TEXT,
    -- The exact hook answer of the decision.
    answer         TEXT,
    UNIQUE (task_id, relay_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX permission_request_open ON permission_request(status, created_at);
