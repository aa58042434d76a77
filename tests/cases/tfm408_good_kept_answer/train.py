"""Trains and asks on the same devices."""

from networks import Network  # want: TFM401

if __name__ == "__main__":
    network = Network(visible=(0, 1))
    network.fit([1.0])
    network.predict([1.0])
