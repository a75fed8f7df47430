/* forms.c - microseconds of one form, stage by stage, and many persons */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * forms REQUEST.xml FORMAT PERSONS
 * forms REQUEST.xml FORMAT RUNS MODEL.xml...
 */
#include <libxslt/transform.h>
#include <libxslt/xsltutils.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/alloc.h"
#include "base/str.h"
#include "core/render.h"
#include "xml/init.h"
#include "xml/node.h"
#include "xml/read.h"

struct stage {
	struct res *res;
	struct codes *codes;
	struct law *law;
	struct env *env;
	struct form *form;
	struct lang *lang;
	xmlDoc *request;
	struct docmodel_in in;
};

static int64_t
now_us(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int
by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static long long
median(int64_t *at, size_t n)
{
	qsort(at, n, sizeof(*at), by_size);
	return (long long)at[n / 2];
}

static enum mla_rc
open_stage(struct stage *s, const char *path, struct err *err)
{
	struct res_source source;
	enum mla_rc rc;

	memset(s, 0, sizeof(*s));
	if ((rc = res_open(&s->res, NULL, err)) != MLA_OK)
		return rc;
	source = res_as_source(s->res);
	s->codes = codes_new(source);
	s->law = law_new(source);
	s->env = env_new(s->codes, s->law);
	if ((rc = xml_read_file(&s->request, path, err)) != MLA_OK ||
	    (rc = form_load(&s->form, s->res, source, "letter", err)) !=
	        MLA_OK ||
	    (rc = lang_load(&s->lang, source, "en", err)) != MLA_OK)
		return rc;
	env_request(s->env, xml_root(s->request));
	env_today(s->env, 20500);
	s->in = (struct docmodel_in){ .form = s->form,
		.env = s->env,
		.codes = s->codes,
		.lang = s->lang,
		.request = xml_root(s->request),
		.reference = "LIL-O-2026-000017",
		.sender_state = "FR",
		.sender = "Tribunal judiciaire de Lille",
		.on = "2026-03-05" };
	return MLA_OK;
}

static void
close_stage(struct stage *s)
{
	lang_free(s->lang);
	form_free(s->form);
	xmlFreeDoc(s->request);
	env_free(s->env);
	law_free(s->law);
	codes_free(s->codes);
	res_free(s->res);
}

/* What libxslt itself takes: apply and write, nothing else. */
static int64_t
bare(xsltStylesheetPtr sheet, xmlDoc *model)
{
	int64_t from = now_us();
	xmlDoc *result = xsltApplyStylesheet(sheet, model, NULL);
	xmlChar *text = NULL;
	int len = 0;

	(void)xsltSaveResultToString(&text, &len, result, sheet);
	from = now_us() - from;
	xmlFree(text);
	xmlFreeDoc(result);
	return from;
}

/* Document models, ready to be written in a format. */
struct models {
	xmlDoc **at;
	size_t n;
};

static enum mla_rc
read_models(struct models *models, char **paths, size_t n, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	models->at = xcalloc(n, sizeof(xmlDoc *));
	for (; rc == MLA_OK && models->n < n; models->n++)
		rc = xml_read_file(
		    &models->at[models->n], paths[models->n], err);
	return rc;
}

static void
free_models(struct models *models)
{
	for (size_t i = 0; i < models->n; i++)
		xmlFreeDoc(models->at[i]);
	free(models->at);
}

/* Stage one of the letter; all models in the format; the same by libxslt. */
static enum mla_rc
run_once(struct stage *s, const char *format, const struct models *models,
    xsltStylesheetPtr sheet, int64_t took[3], struct err *err)
{
	enum mla_rc rc;
	int64_t from = now_us();
	xmlDoc *model;

	if ((rc = docmodel_make(&model, &s->in, err)) != MLA_OK)
		return rc;
	took[0] = now_us() - from;
	xmlFreeDoc(model);
	for (size_t i = 0; rc == MLA_OK && i < models->n; i++) {
		struct buf out = { 0 };

		from = now_us();
		rc = render_document(&out, s->res, models->at[i], format, err);
		took[1] += now_us() - from;
		took[2] += bare(sheet, models->at[i]);
		buf_free(&out);
	}
	return rc;
}

static enum mla_rc
measure(struct stage *s, const char *format, size_t runs,
    const struct models *models, struct err *err)
{
	int64_t *at[3];
	char *name = xasprintf("%s/xslt/%s.xsl", res_dir(s->res), format);
	xsltStylesheetPtr sheet = NULL;
	xmlDoc *doc;
	enum mla_rc rc;

	for (int k = 0; k < 3; k++)
		at[k] = xcalloc(runs, sizeof(int64_t));
	if ((rc = xml_read_file(&doc, name, err)) == MLA_OK) {
		sheet = xsltParseStylesheetDoc(doc);
		if (sheet == NULL)
			rc = err_set(
			    err, MLA_EDAMAGED, "%s does not compile", name);
	}
	for (size_t i = 0; rc == MLA_OK && i < runs; i++) {
		int64_t took[3] = { 0 };

		rc = run_once(s, format, models, sheet, took, err);
		for (int k = 0; k < 3; k++)
			at[k][i] = took[k];
	}
	if (rc == MLA_OK)
		(void)printf("%lld %lld %lld %zu\n", median(at[0], runs),
		    median(at[1], runs), median(at[2], runs), models->n);
	xsltFreeStylesheet(sheet);
	free(name);
	for (int k = 0; k < 3; k++)
		free(at[k]);
	return rc;
}

/* The first person again and again; then the form once. */
static enum mla_rc
render_many(
    struct stage *s, const char *format, size_t persons, struct err *err)
{
	xmlNode *list = xml_child(xml_root(s->request), NULL, "persons");
	xmlNode *first = xml_child(list, NULL, "natural");
	struct buf out = { 0 };
	enum mla_rc rc;

	for (size_t i = 1; i < persons; i++) {
		xmlNode *copy = xmlDocCopyNode(first, s->request, 1);
		char *id = xasprintf("x%zu", i);

		(void)xmlSetProp(
		    copy, (const xmlChar *)"id", (const xmlChar *)id);
		(void)xmlAddChild(list, copy);
		free(id);
	}
	if ((rc = render_form(&out, s->res, &s->in, format, err)) == MLA_OK)
		(void)printf("%zu\n", out.len);
	buf_free(&out);
	return rc;
}

static enum mla_rc
run(int argc, char **argv, struct err *err)
{
	size_t n = strtoul(argv[3], NULL, 10);
	struct models models = { 0 };
	struct stage s;
	enum mla_rc rc;

	if ((rc = open_stage(&s, argv[1], err)) == MLA_OK && argc == 4)
		rc = render_many(&s, argv[2], n, err);
	else if (rc == MLA_OK &&
	    (rc = read_models(&models, argv + 4, (size_t)argc - 4, err)) ==
	        MLA_OK)
		rc = measure(&s, argv[2], n, &models, err);
	free_models(&models);
	close_stage(&s);
	return rc;
}

int
main(int argc, char **argv)
{
	struct err err = { 0 };
	enum mla_rc rc;

	if (argc < 4 || strtoul(argv[3], NULL, 10) == 0) {
		(void)fprintf(stderr,
		    "usage: forms REQUEST.xml FORMAT PERSONS\n"
		    "       forms REQUEST.xml FORMAT RUNS MODEL.xml...\n");
		return 2;
	}
	(void)setlocale(LC_CTYPE, "C.UTF-8");
	xml_init();
	rc = run(argc, argv, &err);
	if (rc != MLA_OK)
		(void)fprintf(stderr, "%s\n", err.msg);
	xml_done();
	return rc == MLA_OK ? 0 : 1;
}
