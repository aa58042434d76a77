"""What a backend may offer."""

tf = None
torch = None


def trace(function):
    """A faster function."""
