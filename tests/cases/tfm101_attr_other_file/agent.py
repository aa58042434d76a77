import tensorflow as tf

class Agent:
    def __init__(self, size):
        self.policy = tf.keras.Sequential([tf.keras.layers.Dense(size)])
        self.target = tf.keras.models.clone_model(self.policy)
