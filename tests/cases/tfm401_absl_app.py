from absl import app, flags
from tensorflow.keras.layers import Dense  # want: TFM401
from tensorflow.keras.models import Sequential

FLAGS = flags.FLAGS


def main(_):
    net = Sequential([Dense(1)])
    net.compile("sgd", "mse")
    net.fit([[0.0]], [[0.0]])


if __name__ == "__main__":
    app.run(main)
