"""The process that serves pages starts without the heavy libraries; a page that draws or reads a sheet loads them."""

import json
import os
import subprocess
import sys
from pathlib import Path

HEAVY = {
    "altair", "duckdb", "highspy", "ibis", "numpy", "onnxruntime", "openpyxl", "pandas", "polars", "pyarrow", "scipy",
    "torch", "vl_convert",
}  # fmt: skip
START = """
import json, sys
import django
django.setup()
from django.urls import get_resolver
patterns = get_resolver().url_patterns
print(json.dumps({"patterns": len(patterns), "modules": sorted({name.split(".")[0] for name in sys.modules})}))
"""


def test_settings_models_and_urls_load_no_heavy_library(tmp_path: Path) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "nervecenter.site.settings",
        "NERVECENTER_DATA": str(tmp_path),
    }

    process = subprocess.run(
        [sys.executable, "-c", START], env=environment, capture_output=True, text=True, check=True, timeout=60
    )

    answer = json.loads(process.stdout)
    assert answer["patterns"] > 0
    assert HEAVY & set(answer["modules"]) == set()


def test_the_domain_loads_without_django() -> None:
    code = (
        "import pkgutil, sys, importlib, nervecenter.domain as d\n"
        "for m in pkgutil.walk_packages(d.__path__, 'nervecenter.domain.'): importlib.import_module(m.name)\n"
        "print([n for n in ('django', 'ninja', 'pydantic') if n in sys.modules])"
    )

    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)

    assert process.stdout.strip() == "[]"
