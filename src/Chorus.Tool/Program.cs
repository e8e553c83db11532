using Chorus.Commands;

// A hook runs for every permission request: it must return before the command-line parser or any web type is loaded.
return args is ["hook", .. var hookArguments]
    ? await HookRelay.RunAsync(hookArguments, CancellationToken.None)
    : await CommandLine.RunAsync(args, CancellationToken.None);
