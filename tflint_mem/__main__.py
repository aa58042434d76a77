"""``tflint-mem`` and ``python -m tflint_mem``."""

from __future__ import annotations

import gc
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

COMMANDS = ("check", "rules", "explain", "inspect", "verify", "scaffold", "cache")
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; without a command's name it is ``check``.

    Args:
        arguments: what follows the program's name; that of this process by default.

    Returns:
        The exit status: 0 nothing found, 1 findings, 2 usage, configuration or I/O trouble, 130
        interrupted.
    """
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if arguments[:1] != ["--help"] and (not arguments or arguments[0] not in COMMANDS):
        arguments.insert(0, "check")
    try:
        if arguments[0] == "check":
            from tflint_mem.options import read_plain

            options = read_plain(arguments[1:])
            if options is not None:
                from tflint_mem.check import run

                return run(options)
        from tflint_mem.cli import invoke

        return invoke(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED


def program() -> NoReturn:
    """Runs the command line as a process of its own, which ends with it."""
    # Told to end, it cleans up as it does for the keyboard's interrupt: nothing half written is left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    status = main()
    # The last collection would free every syntax tree, 6 % of a run, just before the system takes all back.
    gc.freeze()
    sys.exit(status)


if __name__ == "__main__":
    program()
