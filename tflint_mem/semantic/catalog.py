"""What TensorFlow, Keras and the frameworks around them do, as data.

Names are canonical: ``keras.`` for every spelling of Keras (``tf.keras``, ``tf_keras``,
``tensorflow.python.keras``), ``tf.`` for TensorFlow, without ``compat.v1``.  A test looks every name up in
the installed TensorFlow.
"""

from __future__ import annotations

import functools
import re

from tflint_mem.semantic.values import Kind

# -- canonical names ---------------------------------------------------------------------------------

_PREFIXES = (
    ("tensorflow.python.keras", "keras"),
    ("tensorflow.contrib.keras", "keras"),
    ("tensorflow.keras", "keras"),
    ("tensorflow.compat.v1", "tf"),
    ("tensorflow.compat.v2", "tf"),
    ("tensorflow.python.client.session", "tf"),
    ("tensorflow.python.framework.ops", "tf"),
    ("tensorflow.python.training.monitored_session", "tf.train"),
    ("tensorflow", "tf"),
    ("tf_keras", "keras"),
    ("keras.src", "keras"),
    ("keras.api", "keras"),
    ("keras._tf_keras.keras", "keras"),
    ("keras.backend.tensorflow_backend", "keras.backend"),
)
_MODEL_TAILS = frozenset({"Model", "Sequential", "Functional"})
_MODEL_FUNCTIONS = frozenset(
    {"load_model", "clone_model", "model_from_json", "model_from_yaml", "model_from_config"}
)
_KERAS_MODEL_HOMES = re.compile(
    r"keras(\.(models|engine|training|Model|Sequential|sequential|functional|network|saving|models\..*|engine\..*))?$"
)

_TF2_KERAS = re.compile(
    r"tf\.(optimizers\.\w|(losses|metrics)\.[A-Z])"
    r"|tf\.losses\.(mse|mae|mape|msle|kld|kl_divergence|mean_absolute_error|mean_absolute_percentage_error"
    r"|mean_squared_logarithmic_error|binary_crossentropy|categorical_crossentropy|hinge|squared_hinge|poisson"
    r"|sparse_categorical_crossentropy|categorical_hinge|cosine_similarity|log_cosh|logcosh)$"
)
"""What TensorFlow 2 offers of Keras under names of its own; other losses and metrics are TensorFlow 1's."""


@functools.cache
def canonical(name: str) -> str:
    """The canonical form of a dotted library name.

    Args:
        name: a name as imported, such as ``tensorflow.keras.models.Sequential``.

    Returns:
        The name that the tables of this module use, such as ``keras.Sequential``.
    """
    for _ in range(2):
        for prefix, short in _PREFIXES:
            if name == prefix or name.startswith(prefix + "."):
                name = short + name[len(prefix) :]
                break
    if name.startswith("tf."):
        for prefix, short in (
            ("tf.compat.v1.", "tf."),
            ("tf.compat.v2.", "tf."),
            ("tf._api.v2.", "tf."),
            ("tf.v1.", "tf."),
            ("tf.python.keras.", "keras."),
            ("tf.keras.", "keras."),
        ):
            if name.startswith(prefix):
                name = short + name[len(prefix) :]
        if name in ("tf.keras", "tf.python.keras"):
            name = "keras"
        elif _TF2_KERAS.match(name):
            name = "keras." + name[len("tf.") :]
        elif name in ("tf.compat.v1", "tf.compat.v2", "tf._api.v2"):
            name = "tf"
    if name.startswith("keras."):
        head, _, tail = name.rpartition(".")
        if tail in _MODEL_TAILS and _KERAS_MODEL_HOMES.match(head):
            return "keras." + tail
        if tail in _MODEL_FUNCTIONS and _KERAS_MODEL_HOMES.match(head):
            return "keras.models." + tail
        if name.startswith("keras.layers.core.") or name.startswith("keras.layers.convolutional."):
            return "keras.layers." + tail
        if tail == "Input" and head in ("keras", "keras.layers", "keras.engine.input_layer"):
            return "keras.Input"
        if tail == "clear_session":
            return "keras.backend.clear_session"
    return name


STAR_MODULES = re.compile(r"(keras|tf)(\.|$)")
"""Library modules whose star import may bind a name the tables know."""

# -- what a call returns -----------------------------------------------------------------------------

