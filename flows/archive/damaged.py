"""What is wrong with a record of the archive, apart from warcio, which who reads no archive need not load."""

from __future__ import annotations


class ArchiveDamagedError(Exception):
    """A record is not there, is torn, or its bytes are not those that were kept."""
