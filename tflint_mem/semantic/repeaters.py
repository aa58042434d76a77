"""Who calls a function again and again, as data: frameworks, hooks, servers, searches and pools.

Names are canonical, as in `catalog`.
"""

from __future__ import annotations

import re

_BESIDE_THE_OBJECTIVE = ("jac", "hess", "hessp", "fprime", "fhess", "fhess_p", "Dfun", "callback")
"""The parameters of SciPy's optimizers for derivatives and for what is called after each step."""

REPEATING_CALLS: dict[str, tuple[tuple[int | str, ...], str]] = {
    "builtins.map": ((0,), "map()"),
    "builtins.filter": ((0,), "filter()"),
    **{f"builtins.{name}": (("key",), f"{name}()") for name in ("max", "min", "sorted")},
    "heapq.nlargest": ((2, "key"), "nlargest()"),
    "heapq.nsmallest": ((2, "key"), "nsmallest()"),
    **{
        f"skopt.{name}": ((0, "func", "callback"), name)
        for name in ("gp_minimize", "forest_minimize", "gbrt_minimize", "dummy_minimize")
    },
    "hyperopt.fmin": ((0, "fn"), "hyperopt.fmin"),
    "scipy.optimize.minimize": ((0, "fun", *_BESIDE_THE_OBJECTIVE), "scipy.optimize.minimize"),
    **{
        f"scipy.optimize.{name}": ((0, argument, *_BESIDE_THE_OBJECTIVE), name)
        for argument, names in (
            (
                "func",
                "brute shgo direct fmin fmin_powell fmin_cg fmin_tnc fmin_cobyla fmin_slsqp fmin_l_bfgs_b "
                "leastsq fsolve basinhopping differential_evolution dual_annealing",
            ),
            ("f", "fmin_bfgs fmin_ncg curve_fit bisect brentq ridder newton"),
            ("fun", "least_squares minimize_scalar root root_scalar"),
        )
        for name in names.split()
    },
    "GPyOpt.methods.BayesianOptimization": ((0, "f"), "GPyOpt.BayesianOptimization"),
    "cma.fmin": ((0, "objective_function"), "cma.fmin"),
    "cma.fmin2": ((0, "objective_function"), "cma.fmin2"),
    "pyswarm.pso": ((0, "func"), "pso"),
    "pygad.GA": (("fitness_func", "on_fitness", "on_generation"), "pygad.GA"),
    "talos.Scan": (("model", 3), "talos.Scan"),
    "scikeras.wrappers.KerasClassifier": ((0, "model", "build_fn"), "KerasClassifier"),
    "scikeras.wrappers.KerasRegressor": ((0, "model", "build_fn"), "KerasRegressor"),
    "keras.wrappers.scikit_learn.KerasClassifier": ((0, "build_fn", "model"), "KerasClassifier"),
    "keras.wrappers.scikit_learn.KerasRegressor": ((0, "build_fn", "model"), "KerasRegressor"),
    "bayes_opt.BayesianOptimization": ((0, "f"), "BayesianOptimization"),
    "nevergrad.optimizers.base.Optimizer.minimize": ((0,), "nevergrad"),
    "timeit.timeit": ((0, "stmt"), "timeit"),
    "flwr.simulation.start_simulation": (("client_fn",), "start_simulation"),
    "wandb.agent": ((1, "function"), "wandb.agent"),
    "numpy.apply_along_axis": ((0, "func1d"), "apply_along_axis"),
    "functools.reduce": ((0,), "reduce()"),
    "itertools.starmap": ((0,), "starmap()"),
    "rospy.Subscriber": ((2, "callback"), "rospy.Subscriber"),
}
"""Callee to the arguments (position or keyword) that it calls again and again, and how to name it."""

TIMES = frozenset({"timeit.timeit"})
"""Those that find out how long it takes."""

TRAINING_WRAPPERS = re.compile(r"(scikeras\.wrappers|keras\.wrappers\.scikit_learn)\.Keras\w+$")
"""Callees among them that train what the function builds."""

