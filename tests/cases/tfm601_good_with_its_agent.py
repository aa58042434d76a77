"""A factory hands out an agent with the data that is cut to its measures: each round is a new experiment."""

import bandits
import tensorflow as tf


class Agent:
    def __init__(self, actions, rate):
        self.actions = actions
        self.rate = rate

    def scaled(self, row):
        return tf.cast(row, tf.float32) * self.rate


def agent_and_data(actions, rate, rows):
    agent = Agent(actions, rate)

    def make_item(row):
        return agent.scaled(row), tf.one_hot(row, agent.actions)

    data = tf.data.Dataset.from_tensor_slices(rows).map(make_item)
    return agent, data.batch(8)


def experiment(factory, actions, rate, rows):
    agent, data = factory(actions, rate, rows)
    total = sum(float(tf.reduce_sum(scaled)) for scaled, _ in data)
    return agent, total


def compare(rates, rows):
    for rate in rates:
        agent, total = experiment(agent_and_data, 4, rate, rows)
        print(agent.actions, total)


def bandit_and_data(arms, rows):
    bandit = bandits.Thompson(arms)
    data = tf.data.Dataset.from_tensor_slices(rows).map(lambda row: tf.one_hot(row, bandit.arms))
    return bandit, data.batch(8)


def any_agent_and_data(maker, rows):
    agent = maker(rows)
    data = tf.data.Dataset.from_tensor_slices(rows).map(lambda row: row * agent.scale)
    return data, agent


def try_out(makers, rows):
    for maker in makers:
        data, agent = any_agent_and_data(maker, rows)
        agent.learn(data)


def play(counts, rows):
    for arms in counts:
        bandit, data = bandit_and_data(arms, rows)
        print(bandit.score(data))
