import contextlib
import tensorflow.compat.v1 as tf

def go(x):
    with contextlib.ExitStack() as stack:
        s = stack.enter_context(tf.Session())
        t = tf.Session()
        stack.callback(t.close)
        return s.run(x), t.run(x)
