import hyperopt
from tensorflow import keras


def build(units):
    net = keras.Sequential([keras.Input((3,)), keras.layers.Dense(units)])
    net.compile("sgd", "mse")
    return net


def search(x, y, trials):
    def objective(units):
        keras.backend.clear_session()
        net = build(int(units))
        loss = net.fit(x, y, verbose=0).history["loss"][-1]
        return {"loss": loss, "status": hyperopt.STATUS_OK, "model": net}  # missed: TFM107

    space = hyperopt.hp.quniform("units", 1, 9, 1)
    hyperopt.fmin(objective, space, algo=hyperopt.tpe.suggest, max_evals=100, trials=trials)
    return trials.best_trial["result"]["loss"]
