"""How well the search answers what people type, judged by a file of cases, and how fast."""
