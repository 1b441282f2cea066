"""The static site: pages to look at, made from the warehouse, opened from disk without a server."""
