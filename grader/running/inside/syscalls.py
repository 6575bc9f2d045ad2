"""The system calls that a locked-in child may make, as a seccomp filter that the warm process compiles once.

An allow-list. What is refused by name gets EPERM, which Python tells as a PermissionError that a student can
read; whatever else is not on the list, today's or tomorrow's, gets ENOSYS, at which the C library falls back
to an older call (it would take EPERM for an error). Nothing is answered by a kill: a notebook that tries
`subprocess` in one cell keeps the marks of the others.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import errno
import os
import tempfile

_find = ctypes.util.find_library
ctypes.util.find_library = lambda name: _find(name) or {"seccomp": "libseccomp.so.2"}.get(name)
import pyseccomp  # noqa: E402  (it asks programs where its library lies, and bubblewrap's view has none)

ctypes.util.find_library = _find

ALLOWED = """
read write pread64 pwrite64 readv writev preadv pwritev lseek close sendfile
copy_file_range open openat openat2 stat fstat lstat newfstatat statx statfs fstatfs access faccessat
faccessat2 readlink readlinkat getdents getdents64 getcwd chdir fchdir mkdir mkdirat rmdir unlink unlinkat
rename renameat renameat2 ftruncate fsync fdatasync umask dup dup2 dup3 pipe pipe2
select pselect6 poll ppoll epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 eventfd2
brk mmap munmap mremap mprotect madvise msync membarrier get_mempolicy rt_sigaction rt_sigprocmask
rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend sigaltstack pause alarm setitimer getitimer
restart_syscall set_robust_list get_robust_list rseq set_tid_address
sched_yield sched_getaffinity getcpu nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday time
times getpid getppid gettid getuid geteuid getgid getegid getgroups getresuid getresgid getpgrp getpgid
getsid getrusage getrlimit uname getrandom arch_prctl exit exit_group wait4 waitid recvfrom
"""

REFUSED = """
fork vfork execve execveat socket socketpair connect bind listen accept accept4 sendmsg sendmmsg recvmsg
recvmmsg shutdown getsockopt setsockopt ptrace process_vm_readv process_vm_writev process_madvise kcmp kill
tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_open pidfd_send_signal pidfd_getfd unshare setns mount
umount2 pivot_root chroot move_mount open_tree fsopen fsmount fsconfig mount_setattr io_uring_setup
io_uring_enter io_uring_register bpf perf_event_open keyctl add_key request_key userfaultfd shmget shmat
shmctl shmdt semget semop semctl semtimedop msgget msgsnd msgrcv msgctl mq_open mq_unlink mq_timedsend
mq_timedreceive mq_notify memfd_create memfd_secret chmod fchmod fchmodat fchmodat2 chown fchown lchown
fchownat utime utimes utimensat futimesat truncate setxattr lsetxattr fsetxattr removexattr lremovexattr
fremovexattr link linkat symlink symlinkat mknod mknodat setuid setgid setreuid setregid setresuid setresgid
setgroups setfsuid setfsgid capset setsid setpgid setpriority sched_setaffinity sched_setscheduler
sched_setparam sched_setattr ioprio_set setrlimit personality seccomp name_to_handle_at open_by_handle_at
flock fadvise64 mincore sysinfo fanotify_init inotify_init inotify_init1 inotify_add_watch quotactl swapon
swapoff reboot sethostname
setdomainname init_module finit_module delete_module kexec_load syslog acct settimeofday clock_settime
clock_adjtime adjtimex iopl ioperm modify_ldt vhangup
"""

CLONE_FILES = 0x0000_0400
CLONE_THREAD = 0x0001_0000
CLONE_NEW_NAMESPACES = 0x7E02_0000
CLOSE_RANGE_UNSHARE = 2
FCNTL = (0, 1, 2, 3, 4, 1030)
"""F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC; not F_SETOWN: it sends signals to others."""
FUTEX_PRIVATE = 128
IOCTL = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
"""TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX: what Python asks of a file it opens."""
PRCTL = (3, 15, 16, 0x53564D41)
"""PR_GET_DUMPABLE, PR_SET_NAME, PR_GET_NAME, PR_SET_VMA; not PR_SET_PDEATHSIG, which would outlive us."""

PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
INSTRUCTION_BYTES = 8


class _Program(ctypes.Structure):
    """`struct sock_fprog`."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


