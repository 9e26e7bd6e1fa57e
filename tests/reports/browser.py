"""The page that checks an export, run where JavaScript runs: in Node (its checker alone) and in a headless Chromium."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

from ebr import paths
from tests.reports.exported import Verdict

PAGE = paths.resources() / "checker" / "check.html"
NODE = shutil.which("node")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
READS = """
const fs = require("fs"), path = require("path");
const [place, site, heads, slow] = process.argv.slice(2);
if (slow) own = false;
const fromFolder = async (name) => {
  const file = path.join(place, name);
  return fs.existsSync(file) && fs.statSync(file).isFile() ? new Uint8Array(fs.readFileSync(file)) : null;
};
(async () => {
  const read = fs.statSync(place).isDirectory() ? fromFolder : unzipped(new Uint8Array(fs.readFileSync(place)));
  const result = await checkRecord(read, { site, heads: heads.split(" ").filter(Boolean) });
  process.stdout.write(JSON.stringify(result));
})().catch((wrong) => { process.stderr.write(String(wrong.message)); process.exitCode = 2; });
"""


def script() -> str:
    """Return the script of the page."""
    found = re.search(r"<script>\n(.*)</script>", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def in_node(
    place: Path, work: Path, *, site: str = "", heads: tuple[str, ...] = (), slow: bool = False, within: float = 60
) -> Verdict:
    """Check with the page's own checker; `slow`: without the cryptography of the machine."""
    assert NODE is not None
    file = work / "checker.js"
    file.write_text(script() + READS, encoding="utf-8")
    command = [NODE, str(file), str(place), site, " ".join(heads), *(["slow"] if slow else [])]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=within)
    if done.returncode:
        return Verdict(2, frozenset(), done.stderr)
    return _verdict(done.stdout)


def in_chromium(place: Path, profile: Path) -> Verdict:
    """Open the page beside the files of an export, from the disk, and read what it says when it has checked."""
    assert CHROMIUM is not None
    shutil.copy(PAGE, place / PAGE.name)
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files"]
    command += [f"--user-data-dir={profile}", "--virtual-time-budget=60000", "--dump-dom", (place / PAGE.name).as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    found = re.search(r'data-result="([^"]*)"', done.stdout)
    assert found is not None, done.stdout[-2000:] + done.stderr[-2000:]
    told = html.unescape(found[1])
    return Verdict(2, frozenset(), told) if "unreadable" in json.loads(told) else _verdict(told)


def _verdict(text: str) -> Verdict:
    found = json.loads(text)["findings"]
    return Verdict(1 if found else 0, frozenset((one["code"], one["seq"]) for one in found), text)
