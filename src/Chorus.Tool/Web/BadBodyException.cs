namespace Chorus.Web;

/// <summary>A request's body cannot be taken; carries the status and the line to answer with.</summary>
internal sealed class BadBodyException(int status, string line, Exception? inner = null) : Exception(line, inner)
{
    public int Status { get; } = status;
}
