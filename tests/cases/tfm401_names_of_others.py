"""Names that an older Python, a comprehension or a branch binds make no excerpt of a program."""
import sys

import tensorflow as tf  # want: TFM401

if sys.version_info[0] > 2:
    counts = range
else:
    counts = xrange
widths = [2**place for place in counts(3, 6)]
net = tf.keras.Sequential([tf.keras.layers.Dense(width) for width in widths])
print(net.predict(tf.ones([1, 4])), __file__, max(widths))