CREATES: dict[str, Kind] = {
    "keras.Model": Kind.MODEL,
    "keras.Sequential": Kind.MODEL,
    "keras.Functional": Kind.MODEL,
    "keras.models.load_model": Kind.MODEL,
    "keras.models.clone_model": Kind.MODEL,
    "keras.models.model_from_json": Kind.MODEL,
    "keras.models.model_from_yaml": Kind.MODEL,
    "keras.models.model_from_config": Kind.MODEL,
    "keras.Model.from_config": Kind.MODEL,
    "keras.Sequential.from_config": Kind.MODEL,
    "tf.saved_model.load": Kind.MODEL,
    "hub.load": Kind.MODEL,
    "tensorflow_hub.load": Kind.MODEL,
    "tensorflow_hub.KerasLayer": Kind.MODEL,
    "tensorflow_hub.Module": Kind.OBJECT,
    "tf.lite.Interpreter": Kind.INTERPRETER,
    "tflite_runtime.interpreter.Interpreter": Kind.INTERPRETER,
    "ai_edge_litert.interpreter.Interpreter": Kind.INTERPRETER,
    "keras.Input": Kind.SYMBOLIC,
    "tf.placeholder": Kind.SYMBOLIC,
    "tf.placeholder_with_default": Kind.SYMBOLIC,
    "tf.sparse_placeholder": Kind.SYMBOLIC,
    "keras.backend.placeholder": Kind.SYMBOLIC,
    "tf.Session": Kind.SESSION,
    "tf.InteractiveSession": Kind.SESSION,
    "tf.train.MonitoredTrainingSession": Kind.SESSION,
    "tf.train.MonitoredSession": Kind.SESSION,
    "tf.train.SingularMonitoredSession": Kind.SESSION,
    "tf.Graph": Kind.GRAPH,
    "tf.GradientTape": Kind.TAPE,
    "tf.Variable": Kind.VARIABLE,
    "tf.get_variable": Kind.VARIABLE,
    "tf.constant": Kind.TENSOR,
    "tf.convert_to_tensor": Kind.TENSOR,
    "tf.function": Kind.TF_FUNCTION,
    "keras.layers.InputLayer": Kind.LAYER,
}
"""What calling a name returns, where the tables below do not say it by pattern."""

_PATTERNS: tuple[tuple[re.Pattern[str], Kind], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"keras\.applications(\.\w+)*\.([A-Z]\w*|\*)$", Kind.MODEL),
        (r"keras\.layers(\.\w+)*\.[A-Z]\w*$", Kind.LAYER),
        (r"keras\.(engine\.)?(base_layer\.)?Layer$", Kind.LAYER),
        (r"keras\.optimizers(\.\w+)*\.[A-Z]\w*$", Kind.OPTIMIZER),
        (r"tf\.train\.\w*Optimizer$", Kind.OPTIMIZER),
        (r"keras\.metrics(\.\w+)*\.[A-Z]\w*$", Kind.METRIC),
        (r"keras\.callbacks(\.\w+)*\.[A-Z]\w*$", Kind.CALLBACK),
        (r"tf\.data\.(\w+\.)*(Dataset|TFRecordDataset|TextLineDataset)(\.\w+)?$", Kind.DATASET),
        (r"tf\.data\.(\w+\.)*(FixedLengthRecordDataset|(Csv|Sql)Dataset|make_csv_dataset)$", Kind.DATASET),
        (
            r"keras\.(utils|preprocessing(\.\w+)?)\.((image|text|audio)_dataset_from_directory|"
            r"timeseries_dataset_from_array)$",
            Kind.DATASET,
        ),
        (r"tf\.(distribute|tpu)\.(\w+\.)*\w*Strategy$", Kind.STRATEGY),
        (r"transformers\.TF\w+\.from_pretrained$", Kind.MODEL),
        (r"transformers\.TF\w+\.from_config$", Kind.MODEL),
        (r"tf\.(contrib\.)?summary\.(create_file_writer|FileWriter)$|tf\.train\.SummaryWriter$", Kind.WRITER),
        (r"tf\.(io|python_io)\.TFRecordWriter$", Kind.WRITER),
        (r"tf\.(io\.|python\.platform\.)?gfile\.(GFile|FastGFile|Open)$", Kind.WRITER),
        (r"tf\.(contrib\.)?layers\.[a-z]\w*$|tf\.losses\.[a-z]\w*(?<!_losses)$", Kind.SYMBOLIC),
        (
            r"tf\.(random|math|linalg|image|nn|signal|strings|ragged|sparse|audio|experimental\.numpy)\.[a-z]\w*$",
            Kind.TENSOR,
        ),
        (
            r"tf\.(io\.)?(read_file|decode_(raw|png|jpeg|image|bmp|gif|base64|and_crop_jpeg)|parse_tensor)$",
            Kind.TENSOR,
        ),
        (
            r"tf\.(zeros|ones|zeros_like|ones_like|range|stack|concat|reshape|cast|matmul|reduce_\w+|expand_dims|"
            r"squeeze|transpose|gather\w*|one_hot|eye|fill|tile|split|where|add|subtract|multiply|divide|square|"
            r"sqrt|abs|exp|argmax|argmin|shape|identity|tensordot|einsum|unstack|pad|maximum|minimum|norm|sigmoid|"
            r"tanh|linspace|clip_by_value)$",
            Kind.TENSOR,
        ),
        (
            r"keras\.backend\.(mean|sum|prod|max|min|abs|square|sqrt|exp|log|pow|dot|argmax|softmax|sigmoid|tanh|"
            r"relu|clip|cast|concatenate|stack|reshape|expand_dims|squeeze|(categorical|sparse_categorical|binary)_"
            r"crossentropy|ctc_(decode|batch_cost)|gradients)$",
            Kind.TENSOR,
        ),
        (
            r"keras\.(losses|ops)(\.\w+)*\.[a-z]\w*(?<!get)(?<!serialize)$"
            r"|tf\.(add_n|pow|roll|boolean_mask|cumsum|gradients|clip_by_\w+|less\w*|greater\w*|equal|not_equal|"
            r"logical_\w+|round|floor|sort|argsort|reverse|repeat|meshgrid|numpy_function|py_function|size|rank|"
            r"vectorized_map|map_fn|scan|scatter_nd|sequence_mask|stop_gradient|dynamic_stitch|broadcast_to|sin|cos|"
            r"tan|a(sin|cos|tan)|atan2|sinh|cosh|sign|negative|log|log1p|truediv|floordiv|div|mod|ceil|scalar_mul|"
            r"foldl|foldr|tensor_scatter_nd_\w+|unsorted_segment_\w+|segment_\w+|random_(uniform|normal|shuffle)|"
            r"truncated_normal)$",
            Kind.TENSOR,
        ),
    )
)

