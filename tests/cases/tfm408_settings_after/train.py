import tensorflow as tf

import settings

if __name__ == "__main__":
    print("train", tf.__version__, settings.__name__)
