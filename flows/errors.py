"""What makes a command stop. The command line prints the message and ends with the error's exit status."""

from __future__ import annotations


class CallError(Exception):
    """The call itself was wrong: exit status 2. The message says what to do, in Chinese and in English."""

    exit_status = 2


class ServerError(Exception):
    """Prefect's server did not start: exit status 1, for the call was right. The message names the log."""

    exit_status = 1
