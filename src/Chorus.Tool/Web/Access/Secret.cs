using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Chorus.Web.Access;

/// <summary>Random secrets, and comparing them without telling by the time how much of a guess was right.</summary>
internal static class Secret
{
    /// <summary>256 random bits, base64url.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Hashing first makes both sides equally long.</summary>
    public static bool Matches(string guess, ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(Hash(guess), hash);
}
