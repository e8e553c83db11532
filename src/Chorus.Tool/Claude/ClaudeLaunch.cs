using System.Text;

namespace Chorus.Claude;

/// <summary>Writes the command that starts Claude Code in a pane, and the file that hands it its secrets.</summary>
public static class ClaudeLaunch
{
    /// <summary>A constant: the arguments reach it as positions, so nothing in them is ever read by the shell.</summary>
    private const string Wrapper = """f=$1; shift; . "$f" || exit 1; rm -f -- "$f"; unset f; exec "$@" """;

    /// <summary>The command as an argument list. Secrets are in the environment file only, which is gone when Claude runs.</summary>
    public static IReadOnlyList<string> Command(ClaudeLaunchRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        List<string> command = ["/bin/sh", "-c", Wrapper.TrimEnd(), "chorus-launch", request.EnvironmentFile, request.Program, .. request.ExtraArguments];
        command.AddRange([request.Resume ? "--resume" : "--session-id", request.SessionId]);
        command.AddRange(["--settings", request.SettingsFile, "--permission-mode", request.PermissionMode]);
        if (request.Model is { Length: > 0 } model)
        {
            command.AddRange(["--model", model]);
        }

        if (request.BriefFile is { Length: > 0 } brief)
        {
            command.AddRange(["--append-system-prompt-file", brief]);
        }

        // One word, because a title may begin with a hyphen.
        command.Add("--name=" + request.Name);
        if (request.FirstPrompt is { Length: > 0 } prompt)
        {
            command.AddRange(["--", prompt]);
        }

        return command;
    }

    /// <summary>The text of a file that a shell reads to set these variables, whatever their values hold.</summary>
    public static string EnvironmentFile(IReadOnlyDictionary<string, string> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        var text = new StringBuilder();
        foreach (var (name, value) in variables)
        {
            if (!IsName(name))
            {
                throw new ArgumentException($"'{name}' is not a name for an environment variable.", nameof(variables));
            }

            if (value.Contains('\0', StringComparison.Ordinal))
            {
                throw new ArgumentException($"The value of {name} holds a NUL character.", nameof(variables));
            }

            text.Append("export ").Append(name).Append("='").Append(value.Replace("'", "'\\''", StringComparison.Ordinal)).Append("'\n");
        }

        return text.ToString();
    }

    private static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
