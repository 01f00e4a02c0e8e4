"""Published versions of the score card: drafted, previewed, published by the worker, corrected; nothing overwritten."""
