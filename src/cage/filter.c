/* SPDX-License-Identifier: Apache-2.0 */
/* Which system calls the caged may make.
 *
 * A reader of ours computes and takes memory: everything that is not on its list kills it, since
 * it is then no longer our code that runs. No call on its list takes a path.
 *
 * A helper program's list was made from traces of ffmpeg 5.1, exiftool 12.57 and tesseract 5.3.
 * Another version may ask for another call: what is on neither list fails as on a kernel that does
 * not have it, and programs are made to live with that. What no reader of pictures asks for kills.
 * Files are opened for reading only, also where Landlock is missing; new threads may be made, new
 * processes not; the only program that may be executed is the one that we execute: the filter
 * knows it by the address of its path, which is ours to choose before, and nobody's after.
 *
 * Calls that this machine's architecture does not have are passed over. */
#include "cage/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Both: what the C library needs to compute, take memory and end. */
static const char *const computing[] = {"read",
                                        "readv",
                                        "pread64",
                                        "write",
                                        "writev",
                                        "lseek",
                                        "close",
                                        "brk",
                                        "munmap",
                                        "mremap",
                                        "madvise",
                                        "futex",
                                        "exit",
                                        "exit_group",
                                        "rt_sigreturn",
                                        "rt_sigprocmask",
                                        "rt_sigaction",
                                        "sigaltstack",
                                        "clock_gettime",
                                        "gettimeofday",
                                        "time",
                                        "getrandom",
                                        "getpid",
                                        "gettid",
                                        "sched_yield",
                                        "restart_syscall",
                                        NULL};

static const char *const program_more[] = {"access",
                                           "faccessat",
                                           "faccessat2",
                                           "stat",
                                           "lstat",
                                           "fstat",
                                           "newfstatat",
                                           "statx",
                                           "statfs",
                                           "fstatfs",
                                           "readlink",
                                           "readlinkat",
                                           "getcwd",
                                           "getdents64",
                                           "mmap",
                                           "mprotect",
                                           "fcntl",
                                           "dup",
                                           "dup2",
                                           "dup3",
                                           "poll",
                                           "ppoll",
                                           "select",
                                           "pselect6",
                                           "nanosleep",
                                           "clock_nanosleep",
                                           "clock_getres",
                                           "uname",
                                           "sysinfo",
                                           "times",
                                           "getrusage",
                                           "getuid",
                                           "geteuid",
                                           "getgid",
                                           "getegid",
                                           "getppid",
                                           "arch_prctl",
                                           "set_tid_address",
                                           "set_robust_list",
                                           "rseq",
                                           "membarrier",
                                           "sched_getaffinity",
                                           "sched_getparam",
                                           "sched_getscheduler",
                                           "preadv",
                                           "pwritev",
                                           "fadvise64",
                                           NULL};

static const char *const killed[] = {"socket",

                                     "connect",
                                     "bind",
                                     "listen",
                                     "accept",
                                     "accept4",
                                     "sendto",
                                     "sendmsg",
                                     "process_vm_readv",
                                     "process_vm_writev",
                                     "bpf",
                                     "io_uring_setup",
                                     "io_uring_enter",
                                     "mount",
                                     "umount2",
                                     "move_mount",
                                     "fsopen",
                                     "open_tree",
                                     "pivot_root",
                                     "chroot",
                                     "unshare",
                                     "setns",
                                     "keyctl",
                                     "add_key",
                                     "request_key",
                                     "userfaultfd",
                                     "perf_event_open",
                                     "init_module",
                                     "finit_module",
                                     "kexec_load",
                                     "reboot",
                                     "swapon",
                                     "pidfd_getfd",
                                     "pidfd_send_signal",
                                     "fork",
                                     "vfork",
                                     "execveat",
                                     "open_by_handle_at",
                                     "modify_ldt",
                                     "setuid",
                                     "setgid",
                                     "setresuid",
                                     "setresgid",
                                     "capset",
                                     "tkill",
                                     NULL};

static int add(scmp_filter_ctx f, uint32_t what, const char *const *name) {
    for (; *name; name++) {
        int nr = seccomp_syscall_resolve_name(*name), rc;

        if (nr == __NR_SCMP_ERROR) continue;
        rc = seccomp_rule_add(f, what, nr, 0);
        if (rc < 0 && rc != -EDOM) return rc; /* EDOM: the architecture does not have it */
    }
    return 0;
}

