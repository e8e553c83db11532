using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Chorus.Permissions;
using Chorus.Processes;

namespace Chorus.Web.Views;

/// <summary>
/// Writes JSON for a reader: one field a line unless it is short, letters instead of \u escapes, and marks for what nobody would see.
/// Quotes, backslashes and line breaks within strings stay escaped, so that no string can pass for structure.
/// </summary>
internal sealed class JsonPrint
{
    private const int ShortInBytes = 60;

    /// <summary>Deeper levels are not set further in, or the indentation itself would push text out of sight.</summary>
    private const int DeepestIndentation = 8;

    private readonly List<TextRun> runs = [];
    private readonly StringBuilder pending = new();

    private JsonPrint()
    {
    }

    public static VisibleText Of(JsonElement value)
    {
        var print = new JsonPrint();
        print.Write(value, depth: 0, isShort: false);
        print.Flush();
        return new VisibleText(print.runs);
    }

    /// <summary>The text exactly as it was sent; what hides is marked.</summary>
    public static VisibleText Raw(string json) =>
        new(UntrustedText.Runs(json, JsonText.Marks(json).Where(one => !one.IsInString || !one.Mark.IsGap).Select(one => one.Mark)));

    private void Write(JsonElement value, int depth, bool isShort)
    {
        isShort |= JsonMarshal.GetRawUtf8Value(value).Length <= ShortInBytes;
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteMany('{', '}', value.EnumerateObject(), depth, isShort, property =>
                {
                    WriteText(JsonText.Name(property));
                    pending.Append(isShort ? ":" : ": ");
                    Write(property.Value, depth + 1, isShort);
                });
                break;
            case JsonValueKind.Array:
                WriteMany('[', ']', value.EnumerateArray(), depth, isShort, item => Write(item, depth + 1, isShort));
                break;
            case JsonValueKind.String:
                WriteText(JsonText.Decoded(value));
                break;
            default:
                pending.Append(value.GetRawText());
                break;
        }
    }

    private void WriteMany<T>(char open, char close, IEnumerable<T> items, int depth, bool isShort, Action<T> write)
    {
        pending.Append(open);
        var isFirst = true;
        foreach (var item in items)
        {
            pending.Append(isFirst ? "" : ",");
            Break(depth + 1, isShort);
            write(item);
            isFirst = false;
        }

        Break(depth, isShort || isFirst);
        pending.Append(close);
    }

    private void Break(int depth, bool isShort)
    {
        if (!isShort)
        {
            pending.Append('\n').Append(' ', 2 * Math.Min(depth, DeepestIndentation));
        }
    }

    private void WriteText(string text)
    {
        pending.Append('"');
        foreach (var run in UntrustedText.Runs(text))
        {
            if (run.IsMark)
            {
                Flush();
                runs.Add(run);
            }
            else
            {
                pending.Append(run.Source.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
                    .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal));
            }
        }

        pending.Append('"');
    }

    private void Flush()
    {
        if (pending.Length > 0)
        {
            runs.Add(new TextRun(pending.ToString()));
            pending.Clear();
        }
    }
}
