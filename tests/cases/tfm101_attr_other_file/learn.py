from agent import Agent
import tensorflow as tf

def learn(env, episodes):
    agent = Agent(4)
    for e in range(episodes):
        s = env.reset()
        done = False
        while not done:
            q = agent.policy(s[None])  # want: TFM101
            s, r, done, _ = env.step(int(tf.argmax(q[0])))