#define RULE(f, what, call, ...)                                                                   \
    seccomp_rule_add_array((f), (what), (call),                                                    \
                           sizeof((struct scmp_arg_cmp[]){__VA_ARGS__}) /                          \
                               sizeof(struct scmp_arg_cmp),                                        \
                           (struct scmp_arg_cmp[]){__VA_ARGS__})

/* A process may end itself (abort), and no other. */
static int own_signals(scmp_filter_ctx f, bool program) {
    scmp_datum_t me = (scmp_datum_t)getpid();
    int rc = RULE(f, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_EQ, me, 0));

    if (!program) return rc; /* the rest kills it anyway */
    if (rc == 0) rc = RULE(f, SCMP_ACT_KILL_PROCESS, SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_NE, me, 0));
    if (rc == 0) rc = RULE(f, SCMP_ACT_KILL_PROCESS, SCMP_SYS(kill), SCMP_A0(SCMP_CMP_NE, me, 0));
    return rc;
}

static int reader_rules(scmp_filter_ctx f) {
    int rc = add(f, SCMP_ACT_ALLOW, computing);

    /* memory, never to be executed */
    if (rc == 0)
        rc = RULE(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    if (rc == 0)
        rc = RULE(f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    /* stdio asks how large and what a stream is; it does without */
    if (rc == 0) rc = seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(newfstatat), 0);
    return rc;
}

static int program_opens(scmp_filter_ctx f) {
    const scmp_datum_t writing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
    int rc = RULE(f, SCMP_ACT_ALLOW, SCMP_SYS(openat), SCMP_A2(SCMP_CMP_MASKED_EQ, writing, 0));

#ifdef __NR_open
    if (rc == 0)
        rc = RULE(f, SCMP_ACT_ALLOW, SCMP_SYS(open), SCMP_A1(SCMP_CMP_MASKED_EQ, writing, 0));
#endif
    return rc;
}

static int program_rules(scmp_filter_ctx f, const char *path) {
    scmp_datum_t ours = (scmp_datum_t)(uintptr_t)path;
    int rc = add(f, SCMP_ACT_ALLOW, computing);

    if (rc == 0) rc = add(f, SCMP_ACT_ALLOW, program_more);
    if (rc == 0) rc = add(f, SCMP_ACT_KILL_PROCESS, killed);
    if (rc == 0) rc = seccomp_rule_add(f, SCMP_ACT_KILL_PROCESS, SCMP_SYS(ptrace), 0);
    if (rc == 0) rc = program_opens(f);
    /* Threads. clone3 hides its flags behind a pointer: the C library takes clone without it. */
    if (rc == 0)
        rc = RULE(f, SCMP_ACT_ALLOW, SCMP_SYS(clone),
                  SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
    if (rc == 0)
        rc = RULE(f, SCMP_ACT_KILL_PROCESS, SCMP_SYS(clone),
                  SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
    if (rc == 0) rc = RULE(f, SCMP_ACT_ALLOW, SCMP_SYS(execve), SCMP_A0(SCMP_CMP_EQ, ours, 0));
    if (rc == 0)
        rc = RULE(f, SCMP_ACT_KILL_PROCESS, SCMP_SYS(execve), SCMP_A0(SCMP_CMP_NE, ours, 0));
    if (rc == 0) rc = RULE(f, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), SCMP_A1(SCMP_CMP_EQ, TCGETS, 0));
    if (rc == 0) rc = RULE(f, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), SCMP_A1(SCMP_CMP_EQ, FIONREAD, 0));
    /* asking for a limit, not setting one */
    if (rc == 0) rc = RULE(f, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), SCMP_A2(SCMP_CMP_EQ, 0, 0));
    if (rc == 0)
        rc = RULE(f, SCMP_ACT_ALLOW, SCMP_SYS(prctl), SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME, 0));
    return rc;
}

