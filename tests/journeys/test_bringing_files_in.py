"""A spreadsheet of one's own: dropped, mapped, looked at, brought in, taken back."""

from pathlib import Path

from tests.journeys.accessibility import faults_shown
from tests.journeys.windows import Window

DROP = """([name, text]) => {
    const carried = new DataTransfer();
    carried.items.add(new File([text], name, { type: "text/csv" }));
    for (const kind of ["dragover", "drop"]) {
        document.querySelector("main").dispatchEvent(
            new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: carried }));
    }
}"""
CUSTOMERS = """Firma;Land;Mitarbeiter;Stand
Nordlicht Bank;Norway;2300;customer
Alpenkasse;Austria;forty;prospect
Hafenversicherung;Germany;810;customer
Inselbank;Iceland;95;maybe
"""


def dropped(window: Window, name: str, text: str) -> None:
    """The file lands on the page of the imports, and has been looked at."""
    page = window.open("/imports/")
    with page.expect_navigation(url="**/imports/*/"):
        page.evaluate(DROP, [name, text])
    window.settle()


def test_a_file_is_dropped_mapped_previewed_run_and_undone(eve: Window) -> None:
    page = eve.page
    dropped(eve, "kunden.csv", CUSTOMERS)
    unknown = eve.answer
    eve.follow(page.get_by_role("link", name="Choose what each column is"))
    with page.expect_navigation():
        page.get_by_label("Each row is a").select_option(label="account")
    for field, column in (("name", "Firma"), ("country", "Land"), ("employees", "Mitarbeiter"), ("status", "Stand")):
        page.get_by_label(f"Column for {field}", exact=True).select_option(label=column)
    eve.follow(page.get_by_role("button", name="Look at the files with this mapping"))
    preview, faults = eve.answer, faults_shown(eve)
    bad = page.get_by_role("region", name="Bad cells").locator("tbody tr").all_inner_texts()
    written = eve.record("accounts")["items"]

    eve.follow(page.get_by_role("button", name="Bring in all but the bad rows"))
    brought = [row["name"] for row in eve.record("accounts?sort=name")["items"]]
    eve.follow(page.get_by_role("button", name="Undo this import"))

    assert unknown.startswith("These files are like none that is known yet.")
    assert preview.startswith("This would create 2, change 0 and leave 0 as they are; 2 rows have bad cells.")
    assert [row.split("\t")[:4] for row in bad] == [
        ["kunden.csv", "3", "Mitarbeiter", "forty"],
        ["kunden.csv", "5", "Stand", "maybe"],
    ]
    assert (written, faults) == ([], [])
    assert brought == ["Hafenversicherung", "Nordlicht Bank"]
    assert eve.answer == "This import was taken back as a whole."
    assert eve.record("accounts")["items"] == []


def test_files_with_the_same_columns_find_their_mapping_again_and_change_nothing_twice(eve: Window) -> None:
    page = eve.page
    text = "Wettbewerber;Adresse\nKestrel Forge;https://kestrel.example\n"
    dropped(eve, "rivals.csv", text)
    eve.follow(page.get_by_role("link", name="Choose what each column is"))
    with page.expect_navigation():
        page.get_by_label("Each row is a").select_option(label="competitor")
    screen = faults_shown(eve)
    page.get_by_label("Column for name", exact=True).select_option(label="Wettbewerber")
    page.get_by_label("Column for website", exact=True).select_option(label="Adresse")
    eve.follow(page.get_by_role("button", name="Look at the files with this mapping"))
    eve.follow(page.get_by_role("button", name="Bring them in"))
    first = eve.answer

    dropped(eve, "rivals again.csv", text)

    assert screen == []
    assert first == "1 created, 0 changed, 0 unchanged."
    assert eve.answer.startswith("This would create 0, change 0 and leave 1 as they are.")


def test_a_file_that_cannot_be_read_says_where_the_reading_stopped(eve: Window) -> None:
    dropped(eve, "jobs.yml", "jobs:\n  - name: [unclosed\n  - name: other\n")

    told = eve.page.get_by_role("region", name="Bad cells").locator("tbody tr").inner_text()

    assert eve.answer.startswith("This file cannot be read.")
    assert told.split("\t")[:3] == ["jobs.yml", "3", "9"]
    assert "is not YAML" in told
    assert eve.page.get_by_role("link", name="Choose what each column is").count() == 0


def test_a_chosen_folder_is_looked_at_with_its_folders_and_without_what_is_no_data(eve: Window, tmp_path: Path) -> None:
    for name, text in (("a.csv", CUSTOMERS), ("deeper/b.csv", CUSTOMERS), ("logo.bin", "x"), (".git/c.csv", "x")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    page = eve.open("/imports/")

    with page.expect_navigation(url="**/imports/*/"):
        page.get_by_label("or a whole folder").set_input_files(tmp_path)
    eve.settle()

    shown = page.locator("main").inner_text()
    assert "a.csv" in shown
    assert "b.csv" in shown
    assert "logo.bin" not in shown
    assert "c.csv" not in shown


def test_a_folder_without_anything_to_read_is_not_sent_and_says_so(eve: Window, tmp_path: Path) -> None:
    (tmp_path / "logo.bin").write_text("x", encoding="utf-8")
    page = eve.open("/imports/")

    page.get_by_label("or a whole folder").set_input_files(tmp_path)

    page.get_by_text("No file in this folder can be read. Choose another one.").wait_for()
    assert eve.place == "/imports/"
