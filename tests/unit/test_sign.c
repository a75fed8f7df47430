/* test_sign.c - signatures and encrypted files: sound, changed, hostile */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bag.h"

#include <time.h>

#include "base/str.h"
#include "bundle/crypt.h"
#include "bundle/sign.h"
#include "bundle/signed.h"

#define CONTENT "0123  bagit.txt\n"
#define MOMENT 1770282000 /* 2026-02-05T09:00:00Z */

static char dir[] = "/tmp/mla-sign-XXXXXX";

/* A PKI for all tests, and something to sign. */
static int
make_pki(void **state)
{
	char *script = realpath("tests/pki.sh", NULL);
	const char *argv[] = { "sh", script, ".", NULL };
	char *content;
	int rc;

	(void)state;
	if (script == NULL || mkdtemp(dir) == NULL)
		return -1;
	rc = bag_run(dir, argv);
	content = file_join(dir, "content");
	bag_save(content, CONTENT, sizeof(CONTENT) - 1);
	free(content);
	free(script);
	return rc;
}

static int
remove_pki(void **state)
{
	(void)state;
	return nftw(dir, bag_remove, 16, FTW_DEPTH | FTW_PHYS);
}

static char *
in_pki(const char *name, const char *end)
{
	return xasprintf("%s/%s%s", dir, name, end);
}

/* The signature of CONTENT by a person of the PKI. */
static void
sign(struct buf *out, const char *who)
{
	char *cert = in_pki(who, ".pem"), *key = in_pki(who, ".key");
	struct signer signer;
	struct err err = { 0 };

	assert_ok(signer_open(&signer, cert, key, NULL, MOMENT, &err), err);
	assert_ok(signer_sign(
	              out, &signer, CONTENT, sizeof(CONTENT) - 1, MOMENT, &err),
	    err);
	signer_close(&signer);
	free(key);
	free(cert);
}

static struct trust *
trusting(const char *one, const char *other)
{
	struct trust *trust = trust_new();
	struct err err = { 0 };
	char *path = file_join(dir, one);

	assert_ok(trust_read(trust, path, &err), err);
	free(path);
	if (other != NULL) {
		path = file_join(dir, other);
		assert_ok(trust_read(trust, path, &err), err);
		free(path);
	}
	return trust;
}

static enum mla_rc
prove(struct signature *out, const struct buf *b, const struct trust *trust,
    struct err *err)
{
	return signature_read(out, buf_text(b), b->len, CONTENT,
	    sizeof(CONTENT) - 1, trust, MOMENT + 60, err);
}

/* A file of the PKI's folder is no sound signature, for that reason. */
static void
assert_unsound(const char *name, const char *why)
{
	char *path = file_join(dir, name), *want;
	struct signature s;
	struct buf b = { 0 };
	struct err err = { 0 };

	bag_load(&b, path);
	assert_int_equal(MLA_EDAMAGED, prove(&s, &b, NULL, &err));
	want = xasprintf("the signature is not sound: %s", why);
	assert_string_equal(want, err.msg);
	free(want);
	signature_free(&s);
	buf_free(&b);
	free(path);
}

/* --- sound ones --- */

static void
says_who_signed_and_when_and_who_vouches(void **state)
{
	static const char *const people[] = { "lille", "ankara" };
	struct trust *trust = trusting("root.pem", "root.crl");

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct signature s;
		struct buf b = { 0 };
		struct err err = { 0 };

		sign(&b, people[i]);
		assert_ok(prove(&s, &b, trust, &err), err);
		assert_null(s.why_then);
		assert_null(s.why_now);
		assert_null(s.list);
		assert_false(s.unknown);
		assert_int_equal(MOMENT, s.at);
		assert_string_equal(
		    "CN=Root of the tests,O=Tests,C=FR", s.signer.issuer);
		assert_int_equal(64, strlen(s.signer.fingerprint));
		assert_int_equal(64, strlen(s.anchor));
		assert_true(str_starts(
		    buf_text(&s.pem), "-----BEGIN CERTIFICATE-----"));
		signature_free(&s);
		buf_free(&b);
	}
	trust_free(trust);
}

