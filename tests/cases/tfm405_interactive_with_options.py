"""A shell whose session is given options of its own, which bound nothing."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

if __name__ == "__main__":
    options = tf.ConfigProto(allow_soft_placement=True)  # want: TFM405
    shell = tf.InteractiveSession(config=options)
    print(shell.run(tf.reduce_sum(tf.ones([64, 64]))))
    shell.close()
