using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Chorus.Commands.Doctor;
using Chorus.Commands.Scripted;
using Chorus.Configuration;
using Chorus.Processes;
using Chorus.Tmux;

namespace Chorus.Commands;

/// <summary>The whole command line but <c>hook</c>: every verb, and the exit code of a wrong one.</summary>
internal static class CommandLine
{
    /// <summary>An id may begin with a hyphen, where -hQz... would be a call for help, and a message with @, which would be replaced by a file.</summary>
    private static readonly ParserConfiguration LetterByLetter = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        // It takes Claude Code's command line, which is not ours to parse.
        if (arguments is ["scripted-agent", .. var agentArguments]) { return await ScriptedAgent.RunAsync(agentArguments, cancellationToken); }
        return await RunAsync(arguments, CommandIO.OfThisProcess(), cancellationToken);
    }

    internal static async Task<int> RunAsync(string[] arguments, CommandIO io, CancellationToken cancellationToken)
    {
        var parsed = Root(io).Parse(arguments, LetterByLetter);
        if (parsed is { Errors: [var first, ..], Action: ParseErrorAction })
        {
            // The error that quotes what was typed tells more than "a command is missing".
            var error = parsed.Errors.FirstOrDefault(one => one.Message.Contains('\'', StringComparison.Ordinal)) ?? first;
            await io.Error.WriteLineAsync($"{UntrustedText.SingleLine(string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), 1000)} (chorus --help lists the commands)");
            return ExitCode.WrongUsage;
        }

        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = io.Output, Error = io.Error };
        try
        {
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }
        // Ctrl-C: whoever pressed it knows.
        catch (OperationCanceledException) { return ExitCode.Interrupted; }
        catch (Exception failure) when (failure is StateFolderException or ProcessFailedException or TmuxException or IOException or UnauthorizedAccessException)
        {
            await io.Error.WriteLineAsync(UntrustedText.SingleLine(failure.Message, 1000));
            return ExitCode.Failed;
        }
    }

    // No RootCommand: it would be named after the assembly.
    private static Command Root(CommandIO io)
    {
        var verbs = new Verbs(io);
        return new Command("chorus", "Chorus runs many Claude Code sessions on one project, from a browser or a phone.")
        {
            new HelpOption(),
            new VersionOption(),
            ServeVerb.Create(ServeCommand.RunAsync),
            DemoCommand.Create(io, ServeCommand.RunAsync),
            TaskCommands.Create(verbs),
            QueueCommands.Create(verbs),
            PermissionCommands.Create(verbs),
            RuleCommands.Create(verbs),
            AttachCommand.Create(verbs),
            OpenCommand.Create(verbs),
            TokenCommand.Create(verbs),
            DoctorCommand.Create(io),
        };
    }
}
