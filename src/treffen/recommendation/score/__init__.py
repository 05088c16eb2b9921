"""How well two people fit: directed fits, their mean, and the context around them."""
