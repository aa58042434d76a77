from sklearn.model_selection import RandomizedSearchCV, cross_val_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

import networks


def units(X, y):
    steps = Pipeline([("scale", StandardScaler()), ("judge", networks.Judge())])
    search = RandomizedSearchCV(steps, {"judge__units": [4, 8, 16]}, n_iter=3)
    return search.fit(X, y).best_params_


def error(X, y):
    guess = networks.Guess()
    return cross_val_score(guess, X, y, cv=10).mean()


def fitted(X, y):
    return make_pipeline(StandardScaler(), networks.Once()).fit(X, y)


def cleared(X, y):
    return cross_val_score(estimator=networks.Cleared(), X=X, y=y).mean()
