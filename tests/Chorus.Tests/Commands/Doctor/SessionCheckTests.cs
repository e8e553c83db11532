using Chorus.Storage;
using Microsoft.Data.Sqlite;

namespace Chorus.Tests.Commands.Doctor;

public sealed class SessionCheckTests : IDisposable
{
    private readonly DoctorPlace place = new();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        place.Dispose();
    }

    [Fact]
    public async Task Sessions_of_tasks_that_are_not_over_are_counted()
    {
        await AddTasksAsync("running", "pending");
        Play(Row("claude-1", "1"), Row("claude-2", "2"), Row("theirs", "9", project: "/another"), Row("_chorus", "", project: ""));
        Assert.Equal(new Said("ok", "2 in the tmux server", null), await place.AskAsync("sessions"));
    }

    [Fact]
    public async Task A_session_whose_task_is_over_or_gone_is_named_with_how_to_end_it()
    {
        await AddTasksAsync("running", "completed", "failed");
        Play(Row("claude-1", "1"), Row("claude-2", "2"), Row("claude-3", "3"), Row("claude-9", "9"), Row("claude-x", "x"));
        var finding = await place.AskAsync("sessions");
        Assert.Equal("warn", finding.Status);
        Assert.Equal("Nobody looks after claude-2 (task 2 is completed), claude-3 (task 3 is failed), claude-9 (there is no task 9), claude-x (there is no task x).", finding.What);
        Assert.Contains($"tmux -S {place.State.TmuxSocket} kill-session -t '=claude-2'", finding.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_database_no_session_is_called_lost()
    {
        Play(Row("claude-1", "1"));
        var finding = await place.AskAsync("sessions");
        Assert.Equal("warn", finding.Status);
        Assert.Contains("no database", finding.What, StringComparison.Ordinal);
        Assert.DoesNotContain("kill", finding.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_socket_of_a_server_that_is_gone_counts_as_none()
    {
        await File.WriteAllTextAsync(place.State.TmuxSocket, "");
        place.Program("tmux", "[ \"$1\" = -V ] && exec echo tmux 3.4; echo 'no server running' >&2; exit 1");
        Assert.Equal(new Said("ok", "no tmux server runs; chorus serve starts it", null), await place.AskAsync("sessions"));
    }

    private static string Row(string session, string task, string? project = null) => string.Join('\t', "$1" + session, "%1", "123", "0", "", "", "1767225600", "0", "0", session, task, project ?? "PROJECT", "title");

    /// <summary>A tmux that lists these panes.</summary>
    private void Play(params string[] rows)
    {
        File.WriteAllText(place.State.TmuxSocket, "");
        var list = string.Join('\n', rows).Replace("PROJECT", place.State.Root, StringComparison.Ordinal);
        place.Program("tmux", $"[ \"$1\" = -V ] && exec echo tmux 3.4; [ \"$4\" = list-panes ] || exit 1; cat <<'END'\n{list}\nEND");
        place.Program("cat", "exec /bin/cat");
    }

    private async Task AddTasksAsync(params string[] states)
    {
        using var database = Database.Open(place.State.Database, place.State.Backups, place.Clock);
        foreach (var state in states)
        {
            await database.WriteAsync(
                (connection, _) => connection.Execute(
                    "INSERT INTO task (title, brief, priority, state, permission_mode, stack_mode, session_name, claude_status, created_at) VALUES ('a', '', 0, $state, 'manual', 'none', 'claude-1', '{}', 0)", ("$state", state)),
                CancellationToken.None);
        }
    }
}
