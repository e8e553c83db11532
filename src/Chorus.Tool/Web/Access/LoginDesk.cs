using System.Net;

namespace Chorus.Web.Access;

/// <summary>What became of an attempt to log in.</summary>
internal abstract record LoginOutcome
{
    private LoginOutcome() { }
    public sealed record Opened(OpenedSession Session) : LoginOutcome;
    public sealed record Wrong : LoginOutcome;
    public sealed record MustWait(TimeSpan Time) : LoginOutcome;
}

/// <summary>Checks tokens and codes, opens sessions, and replaces the token. A login never overlaps a rotation, which would let the old token in.</summary>
internal sealed class LoginDesk(AccessToken token, LoginCodes codes, LoginGuard guard, LoginSessions sessions) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>A right code opens even where the guard says wait: others on this machine share its address, and must not lock its owner out.</summary>
    public async Task<LoginOutcome> LogInAsync(LoginRequest request, string name, IPAddress address, LoginSession? replaced, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var codeIsRight = request.Code is { } code && codes.Use(code);
            if (!codeIsRight && guard.WaitFor(address) is { } wait)
            {
                return new LoginOutcome.MustWait(wait);
            }

            if (!codeIsRight && !(request.Token is { } guess && token.Matches(guess)))
            {
                guard.CountWrong(address);
                return new LoginOutcome.Wrong();
            }

            var opened = await sessions.OpenAsync(name, cancellationToken);
            if (replaced is not null)
            {
                await sessions.RevokeAsync(replaced.Id, cancellationToken);
            }

            return new LoginOutcome.Opened(opened);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>New token, no session and no code of the old one left.</summary>
    public async Task RotateTokenAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            token.Rotate();
            codes.Clear();
            // A caller who goes away must not leave the sessions of the old token behind.
            await sessions.RevokeAllAsync(CancellationToken.None);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();
}
