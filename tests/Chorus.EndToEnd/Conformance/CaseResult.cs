using System.Text;

namespace Chorus.EndToEnd.Conformance;

/// <summary>What became of one case.</summary>
/// <param name="Faults">Why it failed; empty when it passed.</param>
/// <param name="Report">Everything to read when it failed.</param>
internal sealed record CaseResult(StatusCase Case, IReadOnlyList<Verdict> Verdicts, IReadOnlyList<string> Faults, string Report)
{
    public bool Passed => Faults.Count == 0;

    public override string ToString()
    {
        var text = new StringBuilder($"{Case.Name}: {Case.What}\n");
        foreach (var fault in Faults) { text.Append("✗ ").AppendLine(fault); }
        return text.Append(Report).ToString();
    }
}
