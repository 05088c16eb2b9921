"""The hall plan as values: rectangles in decimetres, what is wrong with them, codes, rows and the scale."""
