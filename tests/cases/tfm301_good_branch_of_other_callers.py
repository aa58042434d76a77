"""What is traced for one kind of export only, which the loops of this program do not ask for."""

import tensorflow as tf


class Trained:
    def __init__(self, model):
        self.model = model
        self.checkpoint = tf.train.Checkpoint(model=model)

    def save(self, folder, kind="checkpoint", step=None):
        if kind == "signature":

            @tf.function
            def answer(rows):
                return tf.nn.softmax(self.model(rows))

            return answer(tf.zeros((1, 8)))
        return self.checkpoint.save(f"{folder}/{step}")


class Runner:
    def __init__(self, trained: Trained, folder):
        self.trained = trained
        self.folder = folder

    def keep(self, kind="checkpoint", *, quiet=False, best=None):
        if not quiet and best:
            probe = tf.function(self.trained.model)
            print(probe(best))
        return self.trained.save(self.folder, kind=kind)

    def run(self, batches, optimizer):
        for batch in batches:
            optimizer.step(self.trained.model, batch)
            self.keep(quiet=True, best=batch)

    def run_in_short(self, batches):
        for step, batch in enumerate(batches):
            self.trained.save(self.folder, "weights", step)


def publish(trained, folder):
    return trained.save(folder, kind="signature")