LOADS = re.compile(
    r"keras\.models\.load_model$|tf\.saved_model\.load(_v2)?$|(hub|tensorflow_hub)\.(load|load_v2|KerasLayer|Module)$"
    r"|transformers\.TF\w+\.from_pretrained$|(tf\.lite|tflite_runtime\.interpreter|ai_edge_litert\.interpreter)"
    r"\.Interpreter$|tf\.import_graph_def$|tf\.graph_util\.import_graph_def$|tf\.train\.import_meta_graph$"
)
"""Calls that read a model from disk or from the network."""


ANY_APPLICATION = "keras.applications.*"
"""Some network of ``keras.applications``, where the program computes which."""

MERGES = frozenset(
    f"keras.layers.{name}"
    for name in ("add", "subtract", "multiply", "average", "maximum", "minimum", "concatenate", "dot")
)
"""Functions that make a layer and apply it."""

READS_FRAME = re.compile(r"pandas\.read_(csv|excel|json|parquet|table|feather|pickle|sql)$")

RESTORED = frozenset({"tf.saved_model.load", "hub.load", "tensorflow_hub.load"})
"""Loads whose result is made of functions that were traced before they were saved."""

BACKEND_FUNCTIONS = frozenset({"keras.backend.function"})
"""Calls that build a function from the inputs to the outputs of a model."""

BACKEND_VALUES = frozenset({"keras.backend.eval", "keras.backend.get_value"})
"""Calls that, given a computed tensor, build a function in order to run it."""


@functools.cache
def creates(name: str) -> Kind | None:
    """What calling the canonical ``name`` makes, or None where the tables do not know it."""
    kind = CREATES.get(name)
    if kind is not None:
        return kind
    for pattern, kind in _PATTERNS:
        if pattern.match(name):
            return kind
    return None


MODEL_BASES = re.compile(
    r"keras\.(Model|Sequential|Functional)$|transformers\.(TFPreTrainedModel|TF\w+Model\w*)$"
)
LAYER_BASES = re.compile(r"keras\.layers(\.\w+)*\.[A-Z]\w*$|keras\.(engine\.)?(base_layer\.)?Layer$")
CALLBACK_BASES = re.compile(r"keras\.callbacks(\.\w+)*\.[A-Z]\w*$")


@functools.cache
def base_kind(name: str) -> Kind | None:
    """What an instance of a class is that derives from the canonical ``name``."""
    if MODEL_BASES.match(name) or re.match(r"keras\.applications(\.\w+)*\.[A-Z]\w*$", name):
        return Kind.MODEL
    if LAYER_BASES.match(name):
        return Kind.LAYER
    if CALLBACK_BASES.match(name):
        return Kind.CALLBACK
    return None


def annotated_kind(name: str) -> Kind | None:
    """What a parameter or variable annotated with the canonical ``name`` holds."""
    if name in ("tf.Tensor", "tf.RaggedTensor", "tf.SparseTensor"):
        return Kind.TENSOR
    if name in ("keras.KerasTensor",):
        return Kind.SYMBOLIC
    if name in ("tf.saved_model.load", "keras.models.load_model", "hub.load", "tf.constant"):
        return None
    kind = base_kind(name) or creates(name)
    return kind if name.rpartition(".")[2][:1].isupper() else None


# -- sessions ----------------------------------------------------------------------------------------

SESSIONS = frozenset(name for name, kind in CREATES.items() if kind is Kind.SESSION)

INTERACTIVE_SESSIONS = frozenset({"tf.InteractiveSession"})
"""Sessions that install themselves and are never collected (450 KiB each, measured on 2.15 and 2.21)."""

TAKES_OVER = frozenset(
    {
        "keras.backend.set_session",
        "contextlib.closing",
        "tf.keras.backend.set_session",
        "tf.train.Supervisor",
    }
)
"""Calls that become responsible for a session or a writer given to them."""

KEEPS_SESSION = frozenset({"tf.train.start_queue_runners", "tf.train.Coordinator"})
"""Calls that go on using the session given to them, in threads of their own."""

# -- graphs of TensorFlow 1 ----------------------------------------------------------------------------

HANDS_OUT: dict[str, Kind] = {
    "tf.get_default_session": Kind.SESSION,
    "keras.backend.get_session": Kind.SESSION,
    "tf.get_default_graph": Kind.GRAPH,
}
"""Calls that return something that existed before."""

