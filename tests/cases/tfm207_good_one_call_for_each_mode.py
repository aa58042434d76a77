import tensorflow as tf


def run(model_fn, train_fn, eval_fn, model_dir):
    estimator = tf.estimator.Estimator(model_fn, model_dir)
    for mode in ("train", "eval"):
        if mode == "train":
            estimator.train(train_fn, max_steps=1000)
        else:
            estimator.evaluate(eval_fn)
    for mode, fn in (("train", train_fn), ("eval", eval_fn), ("infer", None)):
        if mode != "infer":
            continue
        else:
            return list(estimator.predict(fn))
