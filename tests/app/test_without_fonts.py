"""On a machine without a Chinese font: what is printed there would be boxes, and is not printed.

The machine is this one without its folders of fonts, in a mount namespace of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

Done = subprocess.CompletedProcess[str]
Fontless = Callable[..., Done]
FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
ISSUE = "issue:DEMO-0001"
MAIN = "from dashboard.cli import main; main()"
PAGE = """
import json, sys
from pathlib import Path
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash
import dashboard.app
script = Path(dashboard.app.__file__).with_name("script.py")
page = AppTest.from_file(str(script), default_timeout=60)
page._page_hash = calc_hash(sys.argv[1])
for pair in sys.argv[2:]:
    name, _, value = pair.partition("=")
    page.query_params[name] = value
page.run()
assert not page.exception, page.exception
buttons = {
    b.proto.label: [b.proto.disabled, b.proto.help] for b in page.get("download_button")
}
print(json.dumps({"buttons": buttons, "warnings": [w.value for w in page.warning]}))
"""


@pytest.fixture(scope="session")
def fontless() -> Fontless:
    """Run Python where no folder of fonts has anything in it; skipped where none can be hidden."""
    hidden = [str(p) for f in FOLDERS if (p := Path(f).expanduser()).is_dir()]
    hide = " && ".join(f"mount -t tmpfs none {folder}" for folder in hidden) or "true"

    def call(code: str, *arguments: object, **env: str) -> Done:
        line = [sys.executable, "-c", code, *map(str, arguments)]
        return subprocess.run(
            ["unshare", "-Urm", "sh", "-c", f'{hide} && exec "$@"', "sh", *line],
            env={**os.environ, **env},
            capture_output=True,
            text=True,
            check=False,
        )

    if shutil.which("unshare") is None or call("pass").returncode:
        pytest.skip("needs a mount namespace of its own (unshare -Urm)")
    return call


def test_the_package_is_refused_loudly_and_made_without_a_pdf(
    fontless: Fontless, home: Path, tmp_path: Path
) -> None:
    asked = ("evidence", ISSUE, "--home", home, "-o", tmp_path / "e.zip")

    refused = fontless(MAIN, *asked)
    assert refused.returncode == 1
    told = refused.stderr
    assert "没有中文字体" in told
    assert "apt-get install fonts-noto-cjk" in told.replace("\n", " ")
    assert "--no-pdf" in told
    assert not (tmp_path / "e.zip").exists()

    made = fontless(MAIN, *asked, "--no-pdf")
    assert made.returncode == 0, made.stderr
    assert not any(n.endswith(".pdf") for n in ZipFile(tmp_path / "e.zip").namelist())


@pytest.mark.parametrize(("lang", "told"), [("zh", "没有中文字体"), ("en", "no Chinese font")])
def test_a_page_says_that_it_cannot_print_and_what_to_install(
    fontless: Fontless, home: Path, lang: str, told: str
) -> None:
    done = fontless(PAGE, "trace", f"element={ISSUE}", f"lang={lang}", SUYUAN_HOME=str(home))

    assert done.returncode == 0, done.stderr
    buttons = json.loads(done.stdout.splitlines()[-1])["buttons"]
    disabled, remedy = buttons["PDF"]
    assert disabled
    assert told in remedy
    assert "fonts-noto-cjk" in remedy
    assert buttons["CSV"] == [False, ""]


def test_the_page_of_evidence_says_that_its_package_has_no_pdf(
    fontless: Fontless, home: Path
) -> None:
    done = fontless(PAGE, "evidence", f"element={ISSUE}", SUYUAN_HOME=str(home))

    assert done.returncode == 0, done.stderr
    (told,) = [w for w in json.loads(done.stdout.splitlines()[-1])["warnings"] if "PDF" in w]
    assert "没有中文字体" in told


def test_with_a_font_it_is_printed(open_page: Callable[..., object]) -> None:
    page = open_page("trace", element=ISSUE)

    buttons = {b.proto.label: b.proto.disabled for b in page.get("download_button")}  # type: ignore[attr-defined]
    assert buttons["PDF"] is False
