using System.Text.Json;
using Chorus.Claude;
using Chorus.Configuration;
using Chorus.Processes;
using Chorus.Storage;
using Chorus.Tmux;
using Chorus.Web;
using Chorus.Web.Access;
using Chorus.Web.Json;
using Microsoft.AspNetCore.Connections;

namespace Chorus.Commands;

/// <summary><c>chorus serve</c>: checks everything first, each failure with one line and its exit code, then runs until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Task<int> RunAsync(ServeArguments arguments, CancellationToken cancellationToken)
    {
        var io = CommandIO.OfThisProcess();
        return io.RunAsync(() => RunAsync(io, arguments, cancellationToken));
    }

    private static async Task<int> RunAsync(CommandIO io, ServeArguments arguments, CancellationToken cancellationToken)
    {
        var options = await ReadOptionsAsync(io, arguments);
        var state = OpenState(arguments.Project);
        using var taken = ServerLock.TryTake(state.Lock) ?? throw new CommandFailure(ExitCode.Failed, AlreadyRunning(state));
        try
        {
            return await RunAsync(io, await CheckAsync(options, state, cancellationToken), arguments.NoOpen, cancellationToken);
        }
        catch (StorageException failure)
        {
            throw new CommandFailure(failure.Fault is StorageFault.TooNew ? ExitCode.DatabaseTooNew : ExitCode.DatabaseUnusable, failure.Message);
        }
    }

    private static async Task<ChorusOptions> ReadOptionsAsync(CommandIO io, ServeArguments arguments)
    {
        var options = new ChorusOptions();
        var file = arguments.Config ?? (File.Exists("chorus.toml") ? "chorus.toml" : null);
        if (file is not null)
        {
            if (!File.Exists(file))
            {
                throw new CommandFailure(ExitCode.WrongUsage, $"The configuration file {file} does not exist.");
            }

            var result = ConfigurationFile.Load(file);
            foreach (var warning in result.Warnings)
            {
                await io.Error.WriteLineAsync($"warning: {UntrustedText.SingleLine(warning.ToString(), 2000)}");
            }

            if (result.Problems.Count > 0)
            {
                throw new CommandFailure(ExitCode.WrongUsage, [.. result.Problems.Select(problem => problem.ToString())]);
            }

            options = result.Options;
        }

        options = options with { Server = options.Server with { Host = arguments.Host ?? options.Server.Host, Port = arguments.Port ?? options.Server.Port } };
        return OptionsCheck.Check(options) is { Count: > 0 } problems ? throw new CommandFailure(ExitCode.WrongUsage, problems) : options;
    }

    private static StateFolder OpenState(string project)
    {
        if (!Directory.Exists(project))
        {
            throw new CommandFailure(ExitCode.WrongUsage, $"The project {project} is not a folder.");
        }

        try
        {
            return StateFolder.Open(project, Environment.GetEnvironmentVariable);
        }
        catch (StateFolderException failure)
        {
            throw new CommandFailure(ExitCode.WrongUsage, failure.Message);
        }
    }

    private static async Task<ServerParts> CheckAsync(ChorusOptions options, StateFolder state, CancellationToken cancellationToken)
    {
        var tmux = await RequiredPrograms.TmuxAsync(cancellationToken);
        var claude = RequiredPrograms.Claude(options);
        var endpoint = RequiredPrograms.FreeEndpoint(options.Server, PreviousPort(state));
        var database = Database.Open(DatabaseUrl.Resolve(options.Database.Url, state.Root), state.Backups, TimeProvider.System);
        return new ServerParts(options, state, database, claude, tmux, endpoint, TimeProvider.System);
    }

    private static async Task<int> RunAsync(CommandIO io, ServerParts parts, bool noOpen, CancellationToken cancellationToken)
    {
        await using var app = ChorusApp.Build(parts);
        await app.Services.GetRequiredService<TmuxServer>().StartAsync(cancellationToken);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            throw new CommandFailure(ExitCode.Failed, RequiredPrograms.PortTaken(parts.Endpoint));
        }

        var server = app.Services.GetRequiredService<ServerInfo>().Json;
        File.SetUnixFileMode(parts.State.ServerSocket, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.SetUnixFileMode(parts.State.HookSocket, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        StateFolder.WritePrivate(parts.State.ClaudeSettings, HookSettings());
        StateFolder.WritePrivate(parts.State.ServerJson, JsonSerializer.Serialize(server, ChorusJson.Default.ServerJson));
        await AnnounceAsync(io, server, app.Services.GetRequiredService<LoginCodes>(), parts, noOpen, cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
        parts.Database.Dispose();
        return ExitCode.Done;
    }

    /// <summary>Without curl the relay does its work, too, at ten times the cost.</summary>
    private static string HookSettings()
    {
        var relay = ThisProgram.ShellCommand("hook");
        return ClaudeSettings.Json(ProgramFinder.Find("curl", Environment.GetEnvironmentVariable) is { } curl ? HookSender.Command(curl) : "exec " + relay, relay);
    }

    private static async Task AnnounceAsync(CommandIO io, ServerJson server, LoginCodes codes, ServerParts parts, bool noOpen, CancellationToken cancellationToken)
    {
        await io.Output.WriteLineAsync($"Chorus {server.Version} looks after {parts.State.ProjectPath}");
        await io.Output.WriteLineAsync($"Database {parts.Database.Path}");
        if (!noOpen && OpenCommand.Opener(io.Environment) is not null)
        {
            await OpenCommand.OpenAsync(io, parts.State, LoginUrl(server, codes), printOnly: false, cancellationToken);
        }
        else if (Console.IsOutputRedirected)
        {
            // A log file or journal may be read by others; a code in it would be a login.
            await io.Output.WriteLineAsync($"Listening on {server.Url}. To log a browser in: chorus open");
        }
        else
        {
            await io.Output.WriteLineAsync($"Open {LoginUrl(server, codes)} (good for two minutes and one browser; later: chorus open)");
        }
    }

    private static string LoginUrl(ServerJson server, LoginCodes codes) => $"{server.Url}/login#code={codes.Create()}";

    private static string AlreadyRunning(StateFolder state) => RecordedServer.Read(state) is { } server
        ? $"A server for {state.ProjectPath} is already running: {server.Url} (pid {server.Pid}). To open it: chorus open"
        : $"A server for {state.ProjectPath} is already starting.";

    private static int? PreviousPort(StateFolder state) => RecordedServer.Read(state) is { } server && Uri.TryCreate(server.Url, UriKind.Absolute, out var url) ? url.Port : null;
}
