"""What imports were made of: their files, packed in blocks, and which row of which file every record came from."""

from typing import ClassVar

from django.db import models

from nervecenter.foundation.importing.models import Import


class SourceFile(models.Model):
    """A file of an import as it was given, byte for byte. Its blocks hold it."""

    import_of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="source_files")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=1000)
    size = models.BigIntegerField(help_text="Bytes, unpacked.")

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]

    def __str__(self) -> str:
        return self.name


class SourceBlock(models.Model):
    """A stretch of a file. `start` is its first byte, `line` the line of the file that this byte stands in."""

    file = models.ForeignKey(SourceFile, on_delete=models.CASCADE, related_name="blocks")
    start = models.BigIntegerField()
    line = models.BigIntegerField()
    packed = models.BooleanField()
    data = models.BinaryField()

    class Meta:
        ordering: ClassVar[list[str]] = ["start"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["file", "start"], name="source_block_start")]

    def __str__(self) -> str:
        return f"{self.file_id} from {self.start}"


class SourceRows(models.Model):
    """The rows of a file that some records of a kind came from: packed pairs of record and row, by record.

    `lowest` and `highest` are the ids of the first and the last record.
    """

    import_of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="source_rows")
    kind = models.CharField(max_length=60)
    file = models.CharField(max_length=1000)
    sheet = models.CharField(max_length=200, default="")
    lowest = models.BigIntegerField()
    highest = models.BigIntegerField()
    data = models.BinaryField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "highest", "lowest"], name="source_rows_record")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.lowest} to {self.highest}"


class SourceChunk(models.Model):
    """Rows as they were read, as packed JSON, of files in which no row is found by its line: workbooks, documents."""

    import_of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="source_chunks")
    file = models.CharField(max_length=1000)
    sheet = models.CharField(max_length=200, default="")
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    data = models.BinaryField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["import_of", "last", "first"], name="source_chunk_row")
        ]

    def __str__(self) -> str:
        return f"{self.file} {self.first} to {self.last}"
