using System.CommandLine;

namespace Chorus.Commands;

/// <summary>The words of <c>chorus serve</c>; what they start is handed in.</summary>
internal static class ServeVerb
{
    public static Command Create(Func<ServeArguments, CancellationToken, Task<int>> serve)
    {
        var config = new Argument<string?>("config") { Description = "Configuration file; chorus.toml if it exists.", Arity = ArgumentArity.ZeroOrOne };
        var project = new Argument<string>("project") { Description = "Folder of the project.", DefaultValueFactory = _ => "." };
        var host = new Option<string?>("--host") { Description = "Address to listen on, instead of the file's." };
        var port = Numbers.Option("--port", "Port to listen on, instead of the file's; 0 takes a free one.");
        var noOpen = new Option<bool>("--no-open") { Description = "Do not open the browser." };
        var command = new Command("serve", "Serve the dashboard of a project.") { config, project, host, port, noOpen };
        command.SetAction((parsed, cancellationToken) => serve(
            new ServeArguments(parsed.GetValue(config), parsed.GetRequiredValue(project), parsed.GetValue(host), parsed.GetValue(port), parsed.GetValue(noOpen)),
            cancellationToken));
        return command;
    }
}
