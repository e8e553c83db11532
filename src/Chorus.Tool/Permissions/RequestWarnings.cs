using System.Globalization;
using System.Text.Json;
using Chorus.Processes;

namespace Chorus.Permissions;

/// <summary>
/// What to look at twice before a request is allowed: everything in its tool, folder and whole input, names of fields and nested ones included,
/// that does not say what it seems to say. Empty for honest text.
/// </summary>
public sealed class RequestWarnings
{
    private const int Longest = 24;
    private const int LongestName = 40;

    private readonly List<string> lines = [];
    private readonly List<Step> path = [];
    private int unnamed;

    private RequestWarnings()
    {
    }

    public static IReadOnlyList<string> Of(PermissionRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var warnings = new RequestWarnings();
        warnings.Judge("tool", request.Tool);
        warnings.Judge("folder", request.Cwd);
        warnings.Judge("subagent", request.AgentId ?? "");
        warnings.JudgeInput(request.InputJson);
        return warnings.unnamed == 0
            ? warnings.lines
            : [.. warnings.lines, $"and {warnings.unnamed.ToString(CultureInfo.InvariantCulture)} more"];
    }

    private void JudgeInput(string json)
    {
        using var document = JsonText.TryParse(json);
        if (document is null)
        {
            Judge("input", json);
            return;
        }

        JudgeValue(document.RootElement);
        foreach (var finding in Findings.Of(JsonText.Marks(json).Where(one => !one.IsInString).Select(one => one.Mark)))
        {
            Add("JSON as sent", finding.ToString());
        }
    }

    private void JudgeValue(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                Judge(null, JsonText.Decoded(value));
                break;
            case JsonValueKind.Object:
                JudgeObject(value);
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    path.Add(new Step(null, index++));
                    JudgeValue(item);
                    path.RemoveAt(path.Count - 1);
                }

                break;
            default:
                break;
        }
    }

    private void JudgeObject(JsonElement value)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            var name = JsonText.Name(property);
            path.Add(new Step(name, 0));
            if (!names.Add(name))
            {
                Add(null, "stands more than once; the tool may take either");
            }

            foreach (var finding in UntrustedText.FindingsIn(name))
            {
                Add(null, $"the name of this field has {finding}");
            }

            JudgeValue(property.Value);
            path.RemoveAt(path.Count - 1);
        }
    }

    private void Judge(string? place, string text)
    {
        foreach (var finding in UntrustedText.FindingsIn(text))
        {
            Add(place, finding.ToString());
        }
    }

    /// <summary>Where, and what; the place is the field that is read just now unless another one is named.</summary>
    private void Add(string? place, string what)
    {
        var line = $"{place ?? Here()}: {what}";
        if (lines.Contains(line))
        {
            return;
        }

        if (lines.Count < Longest)
        {
            lines.Add(line);
        }
        else
        {
            unnamed++;
        }
    }

    private string Here() => path.Count == 0 ? "input" : string.Concat(path).TrimStart('.');

    /// <summary>A step into the input: to a field by its name, or to an item by its number.</summary>
    private readonly record struct Step(string? Name, int Index)
    {
        public override string ToString() => Name is null
            ? $"[{Index.ToString(CultureInfo.InvariantCulture)}]"
            : $".{UntrustedText.VisibleLine(Name, LongestName)}";
    }
}
