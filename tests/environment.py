"""Loaded by pytest before Django: tests keep to a data folder of their own and never touch the one in use."""

import atexit
import os
import shutil
import tempfile

_KEPT = {"NERVECENTER_DATABASE_URL", "NERVECENTER_CHROMIUM"}

for _name in [name for name in os.environ if name.startswith("NERVECENTER_") and name not in _KEPT]:
    del os.environ[_name]
os.environ["NERVECENTER_DATA"] = tempfile.mkdtemp(prefix="nervecenter-tests-")
atexit.register(shutil.rmtree, os.environ["NERVECENTER_DATA"], ignore_errors=True)
