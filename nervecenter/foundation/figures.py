"""Figures: a Vega-Lite specification together with its table, its n, its date and its CSV.

A context's `charts.py` makes the specification; a page shows the figure with
`{% include "foundation/parts/figure.html" with figure=figure %}`. Leave colours, fonts and background to the page:
they follow light and dark. Give `width="container"` so that the picture fits a narrow screen.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture and the rows behind it. `counted` is the n in words ("1,208 capabilities"); `link` leads to them."""

    title: str
    specification: Mapping[str, Any]
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    counted: str
    as_of: dt.date | None = None
    link: str = ""
    csv_path: str = ""
    note: str = ""

    @property
    def name(self) -> str:
        """An identifier for the page, made from the title."""
        return "figure-" + "".join(sign if sign.isalnum() else "-" for sign in self.title.lower())

    @property
    def numeric(self) -> frozenset[int]:
        """The places of the columns that hold numbers only."""
        return frozenset(
            place
            for place in range(len(self.columns))
            if self.rows and all(isinstance(row[place], int | float) or row[place] is None for row in self.rows)
        )

    def csv(self) -> str:
        """The rows as CSV, with a head."""
        return csv_text(self.columns, self.rows)


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table as CSV, with a head; a text that would run as a formula in a spreadsheet gets an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return text.getvalue()


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
