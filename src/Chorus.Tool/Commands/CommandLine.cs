using System.CommandLine;
using System.CommandLine.Invocation;

namespace Chorus.Commands;

/// <summary>The whole command line but <c>hook</c>: every verb, and the exit code of a wrong one.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var parsed = Root().Parse(arguments);
        if (parsed is { Errors: [var error, ..], Action: ParseErrorAction })
        {
            await Console.Error.WriteLineAsync($"{error.Message.ReplaceLineEndings(" ")} (chorus --help lists the commands)");
            return ExitCode.WrongUsage;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, cancellationToken);
    }

    private static RootCommand Root() => new("Chorus runs many Claude Code sessions on one project, from a browser or a phone.")
    {
    };
}
