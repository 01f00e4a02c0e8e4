"""The themes of a round: gathered from confirmed findings, counted so that no school is told, published, taken further."""
