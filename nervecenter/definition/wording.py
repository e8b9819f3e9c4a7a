"""The sentence about needs: what is unanswered, and what rests on no evidence or no research."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from nervecenter.definition.queries.jobs import JobTotals
from nervecenter.definition.queries.needs import NeedGroup


def answer(needs: NeedGroup, jobs: JobTotals, where: str) -> SafeString:
    """One sentence about market requirements and the jobs behind them; `where` such as " in Manage"."""
    if not needs.requirements and not jobs.all:
        return format_html("<b>Nobody has written down</b> what the market needs{} yet.", where)
    if not needs.requirements:
        return format_html("No market requirement{} is on record; {}.", where, _jobs(jobs))
    if not jobs.all:
        return format_html("{}.", _needs(needs, where))
    return format_html("{}; {}.", _needs(needs, where), _jobs(jobs))


def _needs(needs: NeedGroup, where: str) -> SafeString:
    total, evidence = needs.requirements, _evidence(needs.unevidenced, needs.requirements)
    if total == 1:
        state = "unanswered" if needs.unanswered else "answered in part" if needs.partly else "answered"
        return format_html("<b>The one market requirement{} is {}</b> and {}", where, state, evidence)
    if needs.unanswered == total:
        told = format_html("<b>None of the {} market requirements{} is answered</b>", f"{total:,}", where)
    elif not needs.unanswered:
        told = format_html("<b>All {} market requirements{} are answered</b>", f"{total:,}", where)
    else:
        verb, numbers = "is" if needs.unanswered == 1 else "are", f"{needs.unanswered:,} of {total:,}"
        told = format_html("<b>{} market requirements{} {} unanswered</b>", numbers, where, verb)
    partly = f", {needs.partly:,} answered in part," if needs.partly else ""
    return format_html("{}{} and {}", told, partly, evidence)


def _evidence(without: int, total: int) -> SafeString:
    """How many rest on no evidence, as the end of a sentence about all of them."""
    if total == 1:
        return format_html("rests on {}", "no evidence" if without else "evidence")
    if not without:
        return mark_safe("all rest on evidence")
    if without == total:
        return mark_safe("none rests on evidence")
    return format_html("{} {} on no evidence", f"{without:,}", "rests" if without == 1 else "rest")


def _jobs(jobs: JobTotals) -> SafeString:
    total, words = jobs.all, jobs_words(jobs)
    unresearched = total - jobs.researched
    if total == 1:
        research = "is not researched" if unresearched else "is researched"
        return format_html("the one {} {} and {}", words, research, _evidence(jobs.unevidenced, 1))
    if not unresearched:
        return format_html("all {} {} are researched and {}", f"{total:,}", words, _evidence(jobs.unevidenced, total))
    verb = "is" if unresearched == 1 else "are"
    numbers = f"{unresearched:,} of {total:,} {words}"
    return format_html("<b>{}</b> {} not researched and {}", numbers, verb, _evidence(jobs.unevidenced, total))


def jobs_words(jobs: JobTotals) -> str:
    """What the company writes down: jobs, problems, or both."""
    if not jobs.problems:
        return "job" if jobs.jobs == 1 else "jobs"
    if not jobs.jobs:
        return "problem" if jobs.problems == 1 else "problems"
    return "jobs and problems"


def aside(needs: NeedGroup, jobs: JobTotals) -> str:
    """What the sentence leaves out: answers in words only, and jobs that no requirement takes up."""
    told = []
    if needs.in_words:
        verb = "is" if needs.in_words == 1 else "are"
        told.append(
            f"{needs.in_words:,} of {needs.answered + needs.partly:,} answered {verb} tied to no capability or module."
        )
    if jobs.untaken:
        told.append(_untaken(jobs))
    return " ".join(told)


def _untaken(jobs: JobTotals) -> str:
    words = jobs_words(jobs)
    if jobs.all == 1:
        return f"No requirement takes up the one {words}."
    if jobs.untaken == jobs.all:
        return f"None of the {jobs.all:,} {words} is taken up by a requirement."
    verb = "is" if jobs.untaken == 1 else "are"
    return f"{jobs.untaken:,} of {jobs.all:,} {words} {verb} taken up by no requirement."


def evidence(number: int, accounts: int) -> str:
    """The evidence of one row: "no evidence", "12 from 5 accounts", "3 from no known account"."""
    if not number:
        return "no evidence"
    whose = "no known account" if not accounts else "1 account" if accounts == 1 else f"{accounts:,} accounts"
    return f"{number:,} from {whose}"
