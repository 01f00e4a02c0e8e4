"""The life of a project: proposed, called for, decided by the Board, worked on, closed with what came of it."""
