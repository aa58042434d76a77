from typing import Protocol


class Listener(Protocol):
    def heard(self, number: int, said: dict) -> None:
        """Is told what a step has given."""

    def close(self) -> None: ...


class Recorder:
    def __init__(self):
        self.said = []

    def heard(self, number, said):
        self.said.append(said["output"])  # want: TFM501

    def close(self):
        print(len(self.said))


class Printer:
    def __init__(self):
        self.errors = []

    def heard(self, number, said):
        self.errors.append(float(said["error"]))

    def close(self):
        print(sum(self.errors))


class Other:
    """No listener: it cannot be closed."""

    def __init__(self):
        self.heard_of = []

    def heard(self, number, said):
        self.heard_of.append(said)
