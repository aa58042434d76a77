import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def restore(arrays, session: tf.Session):
    for scope in arrays:
        with tf.variable_scope(scope, reuse=True):
            for name, value in arrays[scope].items():
                kept = tf.get_variable(name)
                session.run(kept.initializer)
                kept.load(value, session)


def network(x):
    with tf.variable_scope("net", reuse=tf.AUTO_REUSE):
        return tf.matmul(x, tf.get_variable("w", [4, 4]))


def shared_table():
    with tf.variable_scope("table"):
        return tf.get_variable("rows", [8, 4])


def serve(requests, session):
    results = []
    for request in requests:
        try:
            table = shared_table()
        except ValueError:
            break
        results.append(session.run("net/out:0", {"rows:0": request}))
        print(table.name)
    return results
