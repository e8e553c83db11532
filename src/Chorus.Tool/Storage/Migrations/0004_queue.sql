-- Order of pending tasks of one priority, lowest first; a number between two others moves a task between them.
ALTER TABLE task ADD COLUMN rank REAL NOT NULL DEFAULT 0;
UPDATE task SET rank = id;
-- The moment up to which the user has seen that it is their turn.
ALTER TABLE task ADD COLUMN dismissed_at INTEGER;

-- What ties the end of something to its beginning (a tool call's id), and how long it took in milliseconds.
ALTER TABLE task_event ADD COLUMN ref TEXT;
ALTER TABLE task_event ADD COLUMN duration INTEGER;
CREATE INDEX task_event_by_kind ON task_event(kind, task_id, at);
CREATE INDEX task_event_by_ref ON task_event(task_id, ref) WHERE ref IS NOT NULL;

-- Who wrote a message, and when Claude Code told that it took it.
ALTER TABLE message ADD COLUMN source TEXT NOT NULL DEFAULT 'browser';
ALTER TABLE message ADD COLUMN arrived_at INTEGER;

-- What the user sets while the server runs, such as whether the queue is paused.
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
