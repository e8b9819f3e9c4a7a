"""What the mappings make of GitLab's extract: how many of each kind, known truths, every word that names nothing."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from nervecenter.demo.gitlab import gitlab_files
from tests.demo.gitlab_drafts import EXTRACT, FULL, Drafts, drafts, recognised


@pytest.fixture
def extract() -> Drafts:
    return drafts(EXTRACT)


def test_nothing_in_the_extract_is_refused_or_contradicts_itself(extract: Drafts) -> None:
    assert extract.log.errors == []
    assert extract.contradictions == []


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("product_line", 10),
        ("product", 20),
        ("team", 60),
        ("module", 139),
        ("person", 1368),
        ("ownership", 697),
        ("edition", 4),
        ("delivery_mode", 2),
        ("offering", 8),
        ("capability", 573),
        ("pricing_theme", 25),
        ("competitor", 85),
        ("comparison", 1817),
        ("criterion_score", 1008),
        ("market_size", 10),
        ("problem", 238),
        ("evidence", 247),
        ("segment", 15),
        ("persona", 22),
        ("requirement", 100),
        ("answer", 104),
        ("claim", 56),
        ("proof_point", 48),
        ("positioning", 2),
        ("message_house", 2),
        ("message", 38),
        ("release", 173),
        ("release_item", 1144),
        ("asset", 103),
        ("analyst_report", 10),
        ("metric", 11),
    ],
)
def test_as_many_records_as_the_files_hold(extract: Drafts, kind: str, count: int) -> None:
    assert len(extract.of(kind)) == count


def test_every_file_but_three_pages_of_prose_is_recognised() -> None:
    found = {file.name: document.name for file in gitlab_files(EXTRACT) if (document := recognised(file))}

    unknown = sorted(file.name for file in gitlab_files(EXTRACT) if file.name not in found)

    assert unknown == ["docs/messaging.md", "docs/pricing_model.md", "docs/tiers.md"]
    assert found["features.yml"] == "gitlab-features"
    assert found["stages.yml"] == "gitlab-stages"
    assert found["docs/message_house_cd.md"] == "gitlab-message-house-cd"
    assert found["docs/message_house_devops_platform.md"] == "gitlab-message-house-platform"
    assert {name for file, name in found.items() if file.startswith("comparison_pages/")} == {"gitlab-comparison-page"}
    assert len(set(found.values())) == 24


def test_one_marketer_stands_on_23_of_60_groups_and_seven_groups_have_none(extract: Drafts) -> None:
    held = [one for one in extract.of("ownership").values() if one.get("team")]
    marketers = Counter(one["person_label"] for one in held if one["role"] == "pmm")
    managers = Counter(one["person_label"] for one in held if one["role"] == "pm")

    without = set(extract.of("team")) - {one["team"] for one in held if one["role"] == "pmm"}

    assert marketers.most_common(2) == [("pd4fcd653", 23), ("p8db9f91c", 13)]
    assert len(without) == 7
    assert max(managers.values()) == 3


def test_a_holder_is_the_same_whether_acting_or_not(extract: Drafts) -> None:
    owned = extract.of("ownership")

    assert owned["group/import/pm/p52d83ebc-acting"] == {
        "name": "pm of Import",
        "role": "pm",
        "person": "p52d83ebc",
        "person_label": "p52d83ebc",
        "is_acting": True,
        "team": "import",
    }
    assert (owned["section/sec/sm/tbd"]["person"], owned["section/sec/sm/tbd"]["person_label"]) == (None, "TBD")


def test_66_capabilities_name_no_module_that_is_known(extract: Drafts) -> None:
    modules = set(extract.of("module"))

    lost = [one for one in extract.of("capability").values() if not set(one["modules"]) & modules]

    assert len(lost) == 66
    assert extract.unmatched()["capability.modules"] == {
        "unknown": 37, "editor": 12, "continuous delivery": 5, "configuration": 4, "Continuous_Delivery": 2,
        "self-monitoring": 1, "accessibility_testing": 1, "project_management": 1, "usability_testing": 1,
        "Release Orchestration": 1,
    }  # fmt: skip


def test_words_that_name_nothing_are_known_one_by_one(extract: Drafts) -> None:
    counts = {where: words.total() for where, words in extract.unmatched().items()}

    assert counts == {
        "answer.module": 16,
        "asset.modules": 27,
        "capability.modules": 65,
        "capability.theme": 7,
        "message.persona": 7,
        "pricing_theme.edition": 1,
        "problem.parent": 2,
        "problem.team": 147,
        "release_item.modules": 81,
    }
    assert extract.unmatched()["message.persona"] == {"Devon": 3, "Erin": 2, "Kennedy": 2}


def test_a_cell_of_a_rival_becomes_a_comparison_and_no_cell_none(extract: Drafts) -> None:
    comparisons = extract.of("comparison")

    assert Counter(one["verdict"] for one in comparisons.values()) == {"no": 952, "yes": 776, "partial": 89}
    assert Counter(one["competitor"] for one in comparisons.values()).most_common(3) == [
        ("github", 226), ("bitbucket", 90), ("azure_devops", 66),
    ]  # fmt: skip
    assert "restrict-access-by-ip-address/github" not in comparisons
    assert {one["competitor"] for one in comparisons.values()} <= set(extract.of("competitor"))


def test_a_feature_is_a_capability_with_tiers_and_delivery(extract: Drafts) -> None:
    capabilities = extract.of("capability")

    restricted = capabilities["restrict-access-by-ip-address"]

    assert (restricted["status"], restricted["editions"], restricted["deliveries"]) == (
        "shipped", ("premium", "ultimate"), ("saas", "self_managed"),
    )  # fmt: skip
    assert (restricted["modules"], restricted["purchase_path_count"]) == (("system_access",), 4)
    assert capabilities["restrict-access-by-ip-address-2"]["purchase_path_count"] == 3
    assert capabilities["git-protocol-v2-support-2"]["modules"] == ("source_code_management",)
    assert capabilities["https-docs-gitlab-com-ee-administration-auth-crowd-html"]["name"] == "crowd"
    assert capabilities["static-application-security-testing"]["editions"] == ("core", "starter", "premium", "ultimate")


def test_what_no_tier_has_is_not_called_shipped(extract: Drafts) -> None:
    capabilities = extract.of("capability").values()

    assert Counter(one["status"] for one in capabilities) == {"shipped": 537, "planned": 36}
    assert not any(one["editions"] for one in capabilities if one["status"] == "planned")


def test_features_on_the_path_to_a_purchase_are_evidence_of_use(extract: Drafts) -> None:
    evidence = extract.of("evidence")

    assert Counter(one["kind"] for one in evidence.values()) == {"usage": 139, "research": 108}
    assert evidence["restrict-access-by-ip-address"]["weight"] == 4
    assert evidence["restrict-access-by-ip-address-2"]["capability"] == "restrict-access-by-ip-address-2"
    assert evidence["research/release-and-deploy"]["problems"] == ("release-and-deploy",)


def test_categories_keep_today_and_the_plan(extract: Drafts) -> None:
    subgroups = extract.of("module")["subgroups"]

    assert (subgroups["maturity"], subgroups["lovable_on"], subgroups["product"], subgroups["team"]) == (
        "complete", date(2023, 6, 30), "manage", "workspace",
    )  # fmt: skip
    assert Counter(one["maturity"] for one in extract.of("module").values()) == {
        "viable": 49, "minimal": 34, "none": 29, "complete": 13, "planned": 10, "lovable": 4,
    }  # fmt: skip


def test_stages_are_products_with_their_teams_and_figures(extract: Drafts) -> None:
    manage = extract.of("product")["manage"]

    assert (manage["name"], manage["line"], manage["spend_percent"]) == ("Manage", "dev", Decimal("12.70"))
    assert (manage["usage_driver_score"], manage["revenue_driver_score"], manage["market_driver_score"]) == (3, 5, 1)
    assert manage["teams"][:3] == ("authentication_and_authorization", "workspace", "import")
    assert manage["direction_url"] == "https://about.gitlab.com/direction/dev/#manage"


def test_jobs_tell_how_sure_they_are(extract: Drafts) -> None:
    problems = extract.of("problem")

    assert Counter(one["confidence"] for one in problems.values()) == {
        "researched": 119,
        "unknown": 92,
        "heuristic": 27,
    }
    assert problems["release-and-deploy-b"]["parent"] == "release-and-deploy"
    assert problems["secure-identifying-risk-a"]["name"] == "Identifying vulnerabilities in new code"


def test_market_requirements_have_their_answers(extract: Drafts) -> None:
    requirements = extract.of("requirement")
    market = {name for name, one in requirements.items() if one["level"] == "market"}
    answers = {one["requirement"] for name, one in extract.of("answer").items() if name.endswith("/answer")}

    assert (len(market), len(market - answers)) == (78, 18)
    assert {name.split("/")[0] for name in market - answers} == {"data-science", "package"}
    assert extract.of("answer")["ci/build-automation/answer"]["requirement"] == "ci/build-automation"
    assert extract.of("answer")["cd/release-planning/answer"]["module"] == "Release Orchestration"
    assert Counter(one["status"] for one in extract.of("answer").values()) == {"answered": 84, "tbd": 20}


def test_differentiators_are_claims_and_their_links_proof(extract: Drafts) -> None:
    proven = {one["claim"] for one in extract.of("proof_point").values()}

    unproven = set(extract.of("claim")) - proven

    assert len(unproven) == 30
    assert proven <= set(extract.of("claim"))
    assert sum(one["dated_on"] is not None for one in extract.of("proof_point").values()) == 8
    assert {one["source_url"].partition("://")[0] for one in extract.of("proof_point").values()} == {"https"}


def test_releases_of_all_files_are_one_list(extract: Drafts) -> None:
    releases = extract.of("release")

    assert Counter(one["status"] for one in releases.values()) == {"released": 170, "planned": 3}
    assert {name for name, one in releases.items() if one["status"] == "planned"} == {"15.6", "15.7", "15.8"}
    assert releases["13.0"]["url"] == "https://about.gitlab.com/releases/2020/05/22/gitlab-13-0-released/"
    assert releases["14.4"]["released_on"] == date(2021, 10, 22)
    assert {one["release"] for one in extract.of("release_item").values()} <= set(releases)


def test_release_items_tell_what_ends_when(extract: Drafts) -> None:
    items = extract.of("release_item")

    assert Counter(one["change"] for one in items.values()) == {
        "shipped": 903, "deprecated": 137, "removed": 53, "upgrade": 39, "other": 12,
    }  # fmt: skip
    assert sum(one["due_on"] is not None for one in items.values()) == 100
    assert Counter(one["due_release"] for one in items.values() if one["due_release"]) == {
        "11.0": 5, "13.0": 2, "12.5": 2, "12.3": 1,
    }  # fmt: skip


def test_plans_are_scheduled_only_when_they_have_a_release(extract: Drafts) -> None:
    plans = [one for one in extract.of("requirement").values() if one["level"] == "product"]

    assert Counter((one["status"], one["target_release"] is not None) for one in plans) == {
        ("scheduled", True): 5, ("accepted", False): 17,
    }  # fmt: skip
    assert sorted(one["rank"] for one in plans) == list(range(1, 23))
    assert Counter(one["size"] for one in plans) == {"": 16, "M": 4, "L": 1, "S": 1}


def test_vendors_are_scored_on_the_same_criteria_and_one_is_us(extract: Drafts) -> None:
    scores = extract.of("criterion_score").values()

    assert set(Counter(one["competitor"] for one in scores).values()) == {126}
    assert [name for name, one in extract.of("competitor").items() if one.get("is_us")] == ["gitlab"]
    assert {one["score"] for one in scores} == {0, 1, 2}


def test_collateral_tells_its_age(extract: Drafts) -> None:
    deck = extract.of("asset")["collateral/pitch-deck"]

    assert (deck["published_on"], deck["changed_on"], deck["built_from"]) == (
        date(2018, 3, 1),
        date(2020, 5, 1),
        "12.10",
    )
    assert extract.of("asset")["collateral/vcc-message-house"]["segment"] == "version-control-collaboration"


def test_no_offering_has_a_channel_or_a_price(extract: Drafts) -> None:
    offerings = extract.of("offering")

    assert {key for one in offerings.values() for key in one} == {"name", "is_sold", "edition", "delivery"}
    assert [name for name, one in offerings.items() if not one["is_sold"]] == ["starter/self_managed", "starter/saas"]


def test_personas_are_users_and_buyers(extract: Drafts) -> None:
    personas = extract.of("persona")

    assert Counter((one["kind"], one["decision_role"]) for one in personas.values()) == {
        ("user", "uses"): 14, ("buyer", "decides"): 8,
    }  # fmt: skip
    assert personas["delaney"]["title"] == "Development Team Lead"


def test_message_houses_have_pillars_promises_and_pains(extract: Drafts) -> None:
    messages = extract.of("message")

    assert Counter((one["house"], one["level"]) for one in messages.values()) == {
        ("cd", "pillar"): 3, ("cd", "promise"): 3, ("cd", "pain"): 3, ("cd", "support"): 7,
        ("devops-platform", "roof"): 1, ("devops-platform", "pillar"): 3, ("devops-platform", "promise"): 15,
        ("devops-platform", "pain"): 3,
    }  # fmt: skip
    assert messages["cd/consistent"]["name"] == "CONSISTENT"
    assert messages["devops-platform/smb/user-delaney-the-development-team-lead"]["persona"] == "Delaney"


def test_the_full_files_give_the_same_records_with_their_texts() -> None:
    if not FULL.is_dir():
        pytest.skip("the full GitLab files (../shared/data/gitlab) are not here")
    extract, full = drafts(EXTRACT), drafts(FULL)

    same = {kind: set(records) == set(full.of(kind)) for kind, records in extract.records.items()}

    assert (full.log.errors, full.contradictions) == ([], [])
    assert [kind for kind, is_same in same.items() if not is_same] == []
    assert all(one["summary"] for one in full.of("capability").values())
    assert not any(one["summary"] for one in extract.of("capability").values())
