"""The sliders of a notebook that is open in a browser, as a student sees and moves them."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page


class Sliders:
    """The sliders of the notebook that is open on a page, as a student sees and moves them."""

    def __init__(self, page: Page) -> None:
        """Find the sliders and bring them into view."""
        self.page = page
        page.bring_to_front()  # a page behind another one is not painted
        self.figure = page.locator("img.widget-image")
        bring_into_view(page, self.figure)
        self.status = page.locator(".jp-OutputArea [role=status]")

    def row(self, name: str) -> Locator:
        """Return the row of controls of one number."""
        label = self.page.locator(".widget-label", has_text=name).and_(
            self.page.get_by_text(name, exact=True)
        )
        return self.page.locator(".widget-hbox", has=self.page.locator(".widget-hslider", has=label)).last

    def handle(self, name: str) -> Locator:
        """Return the knob of one number's slider."""
        return self.row(name).locator(".noUi-handle")

    def box(self, name: str) -> Locator:
        """Return the number box beside a slider."""
        return self.row(name).locator(".widget-text input")

    def at(self, name: str) -> float:
        """Return where a slider stands."""
        return round(float(self.handle(name).get_attribute("aria-valuetext") or "nan"), 6)

    def wait_at(self, name: str, number: float) -> None:
        """Wait until a slider stands at a number."""
        there = "([knob, number]) => Math.abs(knob.getAttribute('aria-valuetext') - number) < 1e-6"
        self.page.wait_for_function(there, arg=[self.handle(name).element_handle(), number])

    def type(self, name: str, text: str) -> None:
        """Type into a number box as on a keyboard, and leave it."""
        self.box(name).click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text or "\b")
        self.page.keyboard.press("Tab")

    def problems(self) -> list[str]:
        """Return the sentences beside the figure."""
        return [text for text in self.page.locator(".jp-OutputArea .widget-html p").all_inner_texts() if text]

    def pixels(self) -> np.ndarray[Any, np.dtype[np.uint8]]:
        """Return the picture that the browser shows now, shape (height, width, 3)."""
        return shown(self.figure)


def bring_into_view(page: Page, wanted: Locator) -> None:
    """Scroll to an element. Cells get their heights as they come into view, so one jump may end anywhere."""
    page.mouse.move(700, 500)
    for _ in range(40):
        wanted.evaluate("element => element.scrollIntoView({block: 'center'})")
        page.mouse.wheel(0, 1)
        page.wait_for_timeout(250)
        box = wanted.bounding_box()
        if box and box["y"] > 0 and box["y"] + box["height"] < 1000 and wanted.evaluate(ON_TOP):
            return
    raise TimeoutError("The element does not come into view.")


ON_TOP = """element => {
    const box = element.getBoundingClientRect();
    return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === element;
}"""


# The picture may be replaced, and its address with it, while it is looked at: then it is looked at again.
FETCH = """async image => {
    for (let tries = 1; ; tries++) {
        const address = image.src;
        try {
            await image.decode();
            const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
            if (image.src === address || tries >= 50) return Array.from(bytes);
        } catch (error) {
            if (tries >= 50) throw error;
        }
        await new Promise(resolve => setTimeout(resolve, 20));
    }
}"""


def shown(image: Locator) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Return the pixels of an image on a page, shape (height, width, 3)."""
    with Image.open(io.BytesIO(bytes(image.evaluate(FETCH)))) as picture:
        return np.asarray(picture.convert("RGB"))
