using System.CommandLine;
using System.Text.Json.Nodes;
using Chorus.Configuration;
using Chorus.Processes;

namespace Chorus.Commands.Doctor;

/// <summary><c>chorus doctor</c>: what this machine and this project have and lack, each with how to mend it. It looks only: nothing is made or changed.</summary>
internal static class DoctorCommand
{
    private const int LineLimit = 600;

    public static Command Create(CommandIO io)
    {
        var project = new Option<string?>("--project") { Description = "Folder of the project; by default the current one or the nearest above it that has a state folder." };
        var config = new Option<string?>("--config") { Description = "Configuration file; by default the project's chorus.toml if it exists." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("doctor", "Check what Chorus needs, and say how to mend what is missing. Changes nothing.") { project, config, json };
        command.SetAction((parsed, cancellationToken) => io.RunAsync(async () =>
        {
            var folder = Path.GetFullPath(Path.Combine(io.Folder, parsed.GetValue(project) ?? "."));
            if (!Directory.Exists(folder)) { throw new CommandFailure(ExitCode.WrongUsage, $"The folder {folder} does not exist."); }

            var file = parsed.GetValue(config) is { } named ? Path.GetFullPath(Path.Combine(io.Folder, named)) : null;
            var findings = await LookAsync(io, folder, file, cancellationToken);
            await io.Output.WriteAsync(parsed.GetValue(json) ? Json(findings) : Text(findings));
            return findings.Any(finding => finding.Grade is Grade.Fail) ? ExitCode.Failed : ExitCode.Done;
        }));
        return command;
    }

    internal static string Text(IReadOnlyList<Finding> findings) => string.Concat(findings.Select(finding =>
        $"{Word(finding.Grade),-4}  {finding.Subject,-12}  {UntrustedText.SingleLine(finding.What, LineLimit)}\n"
        + (finding.Cure is { } cure ? $"{"",-20}→ {UntrustedText.SingleLine(cure, LineLimit)}\n" : "")));

    internal static string Json(IReadOnlyList<Finding> findings) => new JsonArray([.. findings.Select(finding => (JsonNode)new JsonObject
    {
        ["status"] = Word(finding.Grade),
        ["subject"] = finding.Subject,
        ["what"] = finding.What,
        ["cure"] = finding.Cure,
    })]).ToJsonString() + "\n";

    private static async Task<IReadOnlyList<Finding>> LookAsync(CommandIO io, string folder, string? configFile, CancellationToken cancellationToken)
    {
        StateFolder? state = null;
        Finding? lost = null;
        try { state = ServerLocator.Nearest(folder, io.Environment); }
        catch (StateFolderException failure) { lost = new(Grade.Fail, "state", failure.What, failure.Remedy); }

        var (options, configuration) = ConfigurationChecks.Run(configFile, state?.ProjectPath ?? folder);
        List<Finding> findings = [.. configuration, .. await new ProgramChecks(options, io.Environment).RunAsync(cancellationToken)];
        if (state is null) { return [.. findings, lost!]; }

        var server = await ServerChecks.RunAsync(state, io.Clock, cancellationToken);
        var database = DatabaseChecks.Run(DatabaseUrl.Resolve(options.Database.Url, state.Root), state.Backups, server.IsLive, io.Clock);
        return [.. findings, .. StateChecks.Run(state), .. server.Findings, .. database.Findings, .. await SessionChecks.RunAsync(state, database.Tasks, io.Environment, cancellationToken)];
    }

    private static string Word(Grade grade) => grade switch { Grade.Ok => "ok", Grade.Warn => "warn", _ => "fail" };
}