FITS_COPIES = re.compile(
    r"sklearn\.model_selection\.(\w+SearchCV|cross_val_score|cross_val_predict|cross_validate|learning_curve"
    r"|validation_curve|permutation_test_score)$|sklearn\.feature_selection\.(RFE|RFECV)$|skopt\.BayesSearchCV$"
)
"""Callees that fit a new copy of the estimator that they are given first, for each fold or setting."""

HOLDS_ESTIMATORS = re.compile(
    r"sklearn\.(pipeline\.(make_pipeline|Pipeline)|compose\.TransformedTargetRegressor"
    r"|multiclass\.One\w+Classifier|multioutput\.MultiOutput\w+|calibration\.CalibratedClassifierCV)$"
)
"""Callees whose result hands the fitting on to estimators among its arguments."""

CLEARING_OPTIONS = frozenset({"clear_session", "clear_tf_session"})
"""Keywords with which such a callee clears Keras' state in each round."""

REPEATING_METHODS: dict[str, tuple[tuple[int | str, ...], str]] = {
    "optuna.study.optimize": ((0, "func"), "study.optimize"),
    "concurrent.futures.Executor.map": ((0,), "executor.map"),
    "multiprocessing.Pool.map": ((0,), "pool.map"),
    "pandas.DataFrame.apply": ((0, "func"), "DataFrame.apply"),
    "pandas.DataFrame.applymap": ((0, "func"), "DataFrame.applymap"),
    "pandas.Series.apply": ((0, "func"), "Series.apply"),
    "pandas.Series.map": ((0, "arg"), "Series.map"),
    "pandas.Series.progress_apply": ((0, "func"), "Series.progress_apply"),
}
"""The same for methods of library objects, by the canonical name of the method."""

OBJECT_METHODS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"optuna(\.study)?\.(create_study|load_study|Study)$"), "optimize", "optuna.study.optimize"),
    (
        re.compile(r"concurrent\.futures(\.\w+)?\.(ThreadPoolExecutor|ProcessPoolExecutor)$"),
        "map",
        "concurrent.futures.Executor.map",
    ),
    (
        re.compile(r"concurrent\.futures(\.\w+)?\.(ThreadPoolExecutor|ProcessPoolExecutor)$"),
        "submit",
        "concurrent.futures.Executor.submit",
    ),
    (
        re.compile(r"asyncio(\.events)?\.(get_running_loop|get_event_loop|new_event_loop)$"),
        "run_in_executor",
        "asyncio.AbstractEventLoop.run_in_executor",
    ),
    *(
        (
            re.compile(r"multiprocessing(\.\w+)?\.(Pool|ThreadPool)$"),
            method,
            "multiprocessing.Pool.map",
        )
        for method in ("map", "imap", "imap_unordered", "starmap", "map_async", "starmap_async")
    ),
    (re.compile(r"multiprocessing(\.\w+)?\.(Pool|ThreadPool)$"), "apply_async", "multiprocessing.Pool.apply"),
    (re.compile(r"multiprocessing(\.\w+)?\.(Pool|ThreadPool)$"), "apply", "multiprocessing.Pool.apply"),
    (
        re.compile(r"keras_?tuner(\.\w+)*\.(Hyperband|RandomSearch|BayesianOptimization|GridSearch|Tuner)$"),
        "search",
        "keras_tuner.Tuner.search",
    ),
)
"""Constructor of a library object, its method, and the method's canonical name."""

RUNS_ONCE: dict[str, tuple[int | str, ...]] = {
    "concurrent.futures.Executor.submit": (0, "fn"),
    "multiprocessing.Pool.apply": (0, "func"),
    "threading.Thread": ("target", 1),
    "asyncio.to_thread": (0, "func"),
    "joblib.delayed": (0, "function"),
    "joblib.parallel.delayed": (0, "function"),
    "asyncio.AbstractEventLoop.run_in_executor": (1, "func"),
    "fastapi.BackgroundTasks.add_task": (0, "func"),
    "fastapi.background.BackgroundTasks.add_task": (0, "func"),
    "starlette.background.BackgroundTasks.add_task": (0, "func"),
    "tf.distribute.Strategy.run": (0, "fn"),
}
"""Callee to the argument that it calls once, in a worker or thread of the same process."""

