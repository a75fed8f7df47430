/* forge.h - ZIP files with anything wrong that a test asks for */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_FORGE_H
#define TESTS_UNIT_FORGE_H

#include "bag.h"

enum {
	FORGE_MAX = 16,
	FORGE_SAME = 0 /* a field that is left out is as it should be */
};

struct forge_entry {
	const char *name; /* in the directory */
	size_t name_len; /* 0: strlen(name) */
	const char *local_name; /* NULL: the same */
	const char *data;
	size_t len;
	unsigned flags, method, mode;
	unsigned local_flags, local_method; /* added to the above, xor */
	uint32_t crc, local_crc; /* xor */
	uint32_t local_len, central_len; /* added */
	unsigned local_time; /* added */
	uint32_t offset; /* added */
	unsigned made_by; /* 0: Unix */
	const char *extra; /* of the directory, with its length */
	size_t extra_len;
	const char *gap; /* bytes behind the entry */
	bool descriptor; /* bit 3, with a descriptor behind the data */
	uint32_t descriptor_crc; /* xor */
	bool absent; /* not in the directory */
};

struct forge {
	struct forge_entry at[FORGE_MAX];
	size_t n;
	const char *prefix, *suffix, *comment;
	int count; /* added to the number of entries */
	uint32_t directory_at, directory_len; /* added */
	unsigned disk;
	bool twice; /* a second end record */
};

static inline void
forge_put(struct buf *b, uint64_t number, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_addch(b, i < 8 ? (char)(number >> (8 * i) & 255) : 0);
}

/* CRC-32 bit by bit: slow, and nobody's table. */
static inline uint32_t
forge_crc(const char *data, size_t len)
{
	uint32_t crc = 0xffffffffU;

	for (size_t i = 0; i < len; i++) {
		crc ^= (unsigned char)data[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320U : 0);
	}
	return ~crc;
}

static inline void
forge_local(struct buf *b, const struct forge_entry *e)
{
	const char *name = e->local_name != NULL ? e->local_name : e->name;
	size_t name_len = e->local_name != NULL || e->name_len == 0
	    ? strlen(name)
	    : e->name_len;
	uint32_t crc = forge_crc(e->data, e->len);
	unsigned flags = e->flags | (e->descriptor ? 8 : 0);

	forge_put(b, 0x04034b50, 4);
	forge_put(b, 20, 2);
	forge_put(b, flags ^ e->local_flags, 2);
	forge_put(b, e->method ^ e->local_method, 2);
	forge_put(b, (0x5cf10000 >> 16) + e->local_time, 2);
	forge_put(b, 0x5cf1, 2);
	forge_put(b, e->descriptor ? 0 : crc ^ e->crc ^ e->local_crc, 4);
	forge_put(b, e->descriptor ? 0 : e->len + e->local_len, 4);
	forge_put(b, e->descriptor ? 0 : e->len + e->local_len, 4);
	forge_put(b, name_len, 2);
	forge_put(b, 0, 2);
	buf_add(b, name, name_len);
	buf_add(b, e->data, e->len);
	if (e->descriptor) {
		forge_put(b, 0x08074b50, 4);
		forge_put(b, crc ^ e->descriptor_crc, 4);
		forge_put(b, e->len, 4);
		forge_put(b, e->len, 4);
	}
	if (e->gap != NULL)
		buf_adds(b, e->gap);
}

static inline void
forge_central(struct buf *b, const struct forge_entry *e, size_t offset)
{
	size_t name_len = e->name_len > 0 ? e->name_len : strlen(e->name);
	unsigned made_by = e->made_by > 0 ? e->made_by : 3 << 8 | 20;
	unsigned mode = e->mode > 0 ? e->mode : 0100600;

	forge_put(b, 0x02014b50, 4);
	forge_put(b, made_by, 2);
	forge_put(b, 20, 2);
	forge_put(b, e->flags | (e->descriptor ? 8 : 0), 2);
	forge_put(b, e->method, 2);
	forge_put(b, 0x5cf10000 >> 16, 2);
	forge_put(b, 0x5cf1, 2);
	forge_put(b, forge_crc(e->data, e->len) ^ e->crc, 4);
	forge_put(b, e->len + e->central_len, 4);
	forge_put(b, e->len + e->central_len, 4);
	forge_put(b, name_len, 2);
	forge_put(b, e->extra_len, 2);
	forge_put(b, 0, 6);
	forge_put(b, (uint32_t)mode << 16, 4);
	forge_put(b, offset + e->offset, 4);
	buf_add(b, e->name, name_len);
	buf_add(b, e->extra, e->extra_len);
}

