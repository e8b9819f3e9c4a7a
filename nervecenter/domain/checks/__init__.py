"""The honesty engine: checks over frozen facts, and nothing of a database, a web server or Django.

Every module here whose name starts with a check code (`nc101_...`) holds one check and is imported below, so that a
new file is registered by being there.
"""

from importlib import import_module
from pkgutil import iter_modules
from re import match

for _module in iter_modules(__path__):
    if match(r"nc\d{3}_", _module.name):
        import_module(f"{__name__}.{_module.name}")
