using System.Net;
using Chorus.Claude;
using Chorus.Configuration;
using Chorus.Storage;

namespace Chorus;

/// <summary>What must be there before a server can be put together; each was checked with a message of its own.</summary>
internal sealed record ServerParts(ChorusOptions Options, StateFolder State, Database Database, ClaudeProgram Claude, string TmuxProgram, IPEndPoint Endpoint, TimeProvider Clock);
