using System.Text.Encodings.Web;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Chorus.Processes;
using Chorus.Web.Json;
using Chorus.Web.Slices.Shared;
using Chorus.Web.Views;
using Microsoft.AspNetCore.Mvc;
using RazorSlices;

namespace Chorus.Web;

/// <summary>The two representations of every answer: HTML for people, JSON for programs; a refusal is one line in both.</summary>
internal static class Answers
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Whether the caller asked for JSON and nothing else.</summary>
    public static bool WantsJson(this HttpRequest request) => request.Headers.Accept.ToString() is { } accept
        && accept.Contains("application/json", StringComparison.OrdinalIgnoreCase) && !accept.Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether htmx made the request; its answers are never whole pages.</summary>
    public static bool IsHtmx(this HttpRequest request) => request.Headers.ContainsKey("HX-Request");

    public static IResult Json<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) => TypedResults.Json(value, type, statusCode: status);

    /// <summary>Renders the whole slice before the answer starts, so that a failure is an error page and not half a page.</summary>
    public static async Task<IResult> PageAsync(this HttpContext context, RazorSlice slice, int status = StatusCodes.Status200OK)
    {
        slice.ServiceProvider = context.RequestServices;
        return TypedResults.Content(await RenderAsync(slice, context.RequestAborted), "text/html; charset=utf-8", statusCode: status);
    }

    public static ValueTask<string> RenderAsync(RazorSlice slice, CancellationToken cancellationToken) => slice.RenderAsync(Encoder, cancellationToken);

    /// <summary>A refusal or failure: problem details for programs and for the page's script, a page for a person who followed a link.</summary>
    public static async Task<IResult> ProblemAsync(this HttpContext context, int status, string line)
    {
        line = UntrustedText.VisibleLine(line);
        if (context.Request.WantsJson() || context.Request.IsHtmx() || context.Request.Path.StartsWithSegments("/hooks", StringComparison.Ordinal))
        {
            var problem = new ProblemDetails { Status = status, Title = Title(status), Detail = line };
            return TypedResults.Json(problem, ChorusJson.Default.ProblemDetails, "application/problem+json", status);
        }

        return await context.PageAsync(MessagePage.Create(MessageView.For(BarView.Quiet("Chorus"), status, Title(status), line)), status);
    }

    /// <summary>The action was taken: a program gets the thing itself, the page gets nothing because its stream repaints it.</summary>
    public static IResult Done<T>(this HttpContext context, T value, JsonTypeInfo<T> type) =>
        context.Request.WantsJson() ? Json(value, type) : TypedResults.NoContent();

    /// <summary>A new thing was made and has a page of its own, which the page's script goes to.</summary>
    public static IResult Made<T>(this HttpContext context, T value, JsonTypeInfo<T> type, string path)
    {
        context.Response.Headers.Location = path;
        return context.Request.WantsJson() ? Json(value, type, StatusCodes.Status201Created) : TypedResults.StatusCode(StatusCodes.Status201Created);
    }

    private static string Title(int status) => status switch
    {
        400 => "Not understood",
        401 => "Not logged in",
        403 => "Not allowed",
        404 => "Not found",
        409 => "Not possible now",
        410 => "Too late",
        413 => "Too large",
        415 => "Wrong content type",
        422 => "Cannot be taken",
        429 => "Too many",
        503 => "Not available now",
        _ => "Failed",
    };
}
