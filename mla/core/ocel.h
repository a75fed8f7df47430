/* ocel.h - the register as an object-centric event log (OCEL 2.0) */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_OCEL_H
#define MLA_CORE_OCEL_H

#include "core/xes.h"

/*
 * Objects are requests, their parts (measures, parties, authorities), their
 * transmissions and the partners (States); an event for each act that stands,
 * with the objects it happened to.  The state of a request, part or
 * transmission is an attribute that changes.  Otherwise as xes_write; done
 * counts requests and events.
 */
enum mla_rc ocel_write(struct xes_done *done, struct office *office, bool names,
    const struct xes_sink *sink, struct err *err);

#endif
