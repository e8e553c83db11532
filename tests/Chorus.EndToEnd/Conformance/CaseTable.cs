using Chorus.EndToEnd.Conformance.Cases;

namespace Chorus.EndToEnd.Conformance;

/// <summary>All cases, in the order of the published table.</summary>
internal static class CaseTable
{
    public static IReadOnlyList<StatusCase> All { get; } =
        [.. Turns.All, .. Interrupts.All, .. Requests.All, .. Dialogs.All, .. Background.All, .. Failures.All, .. OwnCommands.All, .. Endings.All, .. Restarts.All, .. Hookless.All];
}
