"""Write the browser's Vega bundle from the one inside vl-convert, so that screen and print draw with the same version.

Run it after vl-convert was upgraded: `.venv/bin/python scripts/vendor_vega.py`. It needs no network.
"""

from __future__ import annotations

from pathlib import Path

import vl_convert

VENDOR = Path(__file__).resolve().parent.parent / "nervecenter" / "foundation" / "static" / "nervecenter" / "vendor"


def versions() -> str:
    """One line that names the versions inside the bundle."""
    lite = vl_convert.get_vegalite_versions()[-1]
    return f"vega {vl_convert.get_vega_version()}, vega-lite {lite}, vega-embed {vl_convert.get_vega_embed_version()}"


def main() -> None:
    """Replace the bundle and its version note."""
    bundle = vl_convert.javascript_bundle()  # type: ignore[call-arg]  # its stub forgets the default
    (VENDOR / "vega.bundle.js").write_text(f"/* {versions()}; see vega.LICENSE.txt */\n{bundle}", encoding="utf-8")
    print(f"vega.bundle.js: {versions()}, {len(bundle):,} characters")


if __name__ == "__main__":
    main()
