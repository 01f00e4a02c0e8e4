"""What is drawn and printed of a score card, from its facts alone."""
