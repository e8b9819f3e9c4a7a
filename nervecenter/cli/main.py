"""The command `nervecenter`: its commands gathered, and what happens when one of them cannot do its work."""

import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from nervecenter.cli import (
    accounts,
    asking,
    checking,
    demand,
    exporting,
    keeping,
    loading,
    sampling,
    segmenting,
    serving,
    similar,
    winloss,
)
from nervecenter.cli.refusals import CLEAN, COULD_NOT_RUN, INTERRUPTED, Told, in_words, tell

app = typer.Typer(
    name="nervecenter",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"nervecenter {version('nervecenter')}")
        raise typer.Exit


@app.callback()
def options(
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="DIR", help="The data folder, instead of NERVECENTER_DATA or ./data."),
    ] = None,
    show_version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """The nerve centre of a product company: one model for product management and product marketing.

    Exit codes: 0 clean, 1 something was found (findings, rejected rows), 2 the command could not run.

    \b
    Examples:
      nervecenter demo gitlab
      nervecenter serve
      nervecenter --data ./company check --json
    """
    # Many small matrices: threads of the linear algebra wait for one another longer than they calculate.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if data is not None:
        os.environ["NERVECENTER_DATA"] = str(data.resolve())


app.command("serve")(serving.serve)
app.command("worker")(serving.worker)
app.command("migrate-if-needed")(serving.migrate_if_needed)
app.command("demo")(sampling.demo)
app.command("load")(loading.load)
app.command("undo-import")(loading.undo_import)
app.command("export")(exporting.export)
app.command("import")(exporting.import_)
app.command("check")(checking.check)
app.command("winloss")(winloss.winloss)
app.command("demand")(demand.demand)
app.command("similar")(similar.similar)
app.command("segment")(segmenting.segment)
app.command("backup")(keeping.backup)
app.command("restore")(keeping.restore)
app.command("search")(asking.search)
app.command("why")(asking.why)
app.add_typer(accounts.users, name="user")
app.add_typer(accounts.tokens, name="token")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and answer its exit code. A user's mistake ends in words, never in a traceback."""
    words = _data_first(list(sys.argv[1:] if arguments is None else arguments))
    as_json = "--json" in words
    try:
        code = app(words, prog_name="nervecenter", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read has gone (`nervecenter export account | head`). Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the one place where a fault becomes words
        return _refused(error, as_json=as_json)
    return code if isinstance(code, int) else CLEAN


def _data_first(words: list[str]) -> list[str]:
    """The words with `--data DIR` in front, wherever it stood: it belongs to every command."""
    for place, word in enumerate(words):
        if word == "--":
            break
        if word == "--data" or word.startswith("--data="):
            length = 1 if "=" in word else 2
            return [*words[place : place + length], *words[:place], *words[place + length :]]
    return words


def _refused(error: Exception, *, as_json: bool) -> int:
    if isinstance(error, typer.Abort):
        return INTERRUPTED
    show = getattr(error, "show", None)
    if show is not None and as_json:
        said = getattr(error, "format_message", None)
        tell([Told("usage", said() if said else str(error))], as_json=True)
    elif show is not None:
        show()
    elif told := in_words(error):
        tell(told, as_json=as_json)
    elif os.environ.get("NERVECENTER_DEBUG") == "1":
        raise error
    else:
        fault = f"{type(error).__name__}: {error}"
        tell(
            [
                Told(
                    "fault",
                    f"a fault of nervecenter itself ({fault}). NERVECENTER_DEBUG=1 shows where; please report it",
                )
            ],
            as_json=as_json,
        )
    return COULD_NOT_RUN
