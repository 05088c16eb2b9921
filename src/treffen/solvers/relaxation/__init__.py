"""Which requests to hold, seen without slots: bounds, certificates, exact sub-problems."""
