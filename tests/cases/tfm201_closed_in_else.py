import tensorflow.compat.v1 as tf

def run(x, keep):
    s = tf.Session()  # want: TFM201
    if keep:
        s.run(x)
        return 1
    s.close()
    return 0
