/* drawtext.c - words of a picture: what they are and how much room they take */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/str.h"
#include "model/draw.h"

/* Letters in pixels, room from line to line, and how much wider than plain. */
static const struct {
	int size, line, percent;
} styles[DRAW_STYLES] = {
	[DRAW_NAME] = { 13, 17, 108 },
	[DRAW_SMALL] = { 11, 14, 100 },
	[DRAW_ACT] = { 12, 15, 100 },
	[DRAW_ACT_THEM] = { 12, 15, 100 },
	[DRAW_GUARD] = { 10, 13, 100 },
	[DRAW_TITLE] = { 20, 30, 108 },
};

int
draw_style_size(enum draw_style style)
{
	return styles[style].size;
}

/*
 * Width of a character in thousandths of the size of the letters, for common
 * sans-serif faces; a little more than most of them take.
 */
static int
char_width(unsigned c)
{
	if (c < 0x80 && c != 0 && strchr("ijl|!.,:;'`", (int)c) != NULL)
		return 290;
	if (c < 0x80 && c != 0 && strchr(" frtI()[]/-", (int)c) != NULL)
		return 360;
	if (c < 0x80 && c != 0 && strchr("mwMW%@", (int)c) != NULL)
		return 900;
	if (c >= 'A' && c <= 'Z')
		return 730;
	if (c >= 0x300 && c < 0x370)
		return 0; /* combining marks */
	if (c >= 0x1100)
		return c < 0x2e80 ? 800 : 1050;
	return c < 0x250 ? 580 : 700;
}

int
draw_text_width(const char *text, enum draw_style style)
{
	long width = 0;

	while (*text != '\0')
		width += char_width(str_next_char(&text));
	return (int)(width * styles[style].size * styles[style].percent /
	           100000) +
	    1;
}

static void
add_line(struct draw_lines *lines, const struct buf *b, enum draw_style style)
{
	struct draw_text *t;

	lines->at =
	    vec_more(lines->at, &lines->cap, lines->n, sizeof(*lines->at));
	t = &lines->at[lines->n++];
	t->text = xstrdup(buf_text(b));
	t->style = style;
	t->x = 0;
	t->y = lines->h + styles[style].size;
	t->w = draw_text_width(t->text, style);
	lines->h += styles[style].line;
	lines->w = t->w > lines->w ? t->w : lines->w;
}

void
draw_lines_add(
    struct draw_lines *lines, const char *text, enum draw_style style, int room)
{
	char *copy = xstrdup(text), *rest = NULL;
	struct buf b = { 0 };

	for (char *word = strtok_r(copy, " ", &rest); word != NULL;
	     word = strtok_r(NULL, " ", &rest)) {
		size_t before = b.len;

		buf_addf(&b, "%s%s", before > 0 ? " " : "", word);
		if (before == 0 || draw_text_width(buf_text(&b), style) <= room)
			continue;
		b.len = before;
		b.data[before] = '\0';
		add_line(lines, &b, style);
		buf_clear(&b);
		buf_adds(&b, word);
	}
	if (b.len > 0)
		add_line(lines, &b, style);
	buf_free(&b);
	free(copy);
}

void
draw_lines_free(struct draw_lines *lines)
{
	for (size_t i = 0; i < lines->n; i++)
		free(lines->at[i].text);
	free(lines->at);
}

const char *
draw_state_word(const struct machine_state *s, const struct draw_words *words)
{
	return words->word(words->arg, "state", s->id);
}

/* The word of each token of a name with dots. */
static void
add_event(struct buf *b, const char *event, const struct draw_words *words)
{
	char *copy = xstrdup(event), *rest = NULL;
	size_t before = b->len;

	for (char *token = strtok_r(copy, ".", &rest); token != NULL;
	     token = strtok_r(NULL, ".", &rest))
		buf_addf(b, "%s%s", b->len > before ? " · " : "",
		    words->word(words->arg, "event", token));
	free(copy);
}

char *
draw_event(const struct machine_transition *t, const struct draw_words *words)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < t->nevents; i++) {
		buf_adds(&b, i > 0 ? " / " : "");
		add_event(&b, t->event[i], words);
	}
	if (t->nevents == 0)
		buf_adds(&b, words->word(words->arg, "draw", "at-once"));
	return buf_steal(&b);
}

/* Step over a text if it stands at *s. */
static bool
take(const char **s, const char *text)
{
	if (!str_starts(*s, text))
		return false;
	*s += strlen(text);
	return true;
}

/* Step over In('id'), and find the state; NULL: it is something else. */
static const struct machine_state *
take_in(const char **s, const struct machine *m)
{
	const struct machine_state *state;
	size_t len;
	char *id;

	if (!take(s, "In('"))
		return NULL;
	len = strcspn(*s, "'");
	id = xstrndup(*s, len);
	*s += len;
	state = take(s, "')") ? machine_state(m, id) : NULL;
	free(id);
	return state;
}

const struct machine_state **
draw_guard_states(
    size_t *n, const struct machine *m, const struct machine_transition *t)
{
	const struct machine_state **out = NULL, *state;
	const char *s = t->cond != NULL ? t->cond : "";
	size_t cap = 0;

	*n = 0;
	do {
		if ((state = take_in(&s, m)) == NULL) {
			free(out);
			*n = 0;
			return NULL;
		}
		out = vec_more(out, &cap, *n, sizeof(*out));
		out[(*n)++] = state;
	} while (take(&s, " or "));
	if (*s != '\0') {
		free(out);
		*n = 0;
		return NULL;
	}
	return out;
}

char *
draw_guard(const struct machine *m, const struct machine_transition *t,
    const struct draw_words *words)
{
	size_t n;
	const struct machine_state **in = draw_guard_states(&n, m, t);
	struct buf b = { 0 };

	for (size_t i = 0; i < n; i++)
		buf_addf(&b, "%s%s", i > 0 ? ", " : "[",
		    draw_state_word(in[i], words));
	if (n > 0)
		buf_addch(&b, ']');
	else if (t->cond != NULL)
		buf_adds(&b, "[…]");
	free(in);
	return buf_steal(&b);
}

enum draw_shape
draw_shape_of(const struct machine_state *s)
{
	if (s->parent != NULL && s->parent->kind == MACHINE_PARALLEL &&
	    !machine_is_atomic(s))
		return DRAW_REGION;
	switch (s->kind) {
	case MACHINE_ROOT:
		return DRAW_PICTURE;
	case MACHINE_PARALLEL:
		return DRAW_PARALLEL;
	case MACHINE_FINAL:
		return DRAW_FINAL;
	case MACHINE_HISTORY:
		return s->deep ? DRAW_DEEP : DRAW_HISTORY;
	default:
		return machine_is_atomic(s) ? DRAW_STATE : DRAW_COMPOUND;
	}
}
