"""Forms of hall plan, exhibition and time grid."""
