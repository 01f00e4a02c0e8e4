"""The countdown to the day: its steps, when they are due, what pages show of them, and the Director's setting."""
