using System.Globalization;
using System.Text;

namespace Chorus.Tasks;

/// <summary>What Claude is told about its task beside the first prompt; it stays in its instructions after a compaction.</summary>
internal static class TaskBrief
{
    public static string For(ChorusTask task)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Your task in Chorus
            Several agents work on this project at once, each on its own task; a person follows them from a dashboard and answers your questions there.
            Task {task.Id}: {task.Title}

            """);
        if (task.Brief.Length > 0)
        {
            text.Append("\n## Task brief\n").Append(task.Brief).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The first prompt. It begins with a word of ours, so that no title is taken for a command of the terminal program.</summary>
    public static string FirstPrompt(ChorusTask task) =>
        task.Brief.Length == 0 ? $"Task: {task.Title}" : $"Task: {task.Title} (the brief is in your instructions under \"Task brief\")";
}
