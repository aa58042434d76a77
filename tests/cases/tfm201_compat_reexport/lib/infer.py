from .compat import tf

def answer(q):
    sess = tf.Session()  # want: TFM201
    return sess.run(q)
