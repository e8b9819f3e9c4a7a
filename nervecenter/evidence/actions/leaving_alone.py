"""The way out that every message carries: a signed address by which somebody is left alone, without an account."""

from django.core.signing import BadSignature, Signer
from django.db.models import F
from django.utils import timezone

from nervecenter.foundation.changes import changeset
from nervecenter.foundation.errors import NotFound
from nervecenter.market.models import Contact

_signer = Signer(salt="nervecenter.leave-alone", sep=".")


def way_out(contact: int) -> str:
    """The path by which this contact asks to be left alone. It has no end: a message may be read years later."""
    return f"/leave-alone/{_signer.sign(str(contact))}/"


def contact_by_way_out(token: str) -> int:
    """The number of the contact for whom the path was made; NotFound for one that was not made here."""
    try:
        return int(_signer.unsign(token))
    except (BadSignature, ValueError) as error:
        raise NotFound("this address is not complete; copy the whole of it from the message") from error


def leave_alone(token: str) -> None:
    """The contact, and every other with the same e-mail address, is not written to any more. Twice changes nothing."""
    number = contact_by_way_out(token)
    email = Contact.objects.filter(pk=number).values_list("email", flat=True).first()
    if email is None:
        return
    same = Contact.objects.filter(email__iexact=email) if email else Contact.objects.filter(pk=number)
    with changeset(actor=None, action="contact.left-alone", reason="by the address in a message"):
        same.filter(may_be_told=True).update(
            may_be_told=False, version=F("version") + 1, changed_at=timezone.now(), changed_by=None
        )
