#!/usr/bin/env python3
"""Write the API's document again, after a change of kinds, fields or operations: .venv/bin/python scripts/openapi.py"""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SNAPSHOT = ROOT / "docs" / "reference" / "openapi.json"
WIDTH = 110


def written(value: Any, indent: int = 0) -> str:
    """JSON for people who compare versions: what fits on a line stands on one."""
    line = json.dumps(value, ensure_ascii=False)
    plain = isinstance(value, list) and not any(isinstance(one, dict | list) for one in value)
    if plain or len(line) + indent <= WIDTH or not isinstance(value, dict | list):
        return line
    inner = " " * (indent + 1)
    if isinstance(value, list):
        parts = [written(one, indent + 1) for one in value]
        opening, closing = "[", "]"
    else:
        parts = [f"{json.dumps(str(key))}: {written(one, indent + 1)}" for key, one in value.items()]
        opening, closing = "{", "}"
    return f"{opening}\n{inner}" + f",\n{inner}".join(parts) + f"\n{' ' * indent}{closing}"


def main() -> None:
    """Write the snapshot."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nervecenter.site.settings")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NERVECENTER_DATA"] = folder
        import django

        django.setup()
        from nervecenter.foundation.api.document import openapi_document
        from nervecenter.site.api import api

        SNAPSHOT.write_text(written(openapi_document(api)) + "\n")


if __name__ == "__main__":
    main()
