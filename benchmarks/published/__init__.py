"""The set of events with best known values that others can compete with: `benchmarks/instances`."""
