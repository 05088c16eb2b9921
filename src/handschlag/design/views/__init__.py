"""Views of the design system: the theme, and the page of all parts."""
