using System.Buffers.Text;
using Chorus.Configuration;

namespace Chorus.Web.Access;

/// <summary>The access token of the project, kept in a private file.</summary>
internal sealed class AccessToken
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string path;
    private byte[] hash;

    /// <summary>Reads the token. A file that is missing, malformed or was open to others is replaced by a new token.</summary>
    public AccessToken(AccessOptions options)
    {
        path = options.TokenFile;
        hash = Secret.Hash(Read(path) ?? WriteNew(path));
    }

    public bool Matches(string guess) => Secret.Matches(guess, Volatile.Read(ref hash));

    /// <summary>Replaces the token; the old one is worthless when this returns.</summary>
    public void Rotate() => Volatile.Write(ref hash, Secret.Hash(WriteNew(path)));

    private static string? Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.LinkTarget is not null || file.UnixFileMode != Private)
        {
            return null;
        }

        var token = File.ReadAllText(path).Trim();
        return Base64Url.IsValid(token, out var length) && length >= 32 ? token : null;
    }

    private static string WriteNew(string path)
    {
        var token = Secret.New();
        StateFolder.WritePrivate(path, token + "\n");
        return token;
    }
}
