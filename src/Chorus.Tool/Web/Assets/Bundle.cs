using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Chorus.Web.Assets;

/// <summary>Several text files served as one, compressed once; its address names its content, so a browser keeps it for ever.</summary>
internal sealed class Bundle
{
    private readonly byte[] plain;
    private readonly Lazy<byte[]> brotli;
    private readonly Lazy<byte[]> gzip;

    /// <param name="name">"chorus" makes "/css/chorus.HASH.css".</param>
    public Bundle(string folder, string name, string extension, string contentType, IEnumerable<string> parts)
    {
        plain = Encoding.UTF8.GetBytes(string.Join('\n', parts));
        Path = $"/{folder}/{name}.{Convert.ToHexStringLower(SHA256.HashData(plain))[..12]}.{extension}";
        ContentType = contentType;
        brotli = new Lazy<byte[]>(() => Compressed(stream => new BrotliStream(stream, CompressionLevel.Optimal)));
        gzip = new Lazy<byte[]>(() => Compressed(stream => new GZipStream(stream, CompressionLevel.Optimal)));
    }

    public string Path { get; }

    public string ContentType { get; }

    public IResult Result(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.Vary = "Accept-Encoding";
        var accepted = context.Request.Headers.AcceptEncoding.ToString();
        if (accepted.Contains("br", StringComparison.OrdinalIgnoreCase))
        {
            headers.ContentEncoding = "br";
            return TypedResults.Bytes(brotli.Value, ContentType);
        }

        if (accepted.Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            headers.ContentEncoding = "gzip";
            return TypedResults.Bytes(gzip.Value, ContentType);
        }

        return TypedResults.Bytes(plain, ContentType);
    }

    private byte[] Compressed(Func<Stream, Stream> compressor)
    {
        using var memory = new MemoryStream();
        using (var stream = compressor(memory))
        {
            stream.Write(plain);
        }

        return memory.ToArray();
    }
}
