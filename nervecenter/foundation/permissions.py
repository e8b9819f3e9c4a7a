"""Who may do what: one table, asked by every action."""

from nervecenter.foundation.errors import NotAllowed
from nervecenter.foundation.users import Role, User

CONTRIBUTE = frozenset({"create", "change"})
EDIT = CONTRIBUTE | {"archive", "change-many", "import", "undo", "decide"}
ADMINISTER = EDIT | {"administer", "delete"}
POLICY: dict[str, frozenset[str]] = {
    Role.VIEWER: frozenset(),
    Role.CONTRIBUTOR: CONTRIBUTE,
    Role.EDITOR: EDIT,
    Role.ADMIN: ADMINISTER,
}


def allowed(actor: User | None, action: str) -> bool:
    """Whether the actor may do it. Without an actor it is the program itself (command line, sample company)."""
    if actor is None:
        return True
    return bool(actor.is_active) and action in POLICY.get(actor.role, frozenset())


def require(actor: User | None, action: str) -> None:
    """Refuse with NotAllowed unless the actor may do it."""
    if not allowed(actor, action):
        role = actor.get_role_display().lower() if actor else "nobody"
        raise NotAllowed(f"a {role} may not {action.replace('-', ' ')}; ask an administrator for another role")
