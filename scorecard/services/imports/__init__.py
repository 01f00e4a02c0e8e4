"""Imports of figures: one machinery, and an importer for each publisher's files (``registry.IMPORTERS``)."""
