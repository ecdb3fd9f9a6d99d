"""The stand-in that the channel "titip" speaks to."""

import json
from collections.abc import Mapping
from typing import Any

from percaya.demo.vendors.serving import Asked, Said, Vendor


class TitipVendor(Vendor):
    """Takes uploads, files and words, and gives each an id; two pages of templates."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.pages: dict[str, Mapping[str, Any]] = {}

    def answer(self, asked: Asked) -> Said:
        if asked.path == "/templates":
            return said(self.pages.get(asked.query["page"], {"rows": []}))
        self.count += 1
        return said({"id": f"v{self.count}", "name": "Toko Senja"})

    def heard(self, path: str) -> list[dict[str, Any]]:
        return [json.loads(asked.body) for asked in self.asked if asked.path == path]


def said(body: Mapping[str, Any], status: int = 200) -> Said:
    return Said(status=status, body=json.dumps(body).encode())
