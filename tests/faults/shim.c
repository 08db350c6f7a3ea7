/*
 * A disk that fails at a chosen call. Preloaded into one process, it counts what that process does to files below one
 * folder, ends it at call N, tears a write in two, or answers with an error. Everything else passes untouched.
 *
 *   FAULT_ROOT    the folder, an absolute path without links
 *   FAULT_MODE    count | kill-before | kill-after | tear-half | tear-512 | error-at | error-from
 *   FAULT_AT      N, from 1
 *   FAULT_ERRNO   the error's number
 *   FAULT_TRACE   a file outside the folder: a line for every call
 *   FAULT_SYNCED  a folder outside: what a power cut would leave, kept up to date with every fsync
 *   FAULT_LIES    set: fsync is answered and forces nothing, to show that a power cut is seen
 *
 * FAULT_SYNCED holds, under its inode number, each file as it was at its last fsync, and for each folder another one
 * with a link from every name that was there at the folder's last fsync to what it named. Reading it from the root's
 * number with links followed gives the disk after a power cut that kept nothing more than was asked for. It is made for
 * a memory disk, which gives no inode number twice.
 *
 * A file that is mapped into memory (SQLite's index of its log) is written past this, and means nothing after a kill.
 *
 * Locking memory does nothing in any mode: SQLCipher locks and unlocks each of its allocations, tens of thousands in one
 * run, which took half of the time of a search that makes tens of thousands of runs.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum mode { PASS, COUNT, KILL_BEFORE, KILL_AFTER, TEAR_HALF, TEAR_512, ERROR_AT, ERROR_FROM };
static const char *const MODES[] = {
    "pass", "count", "kill-before", "kill-after", "tear-half", "tear-512", "error-at", "error-from"};

/* The exit code of a process that was ended here. */
enum { KILLED = 99 };

static enum mode mode = PASS;
static const char *root, *synced;
static size_t root_length;
static long at, calls;
static int error, lies, trace = -1;

/* What becomes of a call: it happens, it happens in half, or it fails with errno set. */
enum verdict { GO, TEAR, FAIL };

int mlock(const void *from, size_t length) {
    (void)from;
    (void)length;
    return 0;
}

int munlock(const void *from, size_t length) {
    (void)from;
    (void)length;
    return 0;
}

/* ---- what a power cut would leave ---- */

static void keep_file(const struct stat *found, const char *path) {
    char target[PATH_MAX], bytes[1 << 16];
    ssize_t length;
    snprintf(target, sizeof target, "%s/%lu", synced, (unsigned long)found->st_ino);
    /* Opened anew: the caller's descriptor may not be readable. Closing it drops the process's POSIX locks on the file,
     * which nobody else is there to miss. */
    int from = open(path, O_RDONLY), to = open(target, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    while ((length = read(from, bytes, sizeof bytes)) > 0)
        if (write(to, bytes, (size_t)length) != length) abort();
    close(from);
    close(to);
}

static void keep_names(const struct stat *found, const char *path) {
    char target[PATH_MAX], name[PATH_MAX + 300], number[32];
    struct dirent *entry;
    snprintf(target, sizeof target, "%s/%lu", synced, (unsigned long)found->st_ino);
    mkdir(target, 0700);
    DIR *old = opendir(target);
    while ((entry = readdir(old))) {
        snprintf(name, sizeof name, "%s/%s", target, entry->d_name);
        unlink(name);
    }
    closedir(old);
    DIR *now = opendir(path);
    while ((entry = readdir(now))) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
        snprintf(name, sizeof name, "%s/%s", target, entry->d_name);
        snprintf(number, sizeof number, "../%lu", (unsigned long)entry->d_ino);
        if (symlink(number, name)) abort();
        /* A folder whose name is kept is a folder, and empty until it is forced itself. */
        snprintf(name, sizeof name, "%s/%lu", synced, (unsigned long)entry->d_ino);
        if (entry->d_type == DT_DIR) mkdir(name, 0700);
    }
    closedir(now);
}

