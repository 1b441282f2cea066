"""The polite client: one request after another for each host, robots.txt, limits, addresses.

May import `flows.archive`.
Begin with `fetch.py`.
"""
