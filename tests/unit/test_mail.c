/* test_mail.c - a bundle as an attachment of a mail, out and in */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bag.h"

#include "base/str.h"
#include "bundle/mailin.h"
#include "bundle/mailout.h"

#define UID "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e"

static const struct when noon = { 20489, 43200, 120 }; /* 2026-02-05 */

/* The mail of a file in the folder. */
static struct mailout
mail_of(const char *file)
{
	struct mailout m = { .sender = "Cour d'appel de Besançon, parquet "
		                       "général, Κέντρο, جهة",
		.from = "parquet@ca.example",
		.to = "mla@adalet.example",
		.subject = "LIL-O-2026-000017 – Besançon: réponse à votre "
		           "demande du 2 février",
		.uid = UID,
		.date = &noon,
		.text = "Bonjour,\n\n  = égal, a line that is much longer than "
		        "the seventy-six characters of a line in a mail \n"
		        ".\nFrom here\n",
		.file = file,
		.name = "LIL-O-2026-000017-t1.zip",
		.media = "application/zip" };

	return m;
}

/* A file of so many bytes that look random. */
static void
make_file(const char *path, size_t n)
{
	unsigned char *data = xmalloc(n + 1);
	unsigned seed = 7;

	for (size_t i = 0; i < n; i++) {
		seed = seed * 1103515245u + 12345u;
		data[i] = (unsigned char)(seed >> 16);
	}
	bag_save(path, data, n);
	free(data);
}

/* What python's library reads must be what was written. */
static const char python[] =
    "import email, email.header, email.policy, sys\n"
    "raw = open('m.eml', 'rb').read()\n"
    "m = email.message_from_bytes(raw, policy=email.policy.default)\n"
    "assert not m.defects, m.defects\n"
    "assert m['subject'] == sys.argv[1], m['subject']\n"
    "a = m['from'].addresses[0]\n"
    /* The new parser puts a blank between two encoded words of a name. */
    "f = email.message_from_bytes(raw)['from']\n"
    "f = str(email.header.make_header(email.header.decode_header(f)))\n"
    "assert f == sys.argv[2] + ' <parquet@ca.example>', f\n"
    "assert a.addr_spec == 'parquet@ca.example'\n"
    "assert m['to'].addresses[0].addr_spec == 'mla@adalet.example'\n"
    "assert m['message-id'] == "
    "'<0f8fad5b-d9cb-469f-a165-70867728950e@ca.example>'\n"
    "d = m['date'].datetime\n"
    "assert d.isoformat() == '2026-02-05T12:00:00+02:00', d\n"
    "body, file = list(m.iter_parts())\n"
    "t = body.get_content().replace('\\r\\n', '\\n')\n"
    "assert t == sys.argv[3], t\n"
    "assert file.get_filename() == sys.argv[4], file.get_filename()\n"
    "assert file.get_content_disposition() == 'attachment'\n"
    "assert file.get_content_type() == 'application/zip'\n"
    "assert file.get_content() == open('b.zip', 'rb').read()\n"
    "assert raw.endswith(b'--\\r\\n')\n"
    "lines = raw.split(b'\\r\\n')\n"
    "assert all(len(x) <= 76 for x in lines), max(lines, key=len)\n"
    "assert all(b'\\n' not in x and b'\\r' not in x for x in lines)\n"
    "assert all(c < 128 for c in raw)\n";

static void
assert_python_reads(const char *dir, const struct mailout *m)
{
	const char *const run[] = { "python3", "-c", python, m->subject,
		m->sender, m->text, m->name, NULL };

	assert_int_equal(0, bag_run(dir, run));
}

static void
what_is_written_is_what_python_reads(void **state)
{
	static const size_t sizes[] = { 0, 1, 2, 56, 57, 58, 58367, 58368,
		58369, 300001 };
	char *mail = file_join(*state, "m.eml"), *file;

	file = file_join(*state, "b.zip");
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct mailout m = mail_of(file);
		struct err err = { 0 };

		make_file(file, sizes[i]);
		assert_ok(mailout_write(mail, &m, &err), err);
		assert_python_reads(*state, &m);
	}
	free(file);
	free(mail);
}

static void
names_of_any_length_and_script_are_kept(void **state)
{
	static const char *const names[] = { "a.zip", "Übermittlung vom 5.zip",
		"a \"quoted\" name.zip",
		"طلب المساعدة القضائية المتبادلة من مدينة ليل إلى أنقرة.zip",
		"a-name-longer-than-what-fits-into-one-line-of-a-head-ok.zip" };
	char *mail = file_join(*state, "m.eml"), *file;

	file = file_join(*state, "b.zip");
	make_file(file, 100);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct mailout m = mail_of(file);
		struct err err = { 0 };
		char *name;
		int fd;

		m.name = names[i];
		assert_ok(mailout_write(mail, &m, &err), err);
		assert_python_reads(*state, &m);
		fd = open("/dev/null", O_WRONLY);
		assert_ok(mailin_extract(&name, fd, mail, &err), err);
		assert_string_equal(names[i], name);
		(void)close(fd);
		free(name);
	}
	free(file);
	free(mail);
}

