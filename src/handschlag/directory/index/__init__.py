"""The search index: its analyser, its documents, and how it is asked."""
