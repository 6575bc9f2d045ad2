"""What the locked-in child may read and write, as a Landlock ruleset that the warm process prepares once."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Collection, Iterable
from pathlib import Path

from landlock.plumbing import (
    FSAccess,
    PathBeneathAttr,
    RulesetAttr,
    get_add_rule,
    get_create_ruleset,
    get_restrict_self,
    landlock_abi_version,
)

from grader.running.inside.readable import readable

READ = FSAccess.READ_FILE | FSAccess.READ_DIR
WRITE = (
    READ
    | FSAccess.WRITE_FILE
    | FSAccess.MAKE_REG
    | FSAccess.MAKE_DIR
    | FSAccess.REMOVE_FILE
    | FSAccess.REMOVE_DIR
)
NETWORK_BIND_AND_CONNECT = 0b11
SCOPE_SOCKETS_AND_SIGNALS = 0b11
QUIET_DENIALS = 1
RULE_PATH_BENEATH = 1


class _Attributes(RulesetAttr):
    """`landlock_ruleset_attr` with the fields of later kernels (ABI 4: network, ABI 6: scopes)."""

    _fields_ = (("handled_access_net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class Filesystem:
    """A Landlock ruleset, made once and entered by each child."""

    def __init__(self, scratch: Path, readable_too: Iterable[Path], private: Collection[str] = ()) -> None:
        """Prepare the ruleset: writes only below `scratch`. Raises `OSError` where there is no Landlock."""
        ctypes.set_errno(0)  # the package takes an old error for one of its own
        self.abi = landlock_abi_version()
        attributes = _Attributes(_handled(self.abi), NETWORK_BIND_AND_CONNECT, SCOPE_SOCKETS_AND_SIGNALS)
        size = 8 if self.abi < 4 else 16 if self.abi < 6 else 24
        self.ruleset = int(get_create_ruleset()(ctypes.byref(attributes), size, 0))
        for path in [*readable(private), *readable_too]:
            self._allow(path, READ)
        self._allow(scratch, (WRITE | FSAccess.TRUNCATE | FSAccess.REFER) & _handled(self.abi))
        self._allow(Path("/dev/null"), FSAccess.READ_FILE | FSAccess.WRITE_FILE)

    def enter(self) -> None:
        """Restrict this process for good and close the ruleset; raises `OSError` if the kernel refuses."""
        ctypes.set_errno(0)
        get_restrict_self()(self.ruleset, QUIET_DENIALS if self.abi >= 7 else 0)
        os.close(self.ruleset)

    def _allow(self, path: Path, access: FSAccess) -> None:
        try:
            descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except (FileNotFoundError, PermissionError, NotADirectoryError):
            return  # what this machine hasn't got, or we can't open, needs no permission
        try:
            if not path.is_dir():
                access &= FSAccess.READ_FILE | FSAccess.WRITE_FILE | FSAccess.TRUNCATE
            ctypes.set_errno(0)
            get_add_rule()(
                self.ruleset, RULE_PATH_BENEATH, ctypes.byref(PathBeneathAttr(access, descriptor)), 0
            )
        finally:
            os.close(descriptor)


def _handled(abi: int) -> FSAccess:
    """All rights that this kernel's Landlock knows: what is handled and not allowed is denied."""
    rights = FSAccess(0b1_1111_1111_1111)
    for since, right in ((2, FSAccess.REFER), (3, FSAccess.TRUNCATE), (5, FSAccess.IOCTL_DEV)):
        if abi >= since:
            rights |= right
    return rights
