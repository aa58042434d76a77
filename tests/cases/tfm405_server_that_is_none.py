"""An empty target means the devices of this process."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Decoder:
    """Nothing in the project names another target than the default."""

    def __init__(self, path, target=""):
        with tf.Graph().as_default() as graph:
            tf.train.import_meta_graph(path)
        self.session = tf.Session(target=target, graph=graph)  # want: TFM405

    def close(self):
        self.session.close()


if __name__ == "__main__":
    Decoder("model.meta").close()
