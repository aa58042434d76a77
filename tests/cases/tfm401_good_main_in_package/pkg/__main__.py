import sys

from . import devices  # noqa: F401
from .work import predict

if __name__ == "__main__":
    predict(sys.argv[1])