static void
the_nearest_trusted_certificate_vouches(void **state)
{
	struct trust *trust = trusting("root.pem", "lille.pem");
	struct signature s;
	struct buf b = { 0 };
	struct err err = { 0 };

	(void)state;
	sign(&b, "lille");
	assert_ok(prove(&s, &b, trust, &err), err);
	assert_string_equal(s.signer.fingerprint, s.anchor);
	signature_free(&s);
	buf_free(&b);
	trust_free(trust);
}

static void
what_a_list_revokes_is_trusted_at_no_time(void **state)
{
	struct trust *trust = trusting("revoked.pem", "root.crl");
	struct signature s;
	struct buf b = { 0 };
	struct err err = { 0 };

	(void)state;
	sign(&b, "revoked"); /* before it was revoked, he says */
	assert_ok(prove(&s, &b, trust, &err), err);
	assert_string_equal("the certificate of CN=Revoked,O=Tests,C=FR was "
	                    "revoked on 2026-03-01T00:00:00Z",
	    s.why_then);
	assert_string_equal(s.why_then, s.why_now);
	signature_free(&s);
	buf_free(&b);
	trust_free(trust);
}

static void
what_is_signed_tomorrow_is_not_trusted_today(void **state)
{
	struct trust *trust = trusting("root.pem", NULL);
	struct signature s;
	struct buf b = { 0 };
	struct err err = { 0 };

	(void)state;
	sign(&b, "lille");
	assert_ok(signature_read(&s, buf_text(&b), b.len, CONTENT,
	              sizeof(CONTENT) - 1, trust, MOMENT - 86400, &err),
	    err);
	assert_null(s.why_now);
	signature_free(&s);
	assert_ok(signature_read(&s, buf_text(&b), b.len, CONTENT,
	              sizeof(CONTENT) - 1, trust, MOMENT - 86401, &err),
	    err);
	assert_string_equal(
	    "it says that it was signed later than now", s.why_now);
	assert_string_equal(s.why_now, s.why_then);
	signature_free(&s);
	buf_free(&b);
	trust_free(trust);
}

static void
an_old_list_is_said(void **state)
{
	struct trust *trust = trusting("root.pem", "stale.crl");
	struct signature s;
	struct buf b = { 0 };
	struct err err = { 0 };

	(void)state;
	sign(&b, "lille");
	assert_ok(prove(&s, &b, trust, &err), err);
	assert_null(s.why_now);
	assert_string_equal(
	    "the revocation list of its issuer is out of date", s.list);
	signature_free(&s);
	buf_free(&b);
	trust_free(trust);
}

/* It bears the name of the authority, and revokes the certificate of lille. */
static void
a_forged_list_revokes_nothing(void **state)
{
	static const char *const forge[] = { "sh", "-c",
		"printf '[ca]\\ndefault_ca=d\\n[d]\\ndatabase=f.txt\\n"
		"default_md=sha256\\ndefault_crl_days=20000\\n' >f.cnf\n"
		"printf 'R\\t991231235959Z\\t260101000000Z\\t1001\\tunknown\\t"
		"/CN=x\\n' >f.txt\n"
		"openssl req -x509 -new -key other.key -days 20000 -subj "
		"'/C=FR/O=Tests/CN=Root of the tests' -out f.pem &&\n"
		"openssl ca -config f.cnf -gencrl -keyfile other.key -cert "
		"f.pem -out forged.crl",
		NULL };
	struct trust_list list;
	struct trust *trust;
	struct signature s;
	struct buf b = { 0 };
	struct err err = { 0 };
	char *path = file_join(dir, "forged.crl");
	bool found;

	(void)state;
	assert_int_equal(0, bag_run(dir, forge));
	assert_ok(trust_read_list(&found, &list, NULL, path, &err), err);
	assert_true(found);
	assert_int_equal(1, list.revoked);
	assert_string_equal("CN=Root of the tests,O=Tests,C=FR", list.issuer);
	trust_list_free(&list);
	trust = trusting("root.pem", "forged.crl");
	sign(&b, "lille");
	assert_ok(prove(&s, &b, trust, &err), err);
	assert_null(s.why_now);
	assert_string_equal("no revocation list of its issuer is here", s.list);
	signature_free(&s);
	buf_free(&b);
	free(path);
	trust_free(trust);
}

