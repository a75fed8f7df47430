/* hashers.c - digests of files that pass by, each in a thread of its own */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/hashers.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>

#include "base/alloc.h"

enum {
	/* Nobody is woken for less: to change over costs more than to wait. */
	WAKE_CHUNKS = HASHERS_CHUNKS / 4
};

/* Some bytes of a file, or its end. */
struct chunk {
	unsigned char *data;
	size_t len;
	bool end;
};

/* One algorithm. */
struct worker {
	struct hashers *all;
	const char *algorithm;
	struct hash *hash; /* of the file that it is in, or NULL */
	pthread_t thread;
	bool beside; /* the thread is there */
	uint64_t chunks, files; /* that it has done */
	char hex[HASHERS_FILES][HASH_HEX_MAX];
};

struct hashers {
	pthread_mutex_t lock; /* of all counts */
	pthread_cond_t more, less; /* chunks to do */
	struct chunk chunk[HASHERS_CHUNKS];
	uint64_t chunks; /* that were given */
	size_t pushed; /* bytes of the next one, not given yet */
	uint64_t ended, told; /* files */
	unsigned idle; /* threads that wait for more */
	bool waits; /* so does the caller, for less ... */
	uint64_t wanted; /* ... until the slowest has done so many chunks */
	bool over; /* no more will come */
	struct worker worker[HASHERS_MAX];
	size_t n;
};

/* What the slowest has done: chunks, or files. */
static uint64_t
slowest(const struct hashers *h, bool files)
{
	uint64_t least = UINT64_MAX;

	for (size_t i = 0; i < h->n; i++) {
		const struct worker *w = &h->worker[i];
		uint64_t done = files ? w->files : w->chunks;

		if (done < least)
			least = done;
	}
	return least;
}

static void
digest(struct worker *w, const struct chunk *c)
{
	if (w->hash == NULL)
		w->hash = hash_new(w->algorithm);
	hash_add(w->hash, c->data, c->len);
	if (c->end) {
		hash_end(w->hash, w->hex[w->files % HASHERS_FILES]);
		w->hash = NULL;
	}
}

static void *
work(void *arg)
{
	struct worker *w = arg;
	struct hashers *h = w->all;

	(void)pthread_mutex_lock(&h->lock);
	for (;;) {
		const struct chunk *c;

		h->idle++;
		while (w->chunks == h->chunks && !h->over)
			(void)pthread_cond_wait(&h->more, &h->lock);
		h->idle--;
		if (h->over)
			break;
		c = &h->chunk[w->chunks % HASHERS_CHUNKS];
		(void)pthread_mutex_unlock(&h->lock);
		digest(w, c);
		(void)pthread_mutex_lock(&h->lock);
		w->chunks++;
		w->files += c->end;
		if (h->waits && slowest(h, false) >= h->wanted)
			(void)pthread_cond_signal(&h->less);
	}
	(void)pthread_mutex_unlock(&h->lock);
	return NULL;
}

struct hashers *
hashers_new(const char *const *algorithms, size_t n, bool beside)
{
	struct hashers *h = xcalloc(1, sizeof(*h));
	sigset_t all, before;

	assert(n <= HASHERS_MAX);
	if (pthread_mutex_init(&h->lock, NULL) != 0 ||
	    pthread_cond_init(&h->more, NULL) != 0 ||
	    pthread_cond_init(&h->less, NULL) != 0)
		abort();
	/* Signals are for the thread that waits for them. */
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	for (h->n = 0; h->n < n; h->n++) {
		struct worker *w = &h->worker[h->n];

		w->all = h;
		w->algorithm = algorithms[h->n];
		w->beside =
		    beside && pthread_create(&w->thread, NULL, work, w) == 0;
	}
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return h;
}

/* Wait, with the lock, until the slowest has done more chunks or files. */
static void
wait_for(struct hashers *h, bool files, uint64_t done)
{
	if (slowest(h, files) > done)
		return;
	h->wanted = files ? 0 : done + WAKE_CHUNKS;
	(void)pthread_cond_broadcast(&h->more);
	h->waits = true;
	while (slowest(h, files) <= done)
		(void)pthread_cond_wait(&h->less, &h->lock);
	h->waits = false;
}

/* The next chunk, when all have left what it held. */
static struct chunk *
next_chunk(struct hashers *h)
{
	struct chunk *c = &h->chunk[h->chunks % HASHERS_CHUNKS];

	(void)pthread_mutex_lock(&h->lock);
	if (h->chunks >= HASHERS_CHUNKS)
		wait_for(h, false, h->chunks - HASHERS_CHUNKS);
	(void)pthread_mutex_unlock(&h->lock);
	if (c->data == NULL)
		c->data = xmalloc(HASHERS_CHUNK_BYTES);
	return c;
}

static void
give(struct hashers *h, bool end)
{
	struct chunk *c = next_chunk(h);

	c->len = h->pushed;
	c->end = end;
	h->pushed = 0;
	for (size_t i = 0; i < h->n; i++) {
		struct worker *w = &h->worker[i];

		if (w->beside)
			continue;
		digest(w, c);
		w->chunks++;
		w->files += end;
	}
	(void)pthread_mutex_lock(&h->lock);
	h->chunks++;
	if (h->idle > 0 && h->chunks % WAKE_CHUNKS == 0)
		(void)pthread_cond_broadcast(&h->more);
	(void)pthread_mutex_unlock(&h->lock);
}

void *
hashers_room(struct hashers *h)
{
	if (h->pushed > 0)
		give(h, false);
	return next_chunk(h)->data;
}

void
hashers_push(struct hashers *h, size_t len)
{
	assert(h->pushed == 0 && len <= HASHERS_CHUNK_BYTES);
	h->pushed = len;
}

void
hashers_add(struct hashers *h, const void *data, size_t len)
{
	const char *at = data;

	while (len > 0) {
		size_t n =
		    len < HASHERS_CHUNK_BYTES ? len : HASHERS_CHUNK_BYTES;

		memcpy(hashers_room(h), at, n);
		hashers_push(h, n);
		at += n;
		len -= n;
	}
}

void
hashers_end(struct hashers *h)
{
	assert(h->ended - h->told < HASHERS_FILES);
	give(h, true);
	h->ended++;
}

bool
hashers_next(struct hashers *h, char hex[][HASH_HEX_MAX], bool wait)
{
	bool ready;

	if (h->told == h->ended)
		return false;
	(void)pthread_mutex_lock(&h->lock);
	if (wait)
		wait_for(h, true, h->told);
	ready = slowest(h, true) > h->told;
	(void)pthread_mutex_unlock(&h->lock);
	if (!ready)
		return false;
	for (size_t i = 0; i < h->n; i++)
		memcpy(hex[i], h->worker[i].hex[h->told % HASHERS_FILES],
		    HASH_HEX_MAX);
	h->told++;
	return true;
}

void
hashers_free(struct hashers *h)
{
	if (h == NULL)
		return;
	(void)pthread_mutex_lock(&h->lock);
	h->over = true;
	(void)pthread_cond_broadcast(&h->more);
	(void)pthread_mutex_unlock(&h->lock);
	for (size_t i = 0; i < h->n; i++) {
		if (h->worker[i].beside)
			(void)pthread_join(h->worker[i].thread, NULL);
		hash_free(h->worker[i].hash);
	}
	for (size_t i = 0; i < HASHERS_CHUNKS; i++)
		free(h->chunk[i].data);
	(void)pthread_cond_destroy(&h->less);
	(void)pthread_cond_destroy(&h->more);
	(void)pthread_mutex_destroy(&h->lock);
	free(h);
}
