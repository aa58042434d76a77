"""What a loop does in a few of its rounds, or once beside many steps, costs less than the other work does."""
import argparse

import tensorflow as tf

lens = tf.keras.Sequential([tf.keras.layers.Dense(4)])
polish = tf.keras.optimizers.Adam()


@tf.function
def grind(x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(y - lens(x)))
    polish.apply_gradients(zip(tape.gradient(loss, lens.trainable_variables), lens.trainable_variables))
    return loss


def drawn_now_and_then(batches, shown, draw):
    for step, (x, y) in enumerate(batches):
        grind(x, y)
        if (step + 1) % 100 == 0:
            draw(lens(shown))
        if not step % 50 and step:
            draw(lens(shown, training=False))


def drawn_unless(batches, shown, draw, every):
    for step, (x, y) in enumerate(batches):
        grind(x, y)
        if step % every != 0:
            continue
        draw(lens(shown))


def drawn_by_helper(batches, shown, draw):
    for step, (x, y) in enumerate(batches):
        grind(x, y)
        look(shown, draw, step)


def look(shown, draw, step):
    if step % 1000 == 0:
        draw(lens(shown))


def drawn_often(batches, shown, draw):
    for step, (x, y) in enumerate(batches):
        grind(x, y)
        if step % 3 == 0:
            draw(lens(shown))  # want: TFM101
        if step % 100 != 0:
            draw(lens(shown))  # want: TFM101
        if step % 100 != 0:
            continue
        for x, y in batches:
            draw(lens(x))  # want: TFM101


def once_an_epoch(batches, shown, draw):
    for epoch in range(200):
        for x, y in batches:
            grind(x, y)
        draw(lens(shown))


def fitted(x, y, shown, draw):
    lens.compile("adam", "mse")
    for epoch in range(200):
        lens.fit(x, y, epochs=1)
        draw(lens(shown))


def fitted_each_time(game, draw):
    """Each fit() is a step here: what it is given is of this round."""
    lens.compile("adam", "mse")
    for round_ in range(2000):
        x, y = game.play(round_)
        lens.fit(x, y)
        draw(lens(x))  # want: TFM101


def few_steps(batches, draw):
    for x, y in batches:
        for _ in range(5):
            grind(x, y)
        draw(lens(x))  # want: TFM101


def own_step(episodes, play):
    """What the tape records is a step of the training itself."""
    for episode in episodes:
        for x, y in episode:
            grind(x, y)
        x, y = play(episode)
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(lens(x) * y)  # want: TFM101
        polish.apply_gradients(zip(tape.gradient(loss, lens.trainable_variables), lens.trainable_variables))


def drawn_as_asked(batches, shown, draw):
    parser = argparse.ArgumentParser()
    parser.add_argument("--draw-every", type=int, default=200)
    parser.add_argument("--grind-every", type=int, default=4)
    args = parser.parse_args()
    for step, (x, y) in enumerate(batches):
        if step % args.draw_every == 0:
            draw(lens(shown))
        if step % args.grind_every == 0:
            draw(lens(x))  # want: TFM101


class Mirror:
    def __init__(self, **parts):
        self.__dict__.update(parts)
        self.glass = tf.keras.Sequential(self.glass)

    @tf.function
    def shape(self, x):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.glass(x))
        self.optimizer.apply_gradients(zip(tape.gradient(loss, self.glass.weights), self.glass.weights))


def shaped(batches, shown, draw):
    """Nothing tells what the optimizer is, but each round runs a traced function for each batch."""
    mirror = Mirror(glass=[tf.keras.layers.Dense(4)], optimizer=tf.keras.optimizers.Adam())
    for epoch in range(50):
        for x in batches:
            mirror.shape(x)
        draw(mirror.glass(shown))


def grind_all(batches):
    for x, y in batches:
        grind(x, y)


def by_helpers(batches, shown, draw, epochs):
    for epoch in range(epochs):
        grind_all(batches)
        draw(lens(shown))


def by_helpers_at_times(batches, play, done, draw):
    """The helper runs in the rounds in which something has ended, however many there are."""
    state = play(None)
    while True:
        state = play(lens(state))  # want: TFM101
        if done(state):
            grind_all(batches)
            draw(state)