ITERATOR_MAKERS = frozenset({"make_one_shot_iterator", "make_initializable_iterator"})
"""Functions of ``tf.data`` and methods of a dataset that add an iterator to the graph."""
SEVERAL_TENSORS = re.compile(
    r"tf\.(split|unstack|gradients|meshgrid|((nn|math)\.)?top_k|nn\.(weighted_)?moments|clip_by_global_norm"
    r"|nn\.((bidirectional_)?dynamic|static(_bidirectional)?)_rnn|linalg\.(svd|qr|eigh?|slogdet))$"
)
"""Operations that hand out a list or row of tensors."""
TENSOR_BESIDE_ROWS: dict[str, int | None] = {
    "tf.clip_by_global_norm": 1,
    "tf.nn.dynamic_rnn": 0,
    "tf.nn.static_rnn": None,
    "tf.nn.static_bidirectional_rnn": None,
    "tf.nn.bidirectional_dynamic_rnn": None,
}
"""Those among them whose parts are rows or states, but for the one at this place."""

LAST_CHECKPOINT = frozenset({"tf.train.latest_checkpoint", "tf.train.get_checkpoint_state"})
"""Calls that find the last checkpoint of a folder; None where nothing has been saved."""

ITERATOR = "tf.data.Iterator"
NEXT_ELEMENT = f"{ITERATOR}.get_next"

VARIABLE_LISTS = frozenset(
    f"tf.{name}"
    for name in (
        "get_collection",
        "trainable_variables",
        "global_variables",
        "local_variables",
        "model_variables",
        "all_variables",
        "moving_average_variables",
    )
)

_OPS = re.compile(
    r"tf\.[a-z]\w*$"
    r"|tf\.(math|nn|linalg|image|signal|strings|random|sparse|ragged|sets|bitwise|audio|quantization|spectral|"
    r"losses|metrics|layers|dtypes|debugging|io|contrib\.layers|contrib\.losses|contrib\.metrics)\.[a-z]\w*$"
    r"|tf\.summary\.(scalar|histogram|image|audio|text|merge|merge_all|tensor_summary)$"
    r"|tf\.train\.(Saver|get_or_create_global_step|create_global_step|\w*_decay(_restarts)?|piecewise_constant|"
    r"(maybe_)?(shuffle_)?batch(_join)?|\w+_producer|limit_epochs|match_filenames_once)$"
    r"|tf\.saved_model\.simple_save$"
    r"|keras\.backend\.[a-z]\w*$"
)
_NOT_OPS = re.compile(
    r"(add_to_collections?|all_variables|as_dtype|assert_proper_iterable|assert_same_float_dtype|"
    r"broadcast_static_shape|colocate_with|container|control_\w+|custom_gradient|device|dimension_\w+|"
    r"(disable|enable|executing|set|load|register|is_keras|executed)_\w+|fixed_size_partitioner|function|"
    r"get_(?!total_loss$|regularization_loss$|session_handle$|or_create_global_step$)\w+|"
    r"(global|local|model|moving_average|trainable)_variables|import_graph_def|init_scope|"
    r"is_(numeric_tensor|symbolic_tensor|tensor|sparse|placeholder)|make_\w+|\w+_partitioner|name_scope|"
    r"no_gradient|no_regularizer|op_scope|required_space_to_batch_paddings|reset_\w+|resource_variables_enabled|"
    r"type_spec_from_value|variable_\w*scope|wrap_function|recompute_grad|grad_pass_through|tf_record_iterator|"
    r"write_graph|add_loss|clear_session|floatx|epsilon|backend|image_data_format|image_dim_ordering|int_shape|ndim|"
    r"dtype|count_params|eval|batch_get_value|batch_set_value|manual_variable_initialization|learning_phase|"
    r"(?!global_variables_|local_variables_|variables_|tables_)\w*_initializer|variable)$"
)

_NETWORK = re.compile(
    r"tf\.(placeholder|placeholder_with_default|sparse_placeholder|get_variable|variable_scope)$"
    r"|tf\.(contrib\.)?(layers|slim)\.[a-z]\w*$"
)
"""The parts of a network: what feeds it, and what holds its weights."""

SHAPE_QUESTIONS = frozenset({"tf.shape", "tf.size", "tf.rank"})
"""Operations that ask how large a tensor is, which code that builds a network has to know."""

OF_ALL_VARIABLES = re.compile(
    r"tf\.((global|local|model)_variables_initializer|initialize_(all|local)_variables|train\.Saver|"
    r"(global|local|trainable|all)_variables|report_uninitialized_variables)$"
)
"""Operations about all variables of a graph."""

MAKES_VARIABLES = re.compile(
    r"tf\.(Variable|get_variable|layers\..*|contrib\..*|.*\.(minimize|apply_gradients))$"
)
"""Calls that add variables to a graph."""

BUILDING_METHODS: dict[Kind, frozenset[str]] = {
    Kind.VARIABLE: frozenset(
        {"assign", "assign_add", "assign_sub", "read_value", "initialized_value", "scatter_update"}
    ),
    Kind.OPTIMIZER: frozenset({"minimize", "compute_gradients", "apply_gradients", "get_updates"}),
    Kind.OBJECT: frozenset({"get_next", "sample", "log_prob", "prob", "entropy"}),
}
"""Methods of graph objects that add ops at each call."""

CALLED_OBJECTS = frozenset({"tensorflow_hub.Module"})
"""Library objects that add ops whenever they are called."""

