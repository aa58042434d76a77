"""Counts words: of the function that rates, TensorFlow is imported by what this never calls."""

import sys

from rounds import rated


class ByLength:
    def rate(self, row):
        return len(row.split())


if __name__ == "__main__":
    print(rated(ByLength(), sys.argv[1:]))
