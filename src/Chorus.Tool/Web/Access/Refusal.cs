namespace Chorus.Web.Access;

/// <summary>Answers a request that may not go on with problem details of one human line.</summary>
internal static class Refusal
{
    public static async Task WriteAsync(HttpContext context, int status, string title, string detail, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(new AccessProblem(title, detail, status), AccessJsonContext.Default.AccessProblem, "application/problem+json", cancellationToken);
    }

    public static IResult Result(int status, string title, string detail) =>
        TypedResults.Json(new AccessProblem(title, detail, status), AccessJsonContext.Default.AccessProblem, "application/problem+json", status);
}