GRAPH_OBJECTS = re.compile(r"tf\.data\.Iterator$|tensorflow_probability\.|tf\.(contrib\.)?distributions\.")
"""Library objects whose ``BUILDING_METHODS`` add ops."""

BUILDS_AT_TIMES = re.compile(
    r"tf\.tpu\.(initialize|shutdown)_system$"
    r"|tf\.data\."
    r"|keras\.Model\.(compile|fit|fit_generator|evaluate|predict|\w+_on_batch|load_weights|set_weights)$"
)
"""Adds operations at its first call, or too few to tell of; a final graph forbids them."""

UPDATES_VARIABLES = frozenset({"apply_gradients", "minimize", "apply"})
"""Methods by which an optimizer changes variables."""

VARIABLES_OF = frozenset({"trainable_variables", "trainable_weights", "variables", "weights"})
"""Attributes by which a model or layer names its variables."""

READS_VALUE = frozenset({"numpy", "item", "tolist"})
"""Methods that copy the value of a tensor or array."""

GPU_BOUNDS = ("allow_growth", "per_process_gpu_memory_fraction")
"""Options of sessions that bound what they take of a GPU."""

FETCHED_METHODS = frozenset({"assign", "assign_add", "assign_sub", "get_next", "minimize", "apply_gradients"})
"""Methods whose call, given to a session to run, can only be a new op."""

TF1_ONLY = frozenset(
    {
        "tf.placeholder",
        "tf.get_variable",
        "tf.variable_scope",
        "tf.global_variables_initializer",
        "tf.initialize_all_variables",
        "tf.disable_eager_execution",
        "tf.disable_v2_behavior",
        "tf.app.run",
        "keras.backend.gradients",
    }
)
"""Names that a file uses only where graph mode is the default, or where it builds a graph itself."""

TF1_SPELLINGS = frozenset(
    {
        "tf.ConfigProto",
        "tf.GPUOptions",
        "tf.Session",
        "tf.InteractiveSession",
        "tf.Summary",
        "tf.app.flags",
        "tf.get_collection",
        "tf.get_default_graph",
        "tf.get_default_session",
        "tf.gfile.FastGFile",
        "tf.gfile.GFile",
        "tf.global_variables",
        "tf.logging",
        "tf.set_random_seed",
        "tf.summary.FileWriter",
        "tf.train.Saver",
        "tf.trainable_variables",
        "keras.backend.get_session",
        "keras.backend.set_session",
    }
)
"""Names that stand directly under ``tf``, or in Keras' backend, with TensorFlow 1 alone."""


OLD_KERAS_MODULES = re.compile(
    r"keras\.(layers\.(normalization\.BatchNormalization|Merge|containers)|legacy\.(interfaces|layers)"
    r"|layers\.core\.(Highway|MaxoutDense|TimeDistributedDense)|engine\.topology|models\.Graph|objectives"
    r"|backend\.(cntk|tensorflow|theano)_backend|utils\.visualize_util)(\.|$)"
)
"""What can be imported from Keras, not from TensorFlow's part of that name, until its release 2.3 alone."""

OLD_KERAS_KEYWORDS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (
        re.compile(r"keras\.layers\."),
        frozenset(
            {
                *("W_constraint", "W_regularizer", "U_regularizer", "b_constraint", "b_regularizer", "bias"),
                *("border_mode", "consume_less", "dim_ordering", "dropout_U", "dropout_W", "filter_length"),
                *("init", "inner_activation", "inner_init", "nb_col", "nb_filter", "nb_row", "p"),
                *("pool_length", "subsample", "subsample_length"),
            }
        ),
    ),
    (re.compile(r"keras\.layers\.merge$"), frozenset({"concat_axis", "dot_axes", "mode"})),
    (re.compile(r"keras\.Model$"), frozenset({"input", "output"})),
    (
        re.compile(r"keras\.Model\.(fit|train|evaluate|predict)"),
        frozenset(
            {
                *("max_q_size", "nb_epoch", "nb_val_samples", "nb_worker", "samples_per_epoch"),
                *("show_accuracy", "val_samples"),
            }
        ),
    ),
)
"""Keywords of Keras 1, which Keras took until its release 2.3, and TensorFlow's part of that name never."""


def builds_op(name: str) -> bool:
    """Whether calling the canonical ``name`` in graph mode adds operations to the default graph."""
    return bool(_OPS.match(name)) and not _NOT_OPS.match(name.rpartition(".")[2])


def builds_network(name: str) -> bool:
    """Whether calling the canonical ``name`` makes a part of a network: a placeholder, weights or a layer."""
    return bool(_NETWORK.match(name))


# -- tokenizers --------------------------------------------------------------------------------------

LOADS_TOKENIZER = re.compile(r"transformers\.\w*Tokenizer\w*\.from_pretrained$")
TOKENIZES = re.compile(
    r"transformers\.\w*Tokenizer\w*\.(__call__|encode|encode_plus|tokenize)$"
    r"|keras\.preprocessing\.text\.Tokenizer\.texts_to_sequences$"
)
"""Calls that give as many numbers as the text that they are given has tokens."""

# -- estimators --------------------------------------------------------------------------------------

ESTIMATOR_WORK = re.compile(
    r"tf\.(contrib\.)?(estimator|learn|tpu)\.(\w+\.)?[A-Z]\w*\.(predict|evaluate|train)$"
)
"""Methods of an Estimator that build its graph."""

