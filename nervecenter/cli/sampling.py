"""`nervecenter demo`: a sample company in, and out again."""

from pathlib import Path
from typing import Annotated

import typer

from nervecenter.cli.answers import JsonOption, ProgressLine, answer, columns, counted
from nervecenter.cli.loading import ShownWatch, outcome
from nervecenter.cli.refusals import CannotRun
from nervecenter.cli.starting import start_django


def demo(
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help="Which sample company; without it they are listed.")
    ] = "",
    folder: Annotated[
        Path | None,
        typer.Option("--from", metavar="DIR", help="The folder of its files; without it the sample's own extract."),
    ] = None,
    accept: Annotated[
        bool,
        typer.Option("--accept-proposals", help="Take near names for what is proposed, and correct misspelt values."),
    ] = False,
    if_empty: Annotated[bool, typer.Option("--if-empty", help="Only where nobody has worked yet.")] = False,
    remove: Annotated[
        bool, typer.Option("--remove", help="Take the sample company out, with all that was tried on it.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Bring in a sample company to look around in. It is never mixed with your own records, and can be taken out.

    \b
    Examples:
      nervecenter demo gitlab
      nervecenter --data ./sample demo gitlab --from ~/gitlab-product-data
      nervecenter demo gitlab --remove
      NERVECENTER_DATA=./maven nervecenter demo maven --from ~/crm_maven
    """
    start_django()
    if not name:
        _list(as_json=as_json)
    elif remove:
        _remove(name, as_json=as_json)
    else:
        _load(name, folder, if_empty=if_empty, accept=accept, as_json=as_json)


def _list(*, as_json: bool) -> None:
    from nervecenter.demo.companies import COMPANIES
    from nervecenter.demo.queries import sample_companies

    here = {company.name for company in sample_companies()}
    data = [
        {"name": each.name, "title": each.title, "about": each.about, "loaded": each.name in here} for each in COMPANIES
    ]
    lines = columns(
        [[each.name, "here" if each.name in here else "", f"{each.title}. {each.about}"] for each in COMPANIES]
    )
    answer(data, lines, as_json=as_json)


def _remove(name: str, *, as_json: bool) -> None:
    from nervecenter.demo.actions import remove_sample
    from nervecenter.demo.companies import sample_company

    company = sample_company(name)
    removed = remove_sample(company)
    answer({"demo": name, "removed": removed}, f"{company.title} is gone.", as_json=as_json)


def _load(name: str, folder: Path | None, *, if_empty: bool, accept: bool, as_json: bool) -> None:
    from nervecenter.demo.actions import load_sample
    from nervecenter.demo.companies import sample_company
    from nervecenter.demo.queries import holds_other_records, sample_companies

    company = sample_company(name)
    if folder is not None and not folder.is_dir():
        raise CannotRun("there is no such folder; name the one that holds the files", code="file", file=str(folder))
    if if_empty and (sample_companies() or holds_other_records(())):
        told = {"demo": name, "loaded": False, "import_id": None}
        answer(told, "The data folder holds records already; nothing was loaded.", as_json=as_json)
        return
    with ProgressLine(quiet=as_json) as line:
        done = load_sample(company, folder, watch=ShownWatch(line), accept=accept)
    if done.status != done.Status.DONE:
        raise CannotRun(done.message, code="demo")
    counts = f"{counted(done.created, 'record')} created, {done.updated:,} changed, {done.unchanged:,} unchanged"
    waiting = done.unmatched_values.filter(status="open").count()
    lines = [f"{company.title}: {counts}; {counted(waiting, 'word')} of the source name nothing that is known."]
    proposed = done.unmatched_values.exclude(proposal={})
    left = proposed.filter(status__in=("open", "misspelt"))
    for entry in (*proposed.filter(status="resolved"), *left[:5]):
        what = ": accepted" if entry.status == "resolved" else f"? {counted(entry.count, 'row')}"
        lines.append(f"  {entry.value} → {entry.proposal['word']}{what}")
    if left:
        lines.append("Take what is proposed with --accept-proposals, or decide under Words to match.")
    answer({"demo": name, "loaded": True} | outcome(done), lines, as_json=as_json)
