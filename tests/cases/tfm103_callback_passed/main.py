import keras  # want: TFM401
from loop import repeat

def trial(i):
    m = keras.Sequential([keras.layers.Dense(i)])  # want: TFM103
    return float(m.evaluate([[1.0]], [[1.0]]))

print(repeat(trial, 10))
