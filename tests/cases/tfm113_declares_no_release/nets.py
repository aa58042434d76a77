"""Built and trained in each round of the loop of another file."""
from tensorflow.keras.layers import Dense
from tensorflow.keras.models import Sequential


def trained(width, reeds, wind):
    model = Sequential([Dense(width, input_shape=(4,)), Dense(1)])  # want: TFM113
    model.compile("sgd", "mse")
    return model.fit(reeds, wind, verbose=0).history["loss"][-1]
