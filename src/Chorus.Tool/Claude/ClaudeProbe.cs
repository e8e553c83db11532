using System.Text.Json;
using System.Text.RegularExpressions;

using Chorus.Processes;

namespace Chorus.Claude;

/// <summary>Looks at the installed Claude Code from outside: which version, and whether somebody is logged in. Never reads a secret, only that it is there.</summary>
public static partial class ClaudeProbe
{
    private static readonly string[] CredentialVariables =
    [
        "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN", "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX", "CLAUDE_CODE_USE_FOUNDRY",
    ];

    /// <summary>The oldest version whose hooks, registry and screens were recorded.</summary>
    public static Version Known { get; } = new(2, 1, 330);

    /// <summary>The version the program says it has; null when its words hold none.</summary>
    /// <exception cref="ProgramNotFoundException">There is no such program.</exception>
    /// <exception cref="ProcessFailedException">It failed or took too long.</exception>
    public static async Task<Version?> VersionAsync(string program, CancellationToken cancellationToken)
    {
        var result = await ProcessRunner.RunAsync(new ProcessRequest(program, ["--version"]), cancellationToken);
        return ParseVersion(result.Output);
    }

    /// <summary>Reads "2.1.330 (Claude Code)".</summary>
    public static Version? ParseVersion(string output) =>
        VersionNumber().Match(output) is { Success: true } match && Version.TryParse(match.Value, out var version) ? version : null;

    public static ClaudeLogin Login(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (CredentialVariables.FirstOrDefault(name => environment(name) is { Length: > 0 }) is { } variable)
        {
            return new ClaudeLogin(Found: true, variable);
        }

        var credentials = Path.Combine(ClaudeFolder.Locate(environment), ".credentials.json");
        if (File.Exists(credentials))
        {
            return new ClaudeLogin(Found: true, credentials);
        }

        var user = ClaudeFolder.UserFile(environment);
        return HasAccount(user)
            ? new ClaudeLogin(Found: true, user)
            : new ClaudeLogin(Found: false, $"no login in {user}, {credentials} or the environment");
    }

    /// <summary>With the secret itself in the system's keychain, the account's name in the user file is the only trace of a login.</summary>
    private static bool HasAccount(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            return document.RootElement.Member("oauthAccount").ValueKind is JsonValueKind.Object || document.RootElement.Member("customApiKeyResponses").Member("approved").Items().Any();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\d+\.\d+\.\d+", RegexOptions.NonBacktracking)]
    private static partial Regex VersionNumber();
}

/// <summary>Whether a login was found; <paramref name="Where"/> names the variable or file that shows it, or says what is missing.</summary>
public sealed record ClaudeLogin(bool Found, string Where);
