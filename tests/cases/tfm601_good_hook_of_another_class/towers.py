from inputs import Placeholders


def build(towers, signature):
    parts = []
    for tower in range(towers):
        given = Placeholders()
        given.setup(signature)
        parts.append(given.tensors)
    return parts
