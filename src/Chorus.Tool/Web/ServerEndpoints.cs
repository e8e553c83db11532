using System.Reflection;
using Chorus.Web.Access;
using Chorus.Web.Json;

namespace Chorus.Web;

/// <summary>The server about itself.</summary>
internal static class ServerEndpoints
{
    public static string Version { get; } = typeof(ServerEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static void MapServer(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", IResult () => TypedResults.Text("ok")).WithAudience(Audience.Public);
        routes.MapGet("/server", IResult (ServerInfo server) => Answers.Json(server.Json, ChorusJson.Default.ServerJson)).WithAudience(Audience.Local);
    }

    /// <summary>Every path nobody mapped.</summary>
    public static async Task AnswerNotFoundAsync(this HttpContext context) =>
        await (await context.ProblemAsync(StatusCodes.Status404NotFound, "There is nothing here.")).ExecuteAsync(context);
}
