"""How somebody gets in: API tokens, the one-time link of the first run, sign-in with a brake on guessing."""

from nervecenter.foundation.access.set_up import SetUpLinkSpent, check_setup, redeem_setup, setup_link
from nervecenter.foundation.access.signing_in import TooManyAttempts, WrongCredentials, sign_in
from nervecenter.foundation.access.tokens import (
    ExpiredToken,
    NewToken,
    UnknownToken,
    authenticate_token,
    create_token,
    revoke_token,
    tokens_of,
)

__all__ = [
    "ExpiredToken",
    "NewToken",
    "SetUpLinkSpent",
    "TooManyAttempts",
    "UnknownToken",
    "WrongCredentials",
    "authenticate_token",
    "check_setup",
    "create_token",
    "redeem_setup",
    "revoke_token",
    "setup_link",
    "sign_in",
    "tokens_of",
]
