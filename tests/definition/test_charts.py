"""The pictures of needs: what they show, and that they stand without a single row."""

import datetime as dt

from nervecenter.definition.charts import answer_figure, answers_by, confidence_by_team, confidence_figure
from nervecenter.definition.queries.jobs import JobGroup
from nervecenter.definition.queries.needs import NeedGroup
from tests.specifications import checked, fields

TODAY = dt.date(2022, 11, 11)
AGILE, NONE = NeedGroup(3, "Agile", 3, 1, 1, 0, 2, 5), NeedGroup(None, "", 0, 0, 0, 2, 0, 2)


def test_a_use_case_is_a_bar_split_by_its_answers() -> None:
    picture = checked(answers_by([AGILE, NONE], {3: "/a", None: "/n"}, "None named"))

    assert fields(picture) == {"y": "name", "x": "requirements", "color": "state", "order": "order", "href": "path"}
    assert picture["encoding"]["y"]["sort"] == ["Agile", "None named"]
    assert picture["encoding"]["color"]["scale"]["domain"] == ["Answered", "In part", "To be said", "No answer"]
    assert [(row["name"], row["state"], row["requirements"], row["path"]) for row in picture["data"]["values"]] == [
        ("Agile", "Answered", 3, "/a"),
        ("Agile", "In part", 1, "/a"),
        ("Agile", "To be said", 1, "/a"),
        ("None named", "No answer", 2, "/n"),
    ]


def test_a_team_is_a_bar_split_by_how_sure_it_is() -> None:
    picture = checked(confidence_by_team([JobGroup(2, "Runner", 3, 1, 0)], {2: "/r"}))

    assert fields(picture) == {"y": "name", "x": "jobs", "color": "state", "order": "order", "href": "path"}
    assert [(row["state"], row["jobs"]) for row in picture["data"]["values"]] == [("Researched", 3), ("Heuristic", 1)]


def test_the_table_holds_the_same_numbers() -> None:
    figure = answer_figure([AGILE, NONE], {}, "use case", "None named", TODAY)

    assert figure.columns[0] == "Use case"
    assert list(figure.rows) == [("Agile", 3, 1, 1, 0, 5, 5), ("None named", 0, 0, 0, 2, 2, 2)]
    assert (figure.counted, figure.as_of, figure.note) == ("7 market requirements", TODAY, "")


def test_too_many_bars_are_cut_in_the_picture_and_whole_in_the_table() -> None:
    groups = [JobGroup(number, f"Team {number:02}", 1, 0, 0) for number in range(1, 26)]

    figure = confidence_figure([*groups, JobGroup(None, "", 1, 0, 0)], {}, TODAY)

    assert len(figure.specification["data"]["values"]) == 20
    assert len(figure.rows) == 26
    assert figure.counted == "26 jobs of 25 teams"
    assert figure.note == "The first 20 of 26 are drawn; the table has all"


def test_without_a_row_the_pictures_are_empty_and_say_so() -> None:
    assert checked(answers_by([], {}, "None named"))["data"]["values"] == []
    assert checked(confidence_by_team([], {}))["data"]["values"] == []
    assert answer_figure([], {}, "product", "None named", TODAY).counted == "0 market requirements"
    assert confidence_figure([], {}, TODAY).counted == "0 jobs of 0 teams"