/* The whole ZIP. */
static inline void
forge_zip(struct buf *b, const struct forge *f)
{
	size_t offset[FORGE_MAX], start, len, count = (size_t)f->count;

	buf_adds(b, f->prefix != NULL ? f->prefix : "");
	for (size_t i = 0; i < f->n; i++) {
		offset[i] = b->len;
		forge_local(b, &f->at[i]);
	}
	start = b->len;
	for (size_t i = 0; i < f->n; i++) {
		if (f->at[i].absent)
			continue;
		count++;
		forge_central(b, &f->at[i], offset[i]);
	}
	len = b->len - start;
	for (int times = f->twice ? 2 : 1; times > 0; times--) {
		forge_put(b, 0x06054b50, 4);
		forge_put(b, f->disk, 2);
		forge_put(b, f->disk, 2);
		forge_put(b, count, 2);
		forge_put(b, count, 2);
		forge_put(b, len + f->directory_len, 4);
		forge_put(b, start + f->directory_at, 4);
		forge_put(b, f->comment != NULL ? strlen(f->comment) : 0, 2);
	}
	buf_adds(b, f->comment != NULL ? f->comment : "");
	buf_adds(b, f->suffix != NULL ? f->suffix : "");
}

static inline struct forge_entry *
forge_add(struct forge *f, const char *name, const char *text)
{
	struct forge_entry *e = &f->at[f->n++];

	memset(e, 0, sizeof(*e));
	e->name = name;
	e->data = text;
	e->len = strlen(text);
	return e;
}

/* A sound bag of two files; room for the texts is the caller's. */
static inline void
forge_bag(struct forge *f, struct buf *manifest)
{
	static const char *const files[][2] = { { "data/a.txt", "alpha\n" },
		{ "data/b.txt", "beta\n" } };
	char hex[65];

	memset(f, 0, sizeof(*f));
	forge_add(f, "bag/data/a.txt", files[0][1]);
	forge_add(f, "bag/data/b.txt", files[1][1]);
	forge_add(f, "bag/bagit.txt",
	    "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
	buf_clear(manifest);
	for (size_t i = 0; i < 2; i++) {
		hash_hex_bytes(hex, files[i][1], strlen(files[i][1]));
		buf_addf(manifest, "%s  %s\n", hex, files[i][0]);
	}
	forge_add(f, "bag/manifest-sha256.txt", buf_text(manifest));
}

/* Verify bytes as a file; the caller frees the report. */
static inline enum mla_rc
verify_bytes(
    struct bag_report *r, const char *dir, const struct buf *b, struct err *err)
{
	char *path = file_join(dir, "forged.zip");
	enum mla_rc rc;

	memset(err, 0, sizeof(*err));
	bag_save(path, buf_text(b), b->len);
	rc = bag_verify(r, path, err);
	free(path);
	return rc;
}

static inline void
assert_forged(
    const char *dir, const struct forge *f, enum mla_rc want, const char *says)
{
	struct bag_report r = { 0 };
	struct buf b = { 0 };
	struct err err = { 0 };
	enum mla_rc rc;

	forge_zip(&b, f);
	rc = verify_bytes(&r, dir, &b, &err);
	if (rc != want ||
	    (says != NULL && strstr(err.msg, says) == NULL &&
	        bag_fault_saying(&r, says) == NULL)) {
		bag_print(&r, &err);
		print_message("wanted %d \"%s\", got %d\n", want,
		    says != NULL ? says : "", rc);
		fail();
	}
	bag_report_free(&r);
	buf_free(&b);
}

#endif