/* --- changed and hostile ones --- */

static void
finds_every_changed_byte_of_a_signature(void **state)
{
	struct signature whole, s;
	struct buf b = { 0 };
	struct err err = { 0 };
	size_t sound = 0;

	(void)state;
	sign(&b, "ankara");
	assert_ok(prove(&whole, &b, NULL, &err), err);
	for (size_t i = 0; i < b.len; i++) {
		struct err own = { 0 };

		b.data[i] = (char)(b.data[i] ^ 0x04);
		/* What nobody signs may differ: not who and when. */
		if (prove(&s, &b, NULL, &own) == MLA_OK) {
			sound++;
			assert_string_equal(
			    whole.signer.fingerprint, s.signer.fingerprint);
			assert_int_equal(whole.at, s.at);
		} else {
			assert_true(str_starts(
			    own.msg, "the signature is not sound: "));
		}
		signature_free(&s);
		b.data[i] = (char)(b.data[i] ^ 0x04);
	}
	assert_in_range(sound, 0, 16);
	signature_free(&whole);
	buf_free(&b);
}

static void
refuses_a_signature_over_another_content(void **state)
{
	struct signature s;
	struct buf b = { 0 };
	struct err err = { 0 };

	(void)state;
	sign(&b, "lille");
	assert_int_equal(MLA_EDAMAGED,
	    signature_read(&s, buf_text(&b), b.len, CONTENT "x",
	        sizeof(CONTENT), NULL, MOMENT, &err));
	assert_string_equal(
	    "the signature is not sound: it is over another content", err.msg);
	signature_free(&s);
	buf_free(&b);
}

/* Sign content with openssl, the options in a text, to a file. */
static void
openssl(const char *name, const char *options)
{
	char *command = xasprintf("openssl cms -sign -binary -outform DER -in "
	                          "content -out %s %s",
	    name, options);
	const char *argv[] = { "sh", "-c", command, NULL };

	assert_int_equal(0, bag_run(dir, argv));
	free(command);
}

static void
accepts_what_another_program_signed(void **state)
{
	struct trust *trust = trusting("root.pem", NULL);
	struct signature s;
	struct buf b = { 0 };
	struct err err = { 0 };
	char *path = file_join(dir, "theirs.p7s");

	(void)state;
	openssl("theirs.p7s",
	    "-cades -signer lille.pem -inkey lille.key -certfile root.pem");
	bag_load(&b, path);
	/* It takes the time of the clock. */
	assert_ok(signature_read(&s, buf_text(&b), b.len, CONTENT,
	              sizeof(CONTENT) - 1, trust, (int64_t)time(NULL), &err),
	    err);
	assert_string_equal(
	    "CN=Greffe,O=Tribunal judiciaire de Lille,C=FR", s.signer.subject);
	assert_null(s.why_now);
	signature_free(&s);
	buf_free(&b);
	free(path);
	trust_free(trust);
}

