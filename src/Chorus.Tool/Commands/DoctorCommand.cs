using System.CommandLine;
using System.Text.Json.Nodes;
using Chorus.Processes;

namespace Chorus.Commands;

/// <summary><c>chorus doctor</c>: what this machine and this project have and lack, each with how to mend it.</summary>
internal static class DoctorCommand
{
    public static Command Create(CommandIO io)
    {
        var project = new Option<string?>("--project") { Description = "Folder of the project; by default the current one." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("doctor", "Check what Chorus needs, and say how to mend what is missing.") { project, json };
        command.SetAction((parsed, cancellationToken) => io.RunAsync(async () =>
        {
            var folder = Path.GetFullPath(Path.Combine(io.Folder, parsed.GetValue(project) ?? "."));
            if (!Directory.Exists(folder)) { throw new CommandFailure(ExitCode.WrongUsage, $"The folder {folder} does not exist."); }
            List<Finding> findings = [.. await ProgramChecks.RunAsync(io.Environment, cancellationToken), .. StateChecks.Run(folder, io.Environment)];
            await io.Output.WriteAsync(parsed.GetValue(json) ? Json(findings) : Text(findings));
            return findings.Any(finding => finding.Grade is Grade.Fail) ? ExitCode.Failed : ExitCode.Done;
        }));
        return command;
    }

    internal static string Text(IReadOnlyList<Finding> findings) => string.Concat(findings.Select(finding =>
        $"{Word(finding.Grade),-4}  {finding.Subject,-12}  {UntrustedText.SingleLine(finding.What, 300)}\n"
        + (finding.Cure is { } cure ? $"{"",-20}→ {UntrustedText.SingleLine(cure, 300)}\n" : "")));

    internal static string Json(IReadOnlyList<Finding> findings) => new JsonArray([.. findings.Select(finding => (JsonNode)new JsonObject
    {
        ["status"] = Word(finding.Grade),
        ["subject"] = finding.Subject,
        ["what"] = finding.What,
        ["cure"] = finding.Cure,
    })]).ToJsonString() + "\n";

    private static string Word(Grade grade) => grade switch { Grade.Ok => "ok", Grade.Warn => "warn", _ => "fail" };
}
