"""Evidence's resources: what the market says, which passages speak to which problem, what surveys measured."""

from nervecenter.evidence import deal_resources, feedback_resources
from nervecenter.evidence.models import Evidence, Highlight, Outcome, OutcomeRating, Survey
from nervecenter.evidence.queries.badge import waiting_badge
from nervecenter.evidence.targets import LinkTarget, register_target
from nervecenter.foundation.navigation import NavigationPage, register_pages
from nervecenter.foundation.resources import Edge, Resource, register

EVIDENCE = Resource(
    kind="evidence",
    prefix="evd",
    model=Evidence,
    label="Evidence",
    plural="Evidence",
    slug="evidence",
    group="Market",
    about=(
        "Evidence is one thing the market said or did: an interview, a ticket, a review, research, usage. "
        "Link it to the problems it speaks to; each account counts once."
    ),
    columns=("name", "kind", "grade", "occurred_on", "account", "product", "capability", "weight", "problems"),
    filters=(
        "kind",
        "grade",
        "aim",
        "triage",
        "occurred_on",
        "account",
        "segment",
        "deal",
        "survey",
        "product",
        "capability",
        "rating",
        "state",
        "priority",
    ),
    search=("name", "text"),
    form=(
        "name",
        "text",
        "kind",
        "grade",
        "aim",
        "triage",
        "occurred_on",
        "account",
        "contact",
        "author",
        "segment",
        "product",
        "capability",
        "problems",
        "personas",
        "participants",
        "interviewers",
        "deal",
        "survey",
        "rating",
        "state",
        "priority",
        "topics",
        "weight",
        "url",
    ),
    keys=(),
    sort="-occurred_on",
    edges=(
        Edge("problems", "consequence", "speaks to"),
        Edge("capability", "consequence", "concerns"),
        Edge("account", "reason", "said by"),
        Edge("personas", "consequence", "shapes"),
        Edge("deal", "reason", "heard in"),
    ),
    example="Northwind Bank, interview of 3 May: exports take a day",
)

HIGHLIGHT = Resource(
    kind="highlight",
    prefix="hlt",
    model=Highlight,
    label="Highlight",
    plural="Highlights",
    slug="highlights",
    group="Market",
    about=(
        "A highlight is the passage of a piece of evidence that speaks to a problem, with how important it is to "
        "whoever said it. Without a passage, all of the evidence is meant."
    ),
    title="passage",
    columns=("passage", "importance", "evidence", "problem"),
    filters=("importance", "evidence", "problem"),
    search=("passage",),
    form=("evidence", "problem", "passage", "starts", "importance"),
    keys=(),
    sort="-id",
    edges=(Edge("evidence", "reason", "is said in"), Edge("problem", "consequence", "speaks to")),
    example="exports take a whole day: critical",
)
SURVEY = Resource(
    kind="survey",
    prefix="svy",
    model=Survey,
    label="Survey",
    plural="Surveys",
    slug="surveys",
    group="Market",
    about=(
        "A survey is a set of questions put to many people. Its answers in words are evidence, its ratings figures."
    ),
    columns=("name", "opened_on", "closed_on", "invited"),
    filters=("opened_on",),
    search=("name", "code", "description"),
    form=("name", "code", "opened_on", "closed_on", "invited", "url", "description"),
    units={"invited": "people"},
    example="Users' survey of spring",
)
OUTCOME = Resource(
    kind="outcome",
    prefix="otc",
    model=Outcome,
    label="Outcome",
    plural="Outcomes",
    slug="outcomes",
    group="Market",
    about=(
        "An outcome is what people want more or less of when they do a job, such as less time until an export is "
        "ready. People rate how important it is and how well it is served today."
    ),
    columns=("name", "direction", "job"),
    filters=("direction", "job"),
    search=("name", "code"),
    form=("name", "code", "direction", "job"),
    edges=(Edge("job", "reason", "part of"),),
    example="Less time until an export is ready",
)
OUTCOME_RATING = Resource(
    kind="outcome_rating",
    prefix="otr",
    model=OutcomeRating,
    label="Rating",
    plural="Ratings of outcomes",
    slug="outcome-ratings",
    group="Market",
    about="One person's rating of an outcome: how important it is and how satisfied they are today, each from 1 to 5.",
    columns=("outcome", "importance", "satisfaction", "rated_on", "segment", "account", "survey"),
    filters=("outcome", "segment", "account", "survey", "rated_on"),
    search=("name",),
    form=(
        "outcome",
        "importance",
        "satisfaction",
        "rated_on",
        "segment",
        "account",
        "contact",
        "survey",
        "name",
    ),
    keys=(),
    sort="-id",
    edges=(Edge("outcome", "consequence", "rates"), Edge("account", "reason", "said by")),
    example="Importance 5, satisfaction 2",
)

register(
    EVIDENCE, HIGHLIGHT, SURVEY, OUTCOME, OUTCOME_RATING, *deal_resources.RESOURCES, feedback_resources.FEEDBACK_REQUEST
)
register_target(LinkTarget("problem", Evidence.problems.through, Highlight, texts=("name", "statement")))
register_pages(
    NavigationPage(
        "/evidence/inbox/",
        "Inbox",
        "Market",
        letter="t",
        finds="triage waiting feedback tickets link evidence morning",
        count=waiting_badge,
        is_first=True,
    ),
    NavigationPage(
        "/market/segments/discover/",
        "Find segments",
        "Market",
        finds="discover cluster latent class k-means segmentation",
    ),
    NavigationPage(
        "/evidence/opportunities/",
        "Opportunities",
        "Market",
        finds="outcomes importance satisfaction score under-served over-served jobs",
    ),
    *feedback_resources.PAGES,
)
