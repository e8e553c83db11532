using Chorus.EndToEnd.Benchmarks;

if (args is not ["bench", .. var options])
{
    await Console.Error.WriteLineAsync("This program measures Chorus: ./bench. The tests run with: dotnet test");
    return 2;
}

return await Bench.RunAsync(isQuick: options.Contains("--quick", StringComparer.Ordinal));
