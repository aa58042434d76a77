from policy import Policy


def sample(model, env, steps):
    policy = Policy(model)
    observations = env.reset()
    for _ in range(steps):
        observations, _, done = env.step(policy.actions(observations))
        if done:
            observations = env.reset()
