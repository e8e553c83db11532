-- What the user allowed for more than once. reach: session, task or project; a project rule is also kept by Claude Code, as claude_rule.
CREATE TABLE permission_rule (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    reach          TEXT NOT NULL,
    -- The task it was made for; a rule of the project outlives it.
    task_id        INTEGER REFERENCES task(id) ON DELETE CASCADE,
    -- The conversation, for reach session.
    claude_session TEXT,
    tool           TEXT NOT NULL,
    scope          TEXT NOT NULL,
    value          TEXT NOT NULL,
    claude_rule    TEXT,
    -- The request it was made from, in one line, and by whom.
    made_from      TEXT NOT NULL,
    made_by        TEXT NOT NULL,
    created_at     INTEGER NOT NULL,
    last_used_at   INTEGER,
    uses           INTEGER NOT NULL DEFAULT 0,
    revoked_at     INTEGER
) STRICT;
CREATE INDEX permission_rule_open ON permission_rule(revoked_at, tool);

-- What was allowed instead of what was asked (JSON), when the user changed it or answered a question.
ALTER TABLE permission_request ADD COLUMN changed_input TEXT;
-- The rule that allowed it, or that was made by allowing it.
ALTER TABLE permission_request ADD COLUMN rule_id INTEGER;
-- The change to a file as lines with numbers (JSON), as the file was when it was asked.
ALTER TABLE permission_request ADD COLUMN preview TEXT;
CREATE INDEX permission_request_by_tool ON permission_request(tool, created_at);
CREATE INDEX permission_request_by_task ON permission_request(task_id, created_at);
