"""What starts from nothing where no checkpoint is found, called for each part of the data."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def restored(session, saver, folder):
    state = tf.train.get_checkpoint_state(folder)
    if state and tf.train.checkpoint_exists(state.model_checkpoint_path):
        saver.restore(session, state.model_checkpoint_path)
    else:
        session.run(tf.global_variables_initializer())


def restored_or_begun(session, saver, folder):
    last = tf.train.latest_checkpoint(folder)
    if last is None:
        session.run(tf.global_variables_initializer())
    else:
        saver.restore(session, last)
        session.run(tf.tables_initializer())  # want: TFM202


def rate(session, saver, folder, loss, parts):
    for x, rows in parts:
        restored(session, saver, folder)
        restored_or_begun(session, saver, folder)
        print(session.run(loss, {x: rows}))
