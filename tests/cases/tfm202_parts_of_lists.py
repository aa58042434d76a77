"""Operations that hand out lists and rows: to take a tensor out of one adds nothing, to cut that tensor does."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def show(batches, width):
    x = tf.placeholder(tf.float32, [None, 6])
    thirds = tf.split(x, 3, axis=1)
    slopes = tf.gradients(tf.reduce_sum(x * x), [x])
    best = tf.nn.top_k(x, 2)
    first, _ = tf.nn.top_k(x, 1)
    outputs, state = tf.nn.dynamic_rnn(tf.nn.rnn_cell.LSTMCell(width), x[None], dtype=tf.float32)
    clipped, norm = tf.clip_by_global_norm(slopes, 1.0)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for rows in batches:
            print(session.run([thirds[0], slopes[-1], best[0], state[0], clipped[0], norm], {x: rows}))
            for number in range(3):
                print(session.run(thirds[number], {x: rows}))
            print(session.run(thirds[0][:, 0], {x: rows}))  # want: TFM202
            print(session.run(first[0], {x: rows}))  # want: TFM202
            print(session.run(outputs[0], {x: rows}))  # want: TFM202
