from __future__ import annotations

import subprocess
import sys

PROGRAM = """
from grader.running.inside.pages import make_huge
kept = [bytes([n]) * 1_000_000 for n in range(40)]
make_huge()
assert all(block == bytes([n]) * 1_000_000 for n, block in enumerate(kept))
import os
pid = os.fork()
if not pid:
    kept[3] = bytes(1_000_000)
    os._exit(0 if kept[4][0] == 4 else 1)
assert os.waitpid(pid, 0)[1] == 0 and kept[3][0] == 3
print("the same")
"""


def test_memory_holds_what_it_held() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stdout == "the same\n"
