"""Questions about hall plan, exhibition and time grid."""
