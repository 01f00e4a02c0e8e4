"""From agenda items and PDF papers one PDF: plain files in, one file out. Nothing here reads the database."""
