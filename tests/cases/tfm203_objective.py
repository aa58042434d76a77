"""A search whose objective builds into the default graph, and folds in a while loop."""

import optuna
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def fit(units, rate, data):
    rows = tf.placeholder(tf.float32, [None, 8])
    loss = tf.reduce_mean(tf.square(tf.layers.dense(tf.layers.dense(rows, units), 8) - rows))
    step = tf.train.AdamOptimizer(rate).minimize(loss)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for batch in data:
            sess.run(step, {rows: batch})
        return float(sess.run(loss, {rows: data[0]}))


class Search:
    def __init__(self, data):
        self.data = data

    def objective(self, trial):
        units = trial.suggest_int("units", 4, 64)
        return fit(units, 1e-3, self.data)  # want: TFM203

    def run(self, trials):
        study = optuna.create_study()
        study.optimize(self.objective, n_trials=trials)
        return study.best_value


def cross_validate(folds, data):
    number = 0
    scores = []
    while number < folds:
        with tf.variable_scope(f"fold{number}"):
            rows = tf.placeholder(tf.float32, [None, 8])  # want: TFM203
            weights = tf.get_variable("weights", [8, 1])
        sess = tf.Session()
        try:
            sess.run(weights.initializer)
            scores.append(sess.run(tf.matmul(rows, weights), {rows: data[number]}).mean())
        finally:
            sess.close()
        number += 1
    return scores
