"""A loop over tensors of a list that stands builds for each of them; one that feeds the same tensor builds again."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Judge:
    def marks(self, dive, depth):
        return tf.reduce_mean(tf.square(dive - depth))


def each_diver(session, dives, count):
    judge = Judge()
    seen = [tf.placeholder(tf.float32, [None], name=f"dive{n}") for n in range(count)]
    found = []
    for n in range(count):
        marks = judge.marks(seen[n], 3.0)
        found.append(session.run(marks, {seen[n]: dives[n]}))
    return found


def each_of_team(session, team, dives, count):
    judge = Judge()
    inputs, depths = team.inputs()
    found = []
    for n in range(count):
        marks = judge.marks(inputs[n], depths[n])
        feed = {inputs[n]: dives[n], depths[n]: 3.0}
        found.append(session.run(marks, feed_dict=feed))
    return found


def one_diver(session, dives, count):
    judge = Judge()
    seen = tf.placeholder(tf.float32, [None])
    found = []
    for n in range(count):
        marks = judge.marks(seen, dives[n][0])  # want: TFM202
        found.append(session.run(marks, {seen: dives[n]}))
    return found


def each_row(session, dives, count):
    seen = tf.placeholder(tf.float32, [None, 8])
    return [session.run(seen[n], {seen: dives}) for n in range(count)]  # want: TFM202
