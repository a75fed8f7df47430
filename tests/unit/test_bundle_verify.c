/* test_bundle_verify.c - bags that are sound or changed */
/* SPDX-License-Identifier: Apache-2.0 */
#include "chance.h"
#include "forge.h"

#include "base/str.h"

/* --- sound bags --- */

static void
accepts_the_bag_that_we_write(void **state)
{
	char *path = file_join(*state, "b.zip");
	struct bag_report r = { 0 };
	struct err err = { 0 };

	bag_make(*state, path);
	assert_ok(bag_verify(&r, path, &err), err);
	assert_int_equal(0, r.nfaults);
	assert_int_equal(2, r.files);
	assert_int_equal(21, r.bytes);
	assert_int_equal(9, r.nentries);
	assert_non_null(bag_find(&r, "data/message.xml"));
	assert_non_null(bag_find(&r, "tagmanifest-sha512.txt"));
	assert_null(bag_find(&r, "message.xml"));
	assert_int_equal(10, bag_find(&r, "data/exhibits/E-0001/x.bin")->bytes);
	assert_int_equal(64, strlen(r.manifest_sha256));
	bag_report_free(&r);
	free(path);
}

static void
accepts_the_same_bag_as_folder_tar_and_gzipped_tar(void **state)
{
	static const char *const unzip[] = { "unzip", "-q", "b.zip", NULL };
	static const char *const make[][7] = {
		{ "bsdtar", "-cf", "b.tar", "bag", NULL },
		{ "bsdtar", "-czf", "b.tar.gz", "bag", NULL },
		{ "bsdtar", "--format", "ustar", "-cf", "u.tar", "bag", NULL },
		{ "bsdtar", "-a", "-cf", "deflated.zip", "bag", NULL },
		{ "python3", "-m", "zipfile", "-c", "p.zip", "bag", NULL },
	};
	static const char *const names[] = { "bag", "b.tar", "b.tar.gz",
		"u.tar", "deflated.zip", "p.zip" };
	const char *dir = *state;
	char *path = file_join(dir, "b.zip");

	bag_make(dir, path);
	assert_int_equal(0, bag_run(dir, unzip));
	for (size_t i = 0; i < sizeof(make) / sizeof(make[0]); i++)
		assert_int_equal(0, bag_run(dir, make[i]));
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char *other = file_join(dir, names[i]);
		struct bag_report r = { 0 };
		struct err err = { 0 };

		if (bag_verify(&r, other, &err) != MLA_OK) {
			bag_print(&r, &err);
			fail_msg("%s", names[i]);
		}
		assert_int_equal(9, r.nentries);
		assert_int_equal(2, r.files);
		bag_report_free(&r);
		free(other);
	}
	free(path);
}

static void
accepts_a_sound_bag_made_elsewhere(void **state)
{
	struct buf m = { 0 };
	struct forge f;

	forge_bag(&f, &m);
	assert_forged(*state, &f, MLA_OK, NULL);
	for (size_t i = 0; i < f.n; i++)
		f.at[i].descriptor = true;
	assert_forged(*state, &f, MLA_OK, NULL);
	buf_free(&m);
}

/* --- changed bags --- */

static void
finds_every_changed_byte_of_a_bundle(void **state)
{
	const char *dir = *state;
	char *path = file_join(dir, "b.zip");
	static const char masks[] = { 0x01, 0x20, (char)0x80 };
	struct buf b = { 0 };

	bag_make(dir, path);
	bag_load(&b, path);
	for (size_t i = 0; i < b.len * sizeof(masks); i += chance_stride(13)) {
		char *at = &b.data[i / sizeof(masks)];
		char mask = masks[i % sizeof(masks)];
		struct bag_report r = { 0 };
		struct err own = { 0 };

		*at = (char)(*at ^ mask);
		if (verify_bytes(&r, dir, &b, &own) == MLA_OK)
			fail_msg("byte %zu changed unseen", i / sizeof(masks));
		assert_true(own.msg[0] != '\0');
		bag_report_free(&r);
		*at = (char)(*at ^ mask);
	}
	buf_free(&b);
	free(path);
}