static int keep(const char *path, const struct stat *found, int kind, struct FTW *where) {
    (void)kind;
    (void)where;
    if (S_ISDIR(found->st_mode)) keep_names(found, path);
    else keep_file(found, path);
    return 0;
}

/* ---- whose turn it is ---- */

static int below_root(const char *path) {
    return mode != PASS && !strncmp(path, root, root_length) && (path[root_length] == '/' || !path[root_length]);
}

/* The path of an open file, if it is below the root. */
static int ours(int fd, char path[PATH_MAX]) {
    char link[64];
    if (mode == PASS) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return below_root(path);
}

/* The path that a name stands for beside an open folder, if it is below the root. */
static int ours_beside(int folder, const char *name, char path[PATH_MAX]) {
    char above[PATH_MAX];
    if (mode == PASS) return 0;
    if (name[0] == '/' || folder == AT_FDCWD) {
        snprintf(path, PATH_MAX, "%s", name);
        return below_root(path);
    }
    if (!ours(folder, above)) return 0;
    return snprintf(path, PATH_MAX, "%s/%s", above, name) < PATH_MAX;
}

static enum verdict arrive(const char *call, const char *path, size_t length) {
    char line[PATH_MAX + 64];
    calls++;
    if (trace >= 0) {
        int used = snprintf(line, sizeof line, "%s %zu %s\n", call, length, path + root_length);
        syscall(SYS_write, trace, line, (size_t)used);
    }
    /* Removing something needs no room. */
    int spared = error == ENOSPC && !strcmp(call, "unlink");
    if (!spared && ((mode == ERROR_AT && calls == at) || (mode == ERROR_FROM && calls >= at))) {
        errno = error;
        return FAIL;
    }
    if (calls != at) return GO;
    if (mode == KILL_BEFORE) _exit(KILLED);
    return mode == TEAR_HALF || mode == TEAR_512 ? TEAR : GO;
}

/* Behind a call that happened. */
static long over(long result) {
    if (mode == KILL_AFTER && calls == at) _exit(KILLED);
    return result;
}

static size_t torn(size_t length) {
    return mode == TEAR_512 ? (length < 512 ? length : 512) : length / 2;
}

/* ---- the calls ---- */

static int created(int folder, const char *name, int flags, mode_t rights) {
    char path[PATH_MAX];
    struct stat found;
    if (!(flags & O_CREAT) || !ours_beside(folder, name, path) || !lstat(path, &found))
        return (int)syscall(SYS_openat, folder, name, flags, rights);
    if (arrive("create", path, 0) == FAIL) return -1;
    return (int)over(syscall(SYS_openat, folder, name, flags, rights));
}

static mode_t rights_of(int flags, va_list more) {
    return flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
}

int open(const char *name, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t rights = rights_of(flags, more);
    va_end(more);
    return created(AT_FDCWD, name, flags, rights);
}

int openat(int folder, const char *name, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t rights = rights_of(flags, more);
    va_end(more);
    return created(folder, name, flags, rights);
}

int open64(const char *, int, ...) __attribute__((alias("open")));
int openat64(int, const char *, int, ...) __attribute__((alias("openat")));

int mkdir(const char *name, mode_t rights) {
    char path[PATH_MAX];
    if (!ours_beside(AT_FDCWD, name, path)) return (int)syscall(SYS_mkdirat, AT_FDCWD, name, rights);
    if (arrive("mkdir", path, 0) == FAIL) return -1;
    return (int)over(syscall(SYS_mkdirat, AT_FDCWD, name, rights));
}

