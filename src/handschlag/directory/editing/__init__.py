"""Pages on which those who look after networks edit entries."""