MAKES_ESTIMATOR = re.compile(r"(tf\.)?keras\.estimator\.model_to_estimator$")
ESTIMATOR = "tf.estimator.Estimator"

# -- writers -----------------------------------------------------------------------------------------

EVENT_WRITERS = re.compile(
    r"tf\.(contrib\.)?summary\.(create_file_writer|FileWriter)$|tf\.train\.SummaryWriter$"
)
"""Writers that start another event file each time they are made."""

THREADED_WRITERS = frozenset({"tf.summary.FileWriter", "tf.train.SummaryWriter"})
"""Event writers of TensorFlow 1: a thread and a file descriptor each, until they are closed."""

PLAIN_WRITERS = frozenset({"tf.summary.create_file_writer", "tf.contrib.summary.create_file_writer"})
"""Writers that have ``close()`` and are no context managers."""

WRITING_CALLBACKS = re.compile(r"keras\.callbacks(\.\w+)*\.TensorBoard\w*$")
"""Callbacks that close the writers they keep when training ends."""

# -- Keras' global state -----------------------------------------------------------------------------

TRAINS = frozenset(f"keras.Model.{name}" for name in ("fit", "fit_generator", "train_on_batch")) | {
    "keras.optimizers.Optimizer.apply",
    "keras.optimizers.Optimizer.apply_gradients",
    "keras.optimizers.Optimizer.minimize",
}
"""What trains a model."""

TAKES_STEP = TRAINS | {"tf.GradientTape"}
"""What trains a model, or records what a step of its training computes."""

CLEARS_KERAS_STATE = frozenset({"keras.backend.clear_session", "keras.utils.clear_session"})
RESETS_GRAPH = frozenset({"tf.reset_default_graph", "tf.compat.v1.reset_default_graph"})

DRAWS = re.compile(r"tf\.(random\.|random_|truncated_normal$|multinomial$|nn\.dropout$|image\.random_)")
"""Operations of TensorFlow that draw random numbers."""
SEEDS = frozenset({"keras.utils.set_random_seed", "tf.random.set_seed", "tf.set_random_seed"})
RESET_BY_CLEARING = SEEDS | frozenset(
    {
        "keras.mixed_precision.set_global_policy",
        "keras.mixed_precision.set_dtype_policy",
        "keras.mixed_precision.experimental.set_policy",
        "keras.config.set_dtype_policy",
    }
)
"""Settings for what is built next that ``clear_session()`` undoes."""

# -- traced code -------------------------------------------------------------------------------------

TRACES_ARGUMENT = re.compile(
    r"tf\.(function|while_loop|cond|map_fn|scan|vectorized_map|foldl|foldr|switch_case|autograph\.to_graph|"
    r"custom_gradient|recompute_grad|xla\.experimental\.compile|contrib\.eager\.defun)$"
    r"|tf\.while_loop$|tf_agents\.utils\.common\.function(_in_tf1)?$|keras\.Model\.add_loss$"
)
RAISES_IN_EAGER_CODE = frozenset({"tf.gradients", "tf.hessians"})
"""Calls that graphs alone know: eager code gets a RuntimeError (measured on 2.21)."""
RUNS_IN_EITHER_MODE = frozenset(
    f"tf.{name}" for name in ("while_loop", "cond", "case", "switch_case", "map_fn", "scan", "foldl", "foldr")
)
"""Calls of which eager code runs the functions at once, without a trace (measured on 2.15 and 2.21)."""
TRACED_DECORATORS = re.compile(
    r"tf\.(function|custom_gradient|contrib\.eager\.defun|autograph\.experimental\.do_not_convert)$"
    r"|tf_agents\.utils\.common\.function(_in_tf1)?$"
)
DATASET_TRANSFORMS = frozenset(
    {
        "map",
        "filter",
        "interleave",
        "flat_map",
        "reduce",
        "scan",
        "group_by_window",
        "map_and_batch",
        "take_while",
    }
)
BATCH_HOOKS = frozenset({"call", "train_step", "test_step", "predict_step"})
"""Methods of layers and models that Keras traces over each batch."""

TRACED_HOOKS = BATCH_HOOKS | {"build", "compute_output_shape"}
"""Methods of layers and models that Keras calls while it traces or builds."""

EAGER_SWITCHES = frozenset(
    {"tf.config.run_functions_eagerly", "tf.config.experimental_run_functions_eagerly"}
)
GRAPH_SWITCHES = frozenset(
    {"tf.disable_eager_execution", "tf.disable_v2_behavior", "tf.disable_v2_tensorshape"}
)
TEST_SESSIONS = frozenset({"cached_session", "session", "test_session"})
"""Methods of TensorFlow's test case that make a session, or in eager mode something that looks like one."""
EAGER_PROGRAM = frozenset({"tf.enable_eager_execution", "tf.enable_v2_behavior"})
GRAPH_ONLY = frozenset(
    {
        "tf.placeholder",
        "tf.Session",
        "tf.InteractiveSession",
        "tf.global_variables_initializer",
        "tf.get_variable",
        "tf.train.MonitoredTrainingSession",
        "tf.get_default_graph",
        "tf.get_default_session",
        "tf.get_collection",
        "tf.trainable_variables",
        "tf.global_variables",
        "tf.variable_scope",
        "tf.disable_eager_execution",
        "tf.disable_v2_behavior",
        "tf.app.run",
        "keras.backend.gradients",
    }
)
"""Names that only make sense while a TensorFlow 1 graph is built or run."""

