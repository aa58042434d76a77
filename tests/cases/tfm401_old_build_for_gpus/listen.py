"""Before its release 1.15, GPUs were driven by a package of their own."""
import numpy as np
from keras.layers import Dense  # want: TFM401
from keras.models import Sequential


def main():
    model = Sequential([Dense(4, input_shape=(8,)), Dense(1)])
    print(model.predict(np.ones((1, 8))))


if __name__ == "__main__":
    main()
