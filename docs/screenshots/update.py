"""Take the screenshots beside this file anew: `make screenshots` (needs Chromium and a publication in output/)."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.site.examples import example_queries  # noqa: E402
from tests.services import CHROMIUM, tinmo_serve  # noqa: E402
from tests.test_site import ARTICLE, EVENT, PERSON  # noqa: E402

(MAP,) = (query for query in example_queries("docs/queries/page") if "asWKT" in query["body"])
PAGES = {"front": "", "person": f"{PERSON}.html", "event": f"{EVENT}.html", "article": f"{ARTICLE}.html"}
PAGES["sparql"] = "sparql.html#" + urlencode({"query": MAP["text"], "view": "map"})
WIDTHS = (390, 1280)


def main() -> None:
    """Each page, light and dark, narrow and wide."""
    with tinmo_serve(ROOT / "output") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, path in PAGES.items():
            for scheme in ("light", "dark"):
                for width in WIDTHS:
                    context = browser.new_context(
                        viewport={"width": width, "height": 900}, color_scheme=scheme, locale="vi-VN"
                    )
                    page = context.new_page()
                    page.goto(address + path)
                    page.wait_for_load_state("networkidle")
                    picture = Image.open(io.BytesIO(page.screenshot(full_page=True))).quantize(224)
                    picture.save(Path(__file__).parent / f"{name}-{scheme}-{width}.png", optimize=True)
                    context.close()
        browser.close()


if __name__ == "__main__":
    main()
