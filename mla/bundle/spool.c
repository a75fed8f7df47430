/* spool.c - bytes that are read again: a few in memory, many on the disk */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/spool.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"

static enum mla_rc
move_to_disk(struct spool *s, struct err *err)
{
	const char *dir = getenv("TMPDIR");
	char *beside = file_join(
	    dir != NULL && *dir != '\0' ? dir : "/tmp", "what is read again");
	enum mla_rc rc = file_scratch(&s->fd, beside, err);

	if (rc == MLA_OK)
		rc = file_write_all(
		    s->fd, s->memory.data, s->memory.len, beside, err);
	if (rc == MLA_OK)
		buf_free(&s->memory);
	free(beside);
	return rc;
}

enum mla_rc
spool_add(struct spool *s, const void *data, size_t len, struct err *err)
{
	enum mla_rc rc;

	if (s->fd < 0 && s->bytes + len <= SPOOL_MEMORY_BYTES) {
		buf_add(&s->memory, data, len);
		s->bytes += len;
		return MLA_OK;
	}
	if (s->fd < 0 && (rc = move_to_disk(s, err)) != MLA_OK)
		return rc;
	s->bytes += len;
	return file_write_all(s->fd, data, len, "a temporary file", err);
}

enum mla_rc
spool_read(const struct spool *s, void *out, size_t len, uint64_t offset,
    struct err *err)
{
	char *at = out;

	assert(offset <= s->bytes && len <= s->bytes - offset);
	if (s->fd < 0) {
		memcpy(at, buf_text(&s->memory) + offset, len);
		return MLA_OK;
	}
	while (len > 0) {
		ssize_t n = pread(s->fd, at, len, (off_t)offset);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_errno(
			    err, MLA_EIO, "cannot read a temporary file");
		at += n;
		offset += (uint64_t)n;
		len -= (size_t)n;
	}
	return MLA_OK;
}

void
spool_free(struct spool *s)
{
	buf_free(&s->memory);
	if (s->fd >= 0)
		(void)close(s->fd);
	s->fd = -1;
	s->bytes = 0;
}
