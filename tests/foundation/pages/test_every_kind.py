"""The contract of the generic pages, for every kind that is declared."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nervecenter.foundation.actions import change_record, create_record, read_record
from nervecenter.foundation.changes import Change
from nervecenter.foundation.fields import field_specs
from nervecenter.foundation.resources import all_resources, resource
from nervecenter.foundation.tracked import TrackedModel
from tests.factories import full_values, made, needed_values
from tests.foundation.pages.readers import body_of, form_data, signed_in

KINDS = [declared.kind for declared in all_resources()]
pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("kind", KINDS)]


def filled(kind: str) -> TrackedModel:
    return create_record(kind, needed_values(kind) | full_values(kind), actor=None)


def test_the_list_shows_its_records(kind: str) -> None:
    record = made(kind)
    declared = resource(kind)

    response = signed_in("viewer").get(declared.path)

    assert response.status_code == 200
    assert f'id="row-{declared.public_id(record.pk)}"' in response.text
    assert "None" not in response.text.replace("None of", "")


def test_an_empty_list_says_what_the_kind_is_for(kind: str) -> None:
    declared = resource(kind)

    response = signed_in("editor").get(declared.path)

    assert f"There is no {declared.label.lower()} yet." in response.text
    assert f'href="{declared.path}new/"' in response.text


def test_the_list_takes_as_many_queries_for_six_records_as_for_two(kind: str) -> None:
    declared = resource(kind)
    client = signed_in("admin")
    counts = []

    for more in (2, 4):
        for _ in range(more):
            made(kind)
        client.get(declared.path)
        with CaptureQueriesContext(connection) as queries:
            client.get(declared.path)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_drawer_is_a_part_and_the_record_a_whole_page(kind: str) -> None:
    record = filled(kind)
    declared = resource(kind)
    path = declared.record_path(record.pk)
    client = signed_in("viewer")

    drawer = client.get(f"{path}drawer/", headers={"HX-Request": "true"})
    whole = client.get(path)

    assert (drawer.status_code, whole.status_code) == (200, 200)
    assert "<html" not in drawer.text
    assert "<html" in whole.text
    assert declared.public_id(record.pk) in drawer.text


def test_every_tab_of_a_record_opens(kind: str) -> None:
    path = resource(kind).record_path(filled(kind).pk)
    client = signed_in("viewer")

    tabs = {tab: client.get(f"{path}?tab={tab}") for tab in ("linked", "why", "so-what", "history")}

    assert {tab: response.status_code for tab, response in tabs.items()} == dict.fromkeys(tabs, 200)
    assert all(
        f'?tab={tab}" hx-target="closest .tabbed" hx-swap="innerHTML" aria-current="true"' in response.text
        for tab, response in tabs.items()
    )


def test_what_the_form_sends_is_created(kind: str) -> None:
    declared = resource(kind)
    values = {name: value for name, value in full_values(kind).items() if name in declared.form}
    values = needed_values(kind) | values
    client = signed_in("contributor")
    before = declared.model._default_manager.count()

    shown = client.get(f"{declared.path}new/")
    response = client.post(f"{declared.path}new/", form_data(declared, values))

    assert shown.status_code == 200
    assert response.status_code == 302, response.text
    assert declared.model._default_manager.count() == before + 1
    newest = declared.model._default_manager.latest("id")
    assert response["Location"] == declared.record_path(newest.pk)
    assert str(newest.created_by) == "contributor-of-the-house"


def test_the_form_gives_back_what_it_showed(kind: str) -> None:
    declared = resource(kind)
    record = read_record(kind, filled(kind).pk)
    plain = [spec.column for name, spec in field_specs(declared).items() if name in declared.form and spec.column]
    before = values_of(record, plain)
    client = signed_in("contributor")
    page = client.get(f"{declared.record_path(record.pk)}edit/")
    sent = {one.spec.name: [one.value] for one in page.context["inputs"] if one.kind != "checkbox"}
    sent |= {one.spec.name: ["yes"] for one in page.context["inputs"] if one.kind == "checkbox" and one.value == "yes"}
    sent |= {
        one.spec.name: [option.value for option in one.options if option.chosen]
        for one in page.context["inputs"]
        if one.kind == "checkboxes"
    }

    response = client.post(f"{declared.record_path(record.pk)}edit/", sent | {"expected_version": record.version})

    assert response.status_code == 302, response.text
    again = read_record(kind, record.pk)
    assert values_of(again, plain) == before
    assert again.version == 2


def values_of(record: TrackedModel, columns: list[str]) -> dict[str, object]:
    return {column: getattr(record, column) for column in columns}


def test_a_stale_form_shows_both_versions_and_changes_nothing(kind: str) -> None:
    declared = resource(kind)
    record = made(kind)
    values = {name: value for name, value in needed_values(kind).items() if name in declared.form}
    change_record(kind, record.pk, {}, actor=None, expected_version=1)
    written = Change.objects.count()

    response = signed_in("editor").post(
        f"{declared.record_path(record.pk)}edit/", form_data(declared, values) | {"expected_version": 1}
    )

    assert response.status_code == 412
    assert "What is saved now" in response.text
    assert read_record(kind, record.pk).version == 2
    assert Change.objects.count() == written


def test_an_archived_record_leaves_the_list_and_comes_back_by_undo(kind: str) -> None:
    declared = resource(kind)
    record = made(kind)
    row = f'id="row-{declared.public_id(record.pk)}"'
    client = signed_in("editor")

    client.post(f"{declared.record_path(record.pk)}archive/", {"expected_version": 1})
    archived = client.get(declared.path)
    changeset = Change.objects.filter(table=declared.model._meta.db_table).latest("id").changeset_id
    client.post(f"/changes/{changeset}/undo/")

    assert row not in archived.text
    assert f"/changes/{changeset}/undo/" in archived.text
    assert row in client.get(declared.path).text


def test_a_selection_is_archived_as_one_change(kind: str) -> None:
    declared = resource(kind)
    ids = [declared.public_id(made(kind).pk) for _ in range(3)]
    client = signed_in("editor")

    response = client.post(f"{declared.path}archive/", {"ids": ids[:2]})

    assert response.status_code == 302
    rows = client.get(declared.path).text
    assert [f'id="row-{one}"' in rows for one in ids] == [False, False, True]


def test_the_export_holds_every_record_in_every_format(kind: str) -> None:
    declared = resource(kind)
    ids = {declared.public_id(filled(kind).pk) for _ in range(2)}
    client = signed_in("viewer")

    for suffix in ("csv", "json", "xlsx"):
        response = client.get(f"{declared.path}export/?format={suffix}")

        assert response["Content-Disposition"].endswith(f'.{suffix}"')
        assert ids <= exported_ids(suffix, body_of(response))


def exported_ids(suffix: str, body: bytes) -> set[str]:
    if suffix == "csv":
        return {row["id"] for row in csv.DictReader(io.StringIO(body.decode()))}
    if suffix == "json":
        return {row["id"] for row in json.loads(body)}
    from openpyxl import load_workbook

    rows = list(load_workbook(io.BytesIO(body)).worksheets[0].iter_rows(values_only=True))
    return {str(row[0]) for row in rows[1:]}


def test_a_viewer_looks_but_changes_nothing(kind: str) -> None:
    declared = resource(kind)
    record = made(kind)
    path = declared.record_path(record.pk)
    client = signed_in("viewer")

    refused = [
        client.get(f"{declared.path}new/"),
        client.post(f"{declared.path}new/", form_data(declared, needed_values(kind))),
        client.post(f"{path}edit/", {"expected_version": 1}),
        client.post(f"{path}archive/", {"expected_version": 1}),
        client.post(f"{declared.path}archive/", {"ids": [declared.public_id(record.pk)]}),
        client.get(f"{declared.path}edit/?ids={declared.public_id(record.pk)}"),
    ]

    assert [response.status_code for response in refused] == [403] * 6
    assert "Your role does not allow this" in refused[0].text
    assert read_record(kind, record.pk).version == 1
    assert Change.objects.filter(table=declared.model._meta.db_table, operation="U").count() == 0


def test_whoever_is_not_signed_in_is_sent_to_sign_in(kind: str) -> None:
    from django.test import Client

    declared = resource(kind)

    response = Client().get(f"{declared.path}?sort=-id")

    assert response.status_code == 302
    assert response["Location"] == f"/sign-in/?next={declared.path}%3Fsort%3D-id"


def test_filters_display_and_documentation_open(kind: str) -> None:
    declared = resource(kind)
    client = signed_in("viewer")

    pages = [
        client.get(f"{declared.path}filters/"),
        client.get(f"{declared.path}display/"),
        client.get(f"/documentation/{kind}/"),
    ]

    assert [response.status_code for response in pages] == [200, 200, 200]
