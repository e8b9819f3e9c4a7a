"""Every variable of the environment that changes nervecenter stands in the reference, and none that changes nothing."""

import re

from tests.architecture.tree import PACKAGE, ROOT

REFERENCE = ROOT / "docs" / "reference" / "settings.md"
NAME = re.compile(r"\bNERVECENTER_([A-Z][A-Z0-9_]*[A-Z0-9])\b")
READ = re.compile(r"""environment\(\s*["']([A-Z][A-Z0-9_]*)["']""")
# Words that begin like a variable: the prefix itself and names inside the application.
OTHER_WORDS: set[str] = set()


def read_variables() -> set[str]:
    """The variables that the application, the scripts, the Makefile, the benchmark or the tests read or set."""
    places = [ROOT / "Makefile", *(ROOT / "scripts").glob("*.sh"), *PACKAGE.rglob("*.py")]
    places += [path for folder in ("tests", "benchmarks", "scripts") for path in (ROOT / folder).rglob("*.py")]
    names: set[str] = set()
    for path in places:
        text = path.read_text()
        names |= set(NAME.findall(text)) | set(READ.findall(text))
    return names - OTHER_WORDS


def test_the_reference_lists_every_variable_that_is_read_and_no_other() -> None:
    documented = set(NAME.findall(REFERENCE.read_text()))

    read = read_variables()

    assert "DATA" in read
    assert read - documented == set()
    assert documented - read == set()
