"""A loop that places each part on a device of its own builds the graph, whatever its helpers could run."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
shown = {}


def note(session, name, value):
    """A number is shown at once, a tensor whenever it is computed."""
    if isinstance(value, tf.Tensor):
        total = tf.Variable(tf.zeros([]), trainable=False)
        with tf.control_dependencies([tf.assign_add(total, value)]):
            return tf.identity(value)
    if name not in shown:
        fed = tf.placeholder(tf.float32)
        shown[name] = tf.assign(tf.Variable(0.0), fed), fed
    update, fed = shown[name]
    session.run(update, {fed: value})
    return value


class Loom:
    def __init__(self, session, shafts):
        self.session, self.shafts = session, shafts

    def weave(self, threads):
        """One pull for each shaft, all of which are lifted together."""
        pulls = []
        for place, shaft in enumerate(self.shafts.values()):
            with tf.name_scope(f"shaft{place}"), tf.device(shaft.place):
                slack = tf.Variable(tf.zeros(shaft.shape), trainable=False)
                pulls.append(tf.assign_add(slack, tf.reduce_sum(threads * shaft.weight)))
                pulls.append(note(self.session, "slack", tf.reduce_max(slack)))
        self.session.run([part.initializer for part in tf.global_variables()])
        return tf.group(*pulls)


def looms(session, count, threads):
    woven = []
    for number in range(count):
        with tf.device("/gpu:%d" % number):
            shed = tf.Variable(tf.zeros([8]), name="shed")
            session.run(shed.initializer)
            woven += [tf.assign(shed, threads[number])]
    return tf.group(*woven)


def in_turn(session, threads):
    """Four devices, and as many parts as there are rounds."""
    for number in range(10_000):
        with tf.device("/gpu:%d" % (number % 4)):
            session.run(tf.reduce_sum(threads))  # want: TFM202
