using System.Text;

namespace Chorus.Claude;

/// <summary>The command line that starts Claude Code in a pane.</summary>
public static class ClaudeLaunch
{
    /// <summary>
    /// Constant text: everything variable travels as positional parameters. It reads the private environment file, deletes it, and becomes
    /// the program, so that no secret stands in an argument list and the pane's pid is Claude's.
    /// </summary>
    private const string Wrapper = """. "$1"; rm -f -- "$1"; shift; exec "$@" """;

    public static IReadOnlyList<string> Command(ClaudeLaunchRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        List<string> command =
        [
            "/bin/sh", "-c", Wrapper.TrimEnd(), "chorus-launch", request.EnvironmentFile,
            request.Program, .. request.ExtraArguments,
            request.Resume ? "--resume" : "--session-id", request.SessionId,
            "--settings", request.SettingsFile,
            "--permission-mode", request.PermissionMode,
            "--name", request.Name,
            "--append-system-prompt-file", request.BriefFile,
        ];
        if (request.Model is { } model)
        {
            command.AddRange(["--model", model]);
        }

        if (request.FirstPrompt is { } prompt)
        {
            command.AddRange(["--", prompt]);
        }

        return command;
    }

    /// <summary>A file that a POSIX shell can source; names are ours, values are quoted.</summary>
    public static string EnvironmentFile(IReadOnlyDictionary<string, string> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        var text = new StringBuilder();
        foreach (var (name, value) in variables)
        {
            text.Append("export ").Append(name).Append("='").Append(value.Replace("'", "'\\''", StringComparison.Ordinal)).Append("'\n");
        }

        return text.ToString();
    }
}
