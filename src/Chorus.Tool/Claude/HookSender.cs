using System.Text;

namespace Chorus.Claude;

/// <summary>
/// How an agent tells the server what it does: by curl over a unix socket, which costs a tenth of starting .NET. Secret and address stand in a private
/// file, because every user of the machine can read a command line.
/// </summary>
public static class HookSender
{
    /// <summary>Names the file to the hooks; each launch has its own, so that a program that is being replaced cannot speak for its successor.</summary>
    public const string FileVariable = "CHORUS_HOOK_FILE";

    /// <summary>The hook's shell command. A failed hook would draw a line on the agent's screen every time, so it always ends well.</summary>
    /// <param name="curl">Absolute path of the program.</param>
    public static string Command(string curl)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(curl);
        // -q: the user's own .curlrc may say anything.
        return $"{Quoted(curl)} -q -K \"${FileVariable}\" || :";
    }

    /// <summary>What curl reads with <c>-K</c>: where to, in whose name, and to keep quiet.</summary>
    public static string File(string socket, string task, string secret)
    {
        var text = new StringBuilder();
        Add("unix-socket", socket);
        Add("url", "http://localhost/hooks/claude");
        Add("noproxy", "*");
        Add("header", $"Authorization: Bearer {secret}");
        Add("header", $"X-Chorus-Task: {task}");
        Add("header", "Content-Type: application/json");
        // Without it curl waits a second for "100 Continue" before a large payload.
        Add("header", "Expect:");
        Add("data-binary", "@-");
        Add("output", "/dev/null");
        Add("max-time", "4");
        return text.Append("silent\n").ToString();

        void Add(string option, string value) => text.Append(option).Append(" = \"").Append(Escaped(value)).Append("\"\n");
    }

    // curl's own rules for a value in double quotes.
    private static string Escaped(string value) => value.Any(char.IsControl)
        ? throw new ArgumentException("A value for curl holds a control character.", nameof(value))
        : value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string Quoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
