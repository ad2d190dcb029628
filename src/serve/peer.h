/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include <stdbool.h>

/** Whose the other end of a connection over 127.0.0.1 is, as the kernel's table of TCP sockets says
 *  (/proc/net/tcp, which every user may read). Cookies know no port: a server that another user runs on this machine
 *  can be sent ours by the browser, and could then come with it. It cannot come as us. */

/** Can the table be read, and does it show our own listening socket? Otherwise peers cannot be told. */
bool peer_known(int port);

/** Is the socket 127.0.0.1:from, connected to 127.0.0.1:port, open and of this process's user (or of the
 *  administrator, whom nothing here stops)? Reads the whole table: once a connection, not once a request. */
bool peer_ours(int from, int port);