static void
names_the_file_whose_content_was_changed(void **state)
{
	const char *dir = *state;
	char *path = file_join(dir, "b.zip");
	struct bag_report r = { 0 };
	struct buf b = { 0 };
	struct err err = { 0 };
	const struct bag_fault *fault;
	char *at;

	bag_make(dir, path);
	bag_load(&b, path);
	at = memmem(b.data, b.len, "\0evidence\xff", 10);
	assert_non_null(at);
	at[3] ^= 1;
	assert_int_equal(MLA_ENO, verify_bytes(&r, dir, &b, &err));
	fault = bag_fault_saying(&r, "it was changed");
	assert_non_null(fault);
	assert_string_equal("data/exhibits/E-0001/x.bin", fault->path);
	assert_string_equal("RFC 8493 3", fault->section);
	bag_report_free(&r);
	buf_free(&b);
	free(path);
}

static void
finds_a_bag_cut_off_anywhere(void **state)
{
	const char *dir = *state;
	char *path = file_join(dir, "b.zip");
	struct buf b = { 0 };

	bag_make(dir, path);
	bag_load(&b, path);
	for (size_t i = 0; i < b.len; i += chance_stride(7)) {
		struct buf cut = { .data = b.data, .len = i };
		struct bag_report r = { 0 };
		struct err err = { 0 };

		assert_int_equal(
		    MLA_EDAMAGED, verify_bytes(&r, dir, &cut, &err));
		bag_report_free(&r);
	}
	buf_free(&b);
	free(path);
}

/* --- bags against RFC 8493 --- */

/* One file of the sound bag replaced or added. */
struct tag_case {
	const char *name, *text;
	enum mla_rc want;
	const char *says;
};

#define A_HEX "150f2338be92cf96d9d2ef8aa38ecfabab08c1da0ca5c29dfe46be4b7a2a7d4b"

