"""Pure calculations of the score card: plain values in, plain values out."""
