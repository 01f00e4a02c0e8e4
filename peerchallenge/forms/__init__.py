"""Forms: input only."""
