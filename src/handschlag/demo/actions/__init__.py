"""What fills the demo with an invented world."""
