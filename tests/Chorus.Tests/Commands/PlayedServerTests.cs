using Chorus.Commands;
using Chorus.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace Chorus.Tests.Commands;

/// <summary>A project folder in which commands are typed, with a server that a test plays: at 00:03 of the first of January.</summary>
public abstract class PlayedServerTests : IDisposable
{
    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 3, 0, TimeSpan.Zero));

    protected PlayedServerTests() => Directory.CreateDirectory(Path.Combine(Project, "src", "deep"));

    protected string Root { get; } = Directory.CreateTempSubdirectory("chorus-cli-").FullName;

    protected string Project => Path.Combine(Root, "project");

    protected StringWriter Output { get; } = new();

    protected StringWriter Error { get; } = new();

    public void Dispose()
    {
        Directory.Delete(Root, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected static string Body(string request) => request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    protected static string[] Lines(StringWriter writer) => writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private protected UnixServer Serve(string answer) => Serve((_, _) => Task.FromResult(answer));

    private protected UnixServer Serve(Func<string, CancellationToken, Task<string>> answer)
    {
        var socket = StateFolder.Locate(Project, Variable).ServerSocket;
        Directory.CreateDirectory(Path.GetDirectoryName(socket)!);
        return new UnixServer(socket, answer);
    }

    protected Task<int> RunAsync(params string[] arguments) => RunAsync(arguments, input: "");

    protected Task<int> RunAsync(string[] arguments, string input = "", string? folder = null, CancellationToken cancellationToken = default) =>
        CommandLine.RunAsync(arguments, new CommandIO(new StringReader(input), Output, Error, Variable, folder ?? Project) { Clock = Clock }, cancellationToken);

    protected string? Variable(string name) => name switch
    {
        "XDG_STATE_HOME" => Path.Combine(Root, "s"),
        "HOME" => Root,
        _ => null,
    };
}
