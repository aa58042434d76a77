import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def grow(steps, batch):
    with tf.Session() as session:
        values = []
        for step in range(steps):
            with tf.variable_scope(f"step{step}"):
                weights = tf.get_variable("w", [4, 4])  # want: TFM504
            weights.load(batch, session)
            values.append(session.run("out:0"))
        return values
