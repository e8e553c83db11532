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

    public static TaskRequest TaskFrom(IFormCollection form) => new(
        form["title"], form["brief"], Number(form, "priority"), [.. form["after"].Where(text => !string.IsNullOrEmpty(text)).Select(text => long.Parse(text!, CultureInfo.InvariantCulture))],
        Text(form, "permissionMode"), Text(form, "model"), Text(form, "stackMode"), form["start"] == "true");

    public static MessageRequest MessageFrom(IFormCollection form) => new(form["text"].ToString().ReplaceLineEndings("\n"));

    public static OutcomeRequest OutcomeFrom(IFormCollection form) => new(form["outcome"], form["note"]);

    public static DecisionRequest DecisionFrom(IFormCollection form) => new(form["hash"], form["decision"], form["message"], form["interrupt"] == "true");

    private static BadBodyException TooLarge(Exception? inner) =>
        new(StatusCodes.Status413PayloadTooLarge, $"The text is too large; at most {Limit / 1024} KB are taken.", inner);

    private static string? Text(IFormCollection form, string name) => form.TryGetValue(name, out var value) ? value.ToString() : null;

    private static int? Number(IFormCollection form, string name) => form.TryGetValue(name, out var value) ? int.Parse(value.ToString(), CultureInfo.InvariantCulture) : null;
}
