using Chorus.Claude;
using Chorus.Permissions;
using Chorus.Tasks;
using Chorus.Web.Views;

namespace Chorus.Tests.Web.Views;

/// <summary>A project with a task in every state, as the pages' tests see it.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 14, 0, 0, TimeSpan.Zero);

    public static ChorusTask Task(long id, string title, TaskState state = TaskState.Running) => new()
    {
        Id = new TaskId(id),
        Title = title,
        State = state,
        PermissionMode = "manual",
        StackMode = "none",
        SessionName = $"claude-{id}",
        CreatedAt = Now.AddHours(-3),
        EndedAt = state is TaskState.Completed or TaskState.Failed ? Now.AddMinutes(-25) : null,
    };

    public static ChorusTask Running(long id, string title, ClaudeActivity activity, ClaudeReason reason = ClaudeReason.None, string detail = "", int seconds = 60) =>
        Task(id, title) with
        {
            Claude = new ClaudeStatus
            {
                Activity = activity,
                Reason = reason,
                Detail = detail,
                Since = Now.AddSeconds(-seconds),
                Source = StatusSource.Hook,
            },
        };

    public static PermissionRequest Request(long task, string id, string tool, string input, string summary, int seconds = 60) => new()
    {
        Id = id,
        TaskId = new TaskId(task),
        Kind = PermissionKind.Tool,
        Tool = tool,
        InputJson = input,
        Summary = summary,
        Cwd = "/home/dev/storefront/services/checkout",
        ClaudeSessionId = "7d3c1f52-0b6e-4d5a-9a51-3f2f6c0e9b10",
        Hash = "3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855a",
        CreatedAt = Now.AddSeconds(-seconds),
    };

    public static BoardFacts Facts(long? chosen = null) => new()
    {
        Project = "storefront",
        MaxRunning = 8,
        Sight = new Sight { Task = chosen is { } id ? new TaskId(id) : null },
        Tasks =
        [
            Running(1, "Move totals into a tax service", ClaudeActivity.Waiting, ClaudeReason.Permission, "Bash: docker compose -f infra/test.yml up -d postgres", 740),
            Running(2, "Fix double charge on retry", ClaudeActivity.Waiting, ClaudeReason.Permission, "Edit: payments/src/charge.ts", 250),
            Running(3, "Product page under 2.5 s LCP", ClaudeActivity.Idle, ClaudeReason.TurnEnded, "LCP is 2.1 s, the hero image is next", 370),
            Running(4, "Gift cards: partial redemption", ClaudeActivity.Idle, ClaudeReason.Interrupted, "You interrupted it", 1090),
            Running(5, "Flaky e2e: guest checkout", ClaudeActivity.Busy, ClaudeReason.None, "Bash: pnpm e2e guest-checkout --repeat 50", 192),
            Running(6, "Upgrade to React 19", ClaudeActivity.Busy, ClaudeReason.None, "Edit: packages/ui/src/Dialog.tsx", 41),
            Running(7, "Rewrite inventory sync", ClaudeActivity.Idle, ClaudeReason.Limit, "resets 20:50", 3000),
            Running(8, "Accessibility pass: filters", ClaudeActivity.Stopped, ClaudeReason.Lost, "The tmux server is gone; Restart resumes the conversation", 900),
            Task(9, "Remove legacy coupon engine", TaskState.Pending) with { After = [new TaskId(1)], Brief = "Delete it once the tax service is live.\n\nKeep the data." },
            Task(10, "Audit indexes on orders", TaskState.Pending),
            Task(11, "Bump Postgres driver to 9", TaskState.Failed) with { Result = "needs Node 24" },
            Task(12, "Set up the project", TaskState.Completed),
        ],
        Open =
        [
            Request(1, "q7Zt0wq6xHqjQmQvA3xk1A", "Bash", """{"command":"docker compose -f infra/test.yml up -d postgres && pnpm --filter @shop/checkout test -- totals","description":"Start the test database and run the totals tests","timeout":120000}""", "Bash: docker compose -f infra/test.yml up -d postgres", 740),
            Request(2, "Zk1b0wq6xHqjQmQvA3xk2B", "Edit", """{"file_path":"/home/dev/storefront/payments/src/charge.ts","old_string":"await charge(order)","new_string":"await charge(order, { idempotencyKey: order.id })","replace_all":false}""", "Edit: payments/src/charge.ts", 250),
        ],
        Events =
        [
            new StatusEventView(Now.AddMinutes(-12), "Working", "Needs you", "Asks for permission", "Bash: docker compose -f infra/test.yml up -d postgres", "from Claude's hooks"),
            new StatusEventView(Now.AddMinutes(-15), "Starting", "Working", "", "Thinking", "from Claude's hooks"),
            new StatusEventView(Now.AddMinutes(-15), "", "Starting", "", "Claude Code is starting", "by Chorus"),
        ],
    };
}
