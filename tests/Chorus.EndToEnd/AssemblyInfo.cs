// The tests measure seconds, so each has the machine to itself.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
