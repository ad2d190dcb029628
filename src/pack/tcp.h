/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/err.h"

/** The one place in the program that reaches out: it connects to the host that the user names, on
 * the command line, and to no other, and sends nothing. tools/check-deps refuses sockets anywhere
 * else in src/. */
#define TCP_LIMIT_MS 10000 /* for connecting, whatever number of addresses the name has */

/** Connects to HOST:PORT: a name or IPv4 address, or an IPv6 address in brackets, and a port from 1
 * to 65535. Addresses are tried in the order of the system's resolver, which has limits of time of
 * its own; what is left of limit_ms is shared by those that are left.
 *  @param fd a blocking socket, closed on exec, the caller's to close; for flow_fd.
 *  @return 0; RC_SYNTAX: not of that form; RC_NOTFOUND: no such host; RC_IO: nobody answers, or not
 * in time; each with the place in front. */
MUST int tcp_connect(const char *where, int limit_ms, int *fd, struct err *e);
