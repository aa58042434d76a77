"""The part of the attack that TensorFlow runs."""


class TensorFlowDescent:
    def __init__(self, estimator, steps):
        self.estimator = estimator
        self.steps = steps

    def generate(self, rows):
        import tensorflow as tf

        rows = tf.convert_to_tensor(rows)
        for _ in range(self.steps):
            rows = rows + tf.sign(self.estimator.gradient(rows))
        return rows.numpy()