static const struct tag_case tag_cases[] = {
	{ "bag/bagit.txt",
	    "BagIt-Version: 1.0\r\nTag-File-Character-Encoding: UTF-8", MLA_OK,
	    NULL },
	{ "bag/bagit.txt",
	    "BagIt-Version: 1.0\rTag-File-Character-Encoding: UTF-8\r", MLA_OK,
	    NULL },
	{ "bag/bagit.txt",
	    "\xef\xbb\xbf"
	    "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
	    MLA_ENO, "first line" },
	{ "bag/bagit.txt",
	    "Tag-File-Character-Encoding: UTF-8\nBagIt-Version: 1.0\n", MLA_ENO,
	    "first line" },
	{ "bag/bagit.txt",
	    "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
	    "More: 1\n",
	    MLA_ENO, "second and last line" },
	{ "bag/bagit.txt",
	    "BagIt-Version : 1.0\nTag-File-Character-Encoding: UTF-8\n",
	    MLA_ENO, "first line" },
	{ "bag/bagit.txt",
	    "BagIt-Version:1.0\nTag-File-Character-Encoding: UTF-8\n", MLA_ENO,
	    "first line" },
	{ "bag/bagit.txt",
	    "BagIt-Version:  1.0\nTag-File-Character-Encoding: UTF-8\n", MLA_OK,
	    "two blanks" },
	{ "bag/bagit.txt",
	    "BagIt-Version: 1.0\nTag-File-Character-Encoding:UTF-8\n", MLA_ENO,
	    "second and last line" },
	{ "bag/bagit.txt",
	    "BagIt-Version : 0.97\n"
	    "Tag-File-Character-Encoding :  UTF-8\n",
	    MLA_OK, NULL },
	{ "bag/bagit.txt", "BagIt-Version: 1.0\n", MLA_ENO,
	    "second and last line" },
	{ "bag/bagit.txt",
	    "BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n", MLA_ENO,
	    "0.93 to 1.0" },
	{ "bag/bagit.txt", "", MLA_ENO, "first line" },
	{ "bag/bag-info.txt", "Payload-Oxum: 11.2\n", MLA_OK, NULL },
	{ "bag/bag-info.txt", "payload-oxum: 11.2\n", MLA_OK, NULL },
	{ "bag/bag-info.txt", "Payload-Oxum: 12.2\n", MLA_ENO,
	    "does not agree" },
	{ "bag/bag-info.txt", "Payload-Oxum: 11.3\n", MLA_ENO,
	    "does not agree" },
	{ "bag/bag-info.txt", "Payload-Oxum: 11.20\n", MLA_ENO,
	    "does not agree" },
	{ "bag/bag-info.txt", "X-Payload-Oxum: 1.1\n", MLA_OK, NULL },
	{ "bag/bag-info.txt", "Note: 1\n Payload-Oxum: 1.1\n", MLA_OK, NULL },
	{ "bag/bag-info.txt", "Payload-Oxum: eleven\n", MLA_ENO,
	    "does not agree" },
	{ "bag/bag-info.txt", "Payload-Oxum: 11.2\nPayload-Oxum: 11.2\n",
	    MLA_ENO, "twice" },
	{ "bag/fetch.txt", "https://example.org/c 4 data/c.txt\n", MLA_ENO,
	    "nothing is fetched" },
	{ "bag/data/c.txt", "not listed\n", MLA_ENO,
	    "a payload manifest does not list it" },
	{ "bag/tagmanifest-sha256.txt", A_HEX "  tagmanifest-sha512.txt\n",
	    MLA_ENO, "a tag manifest names a tag manifest" },
	{ "bag/tagmanifest-sha256.txt", "", MLA_ENO,
	    "a tag manifest does not list it" },
	{ "bag/tagmanifest-sha256.txt", A_HEX "  data/a.txt\n", MLA_ENO,
	    "a tag manifest names a payload file" },
	{ "bag/manifest-sha256.txt", "", MLA_ENO,
	    "a payload manifest does not list it" },
	{ "bag/manifest-sha256.txt", "what is this\n", MLA_ENO,
	    "no digest and path" },
	{ "bag/manifest-sha256.txt", "\xef\xbb\xbf", MLA_ENO,
	    "byte order mark" },
	{ "bag/manifest-sha256.txt", "\xff\xfe", MLA_ENO, "not UTF-8" },
	{ "bag/manifest-sha256.txt", A_HEX "  bagit.txt\n", MLA_ENO,
	    "a payload manifest names a tag file" },
	{ "bag/manifest-sha256.txt", A_HEX "  data/none.txt\n", MLA_ENO,
	    "listed in a manifest and missing" },
	{ "bag/manifest-sha256.txt", A_HEX "  data/../../etc/passwd\n", MLA_ENO,
	    "its path has . or .. in it" },
	{ "bag/manifest-crc32.txt", "12345678  data/a.txt\n", MLA_ENO,
	    "algorithm is not known" },
	{ "bag/other.txt", "any tag file may be there\n", MLA_OK, NULL },
	{ "bag/BAGIT.txt", "a twin\n", MLA_OK,
	    "differs only in capital letters" },
};

static void
judges_tag_files_by_the_rfc(void **state)
{
	struct buf m = { 0 };

	for (size_t i = 0; i < sizeof(tag_cases) / sizeof(tag_cases[0]); i++) {
		struct forge f;
		size_t at = 0;

		forge_bag(&f, &m);
		while (at < f.n && !str_eq(f.at[at].name, tag_cases[i].name))
			at++;
		if (at == f.n)
			forge_add(&f, tag_cases[i].name, tag_cases[i].text);
		f.at[at].data = tag_cases[i].text;
		f.at[at].len = strlen(tag_cases[i].text);
		assert_forged(*state, &f, tag_cases[i].want, tag_cases[i].says);
	}
	buf_free(&m);
}

