import tensorflow as tf


class Detector:
    model: tf.keras.Model

    def splits(self, rows):
        half = len(rows) // 2
        return [(rows[:half], rows[half:]), (rows[half:], rows[:half])]
