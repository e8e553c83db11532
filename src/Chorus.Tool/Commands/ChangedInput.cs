using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chorus.Commands;

/// <summary>An input to run instead of the one that was asked for.</summary>
internal static class ChangedInput
{
    /// <param name="io">Where files and stdin are read.</param>
    /// <param name="text">JSON, @FILE, or - for stdin.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="CommandFailure">It is no JSON object.</exception>
    public static async Task<JsonObject> ReadAsync(CommandIO io, string text, CancellationToken cancellationToken)
    {
        var file = text == "-" ? text : text.StartsWith('@') ? text[1..] : null;
        var json = file is null ? text : await io.FileAsync(file, "The input", cancellationToken);
        return Parse(json) ?? throw new CommandFailure(ExitCode.WrongUsage, "The input is no JSON object. Give the whole input, as chorus permission show --json prints it under \"input\".");
    }

    /// <exception cref="CommandFailure">The request is not about a command.</exception>
    public static JsonObject WithCommand(JsonElement request, string command)
    {
        if (request.Field("input").Field("command").ValueKind is not JsonValueKind.String || Parse(request.Field("input").GetRawText()) is not { } input)
        {
            throw new CommandFailure(ExitCode.Failed, "This request is not about a command. Change its whole input with --input.");
        }

        input["command"] = command;
        return input;
    }

    /// <summary>Null for anything but an object that every reader understands alike.</summary>
    private static JsonObject? Parse(string json)
    {
        try
        {
            var node = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject;
            // What cannot be written again could not be sent.
            _ = node?.ToJsonString();
            return node;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or ArgumentException) { return null; }
    }
}
