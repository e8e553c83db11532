using System.Globalization;

namespace Chorus.Processes;

/// <summary>A program failed; the message is one line whose first part can be pasted into a terminal.</summary>
public class ProcessFailedException : Exception
{
    private const int LongestError = 2000;

    /// <summary>It ran to its end, with an exit code that means failure.</summary>
    public ProcessFailedException(ProcessRequest request, int exitCode, string error)
        : this(request, $"exit code {exitCode.ToString(CultureInfo.InvariantCulture)}", error, inner: null) => ExitCode = exitCode;

    /// <summary>It did not run to its end.</summary>
    public ProcessFailedException(ProcessRequest request, string reason, string error, Exception? inner)
        : base(Describe(request, reason, error), inner)
    {
        Request = request;
        Error = error;
    }

    public ProcessRequest Request { get; }

    public string Program => Request.Program;

    public IReadOnlyList<string> Arguments => Request.Arguments;

    /// <summary>Null when it was never started or was killed by us.</summary>
    public int? ExitCode { get; }

    /// <summary>What it wrote to its error output, untouched.</summary>
    public string Error { get; }

    private static string Describe(ProcessRequest request, string reason, string error)
    {
        ArgumentNullException.ThrowIfNull(request);
        var said = UntrustedText.SingleLine(error.Trim(), LongestError);
        return said.Length == 0 ? $"{CommandLine.For(request)}: {reason}" : $"{CommandLine.For(request)}: {reason}: {said}";
    }
}
