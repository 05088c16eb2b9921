"""What one page of the design system shows."""
