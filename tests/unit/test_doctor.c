/* SPDX-License-Identifier: Apache-2.0 */
/* What the self-audit sees of a disk, on machines that are made here: folders that look like /sys and /proc. */
#include "cli/doctor.h"
#include "t.h"

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

struct room {
    char dir[64];
};

static int remove_one(const char *path, const struct stat *s, int type, struct FTW *ftw) {
    (void)s, (void)type, (void)ftw;
    return remove(path);
}

static int enter(void **state) {
    struct room *r = calloc(1, sizeof *r);

    if (!r) return -1;
    strcpy(r->dir, "/tmp/headcount-doctor-XXXXXX");
    if (!mkdtemp(r->dir)) return -1;
    *state = r;
    return 0;
}

static int leave(void **state) {
    struct room *r = *state;

    nftw(r->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(r);
    return 0;
}

/* A file of this machine, and the folders above it; text NULL: the last one is a folder. */
static void put(struct room *r, const char *name, const char *text) {
    char path[256];

    snprintf(path, sizeof path, "%s/%s", r->dir, name);
    for (char *p = path + strlen(r->dir) + 1; *p; p++)
        if (*p == '/') {
            *p = 0;
            mkdir(path, 0700);
            *p = '/';
        }
    if (!text) {
        assert_int_equal(mkdir(path, 0700), 0);
        return;
    }
    t_text_file(path, text);
}

static void a_disk_and_what_is_below_it(void **state) {
    struct room *r = *state;

    put(r, "sys/dev/block/8:2/uevent", "DEVNAME=sda2\n"); /* a partition */
    assert_int_equal(doctor_disk(r->dir, 8, 2), DISK_PLAIN);
    put(r, "sys/dev/block/253:0/dm/uuid", "CRYPT-LUKS2-0123-home\n"); /* LUKS */
    assert_int_equal(doctor_disk(r->dir, 253, 0), DISK_CRYPT);
    put(r, "sys/dev/block/253:1/dm/uuid", "LVM-abc\n"); /* LVM on a partition */
    put(r, "sys/dev/block/253:1/slaves/sda3/uevent", "x\n");
    assert_int_equal(doctor_disk(r->dir, 253, 1), DISK_PLAIN);
    put(r, "sys/dev/block/253:2/dm/uuid", "LVM-abc\n"); /* LVM on LUKS */
    put(r, "sys/dev/block/253:2/slaves/dm-0/dm/uuid", "CRYPT-LUKS1-9\n");
    assert_int_equal(doctor_disk(r->dir, 253, 2), DISK_CRYPT);
    put(r, "sys/dev/block/9:0/slaves/dm-3/dm/uuid",
        "CRYPT-PLAIN-x\n"); /* a RAID of one encrypted disk ... */
    assert_int_equal(doctor_disk(r->dir, 9, 0), DISK_CRYPT);
    put(r, "sys/dev/block/9:0/slaves/sdb1/uevent", "x\n"); /* ... and one in clear */
    assert_int_equal(doctor_disk(r->dir, 9, 0), DISK_PLAIN);
    assert_int_equal(doctor_disk(r->dir, 8, 77), DISK_UNKNOWN);
}

static void file_systems_without_a_device(void **state) {
    struct room *r = *state;

    put(r, "proc/self/mountinfo",
        "22 1 8:2 / / rw - ext4 /dev/sda2 rw\n"
        "30 22 0:40 / /tmp rw,nosuid shared:3 - tmpfs tmpfs rw\n"
        "31 22 0:41 / /net rw - nfs server:/home rw\n"
        "32 22 0:42 / /home/x/Private rw - ecryptfs /home/.x rw\n"
        "33 22 0:43 / /merged rw - overlay overlay rw\n");
    assert_int_equal(doctor_disk(r->dir, 0, 40), DISK_MEMORY);
    assert_int_equal(doctor_disk(r->dir, 0, 41), DISK_UNKNOWN);
    assert_int_equal(doctor_disk(r->dir, 0, 42), DISK_CRYPT);
    assert_int_equal(doctor_disk(r->dir, 0, 43), DISK_UNKNOWN);
    assert_int_equal(doctor_disk(r->dir, 0, 4), DISK_UNKNOWN);
}

static void swap(void **state) {
    struct room *r = *state;

    assert_int_equal(doctor_swap(r->dir), -1);
    put(r, "proc/swaps", "Filename Type Size Used Priority\n");
    assert_int_equal(doctor_swap(r->dir), 0);
    put(r, "proc/swaps", "Filename Type Size Used Priority\n/dev/zram0 partition 1 0 100\n");
    assert_int_equal(doctor_swap(r->dir), 1);
    put(r, "proc/swaps",
        "Filename Type Size Used Priority\n/dev/zram0 partition 1 0 100\n/no/such/disk partition 1 "
        "0 -2\n");
    assert_int_equal(doctor_swap(r->dir), 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_disk_and_what_is_below_it, enter, leave),
        cmocka_unit_test_setup_teardown(file_systems_without_a_device, enter, leave),
        cmocka_unit_test_setup_teardown(swap, enter, leave),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
