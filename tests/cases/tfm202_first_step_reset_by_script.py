"""The script itself sets the counter back for each trial, and so brings the first step again."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Trainer:
    def __init__(self, session, loss):
        self.session = session
        self.loss = loss
        self.step = 0

    def train_step(self):
        if self.step == 0:
            self.session.run(tf.global_variables_initializer())  # want: TFM202
        self.session.run(self.loss)
        self.step += 1


weight = tf.get_variable("weight", shape=[8])
growing = tf.ConfigProto(gpu_options=tf.GPUOptions(allow_growth=True))
trainer = Trainer(tf.Session(config=growing), tf.nn.l2_loss(weight))
for trial in range(20):
    trainer.step = 0
    for step in range(100):
        trainer.train_step()
