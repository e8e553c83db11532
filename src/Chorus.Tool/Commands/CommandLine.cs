using System.CommandLine;
using System.CommandLine.Invocation;
using Chorus.Commands.Scripted;

namespace Chorus.Commands;

/// <summary>The whole command line but <c>hook</c>: every verb, and the exit code of a wrong one.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        // It takes Claude Code's command line, which is not ours to parse.
        if (arguments is ["scripted-agent", .. var agentArguments]) { return await ScriptedAgent.RunAsync(agentArguments, cancellationToken); }
        return await RunAsync(arguments, CommandIO.OfThisProcess(), cancellationToken);
    }

    internal static async Task<int> RunAsync(string[] arguments, CommandIO io, CancellationToken cancellationToken)
    {
        var parsed = Root(io).Parse(arguments);
        if (parsed is { Errors: [var error, ..], Action: ParseErrorAction })
        {
            await io.Error.WriteLineAsync($"{error.Message.ReplaceLineEndings(" ")} (chorus --help lists the commands)");
            return ExitCode.WrongUsage;
        }

        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = io.Output, Error = io.Error };
        return await parsed.InvokeAsync(configuration, cancellationToken);
    }

    private static RootCommand Root(CommandIO io)
    {
        var verbs = new Verbs(io);
        return new RootCommand("Chorus runs many Claude Code sessions on one project, from a browser or a phone.")
        {
            ServeVerb.Create(ServeCommand.RunAsync),
            DemoCommand.Create(io, ServeCommand.RunAsync),
            TaskCommands.Create(verbs),
            PermissionCommands.Create(verbs),
            AttachCommand.Create(verbs),
            OpenCommand.Create(verbs),
            TokenCommand.Create(verbs),
            DoctorCommand.Create(io),
        };
    }
}
