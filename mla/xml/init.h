/* init.h - set up the XML libraries once for the process */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_XML_INIT_H
#define MLA_XML_INIT_H

/*
 * Quiet error handlers and an entity loader that denies everything.  Called
 * by main and by tests before any other function of xml/; again is harmless.
 */
void xml_init(void);

/* Free what the libraries keep; nothing of xml/ may be called afterwards. */
void xml_done(void);

#endif
