import tensorflow as tf

class Base(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.d = tf.keras.layers.Dense(1)
    def call(self, x):
        return self.d(x)

class Child(Base):
    pass

def run(seeds, x):
    for s in seeds:
        net = Child()  # want: TFM103
        print(s, net(x))
