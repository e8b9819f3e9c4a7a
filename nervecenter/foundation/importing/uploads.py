"""Files that came with a request, as files of an import."""

from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile

from nervecenter.domain.exchange.reading.files import InputFile, file_from_bytes


def uploaded_file(upload: UploadedFile[Any]) -> InputFile:
    """What was sent, by its bare name; a large file stays on the disk, where the server put it."""
    name = (upload.name or "file").replace("\\", "/").rsplit("/", 1)[-1]
    if isinstance(upload, TemporaryUploadedFile):
        path = upload.temporary_file_path()
        return InputFile(name, upload.size or 0, lambda: open(path, "rb"))  # noqa: PTH123 - the reader closes it
    return file_from_bytes(name, upload.read())
