"""Take a picture of every screen of a freshly started demo, as docs/screens.md shows them.

Run by hand beside bin/demo, in the checkout:
python -m tests.browser.take_screenshots ADDRESS PASSWORD FOLDER [NAME ...]

NAME-1440.png and NAME-400.png are light; NAME-1440-dark.png is made of some screens. With names
after the folder only those are taken. Pages that are too wide, or do not come, are told at the end.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests.browser.prepare_screens import Rows, prepare
from tests.browser.screens import SCREENS, Screen

SIZES = {"1440": (1440, 900), "400": (400, 850)}
SIGNED_OUT = ("login", "password-reset")


class Camera:
    """Takes the pictures, and remembers what was wrong."""

    def __init__(self, browser: Browser, address: str, password: str, folder: Path) -> None:
        self.problems: list[str] = []
        self._browser = browser
        self._address = address
        self._password = password
        self._folder = folder

    @contextmanager
    def page(
        self, size: str, scheme: str = "light", *, is_signed_in: bool = True
    ) -> Iterator[Page]:
        """A page of a browser of its own."""
        width, height = SIZES[size]
        context = self._browser.new_context(
            base_url=self._address,
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        context.set_default_timeout(20_000)
        page = context.new_page()
        if is_signed_in:
            page.goto("/accounts/login/")
            page.fill("[name=login]", "demo")
            page.fill("[name=password]", self._password)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_selector(".tiles")
        yield page
        context.close()

    def take(self, page: Page, screen: Screen, rows: Rows, suffix: str) -> None:
        """One picture."""
        file = self._folder / f"{screen.name}-{suffix}.png"
        try:
            answer = page.goto(screen.address.format(**rows))
            if answer is not None and answer.status >= 400:
                self.problems.append(f"{file.name}: {answer.status}")
            if screen.then is not None:
                screen.then(page)
            page.wait_for_load_state()
            page.wait_for_timeout(200)  # transitions end
        except Error as error:
            self.problems.append(f"{file.name}: {error.message.splitlines()[0]}")
        save(page.screenshot(), file)
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if overflow > 0:
            self.problems.append(f"{file.name} is {overflow} px too wide")


def save(png: bytes, file: Path) -> None:
    """Save a picture with few colours: a third of the bytes, and nobody sees the difference."""
    with Image.open(BytesIO(png)) as image:
        few = image.convert("RGB").quantize(160, dither=Image.Dither.NONE)
        few.save(file, optimize=True)


def main() -> None:
    """Prepare, walk the screens three times, tell what was wrong."""
    address, password, folder = sys.argv[1].rstrip("/"), sys.argv[2], Path(sys.argv[3])
    wanted = sys.argv[4:]
    screens = [one for one in SCREENS if not wanted or one.name in wanted]
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        camera = Camera(browser, address, password, folder)
        with camera.page("1440") as page:
            rows = prepare(page)
        _walk(camera, screens, rows, "1440")
        _walk(camera, screens, rows, "400")
        _walk(camera, [one for one in screens if one.is_dark_too], rows, "1440", "dark")
        browser.close()
    for problem in camera.problems:
        sys.stderr.write(f"{problem}\n")
    if camera.problems:
        raise SystemExit(1)


def _walk(
    camera: Camera, screens: list[Screen], rows: Rows, size: str, scheme: str = "light"
) -> None:
    suffix = size if scheme == "light" else f"{size}-{scheme}"
    with camera.page(size, scheme, is_signed_in=False) as page:
        for screen in screens:
            if screen.name in SIGNED_OUT:
                camera.take(page, screen, rows, suffix)
    with camera.page(size, scheme) as page:
        for screen in screens:
            if screen.name not in SIGNED_OUT:
                camera.take(page, screen, rows, suffix)


if __name__ == "__main__":
    main()