/* The manifest of the sound bag with its lines written in another way. */
static void
judges_lines_of_manifests_by_the_rfc(void **state)
{
	static const struct {
		const char *between, *end, *before;
		bool upper;
		enum mla_rc want;
		const char *says;
	} cases[] = {
		{ " ", "\n", "", false, MLA_OK, NULL },
		{ "\t", "\n", "", false, MLA_OK, NULL },
		{ " \t  ", "\r\n", "", false, MLA_OK, NULL },
		{ "  ", "\r", "", false, MLA_OK, NULL },
		{ "  ", "\n", "", true, MLA_OK, NULL },
		{ " ", "\n", "*", false, MLA_OK, "begins with *" },
		{ "  ", "\n", "./", false, MLA_OK, "begins with ./" },
		{ "  ", "\n\n", "", false, MLA_OK, "blank line" },
		{ "", "\n", "", false, MLA_ENO, "no digest and path" },
		{ "  ", "\n", "/", false, MLA_ENO, "absolute" },
		{ "  ", "\n", "../", false, MLA_ENO, ". or .." },
		{ "  ", "\n", "~/", false, MLA_ENO, "begins with ~" },
		{ "  ", "\n", "data/../", false, MLA_ENO, ". or .." },
	};
	struct buf m = { 0 };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct forge f;
		struct buf text = { 0 };

		forge_bag(&f, &m);
		for (size_t k = 0; k < 2; k++) {
			char hex[65];

			hash_hex_bytes(hex, f.at[k].data, f.at[k].len);
			for (char *c = hex; cases[i].upper && *c != '\0'; c++)
				*c -= *c >= 'a' ? 32 : 0;
			buf_addf(&text, "%s%s%s%s%s", hex, cases[i].between,
			    cases[i].before, f.at[k].name + 4, cases[i].end);
		}
		f.at[3].data = buf_text(&text);
		f.at[3].len = text.len;
		assert_forged(*state, &f, cases[i].want, cases[i].says);
		buf_free(&text);
	}
	buf_free(&m);
}

static void
wants_each_payload_file_once_in_each_manifest(void **state)
{
	struct buf m = { 0 }, twice = { 0 };
	struct forge f;

	forge_bag(&f, &m);
	buf_addf(&twice, "%s%s", buf_text(&m), buf_text(&m));
	f.at[3].data = buf_text(&twice);
	f.at[3].len = twice.len;
	assert_forged(*state, &f, MLA_ENO, "a manifest lists it twice");
	/* A second manifest that lists only one of the two. */
	forge_bag(&f, &m);
	forge_add(&f, "bag/manifest-md5.txt",
	    "9f9f90dbe3e5ee1218c86b8839db1995  data/a.txt\n");
	assert_forged(
	    *state, &f, MLA_ENO, "a payload manifest does not list it");
	/* Before 1.0 that is enough, and listing twice a mere warning. */
	f.at[2].data =
	    "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n";
	f.at[2].len = strlen(f.at[2].data);
	assert_forged(*state, &f, MLA_OK, NULL);
	f.at[3].data = buf_text(&twice);
	f.at[3].len = twice.len;
	assert_forged(*state, &f, MLA_OK, "a manifest lists it twice");
	forge_add(&f, "bag/data/d.txt", "nowhere listed\n");
	assert_forged(*state, &f, MLA_ENO, "no payload manifest lists it");
	buf_free(&twice);
	buf_free(&m);
}

static void
wants_a_declaration_and_a_manifest(void **state)
{
	struct buf m = { 0 };
	struct forge f;

	forge_bag(&f, &m);
	f.at[2].name = "bag/bag.txt";
	assert_forged(*state, &f, MLA_ENO, "so this is no bag");
	forge_bag(&f, &m);
	f.at[3].name = "bag/list.txt";
	assert_forged(*state, &f, MLA_ENO, "there is no payload manifest");
	buf_free(&m);
}

/* --- taking files out --- */

struct taken {
	struct buf message;
	int fd;
};

static int
take_two(void *arg, const struct bag_entry *e, struct buf **buf)
{
	struct taken *t = arg;

	if (str_eq(e->path, "data/message.xml"))
		*buf = &t->message;
	return str_ends(e->path, "x.bin") ? t->fd : -1;
}

static void
takes_out_what_was_verified(void **state)
{
	char *path = file_join(*state, "b.zip"), *to = file_join(*state, "to");
	struct taken taken = { .fd = open(to, O_CREAT | O_WRONLY, 0600) };
	struct bag_take take = { take_two, &taken };
	struct bag_report r = { 0 };
	struct buf copy = { 0 };
	struct err err = { 0 };

	bag_make(*state, path);
	assert_true(taken.fd >= 0);
	assert_ok(bag_verify(&r, path, &err), err);
	assert_ok(bag_extract(path, &r, &take, &err), err);
	(void)close(taken.fd);
	assert_string_equal("<message/>\n", buf_text(&taken.message));
	bag_load(&copy, to);
	assert_int_equal(10, copy.len);
	assert_memory_equal("\0evidence\xff", copy.data, 10);
	bag_report_free(&r);
	buf_free(&taken.message);
	buf_free(&copy);
	free(path);
	free(to);
}