MAKES_TF_FUNCTION = re.compile(
    r"tf\.(function|contrib\.eager\.defun)$|tf_agents\.utils\.common\.function(_in_tf1)?$"
)
"""What makes a ``tf.function``, as a decorator or a call."""

COUNTS_UP = re.compile(
    r"(builtins|six\.moves|past\.builtins|future\.builtins)\.x?range$|tqdm\.(\w+\.)?(trange|tnrange)$"
)
"""Calls that give the integers up to a bound."""

ROW_BY_ROW = frozenset({"builtins.zip", "itertools.product"})
"""Functions that hand out rows with an element of each of their arguments."""

WRAPS_HOST_FUNCTION = frozenset({"tf.py_function", "tf.numpy_function"})
"""Calls that make an operation of a Python function."""

# -- tensors -----------------------------------------------------------------------------------------

TENSOR_CALLABLES = re.compile(r"keras\.losses(\.\w+)*\.[A-Z]\w*$")
"""Classes whose instances give a tensor when they are called."""

TENSOR_METHODS = frozenset(
    {
        "tf.GradientTape.gradient",
        "tf.GradientTape.jacobian",
        "tf.GradientTape.batch_jacobian",
        "tf.distribute.Strategy.reduce",
        "keras.metrics.Metric.result",
        "tf.Variable.read_value",
        "tf.Variable.value",
        "tf.Variable.assign",
        "tf.Variable.assign_add",
        "tf.Variable.assign_sub",
    }
)
"""Methods that return a tensor, or a structure of them."""

SCALARS = re.compile(
    r"tf\.reduce_(mean|sum|max|min|prod|any|all|logsumexp)$|tf\.math\.reduce_\w+$|tf\.(norm|add_n)$"
    r"|tf\.linalg\.(global_)?norm$|keras\.losses(\.\w+)*\.[A-Z]\w*$|keras\.metrics\.Metric\.result$"
    r"|tf\.nn\.(l2_loss|compute_average_loss)$|keras\.ops\.(mean|sum|max|min)$"
)
"""What gives a single number when no axis is named."""
GIVES_TRUTH = re.compile(r"^tf\.(math\.)?reduce_(all|any)$")
GIVES_COUNTS = re.compile(r"^tf\.(math\.)?(argmax|argmin|count_nonzero|size|rank|shape)$")
KEEPS_TYPE = re.compile(r"^tf\.(math\.)?(reduce_(sum|max|min|prod|mean)|add_n)$|^keras\.ops\.(sum|max|min)$")
WHOLE_NUMBERS = re.compile(r"tf\.(dtypes\.)?u?int\d+$")
"""Types of tensors whose single numbers are of Python's int."""

# -- entry points and device memory ------------------------------------------------------------------

CONFIGURES_GPU = frozenset(
    {
        "tf.config.experimental.set_memory_growth",
        "tf.config.set_logical_device_configuration",
        "tf.config.experimental.set_virtual_device_configuration",
    }
)
"""Calls that bound what TensorFlow takes of a GPU's memory."""

BOUNDS_GPU_FOR_USERS = frozenset(
    {
        "csbdeep.utils.tf.limit_gpu_memory",
        "flwr.simulation.ray_transport.utils.enable_tf_gpu_growth",
        "keras_retinanet.utils.gpu.setup_gpu",
        "neurite.tf.utils.setup_device",
        "tf2_vgpu.VirtualGPU",
        "voxelmorph.tf.utils.setup_device",
    }
)
"""What other libraries offer for that, where their own code is not read."""

DEVICE_WORK = re.compile(
    r"keras\.(Model|Sequential|Functional)(\.(fit|predict|evaluate|train_on_batch|fit_generator|from_config))?$"
    r"|keras\.models\.|keras\.applications(\.\w+)*\.[A-Z]\w*$|keras\.layers\.[A-Z]\w*$|tf\.saved_model\.load$|tensorflow_hub\.|hub\."
    r"|tf\.(constant|Variable|zeros|ones|matmul|GradientTape|reduce_\w+|convert_to_tensor|function|distribute\.\w*"
    r"Strategy|random\.(normal|uniform|truncated_normal|stateless_\w+)|linalg\.\w+|nn\.\w+|math\.\w+|einsum)$"
    r"|transformers\.TF|keras\.optimizers\.[A-Z]|keras\.random\.|tf\.image\.resize$|tf_agents\.|tf\.estimator\."
    r"|tf\.layers\."
)
"""Names whose use puts work, and so TensorFlow's memory pool, on a device."""

OPENS_SESSIONS = re.compile(r"(tf\.contrib\.(slim|training|learn)|tf_slim)\..*(train|evaluat\w+|run\w*)$")
"""Names that open the sessions of TensorFlow 1 by themselves."""

RUNS_MODEL = re.compile(
    r"keras\.Model\.(fit|fit_generator|predict|predict_generator|predict_on_batch|evaluate|train_on_batch|"
    r"test_on_batch)$|tf\.GradientTape$|keras\.optimizers\.Optimizer\.apply(_gradients)?$"
    r"|keras_tuner\.Tuner\.search$"
)
"""Names whose use at the top level of a file makes it a program that trains or infers."""


