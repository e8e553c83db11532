namespace Chorus.Commands.Scripted;

/// <summary>What a pressed key means to the agent's input box.</summary>
internal enum KeyMeaning
{
    Text,
    Submit,
    Escape,
    ClearLine,
    Backspace,
    Quit,
}

/// <summary>One key, or one run of typed text.</summary>
internal readonly record struct AgentKey(KeyMeaning Meaning, string Text = "")
{
    /// <summary>The keys in one burst of terminal input. An ESC is the Escape key unless it begins a cursor or function key.</summary>
    public static IEnumerable<AgentKey> Read(string input)
    {
        for (var index = 0; index < input.Length; index++)
        {
            var letter = input[index];
            if (letter == '\x1b' && index + 1 < input.Length && input[index + 1] is '[' or 'O')
            {
                index = EndOfSequence(input, index + 2);
                continue;
            }

            yield return letter switch
            {
                '\r' => new AgentKey(KeyMeaning.Submit),
                '\x1b' => new AgentKey(KeyMeaning.Escape),
                '\x15' => new AgentKey(KeyMeaning.ClearLine),
                '\x7f' or '\b' => new AgentKey(KeyMeaning.Backspace),
                '\x03' or '\x04' => new AgentKey(KeyMeaning.Quit),
                _ => new AgentKey(KeyMeaning.Text, letter.ToString()),
            };
        }
    }

    private static int EndOfSequence(string input, int index)
    {
        while (index < input.Length && input[index] is >= ' ' and < '@') { index++; }
        return index;
    }
}
