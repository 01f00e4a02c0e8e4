"""Forms of the board: input only."""