def is_tensorflow(name: str) -> bool:
    """Whether a canonical dotted name belongs to TensorFlow, Keras or a package built on them."""
    head = name.partition(".")[0]
    return head in (
        "tf",
        "keras",
        "tensorflow_hub",
        "tensorflow_probability",
        "tf_agents",
        "tensorflow_datasets",
    )


# -- devices: what reaches for them, and what only works before that -------------------------------------

SETS_GROWTH = frozenset({"tf.config.experimental.set_memory_growth"})
SETS_LIMIT = frozenset(
    {
        "tf.config.set_logical_device_configuration",
        "tf.config.experimental.set_virtual_device_configuration",
    }
)
LIMITS = frozenset(
    {
        "tf.config.LogicalDeviceConfiguration",
        "tf.config.experimental.VirtualDeviceConfiguration",
    }
)
SETS_THREADS = frozenset(
    {
        "tf.config.threading.set_inter_op_parallelism_threads",
        "tf.config.threading.set_intra_op_parallelism_threads",
    }
)
CONFIGURES_RUNTIME = (
    SETS_GROWTH
    | SETS_LIMIT
    | SETS_THREADS
    | {"tf.config.set_visible_devices", "tf.config.experimental.set_visible_devices"}
)
"""Calls that raise ``RuntimeError`` once TensorFlow has initialised its devices (measured)."""

LISTS_DEVICES = frozenset(
    {
        "tf.config.list_physical_devices",
        "tf.config.experimental.list_physical_devices",
        "tf.config.get_visible_devices",
        "tf.config.experimental.get_visible_devices",
    }
)

LATE_VARIABLES: dict[str, bool] = {
    "TF_FORCE_GPU_ALLOW_GROWTH": False,
    "TF_GPU_ALLOCATOR": False,
    "CUDA_VISIBLE_DEVICES": False,
    "TF_CPP_MIN_LOG_LEVEL": True,
}
"""Environment variables that TensorFlow reads once: when it is imported (True) or initialises its devices."""

FORKS = frozenset(
    {
        "os.fork",
        "multiprocessing.Pool",
        "multiprocessing.pool.Pool",
        "multiprocessing.Process",
        "multiprocessing.process.Process",
        "concurrent.futures.ProcessPoolExecutor",
        "concurrent.futures.process.ProcessPoolExecutor",
    }
)
"""Calls that fork the process where nobody chose another start method."""

COMMAND_FLAGS = re.compile(r"(absl|tf(\.app)?)\.flags\.FLAGS$")
"""Where programs read what the flags of their command are."""

PARSES_COMMAND = frozenset({"argparse.ArgumentParser.parse_args"})

RUNS_MAIN = frozenset({"absl.app.run", "tf.app.run", "fire.Fire", "typer.run"})
"""Calls that run the function given to them as the program, by default the module's ``main``."""

LEAVES_PROGRAM = frozenset({"sys.exit", "builtins.exit", "builtins.quit", "os._exit"})

_TOUCHING_KINDS = frozenset(
    {Kind.TENSOR, Kind.VARIABLE, Kind.DATASET, Kind.STRATEGY, Kind.OPTIMIZER, Kind.METRIC}
)
_TOUCHES = re.compile(
    r"keras\.layers(\.\w+)*\.(\w*Dropout(\dD)?|GaussianNoise|Random\w+|TextVectorization|\w+Lookup"
    r"|(LSTM|GRU|SimpleRNN)(Cell)?|ConvLSTM\dD)$"
    r"|keras\.applications(\.\w+)*\.[A-Z]\w*$|keras\.models\.(load_model|clone_model)$|tf\.device$"
    r"|tf\.config\.(experimental\.)?list_logical_devices$|tf\.saved_model\.load$"
    r"|tf\.lookup\.(experimental\.)?\w+(Table|Initializer)$|tf\.queue\.\w+Queue$|tf\.TensorArray$"
    r"|tf\.random\.(experimental\.)?Generator\.from_\w+$|tf\.(sparse\.)?SparseTensor$"
    r"|tf\.RaggedTensor\.from_\w+$|tf\.summary\.create_file_writer$|tf\.tpu\.experimental\.initialize_tpu_system$"
    r"|transformers\.TF\w+\.from_(pretrained|config)$|(tensorflow_)?hub\.(load|KerasLayer)$"
)
_TOUCHES_NOT = re.compile(
    r"tf\.random\.set_(random_)?seed$|keras\.optimizers\.schedules\.|keras\.optimizers\.get$|tf\.train\."
)


def touches_devices(name: str) -> bool:
    """Whether calling the canonical ``name`` eagerly makes TensorFlow initialise its devices (measured)."""
    if _TOUCHES_NOT.match(name):
        return False
    return bool(_TOUCHES.match(name)) or creates(name) in _TOUCHING_KINDS


TOUCHING_METHODS = frozenset(
    {"fit", "predict", "evaluate", "build", "compile", "train_on_batch", "test_on_batch", "predict_on_batch"}
)
"""Methods of a model that make TensorFlow initialise its devices."""
