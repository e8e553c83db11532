using Chorus.Web.Access;
using Chorus.Web.Assets;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace Chorus.Tests.Web.Access;

/// <summary>A line of the product's own route table.</summary>
internal sealed record ProductRoute(string Method, string Pattern, Audience Audience, bool IsAsset, bool IsStream)
{
    /// <summary>What an endpoint that takes every method is called with.</summary>
    public const string Any = "*";

    public bool IsRead => Method is "GET" or "HEAD" or Any;

    public override string ToString() => $"{Method} {Pattern}";

    public static IReadOnlyList<ProductRoute> All(ProductServer server) =>
    [
        .. server.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().SelectMany(endpoint =>
            (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [Any]).Select(method => new ProductRoute(
                method,
                "/" + endpoint.RoutePattern.RawText!.TrimStart('/'),
                endpoint.Audience(),
                endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null || endpoint.Metadata.GetMetadata<Bundle>() is not null,
                endpoint.Metadata.GetMetadata<StreamMetadata>() is not null)))
            .Distinct(),
    ];

    /// <summary>The table without the assets, of which there are many alike.</summary>
    public static IReadOnlyList<ProductRoute> Pages(ProductServer server) => [.. All(server).Where(route => !route.IsAsset)];

    /// <summary>An address under which the route is really met, with ids of things that exist.</summary>
    public string Path(ProductScene scene) => Pattern
        .Replace("/permissions/{id}", $"/permissions/{scene.Request}", StringComparison.Ordinal)
        .Replace("{id}", $"{scene.Running}", StringComparison.Ordinal)
        .Replace("{message:long}", "1", StringComparison.Ordinal)
        .Replace("{*path:nonfile}", "unknown", StringComparison.Ordinal)
        .Replace("{**path:file}", "unknown.txt", StringComparison.Ordinal)
        + (Pattern.EndsWith("/wait", StringComparison.Ordinal) ? "?for=done&timeout=0.05" : "");
}
