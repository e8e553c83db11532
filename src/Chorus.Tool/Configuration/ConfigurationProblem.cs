namespace Chorus.Configuration;

/// <summary>One thing that is wrong in a configuration file, and where (line and column count from 1).</summary>
public sealed record ConfigurationProblem(string File, int Line, int Column, string What)
{
    public override string ToString() => $"{File}({Line},{Column}): {What}";
}
