"""Packs: put together, cut for each kind of reader, printed, published, opened."""
