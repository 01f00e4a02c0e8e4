"""Pages of the directory of good practice."""
