"""A mapping, which TensorFlow takes apart; the standard library's typing is meant, not the neighbour."""

from typing import Generic, MutableMapping, TypeVar, Union

from .typing import Row

T = TypeVar("T")


class Nested(Generic[T], MutableMapping[str, Union[T, "Nested"]]):
    def __init__(self, items: Row):
        self.held = dict(items)

    def __getitem__(self, key):
        return self.held[key]

    def __setitem__(self, key, value):
        self.held[key] = value

    def __delitem__(self, key):
        del self.held[key]

    def __iter__(self):
        return iter(self.held)

    def __len__(self):
        return len(self.held)
