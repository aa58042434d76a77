import os
import sys

sys.path.append(os.environ["NETS"])
from nets import build


def sweep(x, count):
    for _ in range(count):
        print(build().predict_on_batch(x))  # missed: TFM103
