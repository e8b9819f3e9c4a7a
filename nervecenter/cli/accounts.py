"""Users and tokens on the command line."""

import getpass
import sys
from typing import Annotated

import typer

from nervecenter.cli.answers import JsonOption, answer, columns
from nervecenter.cli.refusals import CannotRun
from nervecenter.cli.starting import start_django

users = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="""Who may sign in, and in which role: viewer, contributor, editor or admin.

    \b
    Examples:
      nervecenter user create ana --role admin
      nervecenter user role ana editor
      nervecenter user list --json
    """,
)
tokens = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="""Tokens with which programs use the API in somebody's name.

    \b
    Examples:
      nervecenter token create ana --name "weekly report"
      nervecenter token revoke 3
    """,
)

Username = Annotated[str, typer.Argument(metavar="NAME", help="The name the user signs in with.")]


@users.command("create")
def create_user(
    username: Username,
    role: Annotated[str, typer.Option(help="viewer, contributor, editor or admin.")] = "viewer",
    name: Annotated[str, typer.Option(help="Her full name.")] = "",
    email: Annotated[str, typer.Option(help="Her address.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Make a user. The password is asked for on a terminal and read from the first line of a pipe.

    \b
    Examples:
      nervecenter user create ana --role admin --name "Ana Rossi"
      pass show ana | nervecenter user create ana --role editor
    """
    start_django()
    from nervecenter.foundation.access.accounts import create_account

    made = create_account(username=username, password=_password(), role=role, actor=None, name=name, email=email)
    answer(
        {"username": made.username, "role": made.role}, f"{made.username} can sign in as {made.role}.", as_json=as_json
    )


@users.command("role")
def change_user_role(
    username: Username,
    role: Annotated[str, typer.Argument(help="viewer, contributor, editor or admin.")],
    as_json: JsonOption = False,
) -> None:
    """Give a user another role. The last administrator stays one.

    \b
    Example:
      nervecenter user role ana editor
    """
    start_django()
    from nervecenter.foundation.access.accounts import change_role

    user = change_role(username, role, actor=None)
    answer({"username": user.username, "role": user.role}, f"{user.username} is {user.role} now.", as_json=as_json)


@users.command("password")
def change_user_password(username: Username, as_json: JsonOption = False) -> None:
    """Give a user another password; her sessions end. Asked for on a terminal, read from the first line of a pipe.

    \b
    Example:
      nervecenter user password ana
    """
    start_django()
    from nervecenter.foundation.access.accounts import account, change_password

    account(username)
    user = change_password(username, _password(), actor=None)
    answer({"username": user.username}, f"{user.username} has a new password.", as_json=as_json)


@users.command("close")
def close_user(username: Username, as_json: JsonOption = False) -> None:
    """Close an account: the user and her tokens can no longer come in. What she did keeps her name.

    \b
    Example:
      nervecenter user close ana
    """
    start_django()
    from nervecenter.foundation.access.accounts import close_account

    user = close_account(username, actor=None)
    answer({"username": user.username, "closed": True}, f"{user.username} can no longer sign in.", as_json=as_json)


@users.command("list")
def list_users(as_json: JsonOption = False) -> None:
    """Everybody who has an account.

    \b
    Example:
      nervecenter user list
    """
    start_django()
    from nervecenter.foundation.access.accounts import accounts

    rows = accounts()
    data = [
        {
            "username": row.username,
            "name": row.name,
            "email": row.email,
            "role": row.role,
            "active": row.is_active,
            "last_login": row.last_login,
        }
        for row in rows
    ]
    told = [[row.username, row.role if row.is_active else "closed", row.name, row.email] for row in rows]
    answer(data, columns(told) if told else "Nobody has an account yet.", as_json=as_json)


@tokens.command("create")
def create_token(
    username: Username,
    name: Annotated[str, typer.Option(help="What the token is for.")],
    write: Annotated[bool, typer.Option("--write", help="Let it change things too; otherwise it only reads.")] = False,
    days: Annotated[int, typer.Option(help="How long it is good.")] = 90,
    as_json: JsonOption = False,
) -> None:
    """Make a token for a user. The secret is shown now and never again.

    \b
    Example:
      nervecenter token create ana --name "weekly report" --days 30
    """
    start_django()
    from nervecenter.foundation.access import create_token as new_token
    from nervecenter.foundation.access.accounts import account

    made = new_token(user=account(username), name=name, actor=None, scope="write" if write else "read", days=days)
    expires = made.token.expires_at
    answer(
        {"number": made.token.pk, "token": made.secret, "scope": made.token.scope, "expires_at": expires},
        [made.secret, f"Good until {expires:%Y-%m-%d}. It is not shown again."],
        as_json=as_json,
    )


@tokens.command("list")
def list_tokens(username: Username, as_json: JsonOption = False) -> None:
    """The tokens of a user, without their secrets.

    \b
    Example:
      nervecenter token list ana
    """
    start_django()
    from nervecenter.foundation.access import tokens_of
    from nervecenter.foundation.access.accounts import account

    rows = tokens_of(account(username))
    data = [
        {
            "number": row.pk,
            "name": row.name,
            "scope": row.scope,
            "expires_at": row.expires_at,
            "revoked_at": row.revoked_at,
            "last_used_at": row.last_used_at,
        }
        for row in rows
    ]
    told = [
        [str(row.pk), row.name, row.scope, "revoked" if row.revoked_at else f"until {row.expires_at:%Y-%m-%d}"]
        for row in rows
    ]
    answer(data, columns(told) if told else f"{username} has no token.", as_json=as_json)


@tokens.command("revoke")
def revoke(
    number: Annotated[int, typer.Argument(help="The number of the token, as `token list` shows it.")],
    as_json: JsonOption = False,
) -> None:
    """Take a token back: it lets nobody in any more.

    \b
    Example:
      nervecenter token revoke 3
    """
    start_django()
    from nervecenter.foundation.access import revoke_token

    token = revoke_token(number, actor=None)
    answer(
        {"number": token.pk, "revoked_at": token.revoked_at}, f"{token.name} lets nobody in any more.", as_json=as_json
    )


def _password() -> str:
    if not sys.stdin.isatty():
        given = sys.stdin.readline().rstrip("\r\n")
        if not given:
            raise CannotRun("no password came through the pipe; write it on the first line", code="no-password")
        return given
    given = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != given:
        raise CannotRun("the two passwords differ; run it again", code="no-password")
    return given
