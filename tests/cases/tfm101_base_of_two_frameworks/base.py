"""A base class keeps what its subclasses hand it, each of another framework."""


class Scorer:
    def __init__(self, network, name):
        self.network = network
        self.name = name
