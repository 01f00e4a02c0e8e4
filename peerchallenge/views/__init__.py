"""Views: thin functions."""
