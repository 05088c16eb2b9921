"""Five hundred files that mean harm, made from a seed: small ones that would grow, and ones that only lie."""
