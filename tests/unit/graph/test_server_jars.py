"""The jars of a release: fetched once, all of them and no others, each the very one locked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from graph import ServerError
from graph.server.jars import entry_class, library, library_folder
from graph.server.lock import locked_jars, sha256_of
from graph.server.versions import DEFAULT_VERSION, VERSIONS, release

LTS = release(DEFAULT_VERSION)
ROOT = Path(__file__).resolve().parents[3]
# A `mvn` which copies the jars that are kept already, one of them damaged when so asked.
FAKE_MVN = """#!/bin/sh
for word; do case "$word" in -DoutputDirectory=*) into="${word#*=}";; esac; done
echo fetched >> "$FAKE_LOG"
sleep 0.3
ln -s "$FAKE_JARS"/*.jar "$into"/
if [ -n "$FAKE_DAMAGE" ]; then rm "$into/$FAKE_DAMAGE"; echo no jar > "$into/$FAKE_DAMAGE"; fi
"""


@pytest.fixture(scope="module")
def kept() -> Path:
    """The jars of the long-term release in the user's cache, fetched when not there yet."""
    return library(LTS)


@pytest.fixture
def cache(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache of one's own that holds the same jars."""
    folder = tmp_path_factory.mktemp("cache")
    shutil.copytree(kept, library_folder(LTS, folder), copy_function=os.symlink)
    return folder


@pytest.fixture
def fake_mvn(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `mvn` that fetches from the kept jars; the file where it notes each of its runs."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name, content in {"mvn": FAKE_MVN, "java": "#!/bin/sh\n"}.items():
        (tools / name).write_text(content)
        (tools / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    monkeypatch.setenv("FAKE_JARS", str(kept))
    monkeypatch.setenv("FAKE_LOG", str(tmp_path / "runs"))
    return tmp_path / "runs"


@pytest.mark.parametrize("version", VERSIONS)
def test_the_lock_names_each_jar_once_with_its_coordinate(version: str) -> None:
    jars = locked_jars(version)

    assert len({jar.name for jar in jars}) == len(jars) > 200
    for jar in jars:
        group, artifact, number, classifier = jar.coordinate
        ending = f"-{classifier}" if classifier else ""
        place = f"{group.replace('.', '/')}/{artifact}/{number}"
        assert str(jar.path) == f"{place}/{artifact}-{number}{ending}.jar"
        assert len(jar.sha256) == 64


def test_the_library_holds_what_the_lock_says(kept: Path) -> None:
    assert {p.name: sha256_of(p) for p in kept.iterdir()} == {
        jar.name: jar.sha256 for jar in locked_jars(LTS.version)
    }
    assert entry_class(LTS, kept) == "org.neo4j.server.CommunityEntryPoint"


@pytest.mark.parametrize(
    ("fault", "rule"),
    [("missing", "is missing"), ("foreign", "not in the lock"), ("changed", "SHA-256")],
)
def test_a_library_that_differs_is_refused(cache: Path, fault: str, rule: str) -> None:
    jar = library_folder(LTS, cache) / f"neo4j-bolt-{LTS.version}.jar"
    if fault == "foreign":
        jar = jar.with_name("apoc.jar")
    else:
        content = bytearray(jar.read_bytes())
        jar.unlink()
    if fault == "changed":
        content[len(content) // 2] ^= 1
        jar.write_bytes(content)
    elif fault == "foreign":
        jar.write_bytes(b"")

    with pytest.raises(ServerError) as refused:
        library(LTS, cache)

    assert refused.value.what == str(jar)
    assert rule in refused.value.rule
    assert str(jar.parent) in refused.value.remedy


def test_a_damaged_download_installs_nothing(
    fake_mvn: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = f"neo4j-kernel-{LTS.version}.jar"
    monkeypatch.setenv("FAKE_DAMAGE", damaged)

    with pytest.raises(ServerError) as refused:
        library(LTS, tmp_path / "cache")

    assert damaged in refused.value.what
    assert "SHA-256" in refused.value.rule
    left = [path.name for path in (tmp_path / "cache" / LTS.version).iterdir()]
    assert left == ["install.lock"]
    monkeypatch.delenv("FAKE_DAMAGE")
    assert len(list(library(LTS, tmp_path / "cache").iterdir())) == len(locked_jars(LTS.version))


def test_two_processes_fetch_once(fake_mvn: Path, tmp_path: Path) -> None:
    left = tmp_path / "cache" / LTS.version / "fetching-killed"
    left.mkdir(parents=True)
    code = (
        "import sys, pathlib; from graph.server.jars import library;"
        "from graph.server.versions import release;"
        f"print(library(release({LTS.version!r}), pathlib.Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "cache")]

    both = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    printed = {process.communicate()[0].strip() for process in both}

    assert printed == {str(library_folder(LTS, tmp_path / "cache"))}
    assert fake_mvn.read_text().splitlines() == ["fetched"]
    assert not left.exists()


def test_without_a_way_to_fetch_the_remedy_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "jgo", None)

    with pytest.raises(ServerError) as refused:
        library(LTS, tmp_path / "cache")

    assert "suyuan[server]" in refused.value.remedy
    assert "SUYUAN_NEO4J_URI" in refused.value.remedy


def test_the_cache_is_where_the_user_keeps_caches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/elsewhere")

    assert library_folder(LTS) == Path("/elsewhere/suyuan/neo4j") / LTS.version / "lib"


@pytest.mark.torture
@pytest.mark.parametrize("version", VERSIONS)
def test_pip_alone_fetches_the_same_jars(
    version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # no mvn

    folder = library(release(version), tmp_path / "cache")

    assert {path.name for path in folder.iterdir()} == {j.name for j in locked_jars(version)}


@pytest.mark.torture
@pytest.mark.parametrize("version", VERSIONS)
def test_the_lock_is_what_maven_resolves(version: str, tmp_path: Path) -> None:
    from graph.server.lock import LOCKS
    from graph.server.renew_lock import write_lock

    written = write_lock(version, tmp_path)

    assert written.read_bytes() == (LOCKS / written.name).read_bytes()
