"""Each generation is made of one parent, and one of it is picked."""
import random

from tensorflow.keras.models import clone_model


def breed(parent, height, generations):
    for _ in range(generations):
        brood = [clone_model(parent) for _ in range(12)]  # want: TFM103
        parent = max(brood, key=height)
    return parent


def drift(parent, generations):
    for _ in range(generations):
        brood = []
        for _ in range(12):
            brood.append(clone_model(parent))  # want: TFM103
        parent = random.choice(brood)
    return parent


def committee(parents, height):
    chosen = [clone_model(parent) for parent in parents]
    print(height(max(chosen, key=height)))
    return chosen