static void
the_same_words_give_the_same_bytes(void **state)
{
	char *mail = file_join(*state, "m.eml"), *file;
	struct buf one = { 0 }, two = { 0 };
	struct mailout m;
	struct err err = { 0 };

	file = file_join(*state, "b.zip");
	make_file(file, 1000);
	m = mail_of(file);
	assert_ok(mailout_write(mail, &m, &err), err);
	bag_load(&one, mail);
	assert_int_equal(0, setenv("TZ", "Asia/Tokyo", 1));
	assert_ok(mailout_write(mail, &m, &err), err);
	bag_load(&two, mail);
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.data, two.data, one.len);
	buf_free(&one);
	buf_free(&two);
	free(file);
	free(mail);
}

static void
what_was_written_is_taken_out_again(void **state)
{
	char *mail = file_join(*state, "m.eml"), *file, *back, *name;
	struct buf one = { 0 }, two = { 0 };
	struct mailout m;
	struct err err = { 0 };
	int fd;

	file = file_join(*state, "b.zip");
	back = file_join(*state, "back.zip");
	make_file(file, 300001);
	m = mail_of(file);
	assert_ok(mailout_write(mail, &m, &err), err);
	assert_true(mailin_is_mail(mail));
	assert_false(mailin_is_mail(file));
	fd = open(back, O_WRONLY | O_CREAT, 0600);
	assert_ok(mailin_extract(&name, fd, mail, &err), err);
	(void)close(fd);
	assert_string_equal("LIL-O-2026-000017-t1.zip", name);
	bag_load(&one, file);
	bag_load(&two, back);
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.data, two.data, one.len);
	buf_free(&one);
	buf_free(&two);
	free(name);
	free(back);
	free(file);
	free(mail);
}

/* A mail with one attachment whose header and body are given. */
#define ATTACHED(head, body)                                              \
	"Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" \
	"--b\r\n\r\ntext\r\n--b\r\n" head "\r\n\r\n" body "\r\n--b--\r\n"
#define ZIP_HEAD                                        \
	"Content-Type: application/zip; name=a.zip\r\n" \
	"Content-Transfer-Encoding: base64"

static void
mails_of_others_are_read(void **state)
{
	static const struct {
		const char *mail, *name, *bytes, *fault;
		enum mla_rc rc;
	} rows[] = {
		{ ATTACHED(ZIP_HEAD, "aGVsbG8="), "a.zip", "hello", NULL,
		    MLA_OK },
		{ ATTACHED(ZIP_HEAD, "aGVs\r\nbG8"), "a.zip", "hello", NULL,
		    MLA_OK },
		/* a mail that is the archive and nothing else */
		{ "Subject: x\n" ZIP_HEAD "\n\naGVsbG8=\n", "a.zip", "hello",
		    NULL, MLA_OK },
		/* forwarded: a mail in a mail */
		{ ATTACHED("Content-Type: message/rfc822\r\n",
		      "Subject: y\r\n" ZIP_HEAD "\r\n\r\naGVsbG8="),
		    NULL, "", "no bundle is attached", MLA_ENOTFOUND },
		{ ATTACHED("Content-Type: message/rfc822",
		      "Subject: y\r\n" ZIP_HEAD "\r\n\r\naGVsbG8="),
		    "a.zip", "hello", NULL, MLA_OK },
		/* the ending of the name, whatever the media type */
		{ ATTACHED("Content-Type: application/octet-stream\r\n"
		           "Content-Disposition: attachment;\r\n"
		           "\tfilename*0*=UTF-8''%C3%9C;\r\n filename*1=.ZIP"
		           "\r\nContent-Transfer-Encoding: BASE64",
		      "aGVsbG8="),
		    "\xc3\x9c.ZIP", "hello", NULL, MLA_OK },
		{ ATTACHED("Content-Type: application/pdf; name=a.pdf\r\n"
		           "Content-Transfer-Encoding: base64",
		      "aGVsbG8="),
		    NULL, "", "no bundle is attached", MLA_ENOTFOUND },
		{ ATTACHED(ZIP_HEAD, "aGVs!bG8="), NULL, "", "is not base64",
		    MLA_EDAMAGED },
		{ ATTACHED(ZIP_HEAD, "aGVs=bG8="), NULL, "", "is not base64",
		    MLA_EDAMAGED },
		{ ATTACHED(ZIP_HEAD, "aGVsb"), NULL, "", "is not base64",
		    MLA_EDAMAGED },
		{ ATTACHED("Content-Type: application/zip", "PK"), NULL, "",
		    "is not base64", MLA_EDAMAGED },
		{ "Subject: x\r\nContent-Type: multipart/mixed; boundary=b"
		  "\r\n\r\n--b\r\n" ZIP_HEAD "\r\n\r\naGVs\r\n",
		    NULL, "", "ends within its attachment", MLA_EDAMAGED },
		{ ATTACHED(ZIP_HEAD,
		      "aGVsbG8=\r\n--b\r\n" ZIP_HEAD "\r\n\r\naGVsbG8="),
		    NULL, "hello", "several archives: a.zip, a.zip",
		    MLA_EREFUSED },
		{ "", NULL, "", "no bundle is attached", MLA_ENOTFOUND },
	};
	char *mail = file_join(*state, "m.eml");
	char *back = file_join(*state, "back");

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf b = { 0 };
		struct err err = { 0 };
		char *name;
		int fd = open(back, O_RDWR | O_CREAT | O_TRUNC, 0600);

		bag_save(mail, rows[i].mail, strlen(rows[i].mail));
		if (mailin_extract(&name, fd, mail, &err) != rows[i].rc)
			fail_msg("%zu: %s", i, err.msg);
		if (rows[i].fault != NULL)
			assert_non_null(strstr(err.msg, rows[i].fault));
		assert_true(str_eq(rows[i].name, name));
		bag_load(&b, back);
		assert_string_equal(rows[i].bytes, buf_text(&b));
		(void)close(fd);
		buf_free(&b);
		free(name);
	}
	free(back);
	free(mail);
}

