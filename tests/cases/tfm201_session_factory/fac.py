import tensorflow.compat.v1 as tf

def open_session(gpu=False):
    config = tf.ConfigProto()
    config.gpu_options.allow_growth = True
    return tf.Session(config=config)
