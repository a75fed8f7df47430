/* ban.h - functions that this program does not use, as compile errors */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BASE_BAN_H
#define MLA_BASE_BAN_H

/* Include the headers that declare them before they are poisoned. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat sprintf vsprintf strtok gets system popen
#pragma GCC poison atoi atol atof asctime ctime tmpnam mktemp

#endif
