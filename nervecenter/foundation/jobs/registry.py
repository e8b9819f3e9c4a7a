"""Which function does a kind of job."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.module_loading import autodiscover_modules

from nervecenter.foundation.jobs.context import JobContext

type JobFunction = Callable[[JobContext], Mapping[str, Any] | None]

_functions: dict[str, JobFunction] = {}


class UnknownJob(LookupError):
    """No function is declared for that kind of job."""


def job(kind: str) -> Callable[[JobFunction], JobFunction]:
    """Declares the function that does this kind of job. Two for one kind are refused.

    What the function returns is kept as the result (JSON); `sentence` and `path` in it are shown and linked when it is
    done. It should write all or nothing, and call `check_cancelled` often: that is where a cancel takes effect.
    """

    def declare(function: JobFunction) -> JobFunction:
        if _functions.get(kind, function) is not function:
            raise ValueError(f"the job '{kind}' is declared twice")
        _functions[kind] = function
        return function

    return declare


def job_function(kind: str) -> JobFunction:
    """The function of a kind. `jobs.py` of each application is read when the first one is asked for."""
    if kind not in _functions:
        autodiscover_modules("jobs", "importing.jobs")
    try:
        return _functions[kind]
    except KeyError:
        raise UnknownJob(f"there is no job '{kind}'; there are: {', '.join(sorted(_functions)) or 'none'}") from None
