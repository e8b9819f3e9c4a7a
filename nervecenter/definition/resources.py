"""Definition's resources."""

from nervecenter.definition.models import Answer, Objective, Requirement, RequirementHighlight
from nervecenter.evidence.targets import LinkTarget, register_target
from nervecenter.foundation.navigation import NavigationPage, register_pages
from nervecenter.foundation.resources import Edge, Resource, register

OBJECTIVE = Resource(
    kind="objective",
    prefix="obj",
    model=Objective,
    label="Objective",
    plural="Objectives",
    slug="objectives",
    group="Product",
    about=(
        "An objective is what the business wants to reach, a theme, or the goal of a release. Scheduled "
        "requirements name the one they serve."
    ),
    columns=("name", "kind", "code"),
    filters=("kind",),
    search=("name", "code"),
    form=("name", "code", "kind"),
    example="Halve the time to first value",
)
REQUIREMENT = Resource(
    kind="requirement",
    prefix="req",
    model=Requirement,
    label="Requirement",
    plural="Requirements",
    slug="requirements",
    group="Product",
    about=(
        "A market requirement says what hurts; a product requirement says what we will build for it. Past "
        "draft, it needs problems with evidence from several accounts, or somebody who accepts it as a bet."
    ),
    columns=(
        "name",
        "level",
        "status",
        "product",
        "segment",
        "target_release",
        "size",
        "estimate_days",
        "feasibility",
        "rank",
    ),
    filters=("level", "kind", "status", "product", "module", "segment", "target_release", "feasibility"),
    search=("name", "code", "description"),
    form=(
        "name",
        "code",
        "description",
        "level",
        "kind",
        "status",
        "product",
        "module",
        "segment",
        "problems",
        "objectives",
        "evidence",
        "parent",
        "size",
        "estimate_days",
        "feasibility",
        "target_release",
        "rank",
        "bet_by",
        "bet_until",
        "url",
    ),
    edges=(
        Edge("problems", "reason", "answers"),
        Edge("evidence", "reason", "rests on"),
        Edge("segment", "reason", "asked for by"),
        Edge("parent", "reason", "part of"),
        Edge("objectives", "reason", "serves"),
        Edge("target_release", "consequence", "planned for"),
        Edge("module", "consequence", "built into"),
    ),
    units={"estimate_days": "days"},
    example="An auditor gets the access report within a minute",
)
ANSWER = Resource(
    kind="answer",
    prefix="ans",
    model=Answer,
    label="Answer",
    plural="Answers",
    slug="answers",
    group="Product",
    about=(
        "An answer says how a requirement is met: by which capability or module. One that is still to be said "
        "is a gap, and shown as one."
    ),
    columns=("name", "requirement", "status", "capability", "module", "product"),
    filters=("status", "requirement", "capability", "module", "product"),
    search=("name", "text"),
    form=("name", "requirement", "status", "text", "capability", "module", "product"),
    edges=(
        Edge("requirement", "reason", "answers"),
        Edge("capability", "consequence", "met by"),
        Edge("module", "consequence", "met by"),
        Edge("product", "consequence", "met by"),
    ),
    example="Access report: met by the audit module",
)

REQUIREMENT_HIGHLIGHT = Resource(
    kind="requirement_highlight",
    prefix="rhl",
    model=RequirementHighlight,
    label="Highlight of a requirement",
    plural="Highlights of requirements",
    slug="requirement-highlights",
    group="Product",
    about="The passage of evidence that asks for a requirement, with how important it is to whoever said it.",
    title="passage",
    columns=("passage", "importance", "evidence", "requirement"),
    filters=("importance", "evidence", "requirement"),
    search=("passage",),
    form=("evidence", "requirement", "passage", "starts", "importance"),
    keys=(),
    sort="-id",
    edges=(Edge("evidence", "reason", "is said in"), Edge("requirement", "consequence", "asks for")),
    example="we need the report by noon: critical",
)

register(OBJECTIVE, REQUIREMENT, ANSWER, REQUIREMENT_HIGHLIGHT)
register_target(
    LinkTarget("requirement", Requirement.evidence.through, RequirementHighlight, texts=("name", "description"))
)
register_pages(
    NavigationPage(
        "/definition/needs/",
        "Needs and answers",
        "Product",
        finds="market requirements jobs to be done evidence answers",
    ),
    NavigationPage(
        "/evidence/demand/",
        "Demand",
        "Market",
        finds="what the market asks for most accounts behind problems requirements revenue pipeline",
    ),
)
