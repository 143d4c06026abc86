"""Values that one run of a page asks for often: computed once, and again in the next run."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

from streamlit.runtime.scriptrunner import get_script_run_ctx

Value = TypeVar("Value")


def once_a_run(compute: Callable[[], Value]) -> Callable[[], Value]:
    """Keep the value until the run of this thread's script ends; without a run it is computed each time."""

    @wraps(compute)
    def value() -> Value:
        context = get_script_run_ctx(suppress_warning=True)
        if context is None:
            return compute()
        run, values = vars(context).get("once_a_run", (None, {}))
        if run is not context.cursors:  # Streamlit makes another one for each run in the same thread
            values = {}
            context.once_a_run = context.cursors, values  # type: ignore[attr-defined]
        if compute not in values:
            values[compute] = compute()
        return cast(Value, values[compute])

    return value
