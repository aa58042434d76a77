import argparse

from engine import train  # want: TFM401

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=1)
    train(parser.parse_args().steps)
