using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Chorus.Web.Json;
using Microsoft.AspNetCore.Http.Features;

namespace Chorus.Web;

/// <summary>Reads an action's body as JSON or as a form; anything else is refused.</summary>
internal static class RequestBody
{
    /// <summary>Forms and JSON of the dashboard; hooks have their own, larger limit.</summary>
    public const int Limit = 256 * 1024;

    /// <exception cref="BadBodyException">Wrong type, broken JSON or too large.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, Func<IFormCollection, T> fromForm)
        where T : class
    {
        var request = context.Request;
        if (request.ContentLength > Limit)
        {
            throw TooLarge(null);
        }

        // A body that comes in chunks does not say before how long it is.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = Limit;
        }

        try
        {
            if (request.HasJsonContentType())
            {
                return await request.ReadFromJsonAsync(type, context.RequestAborted) ?? throw new BadBodyException(StatusCodes.Status400BadRequest, "The body is empty.");
            }

            if (request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true)
            {
                return fromForm(await request.ReadFormAsync(context.RequestAborted));
            }
        }
        catch (BadHttpRequestException failure) when (failure.StatusCode is StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLarge(failure);
        }
        // InvalidOperationException: JSON in a character set that nobody knows.
        catch (Exception failure) when (failure is JsonException or InvalidDataException or FormatException or OverflowException or InvalidOperationException)
        {
            throw new BadBodyException(StatusCodes.Status400BadRequest, "The body cannot be read.", failure);
        }

        throw new BadBodyException(StatusCodes.Status415UnsupportedMediaType, "Send application/json or a form.");
    }

    /// <summary>The same for a body that may be missing.</summary>
    public static async Task<T?> ReadIfAnyAsync<T>(HttpContext context, JsonTypeInfo<T> type, Func<IFormCollection, T> fromForm)
        where T : class => context.Request is { ContentLength: null or 0, ContentType: null } ? null : await ReadAsync(context, type, fromForm);

    public static TaskRequest TaskFrom(IFormCollection form) => new(
        form["title"], form["brief"], Number(form, "priority"), [.. form["after"].Where(text => !string.IsNullOrEmpty(text)).Select(text => long.Parse(text!, CultureInfo.InvariantCulture))],
        Text(form, "permissionMode"), Text(form, "model"), Text(form, "stackMode"), form["start"] == "true", Text(form, "titles"));

    public static ForeignRuleRequest ForeignRuleFrom(IFormCollection form) => new(form["origin"], form["rule"]);

    public static RunRequest RunFrom(IFormCollection form) => new(form["anyway"] == "true");

    public static PositionRequest PositionFrom(IFormCollection form) =>
        new(form["before"].ToString() is { Length: > 0 } before ? long.Parse(before, NumberStyles.None, CultureInfo.InvariantCulture) : null);

    public static QueueRequest QueueFrom(IFormCollection form) => new(form["paused"] == "true");

    public static MessageRequest MessageFrom(IFormCollection form) => new(form["text"].ToString().ReplaceLineEndings("\n"));

    public static OutcomeRequest OutcomeFrom(IFormCollection form) => new(form["outcome"], form["note"], form["discardStack"] == "true");

    /// <summary>"change.NAME" is a new text for a member of the input; "answer.N" are the options chosen for question N and "other.N" words of one's own; "rule" is "scope value", with the "reach" beside it; "inputJson" is a whole input; "also" are other requests as "ID:HASH ID:HASH".</summary>
    public static DecisionRequest DecisionFrom(IFormCollection form) => new()
    {
        Hash = form["hash"],
        Decision = form["decision"],
        Message = form["message"],
        Interrupt = form["interrupt"] == "true",
        Always = RuleFrom(form["rule"].ToString(), form["reach"]),
        AcceptEdits = form["acceptEdits"] == "true",
        Also = [.. form["also"].OfType<string>().SelectMany(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(text => text.Split(':', 2)).Select(pair => new AlikeRequest(pair[0], pair[^1]))],
        Input = InputFrom(form["inputJson"].ToString()),
        Changes = form.Keys.Where(key => key.StartsWith("change.", StringComparison.Ordinal)).ToDictionary(key => key["change.".Length..], key => form[key].ToString().ReplaceLineEndings("\n"), StringComparer.Ordinal),
        AnswersByNumber = form.Keys
            .Where(key => key.StartsWith("answer.", StringComparison.Ordinal) || key.StartsWith("other.", StringComparison.Ordinal))
            .GroupBy(key => int.Parse(key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..], NumberStyles.None, CultureInfo.InvariantCulture))
            .ToDictionary(keys => keys.Key, keys => (IReadOnlyList<string>)[.. keys.Order(StringComparer.Ordinal).SelectMany(key => form[key]).Where(text => !string.IsNullOrWhiteSpace(text)).OfType<string>()]),
    };

    private static JsonElement? InputFrom(string json) => json.Length == 0 ? null : JsonElement.Parse(json);

    private static RuleChoice? RuleFrom(string rule, string? reach) => rule.Split(' ', 2) is [var scope, var value] ? new RuleChoice(scope, value, reach) : null;

    private static BadBodyException TooLarge(Exception? inner) =>
        new(StatusCodes.Status413PayloadTooLarge, $"The text is too large; at most {Limit / 1024} KB are taken.", inner);

    private static string? Text(IFormCollection form, string name) => form.TryGetValue(name, out var value) ? value.ToString() : null;

    private static int? Number(IFormCollection form, string name) => form.TryGetValue(name, out var value) ? int.Parse(value.ToString(), CultureInfo.InvariantCulture) : null;
}
