"""What is traced for one kind of export, which a loop asks for, directly or through a helper."""

import tensorflow as tf


class Trained:
    def __init__(self, model):
        self.model = model
        self.checkpoint = tf.train.Checkpoint(model=model)

    def save(self, folder, kind="checkpoint", trace=True):
        if kind in ("signature", "server") and trace:

            @tf.function  # want: TFM301
            def answer(rows):
                return tf.nn.softmax(self.model(rows))

            return answer(tf.zeros((1, 8)))
        return self.checkpoint.save(folder)

    def probe(self, rows, trace=False):
        if not trace:
            return self.model(rows)
        return tf.function(self.model)(rows)  # want: TFM301


def keep(trained: Trained, folder, kind):
    return trained.save(folder, kind)


def run(model, folders):
    trained = Trained(model)
    for folder in folders:
        keep(trained, folder, "server")


def look(trained: Trained, batches, **options):
    return [trained.probe(batch, **options) for batch in batches]