HANDLER_DECORATORS = re.compile(
    r"(flask|fastapi|starlette|quart|sanic|aiohttp|bottle)\.[\w.]*(Flask|Blueprint|FastAPI|APIRouter|Starlette|"
    r"Quart|Sanic|RouteTableDef|Bottle)\.(route|get|post|put|patch|delete|websocket|head|options|errorhandler|"
    r"before_request|middleware)$"
    r"|celery\.(\w+\.)*(shared_task|task)$|celery\.(app\.)?Celery\.task$|bottle\.(route|get|post)$"
    r"|rq\.decorators\.job$|dramatiq\.actor$|functions_framework\.http$"
    r"|dash\.(\w+\.)*Dash\.callback$|dash\.callback$|flask_socketio\.SocketIO\.(on|event)$"
    r"|telebot\.(\w+\.)*(Async)?TeleBot\.\w*handler$|aiogram\.(\w+\.)*(Dispatcher|Router)\.(\w+_)?(message|query)"
    r"(_handler)?$|discord\.(\w+\.)*(Bot|Client)\.(command|event|listen)$"
)
START_EVENTS = frozenset({"on_ready", "on_connect"})
"""Functions that such a decorator ties, by their name, to what happens once."""

HANDLER_BASES = re.compile(
    r"(flask_restful|flask_restx|flask_restplus)\.Resource$|flask\.views\.(MethodView|View)$"
    r"|tornado\.web\.RequestHandler$|django\.views(\.\w+)*\.\w*View$|rest_framework\.views\.APIView$"
    r"|http\.server\.\w*RequestHandler$|celery\.(app\.task\.)?Task$"
)
HANDLER_METHODS = frozenset(
    {"get", "post", "put", "patch", "delete", "dispatch_request", "do_GET", "do_POST", "run"}
)
HANDLER_ARGUMENTS: dict[str, tuple[int | str, ...]] = {
    "fastapi.Depends": (0, "dependency"),
    "flask.Flask.add_url_rule": (2, "view_func"),
    "flask.Blueprint.add_url_rule": (2, "view_func"),
    "fastapi.FastAPI.add_api_route": (1, "endpoint"),
    "fastapi.APIRouter.add_api_route": (1, "endpoint"),
    "starlette.routing.Route": (1, "endpoint"),
    "django.urls.path": (1, "view"),
    "django.urls.re_path": (1, "view"),
    "aiohttp.web.get": (1, "handler"),
    "aiohttp.web.post": (1, "handler"),
    "rq.Queue.enqueue": (0, "f"),
    "gradio.Interface": (0, "fn"),
    "gradio.ChatInterface": (0, "fn"),
    **{
        f"gradio.{part}.{event}": (0, "fn")
        for part in ("Button", "Textbox", "Image", "Audio", "Video", "File", "Slider", "Dropdown")
        for event in ("click", "submit", "change", "upload", "input", "stream", "select")
    },
    "telegram.ext.MessageHandler": (1, "callback"),
    "telegram.ext.CommandHandler": (1, "callback"),
}
"""Callee to the argument that a server calls for each request or task."""

LAMBDA_CALLBACK = "keras.callbacks.LambdaCallback"
"""The callback whose hooks are its keywords."""

PER_REQUEST = frozenset({"flask.g", "flask.request", "quart.g", "quart.request"})
"""Objects that are empty at the start of each request."""

LOSS_KEYWORDS = frozenset({"loss", "metrics", "weighted_metrics", "loss_fn"})
"""Arguments of ``compile`` that are given losses and metrics."""

CALLBACK_HOOKS = re.compile(
    r"on_(epoch|batch|train_batch|test_batch|predict_batch)_(begin|end)$|on_test_(begin|end)$"
)
"""Hooks of a Keras callback that run per batch or per epoch."""

CACHE_DECORATORS = re.compile(
    r"functools\.(lru_cache|cache|cached_property|singledispatch)$|cachetools\.(\w+\.)?cached$|django\.utils\."
    r"functional\.cached_property$|streamlit\.(cache|cache_resource|cache_data|experimental_singleton|"
    r"experimental_memo)$|joblib\.(\w+\.)?cache$|async_lru\.alru_cache$"
)

PROCESS_POOLS = re.compile(
    r"multiprocessing(\.pool)?\.Pool$|concurrent\.futures(\.process)?\.ProcessPoolExecutor$"
)