static void
notices_a_bag_that_was_exchanged_after_it_was_verified(void **state)
{
	char *path = file_join(*state, "b.zip");
	struct taken taken = { .fd = -1 };
	struct bag_take take = { take_two, &taken };
	struct bag_report r = { 0 };
	struct pack *p = NULL;
	struct err err = { 0 };
	uint64_t bytes = 0;
	char manifest[65];

	bag_make(*state, path);
	assert_ok(bag_verify(&r, path, &err), err);
	assert_ok(pack_begin(&p, path, "bag", BAG_TIME, &err), err);
	assert_ok(
	    pack_add_bytes(p, "data/message.xml", "<massage/>\n", 11, &err),
	    err);
	assert_ok(pack_finish(p, NULL, manifest, &bytes, &err), err);
	assert_int_equal(MLA_EDAMAGED, bag_extract(path, &r, &take, &err));
	assert_non_null(strstr(err.msg, "exchanged"));
	bag_report_free(&r);
	buf_free(&taken.message);
	free(path);
}

static void
notices_a_file_that_was_left_out_after_the_bag_was_verified(void **state)
{
	char *path = file_join(*state, "b.zip");
	struct taken taken = { .fd = -1 };
	struct bag_take take = { take_two, &taken };
	struct bag_report r = { 0 };
	struct pack *p = NULL;
	struct err err = { 0 };
	uint64_t bytes = 0;
	char manifest[65];

	bag_make(*state, path);
	assert_ok(bag_verify(&r, path, &err), err);
	assert_ok(pack_begin(&p, path, "bag", BAG_TIME, &err), err);
	assert_ok(pack_finish(p, NULL, manifest, &bytes, &err), err);
	assert_int_equal(MLA_EDAMAGED, bag_extract(path, &r, &take, &err));
	assert_non_null(strstr(err.msg, "exchanged"));
	assert_int_equal(0, taken.message.len);
	bag_report_free(&r);
	buf_free(&taken.message);
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    accepts_the_bag_that_we_write, bag_setup, bag_teardown),
		cmocka_unit_test_setup_teardown(
		    accepts_the_same_bag_as_folder_tar_and_gzipped_tar,
		    bag_setup, bag_teardown),
		cmocka_unit_test_setup_teardown(
		    accepts_a_sound_bag_made_elsewhere, bag_setup,
		    bag_teardown),
		cmocka_unit_test_setup_teardown(
		    finds_every_changed_byte_of_a_bundle, bag_setup,
		    bag_teardown),
		cmocka_unit_test_setup_teardown(
		    names_the_file_whose_content_was_changed, bag_setup,
		    bag_teardown),
		cmocka_unit_test_setup_teardown(
		    finds_a_bag_cut_off_anywhere, bag_setup, bag_teardown),
		cmocka_unit_test_setup_teardown(
		    judges_tag_files_by_the_rfc, bag_setup, bag_teardown),
		cmocka_unit_test_setup_teardown(
		    judges_lines_of_manifests_by_the_rfc, bag_setup,
		    bag_teardown),
		cmocka_unit_test_setup_teardown(
		    wants_each_payload_file_once_in_each_manifest, bag_setup,
		    bag_teardown),
		cmocka_unit_test_setup_teardown(
		    wants_a_declaration_and_a_manifest, bag_setup,
		    bag_teardown),
		cmocka_unit_test_setup_teardown(
		    takes_out_what_was_verified, bag_setup, bag_teardown),
		cmocka_unit_test_setup_teardown(
		    notices_a_bag_that_was_exchanged_after_it_was_verified,
		    bag_setup, bag_teardown),
		cmocka_unit_test_setup_teardown(
		    notices_a_file_that_was_left_out_after_the_bag_was_verified,
		    bag_setup, bag_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
