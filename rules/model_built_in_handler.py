"""TFM108: a model is built or loaded for every request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.api import Impact, Kind, Meta, Rule, Suspect

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.semantic.repetition import Repetition


@dataclass(frozen=True)
class _Request:
    loads: bool
    repetition: Repetition


class ModelBuiltInHandler(Rule):
    """A model is built or loaded for every request.

    ## What it does
    Reports calls that build or load a model in code that a server runs for each request: handlers of Flask,
    FastAPI, Django, Tornado and their kin, tasks of Celery and RQ, methods of gRPC servicers, dependencies,
    and the body of a Streamlit script, also through helpers.  Silent behind a cache, a ``None`` guard, and in
    start-up hooks.

    ## Why memory is lost
    Every model gets layers and variables with new names, and TensorFlow's eager kernel cache keeps an entry
    for each of them for the life of the server: 214 KiB per model that only predicts on TensorFlow 2.21, 71
    KiB per compiled ``load_model``.  ``clear_session()`` in a handler stops that growth, but takes the state
    away from other requests that are being served.  And each request waits for the model to be made.

    ## Example
    ```python
    @app.post("/score")
    def score(rows: list[float]):
        model = keras.models.load_model("score.keras")
        return model.predict_on_batch(rows)
    ```

    Use instead:
    ```python
    @functools.cache
    def score_model():
        return keras.models.load_model("score.keras")


    @app.post("/score")
    def score(rows: list[float]):
        return score_model().predict_on_batch(rows)
    ```
    Loading at the top of the module, or in the server's start-up hook, is as good.  A Streamlit script runs
    anew from its top, functions and their caches included: there it takes ``st.cache_resource``, or a module
    that the script imports.

    ## Fix safety
    There is no fix: when a server should load its models is a decision of its own.

    ## Known limits
    Handlers that are registered in another way than by decorator, base class or the known calls are not
    recognised.
    """

    meta = Meta(
        code="TFM108",
        name="model-built-in-handler",
        impact=Impact.LEAK,
        markers=(b"load", b"odel", b"equential", b"KerasLayer", b"from_pretrained", b"Interpreter"),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Builds and loads that a request runs."""
        for call in self.model.calls:
            loads = self.model.loader(call) is not None
            if not loads and not self._builds(call):
                continue
            if self.model.is_traced(call):
                continue
            handler = next((r for r in self.model.repetitions(call) if r.how == "handler"), None)
            if handler is None or self.model.creation.destinations.is_part_of_model(self.model.index, call):
                continue
            if not loads and handler.steps and self.model.is_handed_out(call, Kind.MODEL):
                continue  # the builder's caller is the one to be told
            yield Suspect(call, _Request(loads, handler))

    def _builds(self, call: ast.Call) -> bool:
        return any(not self.model.is_load(name) for name in self.model.creators(call, Kind.MODEL))

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the build or load."""
        facts = self.suspect.facts
        assert isinstance(facts, _Request)
        what = "loaded" if facts.loads else "built"
        where = self.model.describe(facts.repetition)
        instead = "at the top of the module, in a start-up hook, or in a function under functools.cache"
        if facts.repetition.is_of_script:  # with its top, and the caches of its functions
            instead = "in a function under st.cache_resource, or in a module that the script imports"
        self.report(
            node,
            f"a model is {what} at every run of {where}, and TensorFlow keeps something of each; make it"
            f" once: {instead}",
            related=self.model.way(facts.repetition),
        )
