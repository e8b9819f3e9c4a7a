"""The market's resources."""

from nervecenter.foundation.resources import Edge, Resource, register
from nervecenter.market.account_rules import rule_faults
from nervecenter.market.models import Account, BuyerRole, Competitor, Contact, Persona, Problem, Segment

SEGMENT = Resource(
    kind="segment",
    prefix="seg",
    model=Segment,
    label="Segment",
    plural="Segments",
    slug="segments",
    group="Market",
    about=(
        "A segment is a part of the market that buys for the same reasons. Mark as target the ones you choose "
        "to win: each needs positioning, a profiled buyer circle and a complete offering."
    ),
    columns=("name", "kind", "is_target", "weight", "size"),
    filters=("kind", "is_target"),
    search=("name", "code", "description"),
    form=("name", "code", "kind", "is_target", "weight", "rule", "size", "description"),
    units={"size": "accounts"},
    rules=(rule_faults,),
    example="Regional banks, target, weight 1.5",
)
ACCOUNT = Resource(
    kind="account",
    prefix="acc",
    model=Account,
    label="Account",
    plural="Accounts",
    slug="accounts",
    group="Market",
    about="An account is a company that is, was or may become a customer. However often it asks, it counts once.",
    columns=("name", "status", "segment", "industry", "country", "employees", "recurring_revenue"),
    filters=("status", "segment", "industry", "country", "region", "established", "employees", "customer_since"),
    search=("name", "code", "domain", "industry"),
    form=(
        "name",
        "code",
        "domain",
        "status",
        "segment",
        "industry",
        "country",
        "region",
        "established",
        "employees",
        "annual_revenue",
        "recurring_revenue",
        "currency",
        "customer_since",
        "parent",
    ),
    keys=("code", "domain", "name"),
    edges=(Edge("segment", "consequence", "belongs to"),),
    example="Northwind Bank, customer, 2,300 employees",
)
CONTACT = Resource(
    kind="contact",
    prefix="con",
    model=Contact,
    label="Contact",
    plural="Contacts",
    slug="contacts",
    group="Market",
    about=(
        "A contact is a person at an account with whom we speak: who was interviewed, who asked, who takes part "
        "in a purchase."
    ),
    columns=("name", "title", "account", "role", "persona", "may_be_told"),
    filters=("account", "role", "persona", "may_be_told"),
    search=("name", "code", "title", "email"),
    form=("name", "code", "email", "title", "account", "role", "persona", "may_be_told"),
    keys=("code", "email", "name"),
    edges=(Edge("account", "consequence", "works at"), Edge("persona", "consequence", "is a")),
    example="Ines Brandt, head of audit at Northwind Bank",
)
PERSONA = Resource(
    kind="persona",
    prefix="psn",
    model=Persona,
    label="Persona",
    plural="Personas",
    slug="personas",
    group="Market",
    about="A persona is a typical buyer or user. It should rest on interviews; until it does, mark it as a guess.",
    columns=("name", "title", "kind", "decision_role", "segment", "owner", "is_guess"),
    filters=("kind", "decision_role", "segment", "owner", "is_guess"),
    search=("name", "code", "title"),
    form=("name", "code", "title", "kind", "decision_role", "segment", "owner", "is_guess"),
    example="Paula, platform engineer, uses",
)
PROBLEM = Resource(
    kind="problem",
    prefix="prb",
    model=Problem,
    label="Problem",
    plural="Problems and jobs",
    slug="problems",
    group="Market",
    about=(
        "A problem the market has, or a job it wants done, said without a solution. Name who has it, and "
        "whether it is urgent, widespread and worth money."
    ),
    columns=("name", "kind", "urgent", "pervasive", "will_pay", "confidence", "grade", "team", "personas", "segments"),
    filters=("kind", "confidence", "grade", "team", "urgent", "pervasive", "will_pay"),
    search=("name", "code", "statement"),
    form=(
        "name",
        "code",
        "statement",
        "kind",
        "confidence",
        "grade",
        "source_url",
        "urgent",
        "pervasive",
        "will_pay",
        "parent",
        "team",
        "personas",
        "segments",
    ),
    edges=(
        Edge("parent", "consequence", "part of"),
        Edge("personas", "reason", "hurts"),
        Edge("segments", "reason", "felt in"),
    ),
    example="Auditors wait two days for an access report",
)
COMPETITOR = Resource(
    kind="competitor",
    prefix="cmp",
    model=Competitor,
    label="Competitor",
    plural="Competitors",
    slug="competitors",
    group="Market",
    about=(
        "Whoever the market may choose instead. We stand in the list too, marked as us, so that comparisons "
        "treat all alike."
    ),
    columns=("name", "code", "is_us", "website"),
    filters=("is_us",),
    search=("name", "code"),
    form=("name", "code", "is_us", "website"),
    example="Acme Suite",
)
BUYER_ROLE = Resource(
    kind="buyer_role",
    prefix="byr",
    model=BuyerRole,
    label="Buyer role",
    plural="Buyer circles",
    slug="buyer-roles",
    group="Market",
    about=(
        "Several people buy together. For each target segment, name the economic buyer, a champion and the "
        "users, and what each cares about."
    ),
    columns=("name", "role", "segment", "persona"),
    filters=("role", "segment", "persona"),
    search=("name", "cares_about"),
    form=("name", "segment", "role", "persona", "cares_about"),
    edges=(Edge("segment", "reason", "buys for"), Edge("persona", "reason", "is played by")),
    example="Regional banks: the economic buyer is the head of risk",
)

register(SEGMENT, ACCOUNT, CONTACT, PERSONA, PROBLEM, COMPETITOR, BUYER_ROLE)
