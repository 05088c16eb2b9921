"""What views behind a personal link share, those of apps above, too."""
