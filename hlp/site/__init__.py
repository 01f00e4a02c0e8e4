"""The public site: the pages and news that the Director writes, its pictures, and what visitors write to the office."""
