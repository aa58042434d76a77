"""The lists go to other functions, which use the networks, or to whoever calls."""
from tensorflow import keras


def define_model(width=64):
    keras.backend.clear_session()
    net = keras.Sequential([keras.layers.Dense(width, "relu"), keras.layers.Dense(1)])
    net.compile("adam", "mse")
    return net


def train_members(x, y, widths):
    scores, members = [], []
    for width in widths:
        model = define_model(width)
        history = model.fit(x, y, epochs=10, verbose=0)
        scores.append(history.history["loss"][-1])
        members.append(model)
    return scores, members


def vote(members, x):
    return sum(member.predict(x, batch_size=512) for member in members) / len(members)


def ensemble(x, y):
    scores, members = train_members(x, y, (8, 16, 32))
    return vote(members, x), min(scores)


def curves(x, y, widths):
    """Nothing here calls it: who does may ask for ``.model``."""
    runs = {}
    for width in widths:
        model = define_model(width)  # want: TFM113
        runs[width] = model.fit(x, y, epochs=10, verbose=0)
    return runs


def best(x, y, widths):
    found = []
    for width in widths:
        model = define_model(width)
        run = model.fit(x, y, epochs=10, verbose=0)
        found.append((run.history["loss"][-1], width, model))
    loss, width, model = min(found, key=lambda row: row[0])
    model.save(f"best-{width}.keras")
    return loss


def pick(x, y, widths):
    rows = []
    for width in widths:
        model = define_model(width)  # want: TFM113
        rows.append({"width": width, "run": model.fit(x, y, verbose=0)})
    chosen = sorted(rows, key=lambda row: min(row["run"].history["loss"]))[0]
    return chosen["run"].model
