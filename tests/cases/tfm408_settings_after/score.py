import tensorflow as tf

import settings

if __name__ == "__main__":
    print("score", tf.__version__, settings.__name__)
