"""The next generation is the best of the last and copies of them, made where they are added."""
from tensorflow.keras.models import clone_model


def evolve(flock, fitness, generations):
    for _ in range(generations):
        flock.sort(key=fitness)
        best = flock[:10]
        flock = best + [clone_model(bird) for bird in best]  # want: TFM103
    return flock[0]


def collect(flock, fitness, rounds):
    for _ in range(rounds):
        flock = flock + [clone_model(max(flock, key=fitness))]
    return [fitness(bird) for bird in flock]