static void
refuses_what_is_not_just_one_detached_cades_signature(void **state)
{
	static const struct {
		const char *name, *options, *why;
	} rows[] = {
		{ "noattr.p7s", "-noattr -signer lille.pem -inkey lille.key",
		    "an attribute of CAdES-B-B is missing" },
		{ "plain.p7s", "-signer lille.pem -inkey lille.key",
		    "the hash of the certificate is not among what is signed "
		    "(CAdES-B-B)" },
		{ "two.p7s",
		    "-cades -signer lille.pem -inkey lille.key -signer "
		    "ankara.pem -inkey ankara.key",
		    "it has not just one signer" },
		{ "inside.p7s",
		    "-cades -nodetach -signer lille.pem -inkey lille.key",
		    "it is not detached: it has a content of its own" },
		{ "nocerts.p7s",
		    "-cades -nocerts -signer lille.pem -inkey lille.key",
		    "the signer's certificate is not in it" },
		{ "sha1.p7s",
		    "-cades -md sha1 -signer lille.pem -inkey lille.key",
		    "its hash is not SHA-256, SHA-384 or SHA-512" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		openssl(rows[i].name, rows[i].options);
		assert_unsound(rows[i].name, rows[i].why);
	}
}

static void
save(const char *name, const struct buf *b)
{
	char *path = file_join(dir, name);

	bag_save(path, buf_text(b), b->len);
	free(path);
}

static void
refuses_what_is_no_signature_at_all(void **state)
{
	static const char encrypted[] =
	    "openssl cms -encrypt -binary -aes-256-gcm -in content -outform "
	    "DER -out other.p7s sealed.pem";
	const char *argv[] = { "sh", "-c", encrypted, NULL };
	struct buf b = { 0 };

	(void)state;
	save("none.p7s", &b);
	assert_unsound("none.p7s", "it is no CMS (RFC 5652)");
	buf_adds(&b, "-----BEGIN CMS-----\n");
	save("none.p7s", &b);
	assert_unsound("none.p7s", "it is no CMS (RFC 5652)");
	buf_clear(&b);
	sign(&b, "ankara");
	buf_addch(&b, '\0');
	save("none.p7s", &b);
	assert_unsound("none.p7s", "something stands behind it");
	assert_int_equal(0, bag_run(dir, argv));
	assert_unsound(
	    "other.p7s", "it is another kind of CMS than signed data");
	buf_free(&b);
}

static void
survives_bombs_of_nested_and_endless_values(void **state)
{
	struct buf b = { 0 };

	(void)state;
	for (int i = 0; i < 100000; i++)
		buf_add(&b, "\x30\x80", 2);
	save("bomb.p7s", &b);
	assert_unsound("bomb.p7s", "it is no CMS (RFC 5652)");
	/* Signed data, whose content is strings in strings in strings. */
	buf_clear(&b);
	buf_add(&b, "\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", 13);
	buf_add(&b, "\xa0\x80\x30\x80\x02\x01\x01\x31\x00\x30\x80", 11);
	buf_add(&b, "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0\x80", 13);
	for (int i = 0; i < 100000; i++)
		buf_add(&b, "\x24\x80", 2);
	save("bomb.p7s", &b);
	assert_unsound("bomb.p7s", "it is no CMS (RFC 5652)");
	/* A length that is not there. */
	buf_clear(&b);
	buf_add(&b, "\x30\x84\x7f\xff\xff\xff\x06\x09", 8);
	save("bomb.p7s", &b);
	assert_unsound("bomb.p7s", "it is no CMS (RFC 5652)");
	buf_clear(&b);
	for (size_t i = 0; i <= SIGN_MAX_BYTES; i++)
		buf_addch(&b, 0);
	save("bomb.p7s", &b);
	assert_unsound("bomb.p7s", "it is larger than 1 MiB");
	buf_free(&b);
}

static void
names_with_control_characters_are_kept_harmless_and_short(void **state)
{
	char *path = in_pki("painted", ".pem");
	struct cert *cert;
	struct cert_info info;
	struct err err = { 0 };

	(void)state;
	assert_ok(cert_read(&cert, path, &err), err);
	cert_info(&info, cert);
	assert_non_null(strstr(info.subject, "Court\\1B[31m"));
	for (const char *at = info.subject; *at != '\0'; at++)
		assert_true((unsigned char)*at >= ' ');
	assert_true(strlen(info.subject) <= CERT_MAX_NAME + 3);
	cert_info_free(&info);
	cert_free(cert);
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_who_signed_and_when_and_who_vouches),
		cmocka_unit_test(the_nearest_trusted_certificate_vouches),
		cmocka_unit_test(what_a_list_revokes_is_trusted_at_no_time),
		cmocka_unit_test(what_is_signed_tomorrow_is_not_trusted_today),
		cmocka_unit_test(an_old_list_is_said),
		cmocka_unit_test(a_forged_list_revokes_nothing),
		cmocka_unit_test(finds_every_changed_byte_of_a_signature),
		cmocka_unit_test(refuses_a_signature_over_another_content),
		cmocka_unit_test(accepts_what_another_program_signed),
		cmocka_unit_test(
		    refuses_what_is_not_just_one_detached_cades_signature),
		cmocka_unit_test(refuses_what_is_no_signature_at_all),
		cmocka_unit_test(survives_bombs_of_nested_and_endless_values),
		cmocka_unit_test(
		    names_with_control_characters_are_kept_harmless_and_short),
	};

	return cmocka_run_group_tests(tests, make_pki, remove_pki);
}
