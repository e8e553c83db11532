using System.Security.Cryptography;
using System.Text;
using Chorus.Claude;
using Chorus.Permissions;
using Chorus.Tasks;
using Chorus.Web.Access;

namespace Chorus.Web;

/// <summary>Where Claude Code's hooks arrive. A hook is believed only with its own task's secret, and nothing it says can fail it.</summary>
internal static class HookEndpoint
{
    private const int Limit = 1024 * 1024;

    public static void MapHooks(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/hooks/claude", ReceiveAsync).WithAudience(Audience.Agent);

    private static async Task<IResult> ReceiveAsync(HookIntake intake, TaskStore tasks, HttpContext context)
    {
        if (!TaskId.TryParse(context.Request.Headers["X-Chorus-Task"], null, out var task) || !HasSecretOf(task, tasks, context))
        {
            return await context.ProblemAsync(StatusCodes.Status401Unauthorized, "This hook does not show its task's secret.");
        }

        if (!context.Request.HasJsonContentType())
        {
            return await context.ProblemAsync(StatusCodes.Status415UnsupportedMediaType, "A hook sends application/json.");
        }

        if (await ReadAsync(context) is not { } body)
        {
            return await context.ProblemAsync(StatusCodes.Status413PayloadTooLarge, "A hook's payload has at most 1 MB.");
        }

        if (!HookPayload.TryParse(body, out var payload))
        {
            return await context.ProblemAsync(StatusCodes.Status400BadRequest, "This is not a hook payload.");
        }

        var relayKey = context.Request.Headers["X-Chorus-Request"].ToString();
        if (relayKey.Length is > 128)
        {
            return await context.ProblemAsync(StatusCodes.Status400BadRequest, "The relay's key is too long.");
        }

        var answer = await intake.ReceiveAsync(task, payload, relayKey, context.RequestAborted);
        return answer is null ? TypedResults.NoContent() : TypedResults.Content(answer, "application/json");
    }

    private static bool HasSecretOf(TaskId task, TaskStore tasks, HttpContext context)
    {
        const string Scheme = "Bearer ";
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.Ordinal)
            && tasks.HookSecretHash(task) is { } hash
            && CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..])));
    }

    private static async Task<byte[]?> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength > Limit)
        {
            return null;
        }

        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            if (body.Length + count > Limit)
            {
                return null;
            }

            body.Write(buffer, 0, count);
        }

        return body.ToArray();
    }
}
