namespace Chorus.Permissions;

/// <summary>The user's answer to a request, bound by <paramref name="Hash"/> to exactly what was shown.</summary>
/// <param name="Message">What the agent is told with a denial.</param>
/// <param name="Interrupt">A denial that also ends the turn.</param>
/// <param name="By">browser or cli.</param>
public sealed record Decision(string Hash, bool Allow, string? Message, bool Interrupt, string By);