static void
assert_hostile(const char *dir, const struct buf *b, const char *says)
{
	char *mail = file_join(dir, "m.eml"), *name;
	struct err err = { 0 };
	int fd = open("/dev/null", O_WRONLY);

	bag_save(mail, buf_text(b), b->len);
	assert_int_equal(MLA_EDAMAGED, mailin_extract(&name, fd, mail, &err));
	if (strstr(err.msg, says) == NULL)
		fail_msg("%s", err.msg);
	assert_null(name);
	(void)close(fd);
	free(mail);
}

static void
bombs_are_refused(void **state)
{
	struct buf b = { 0 };

	for (int i = 0; i < 12; i++)
		buf_addf(&b,
		    "%sContent-Type: multipart/mixed; boundary=b%d\n\n--b%d\n",
		    i == 0 ? "Subject: x\n" : "", i, i);
	assert_hostile(*state, &b, "parts in parts, more than 10");
	buf_clear(&b);
	buf_adds(&b, "Content-Type: multipart/mixed; boundary=b\n\n");
	for (int i = 0; i < 300; i++)
		buf_adds(&b, "--b\n\n");
	assert_hostile(*state, &b, "more than 200 parts");
	buf_clear(&b);
	for (int i = 0; i < 300; i++)
		buf_adds(&b, "Content-Type: message/rfc822\n\n");
	assert_hostile(*state, &b, "more than 200 parts");
	buf_clear(&b);
	buf_adds(&b, "Subject: x");
	for (int i = 0; i < 9000; i++)
		buf_addch(&b, 'x');
	assert_hostile(*state, &b, "a header that is too long");
	buf_clear(&b);
	for (int i = 0; i < 9000; i++)
		buf_adds(&b, "X-Filler: x\n");
	assert_hostile(*state, &b, "a header that is too long");
	buf_free(&b);
}

static void
an_address_is_one_that_a_header_can_hold(void **state)
{
	static const char *const good[] = { "a@b", "a.b+c@d-e.example" };
	static const char *const bad[] = { "", "a", "@b", "a@", "a@b@c",
		"a b@c", "a@b\r\nBcc: x@y", "<a@b>", ".a@b", "a.@b", "a..b@c",
		"a@b.", "\xc3\xa9@b" };

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(mailout_is_address(good[i]));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (mailout_is_address(bad[i]))
			fail_msg("%s", bad[i]);
	}
	assert_false(mailout_is_address(NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    what_is_written_is_what_python_reads, bag_setup,
		    bag_teardown),
		cmocka_unit_test_setup_teardown(
		    names_of_any_length_and_script_are_kept, bag_setup,
		    bag_teardown),
		cmocka_unit_test_setup_teardown(
		    the_same_words_give_the_same_bytes, bag_setup,
		    bag_teardown),
		cmocka_unit_test_setup_teardown(
		    what_was_written_is_taken_out_again, bag_setup,
		    bag_teardown),
		cmocka_unit_test_setup_teardown(
		    mails_of_others_are_read, bag_setup, bag_teardown),
		cmocka_unit_test_setup_teardown(
		    bombs_are_refused, bag_setup, bag_teardown),
		cmocka_unit_test(an_address_is_one_that_a_header_can_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
