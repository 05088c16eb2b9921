"""What the pages of contributions show."""
