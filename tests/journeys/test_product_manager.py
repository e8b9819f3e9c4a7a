"""A product manager's morning: what disagrees, what may stay for now, and why something is there at all."""

from datetime import date, timedelta

from tests.journeys.windows import Window

IN_A_QUARTER = (date.today() + timedelta(days=90)).isoformat()  # noqa: DTZ011 - the browser's own day


def test_a_finding_is_opened_accepted_with_a_reason_and_an_end_and_told_apart(eve: Window) -> None:
    page = eve.open("/")
    eve.follow(page.get_by_role("link", name="NC601: 9"))
    stood = page.locator("#NC601 .rows > li").count()

    eve.follow(page.get_by_role("link", name="Waive Nobody is accountable for the product marketing of MLOps."))
    page.get_by_label("Accepted by").fill("Eve")
    page.get_by_label("Stands until").fill(IN_A_QUARTER)
    page.get_by_label("Reason").fill("The team is new; marketing is hired for it in spring.")
    eve.follow(page.get_by_role("button", name="Waive until then"))
    eve.open("/honesty/?check=NC601")

    assert stood == 9
    assert page.locator("#NC601 .rows > li").count() == 8
    assert "MLOps" not in page.locator("#NC601").inner_text()
    eve.open("/honesty/?check=NC601&status=waived")
    assert page.locator("#NC601 .rows > li").count() == 1
    assert "Waived" in page.locator("#NC601 .rows > li").inner_text()
    eve.open("/")
    assert "Waived\n1" in page.locator(".key-figures").inner_text()


def test_a_waiver_without_a_reason_is_refused_in_words_and_keeps_what_was_typed(eve: Window) -> None:
    page = eve.open("/honesty/?check=NC601")
    eve.follow(page.get_by_role("link", name="Waive Nobody is accountable for the product marketing of Foundations."))

    page.get_by_label("Accepted by").fill("Eve")
    eve.follow(page.get_by_role("button", name="Waive until then"))

    assert "Nothing was saved yet" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Accepted by").input_value() == "Eve"
    assert page.locator("[aria-invalid=true]").evaluate_all("fields => fields.map(one => one.id)") == ["why"]
    eve.forgive("422")
    eve.open("/honesty/?check=NC601")
    assert "Foundations" in page.locator("#NC601").inner_text()


def test_what_follows_from_a_requirement_is_walked_down_to_what_meets_it(eve: Window) -> None:
    page = eve.open("/search/?q=Security+Governance&kind=requirement")
    eve.follow(page.get_by_role("main").get_by_role("link", name="Security Governance").first)
    page.get_by_role("link", name="So what?").click()
    page.wait_for_selector(".chain")

    parts = page.locator(".chain .kind").all_inner_texts()
    picture = page.get_by_role("region", name="The chain as a picture").inner_text()
    eve.follow(page.locator(".chain li", has_text="Capability").get_by_role("link").first)

    assert [part.split()[0] for part in parts][:2] == ["Requirement", "Answer"]
    assert any(part.startswith("Capability") for part in parts)
    assert "Answer" in picture
    assert page.locator(".record-title").inner_text() == "Security Dashboards"


def test_what_a_claim_rests_on_is_shown_as_a_list_and_as_a_picture(eve: Window) -> None:
    page = eve.open("/search/?q=Distributed+version+control&kind=claim")
    eve.follow(page.get_by_role("main").get_by_role("link", name="Distributed version control").first)

    page.get_by_role("link", name="Why?").click()
    page.wait_for_selector(".chain")

    proofs = page.locator(".chain li", has_text="Proof point").get_by_role("link")
    assert proofs.count() == 6
    assert "Proof point" in (page.locator(".trace-picture svg").text_content() or "")
