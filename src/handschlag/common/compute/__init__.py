"""Large computations, done where the operator says: pure functions of values, by a standard `Executor`."""
