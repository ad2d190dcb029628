/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* For tests of caged readers: nobody, since user 0 escapes limits and permissions, and a kernel
 * without Landlock. */
#include "t.h"

#include <errno.h>
#include <grp.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/** Before anything is made. Ends the program when it does not work. */
static inline void become_nobody(void) {
    enum { NOBODY = 65534 };

    if (getuid() != 0) return;
    if (setgroups(0, NULL) == 0 && setresgid(NOBODY, NOBODY, NOBODY) == 0 &&
        setresuid(NOBODY, NOBODY, NOBODY) == 0)
        return;
    fprintf(stderr, "user 0 cannot become nobody\n");
    exit(1);
}

/** From here on one system call fails in this process and its children, as on a kernel without it. In a
 * child of the test only. */
static inline bool lose_call(unsigned number) {
    struct sock_filter code[] = {
        {BPF_LD | BPF_W | BPF_ABS, 0, 0, 0}, /* the number of the call */
        {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, number},
        {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | ENOSYS},
        {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW},
    };
    struct sock_fprog prog = {4, code};

    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0U, &prog) == 0;
}

/** Landlock's first call, of the same number on every machine. */
static inline bool lose_landlock(void) {
    return lose_call(444);
}
