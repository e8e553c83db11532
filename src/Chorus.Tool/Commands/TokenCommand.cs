using System.CommandLine;

namespace Chorus.Commands;

/// <summary><c>chorus token rotate</c>: a new login token; every browser and device is logged out.</summary>
internal static class TokenCommand
{
    public static Command Create(Verbs verbs) => new("token", "The login token.")
    {
        verbs.Plain(new Command("rotate", "Make a new token and log every browser and device out."), async (_, call, cancellationToken) =>
        {
            await call.Server.SendAsync(HttpMethod.Post, "token/rotation", null, cancellationToken);
            await call.IO.Output.WriteLineAsync("The token is new and every login has ended. Log in again with: chorus open");
            return ExitCode.Done;
        }),
    };
}
