"""Words that several imports met: each waits once, with the last of them."""

from nervecenter.foundation.importing.models import Import, UnmatchedValue


def put_behind(record: Import) -> None:
    """Words of earlier imports that this one met again, for the same records, wait no longer: this one's do."""
    mine = {_word(entry): set(entry.records) for entry in record.unmatched_values.all()}
    waiting = (UnmatchedValue.Status.OPEN, UnmatchedValue.Status.MISSPELT)
    earlier = UnmatchedValue.objects.filter(
        status__in=waiting, import_of__lt=record.pk, value__in={word for *_, word in mine}
    )
    known = [entry for entry in earlier if _word(entry) in mine]
    again = [entry.pk for entry in known if set(entry.records) <= mine[_word(entry)]]
    UnmatchedValue.objects.filter(pk__in=again).update(status=UnmatchedValue.Status.REPEATED)


def bring_forward(record: Import) -> None:
    """The import is taken back: the words that it had put behind wait again."""
    mine = {_word(entry) for entry in record.unmatched_values.all()}
    earlier = UnmatchedValue.objects.filter(
        status=UnmatchedValue.Status.REPEATED, import_of__lt=record.pk, value__in={word for *_, word in mine}
    )
    waiting = [entry for entry in earlier if _word(entry) in mine]
    for status, misspelt in ((UnmatchedValue.Status.OPEN, False), (UnmatchedValue.Status.MISSPELT, True)):
        again = [entry.pk for entry in waiting if bool(entry.proposal.get("misspelt")) is misspelt]
        UnmatchedValue.objects.filter(pk__in=again).update(status=status)


def _word(entry: UnmatchedValue) -> tuple[str, str, str, str]:
    """What makes two entries the same word: kind, field, target kind and value."""
    return (entry.kind, entry.field, entry.target_kind, entry.value)