ssize_t write(int fd, const void *bytes, size_t length) {
    char path[PATH_MAX];
    if (!ours(fd, path)) return syscall(SYS_write, fd, bytes, length);
    enum verdict verdict = arrive("write", path, length);
    if (verdict == FAIL) return -1;
    if (verdict == GO) return over(syscall(SYS_write, fd, bytes, length));
    syscall(SYS_write, fd, bytes, torn(length));
    _exit(KILLED);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
    char path[PATH_MAX];
    if (!ours(fd, path)) return syscall(SYS_pwrite64, fd, bytes, length, offset);
    enum verdict verdict = arrive("write", path, length);
    if (verdict == FAIL) return -1;
    if (verdict == GO) return over(syscall(SYS_pwrite64, fd, bytes, length, offset));
    syscall(SYS_pwrite64, fd, bytes, torn(length), offset);
    _exit(KILLED);
}

ssize_t pwrite64(int, const void *, size_t, off_t) __attribute__((alias("pwrite")));

/* One piece at a time, so that each can fail or tear. */
ssize_t writev(int fd, const struct iovec *pieces, int count) {
    char path[PATH_MAX];
    ssize_t all = 0;
    if (!ours(fd, path)) return syscall(SYS_writev, fd, pieces, count);
    for (int piece = 0; piece < count; piece++) {
        ssize_t done = write(fd, pieces[piece].iov_base, pieces[piece].iov_len);
        if (done < 0) return all ? all : -1;
        all += done;
        if ((size_t)done < pieces[piece].iov_len) break;
    }
    return all;
}

static int force(int fd, long call) {
    char path[PATH_MAX];
    struct stat found;
    if (!ours(fd, path)) return (int)syscall(call, fd);
    if (arrive("sync", path, 0) == FAIL) return -1;
    int result = (int)syscall(call, fd);
    if (!result && synced && !lies && !fstat(fd, &found) && found.st_nlink) keep(path, &found, 0, NULL);
    return (int)over(result);
}

int fsync(int fd) { return force(fd, SYS_fsync); }
int fdatasync(int fd) { return force(fd, SYS_fdatasync); }

int ftruncate(int fd, off_t length) {
    char path[PATH_MAX];
    if (!ours(fd, path)) return (int)syscall(SYS_ftruncate, fd, length);
    if (arrive("truncate", path, 0) == FAIL) return -1;
    return (int)over(syscall(SYS_ftruncate, fd, length));
}

int ftruncate64(int, off_t) __attribute__((alias("ftruncate")));

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
    char path[PATH_MAX];
    if (!ours_beside(to_folder, to, path))
        return (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
    if (arrive("rename", path, 0) == FAIL) return -1;
    return (int)over(syscall(SYS_renameat2, from_folder, from, to_folder, to, flags));
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
    return renameat2(from_folder, from, to_folder, to, 0);
}

int rename(const char *from, const char *to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }

int unlinkat(int folder, const char *name, int flags) {
    char path[PATH_MAX];
    struct stat found;
    /* Programs remove what may not be there; only what is there counts. */
    if (!ours_beside(folder, name, path) || lstat(path, &found))
        return (int)syscall(SYS_unlinkat, folder, name, flags);
    if (arrive("unlink", path, 0) == FAIL) return -1;
    return (int)over(syscall(SYS_unlinkat, folder, name, flags));
}

int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }

/* ---- the start ---- */

static long number(const char *name) {
    const char *text = getenv(name);
    return text ? atol(text) : 0;
}

__attribute__((constructor)) static void start(void) {
    const char *asked = getenv("FAULT_MODE");
    root = getenv("FAULT_ROOT");
    if (!asked || !root) return;
    root_length = strlen(root);
    at = number("FAULT_AT");
    error = (int)number("FAULT_ERRNO");
    synced = getenv("FAULT_SYNCED");
    lies = getenv("FAULT_LIES") != NULL;
    /* What is there before the first call is on the disk. */
    if (synced) nftw(root, keep, 16, FTW_PHYS);
    if (getenv("FAULT_TRACE")) trace = open(getenv("FAULT_TRACE"), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    for (size_t known = 0; known < sizeof MODES / sizeof *MODES; known++)
        if (!strcmp(asked, MODES[known])) mode = (enum mode)known;
    if (mode == PASS) abort();
}
