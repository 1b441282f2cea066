"""Saves a block that posts alarms to the address on the command line: `python -m tests.save_block URL`."""

from __future__ import annotations

import sys


def save_block(url: str) -> None:
    """`custom-webhook/ops`, as an administrator makes one; at the server of PREFECT_API_URL."""
    from prefect.blocks.notifications import CustomWebhookNotificationBlock

    words = {"title": "{{subject}}", "words": "{{body}}"}
    CustomWebhookNotificationBlock(name="ops", url=url, json_data=words).save("ops", overwrite=True)


if __name__ == "__main__":
    save_block(sys.argv[1])
