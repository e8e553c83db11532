using System.Globalization;

namespace Chorus.EndToEnd.Benchmarks;

/// <summary>Measured times, and the percentiles the table shows.</summary>
internal sealed class Figures
{
    private readonly List<double> milliseconds = [];

    public void Add(double value) => milliseconds.Add(value);

    public string Summary() =>
        string.Create(CultureInfo.InvariantCulture, $"p50 {At(0.5):0.0} ms   p95 {At(0.95):0.0} ms   max {milliseconds.Max():0.0} ms   ({milliseconds.Count} times)");

    private double At(double share) => milliseconds.Order().ElementAt((int)Math.Ceiling(share * milliseconds.Count) - 1);
}
