using System.Buffers;

namespace Chorus.Permissions.Rules;

/// <summary>Which rules can be made from a request, narrow ones first. Every one of them is built from this request and covers it.</summary>
internal static class RuleOffers
{
    // Claude Code 2.1.330 reads "*" as a pattern everywhere, and gitignore's characters in paths; a text that holds one cannot be written down exactly.
    private static readonly SearchValues<char> PatternsOfCommands = SearchValues.Create("*()\\");
    private static readonly SearchValues<char> PatternsOfPaths = SearchValues.Create("*?[]{}()!#\\ ,\"'");

    public static IReadOnlyList<RuleOffer> For(PermissionRequest request, string projectPath)
    {
        if (request.Kind is not PermissionKind.Tool)
        {
            return [];
        }

        var call = ToolCall.Read(request.Tool, request.InputJson, request.Cwd);
        var tool = RuleMatch.Family(request.Tool);
        IEnumerable<RuleOffer> offers = call switch
        {
            { Command: { } command } => Commands(tool, command),
            { EditedFile: { } file } => Files(tool, file, projectPath),
            { Address: { } address } => Addresses(tool, address),
            _ => Inputs(tool, request),
        };
        return [.. offers.Where(offer => RuleMatch.Covers(offer.Tool, offer.Scope, offer.Value, call))];
    }

    private static IEnumerable<RuleOffer> Commands(string tool, string command)
    {
        var plain = PlainCommand.Read(command);
        var exact = plain is not null && !command.AsSpan().ContainsAny(PatternsOfCommands) ? command : null;
        yield return new RuleOffer(tool, RuleScope.ExactCommand, command, "exactly this command", exact);
        foreach (var prefix in plain?.Prefixes() ?? [])
        {
            yield return new RuleOffer(tool, RuleScope.CommandPrefix, prefix, $"{prefix} with any arguments", prefix.AsSpan().ContainsAny(PatternsOfCommands) ? null : $"{prefix} *");
        }
    }

    private static IEnumerable<RuleOffer> Files(string tool, string file, string projectPath)
    {
        var isInside = file.StartsWith(projectPath + "/", StringComparison.Ordinal);
        var shown = isInside ? file[(projectPath.Length + 1)..] : file;
        yield return new RuleOffer(tool, RuleScope.ExactPath, file, $"changes to {shown}", OfClaude(shown));
        var folder = Path.GetDirectoryName(shown);
        // The project itself is no narrow scope, neither is a folder outside of it, and what is hidden steers programs.
        if (isInside && folder is { Length: > 0 } && !$"/{folder}".Contains("/.", StringComparison.Ordinal))
        {
            yield return new RuleOffer(tool, RuleScope.Folder, Path.Combine(projectPath, folder), $"changes to any file in {folder}/", OfClaude(folder + "/**"));
        }

        string? OfClaude(string pattern) => isInside && !pattern.AsSpan().TrimEnd('*').ContainsAny(PatternsOfPaths) ? $"/{pattern}" : null;
    }

    private static IEnumerable<RuleOffer> Addresses(string tool, Uri address)
    {
        yield return new RuleOffer(tool, RuleScope.ExactAddress, address.AbsoluteUri, "this page", ClaudeContent: null);
        yield return new RuleOffer(tool, RuleScope.Host, address.Host, $"any page of {address.Host}", $"domain:{address.Host}");
    }

    private static IEnumerable<RuleOffer> Inputs(string tool, PermissionRequest request)
    {
        yield return new RuleOffer(tool, RuleScope.ExactInput, request.InputJson, "exactly this input", ClaudeContent: null);
        if (RuleMatch.IsMcp(tool))
        {
            var isPlain = tool.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');
            yield return new RuleOffer(tool, RuleScope.AnyInput, "", $"{tool} with any input", isPlain ? "" : null);
        }
    }
}
