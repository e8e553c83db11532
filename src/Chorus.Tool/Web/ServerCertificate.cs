using System.Security.Cryptography.X509Certificates;

namespace Chorus.Web;

/// <summary>The certificate named by <c>[server] certificate</c>: PEM with a key file, or PFX.</summary>
internal static class ServerCertificate
{
    public static X509Certificate2 Load(string certificate, string? key) =>
        key is null ? X509CertificateLoader.LoadPkcs12FromFile(certificate, password: null) : X509Certificate2.CreateFromPemFile(certificate, key);
}
