/* loader.c - the one entity loader of the process: it denies */
/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/loader.h"

#include <assert.h>
#include <errno.h>
#include <libxml/parserInternals.h>
#include <libxml/uri.h>
#include <libxml/xmlIO.h>
#include <stdbool.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "xml/read.h"

/* libxml2 has one loader for the process, so there is one folder for it. */
static char *allowed; /* a real path, or NULL: deny all */
static struct err refused; /* the first refusal since loader_open */

/* Turn the URI of a file ("file:" and %20 too) into its real path, or NULL. */
static char *
real_path(const char *uri)
{
	char *text, *real;

	if (str_starts(uri, "file://localhost/"))
		uri += strlen("file://localhost");
	else if (str_starts(uri, "file:///"))
		uri += strlen("file://");
	real = realpath(uri, NULL);
	if (real != NULL)
		return real;
	text = xmlURIUnescapeString(uri, 0, NULL);
	if (text != NULL)
		real = realpath(text, NULL);
	xmlFree(text);
	return real;
}

static bool
is_below(const char *real, const char *folder)
{
	size_t len = strlen(folder);

	return str_starts(real, folder) && real[len] == '/';
}

/* A file as input for a parser; only what xml_read accepts gets there. */
static xmlParserInputPtr
input_of(xmlParserCtxtPtr context, const char *real)
{
	xmlParserInputBufferPtr bytes = NULL;
	xmlParserInputPtr input = NULL;
	struct buf b = { 0 };
	xmlDoc *doc = NULL;

	if (file_read(&b, real, XML_MAX_BYTES, &refused) == MLA_OK &&
	    xml_read(&doc, buf_text(&b), b.len, real, &refused) == MLA_OK)
		bytes = xmlParserInputBufferCreateMem(
		    b.data, (int)b.len, XML_CHAR_ENCODING_NONE);
	if (bytes != NULL)
		input =
		    xmlNewIOInputStream(context, bytes, XML_CHAR_ENCODING_NONE);
	if (input != NULL)
		input->filename = (char *)xmlCanonicPath((const xmlChar *)real);
	else
		xmlFreeParserInputBuffer(bytes);
	xmlFreeDoc(doc);
	buf_free(&b);
	return input;
}

static xmlParserInputPtr
load(const char *url, const char *id, xmlParserCtxtPtr context)
{
	xmlParserInputPtr input = NULL;
	char *real;

	(void)id;
	if (allowed == NULL || url == NULL)
		return NULL;
	real = real_path(url);
	if (real != NULL && is_below(real, allowed))
		input = input_of(context, real);
	else
		(void)err_set(&refused, MLA_EDAMAGED,
		    "%s is not a file below %s, and nothing else is loaded",
		    url, allowed);
	free(real);
	return input;
}

void
loader_install(void)
{
	xmlSetExternalEntityLoader(load);
}

enum mla_rc
loader_open(const char *folder, struct err *err)
{
	assert(allowed == NULL);
	allowed = realpath(folder, NULL);
	if (allowed == NULL)
		return err_errno(err, errno == ENOENT ? MLA_ENOTFOUND : MLA_EIO,
		    "cannot read folder %s", folder);
	memset(&refused, 0, sizeof(refused));
	return MLA_OK;
}

enum mla_rc
loader_close(struct err *err)
{
	free(allowed);
	allowed = NULL;
	if (refused.rc == MLA_OK)
		return MLA_OK;
	return err_set(err, MLA_EDAMAGED, "%s", refused.msg);
}
