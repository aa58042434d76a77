"""Runs the part that a configuration names; the parts bound GPU memory in their sessions."""

import sys

from parts.registry import made

if __name__ == "__main__":
    made(sys.argv[1]).run(sys.argv[2])
