"""Rules of the design system: what can be read is measured, not believed."""