class Syscalls:
    """The compiled filter, made once and entered by each child."""

    def __init__(self) -> None:
        """Compile; raises `OSError` where libseccomp cannot."""
        self._code = _compile()
        self._buffer = ctypes.create_string_buffer(self._code, len(self._code))
        address = ctypes.cast(self._buffer, ctypes.c_void_p)
        self._program = _Program(len(self._code) // INSTRUCTION_BYTES, address)
        self._libc = ctypes.CDLL(None, use_errno=True)

    def enter(self) -> None:
        """Restrict this process for good; raises `OSError` if the kernel refuses."""
        if self._libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(self._program), 0, 0):
            number = ctypes.get_errno()
            raise OSError(number, f"The system-call filter was refused: {os.strerror(number)}")


def _compile() -> bytes:
    allow = pyseccomp.ALLOW
    seccomp = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.ENOSYS))
    for name in ALLOWED.split():
        _add(seccomp, allow, name)
    for name in REFUSED.split():
        _add(seccomp, pyseccomp.ERRNO(errno.EPERM), name)
    # clone3 is on neither list: its flags are out of a filter's reach, and at ENOSYS threads use clone.
    thread = CLONE_THREAD | CLONE_FILES
    refused = pyseccomp.ERRNO(errno.EPERM)
    _add(
        seccomp, allow, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, thread | CLONE_NEW_NAMESPACES, thread)
    )
    _add(seccomp, refused, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, CLONE_THREAD, 0))
    # All threads share one table of open files, which the trusted side counts.
    unshared = pyseccomp.Arg(2, pyseccomp.MASKED_EQ, CLOSE_RANGE_UNSHARE, 0)
    _add(seccomp, allow, "close_range", unshared)
    for name, position, values in (("fcntl", 1, FCNTL), ("ioctl", 1, IOCTL), ("prctl", 0, PRCTL)):
        for value in values:
            _add(seccomp, allow, name, pyseccomp.Arg(position, pyseccomp.EQ, value))
    # A futex that is not private is one with that of whoever has the same file in memory: two submissions could talk
    # over any library. So nobody waits for one. EAGAIN has the C library, which waits so for the end of a thread, look
    # again.
    private = pyseccomp.Arg(1, pyseccomp.MASKED_EQ, FUTEX_PRIVATE, FUTEX_PRIVATE)
    shared = pyseccomp.Arg(1, pyseccomp.MASKED_EQ, FUTEX_PRIVATE, 0)
    for name in ("futex", "futex_time64"):
        _add(seccomp, allow, name, private)
        _add(seccomp, pyseccomp.ERRNO(errno.EAGAIN), name, shared)
    # Reading one's own limits; and sending on the self-pipe of asyncio's loop, which has no address.
    own, reading = pyseccomp.Arg(0, pyseccomp.EQ, 0), pyseccomp.Arg(2, pyseccomp.EQ, 0)
    _add(seccomp, allow, "prlimit64", own, reading)
    _add(seccomp, allow, "sendto", pyseccomp.Arg(4, pyseccomp.EQ, 0))
    with tempfile.TemporaryFile() as file:
        seccomp.export_bpf(file)
        file.seek(0)
        return file.read()


def _add(seccomp: pyseccomp.SyscallFilter, action: int, name: str, *arguments: pyseccomp.Arg) -> None:
    number = pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name)
    if number >= 0:  # negative: this machine's architecture has no such call
        seccomp.add_rule(action, number, *arguments)
