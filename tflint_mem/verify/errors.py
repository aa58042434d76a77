"""What ends a verify run with one line and exit status 2."""

from __future__ import annotations


class VerifyError(Exception):
    """Nothing can be measured; the message says in one line what is missing or wrong."""
