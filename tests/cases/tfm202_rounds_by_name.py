"""Operations of one round, or of a few that a list tells, beside those of every hundredth round."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def fit(session, step, rate, rounds, milestones, every):
    milestones = sorted(milestones, reverse=True)
    milestone, save_at = milestones.pop(), every
    for number in range(rounds):
        session.run(step)
        if number == rounds - 1:
            session.run(tf.assign(rate, 0.0))
        if number == milestone + 1:
            session.run(tf.assign(rate, 0.1))
            milestone = milestones.pop()
        if number == save_at:
            session.run(tf.assign(rate, 0.2))  # want: TFM202
            save_at = save_at + every
        if number == int(session.run(rate)):
            session.run(tf.assign(rate, 0.3))  # want: TFM202
