using Chorus.Processes;

namespace Chorus.Commands;

/// <summary>What a verb reads from and writes to: the streams, the environment and the folder it was started in.</summary>
internal sealed record CommandIO(TextReader Input, TextWriter Output, TextWriter Error, Func<string, string?> Environment, string Folder)
{
    private const int LineLimit = 2000;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public static CommandIO OfThisProcess() =>
        new(Console.In, Console.Out, Console.Error, System.Environment.GetEnvironmentVariable, Directory.GetCurrentDirectory());

    /// <summary>The words after an option or argument; <c>-</c> stands for all of stdin.</summary>
    public async Task<string> TextAsync(string words, CancellationToken cancellationToken) =>
        words == "-" ? await Input.ReadToEndAsync(cancellationToken) : words;

    /// <summary>A file that an option names, whole; <c>-</c> stands for stdin.</summary>
    /// <exception cref="CommandFailure">It cannot be read.</exception>
    public async Task<string> FileAsync(string file, string what, CancellationToken cancellationToken)
    {
        if (file == "-") { return await Input.ReadToEndAsync(cancellationToken); }
        try { return await File.ReadAllTextAsync(Path.Combine(Folder, file), cancellationToken); }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.WrongUsage, $"{what} cannot be read: {failure.Message}");
        }
    }

    /// <summary>Runs a verb; a failure becomes its lines on stderr and its exit code.</summary>
    public async Task<int> RunAsync(Func<Task<int>> verb)
    {
        try { return await verb(); }
        catch (CommandFailure failure)
        {
            foreach (var line in failure.Lines) { await Error.WriteLineAsync(UntrustedText.SingleLine(line, LineLimit)); }
            return failure.ExitCode;
        }
    }
}
