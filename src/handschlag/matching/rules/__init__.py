"""Rules of matching: values in, a reason or None out."""
