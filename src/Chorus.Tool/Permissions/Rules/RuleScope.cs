namespace Chorus.Permissions.Rules;

/// <summary>What a rule covers, from narrow to wide. None of them ever covers a command of several parts but by its exact text.</summary>
public enum RuleScope
{
    /// <summary>The whole input, letter by letter.</summary>
    ExactInput,
    /// <summary>This command text and no other.</summary>
    ExactCommand,
    /// <summary>These first words, with any plain arguments.</summary>
    CommandPrefix,
    /// <summary>This file.</summary>
    ExactPath,
    /// <summary>The files in this folder and below it, but none that is hidden or behind a link.</summary>
    Folder,
    /// <summary>This address.</summary>
    ExactAddress,
    /// <summary>Any page of this host.</summary>
    Host,
    /// <summary>The tool with any input; only for tools of MCP servers.</summary>
    AnyInput,
}
