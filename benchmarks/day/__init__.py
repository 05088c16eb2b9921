"""How fast incidents are repaired, while twenty control rooms look on."""
