"""What the rounds of a script or notebook gather is used after them, outside any function too."""
import numpy as np
import tensorflow as tf  # want: TFM401
from tensorflow import keras


def judge(inputs):
    return keras.Sequential([keras.Input((inputs,)), keras.layers.Dense(1)])


def words_of(line, number):
    return tf.strings.split(line), number


jury = []
for seat in range(5):
    member = judge(12)
    member.load_weights(f"seat_{seat}.weights.h5")
    jury.append(member)

entries = np.load("entries.npy")
print(np.mean([member(entries) for member in jury], axis=0))

shelves = []
for number, shelf in enumerate(tf.io.gfile.glob("shelves/*.txt")):
    lines = tf.data.TextLineDataset(shelf)
    lines = lines.map(lambda line: words_of(line, number))
    shelves.append(lines)
library = shelves[0]
for lines in shelves[1:]:
    library = library.concatenate(lines)

seen = []
for seat in range(5):
    other = judge(9)  # want: TFM103
    other.load_weights(f"other_{seat}.weights.h5")
    print(other(entries[:, :9]))
    seen.append(other.count_params())
print(seen)
