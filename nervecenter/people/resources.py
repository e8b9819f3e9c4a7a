"""People's resources."""

from nervecenter.foundation.resources import Resource, register
from nervecenter.people.models import Person, Team

TEAM = Resource(
    kind="team",
    prefix="tm",
    model=Team,
    label="Team",
    plural="Teams",
    slug="teams",
    group="Organisation",
    about=(
        "A team is people who work together on one thing. Products, modules and problems name the team that "
        "looks after them; owners are given by role under Ownership."
    ),
    columns=("name", "function", "focus"),
    filters=("function",),
    search=("name", "code", "focus"),
    form=("name", "code", "function", "focus"),
    example="Container security, product",
)
PERSON = Resource(
    kind="person",
    prefix="per",
    model=Person,
    label="Person",
    plural="People",
    slug="people",
    group="Organisation",
    about="A person works here, or is a position to be filled. Her hours a week are what her duties are held against.",
    columns=("name", "title", "speciality", "departments", "team", "reports_to", "hours_a_week"),
    filters=("kind", "title", "departments", "team"),
    search=("name", "code", "title", "speciality", "departments", "expertise"),
    form=(
        "name",
        "code",
        "kind",
        "title",
        "speciality",
        "job_family",
        "departments",
        "expertise",
        "hours_a_week",
        "team",
        "reports_to",
    ),
    units={"hours_a_week": "h a week"},
    example="Ada, senior product manager, 40 h a week",
)

register(TEAM, PERSON)
