"""Runs that come by themselves: deployments, their times, the server they need, what happens when one fails.

May import `flows.runs` and below; no command.
Begin with `deployments.py`.
"""
