"""The host's reply to its report: opened with the sending, written, decided, settled. Each file is one part of it."""