/* Of a room without a folder to write in, and also where Landlock is missing: nothing is made, changed or removed. */
static int no_writing(scmp_filter_ctx f) {
    static const char *const changes[] = {
        "creat",    "openat2",  "truncate",  "rename",      "renameat",  "renameat2", "unlink",
        "unlinkat", "rmdir",    "mkdir",     "mkdirat",     "mknod",     "mknodat",   "link",
        "linkat",   "symlink",  "symlinkat", "chmod",       "fchmodat",  "chown",     "lchown",
        "fchownat", "setxattr", "lsetxattr", "removexattr", "utimensat", NULL};
    static const scmp_datum_t flag[] = {O_WRONLY, O_RDWR, O_CREAT, O_TRUNC};
    int rc = add(f, SCMP_ACT_ERRNO(EPERM), changes);

    for (size_t i = 0; i < sizeof flag / sizeof *flag && rc == 0; i++) {
        rc = RULE(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(openat),
                  SCMP_A2(SCMP_CMP_MASKED_EQ, flag[i], flag[i]));
#ifdef __NR_open
        if (rc == 0)
            rc = RULE(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(open),
                      SCMP_A1(SCMP_CMP_MASKED_EQ, flag[i], flag[i]));
#endif
    }
    return rc;
}

/* A process of ours that shuts itself in: it keeps what it needs to open files and make threads. What is left out fails; nothing of ours asks for it. */
static int room_rules(scmp_filter_ctx f, bool writes) {
    static const char *const more[] = {
        "socketpair",    "sendmmsg",    "recvmsg",       "recvmmsg",    "execve", "process_madvise",
        "fsmount",       "fsconfig",    "mount_setattr", "quotactl",    "acct",   "settimeofday",
        "clock_settime", "sethostname", "kill",          "personality", NULL};
    int rc = add(f, SCMP_ACT_ERRNO(EPERM), killed);

    if (rc == 0) rc = add(f, SCMP_ACT_ERRNO(EPERM), more);
    if (rc == 0 && !writes) rc = no_writing(f);
    if (CAGE_SANITIZED) return rc;
    if (rc == 0) rc = seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ptrace), 0);
    if (rc == 0)
        rc = RULE(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone),
                  SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
    /* it hides its flags behind a pointer: the C library takes clone without it */
    if (rc == 0) rc = seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
    return rc;
}

/* libseccomp writes a filter to a descriptor only. */
static int export(scmp_filter_ctx f, struct cage_filter *out) {
    int fd = memfd_create("filter", MFD_CLOEXEC), rc = -1;
    off_t n;

    if (fd < 0) return -1;
    if (seccomp_export_bpf(f, fd) < 0 || (n = lseek(fd, 0, SEEK_END)) <= 0) goto out;
    if (!(out->code = malloc((size_t)n))) goto out;
    if (pread(fd, out->code, (size_t)n, 0) != n) goto out;
    out->n = (unsigned short)((size_t)n / sizeof(struct sock_filter));
    rc = 0;
out:
    close(fd);
    return rc;
}

static int finish(scmp_filter_ctx f, int rc, struct cage_filter *out) {
    if (rc < 0)
        errno = -rc;
    else
        rc = export(f, out);
    seccomp_release(f);
    return rc < 0 ? -1 : 0;
}

int cage_filter_make(struct cage_filter *out, const char *path) {
    /* ENOSYS as from a kernel that does not have the call: it has programs try the next way */
    scmp_filter_ctx f = seccomp_init(path ? SCMP_ACT_ERRNO(ENOSYS) : SCMP_ACT_KILL_PROCESS);
    int rc;

    *out = (struct cage_filter){0};
    if (!f) return -1;
    rc = path ? program_rules(f, path) : reader_rules(f);
    if (rc == 0) rc = own_signals(f, path);
    return finish(f, rc, out);
}

int cage_filter_room(struct cage_filter *out, bool writes) {
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ALLOW);

    *out = (struct cage_filter){0};
    return f ? finish(f, room_rules(f, writes), out) : -1;
}

int cage_filter_raise(const struct cage_filter *f) {
    struct sock_fprog prog = {f->n, f->code};

    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0U, &prog);
}

bool cage_filter_known(void) {
    uint32_t kill = SECCOMP_RET_KILL_PROCESS;

    return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0U, &kill) == 0;
}
