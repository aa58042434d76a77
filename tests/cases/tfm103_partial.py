from functools import partial
import tensorflow as tf

def make(width, depth):
    m = tf.keras.Sequential([tf.keras.layers.Dense(width) for _ in range(depth)])
    m.build((None, 4))
    return m

make_wide = partial(make, 64)

def sweep(xs):
    for depth in range(1, 9):
        net = make_wide(depth)  # want: TFM103
        print(net.predict_on_batch(xs))
