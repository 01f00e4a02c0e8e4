"""A board pack of 30 papers and 300 pages of mixed sizes, against pikepdf merging the same files and nothing else."""

import pickle
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from board.packs import front, intake, watermark
from board.packs.pieces import PackContents, PackItem, PaperFile
from tests.bench.table import Figure, timed
from tests.board import files_made as files

PART = "Board pack (30 papers, 300 pages)"
SIZES = ("A4", "A4 landscape", "letter", "254mm 190mm", "A3", "scan")
ROUNDS = 5
# The second time counts, as in a worker that has run before. The peak is this process's own since it began.
TELL = """
run()
began = time.perf_counter()
run()
seconds = time.perf_counter() - began
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(seconds, int(peak.split()[1]) / 1000)
"""
PLAIN = """
import sys, time, warnings
warnings.simplefilter("ignore")
import pikepdf
def run():
    made = pikepdf.new()
    for path in sys.argv[2:]:
        made.pages.extend(pikepdf.open(path).pages)
    made.save(sys.argv[1])
"""
OURS = """
import pickle, sys, time
from pathlib import Path
from board.packs import assembly
contents, shell = pickle.loads(Path(sys.argv[2]).read_bytes())
def run():
    assembly.build(contents, shell, Path(sys.argv[1]))
"""


def measure() -> list[Figure]:
    """Make the papers ready, print the front, assemble, put a name on; time and peak memory of processes of their own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        papers, each = _papers(folder)
        contents = _contents(papers)
        front.print_front(contents, folder)
        printing = timed(lambda: front.print_front(contents, folder), 3)
        return [
            Figure(PART, "a paper of ten pages made ready, once, when it comes in", each, "s"),
            Figure(PART, "cover, agenda and item pages printed", printing, "s"),
            *_assembled(folder, contents, [paper.path for paper in papers]),
        ]


def _papers(folder: Path) -> tuple[list[PaperFile], float]:
    made, seconds = [], []
    for number in range(30):
        size = SIZES[number % len(SIZES)]
        title = f"Paper {number} of the meeting"
        data = (
            files.scanned(10, 1000 + number)
            if size == "scan"
            else files.tagged(10, size, title, f"Word{number}")
        )
        ready: list[intake.Ready] = []
        seconds.append(timed(lambda: ready.append(intake.take(data))))  # noqa: B023 called at once
        path = folder / f"{number}.pdf"
        path.write_bytes(ready[0].pdf)
        made.append(PaperFile("AB"[number % 2], title, path, 10))
    return made, median(seconds)


def _contents(papers: list[PaperFile]) -> PackContents:
    items = [
        PackItem(str(n + 1), f"Item {n + 1}", 1 if n < 12 else 2, papers=tuple(papers[2 * n : 2 * n + 2]))
        for n in range(15)
    ]
    return PackContents("Board papers", "Board meeting, 2 December 2026", tuple(items), "The partnership")


def _assembled(folder: Path, contents: PackContents, paths: list[Path]) -> list[Figure]:
    shell = front.print_front(contents, folder)
    given, target = folder / "given.pickle", folder / "pack.pdf"
    given.write_bytes(pickle.dumps((contents, shell)))
    plain, plain_memory = _alone(PLAIN, folder / "plain.pdf", *paths)
    ours, memory = _alone(OURS, target, given)
    named = timed(lambda: watermark.for_reader(target.read_bytes(), "Cleo Councillor"), 3)
    size = target.stat().st_size / sum(path.stat().st_size for path in paths)
    return [
        Figure(PART, "pikepdf merging the same files alone", plain, "s"),
        Figure(PART, "assembled: tags, stamps, bookmarks, links", ours, "s", ours / plain, "pikepdf alone"),
        Figure(PART, "pikepdf alone, peak memory", plain_memory, "MB"),
        Figure(PART, "assembled, peak memory", memory, "MB", memory / plain_memory, "pikepdf alone"),
        Figure(PART, "size of the pack", target.stat().st_size / 1e6, "MB", size, "all its papers"),
        Figure(PART, "a reader’s name on each page, at download", named, "s"),
    ]


def _alone(script: str, target: Path, *paths: Path) -> tuple[float, float]:
    """The median seconds and the peak megabytes of new processes."""
    words = [sys.executable, "-c", script + TELL, str(target), *map(str, paths)]
    found = []
    for _ in range(ROUNDS):
        done = subprocess.run(words, check=True, capture_output=True, text=True)
        found.append([float(word) for word in done.stdout.split()])
    return median(row[0] for row in found), max(row[1] for row in found)
