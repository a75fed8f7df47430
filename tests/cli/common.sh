# common.sh - read by the cases: two offices, a request, and the day
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2034

offices() {
	mla init lille --authority 'Tribunal judiciaire de Lille' --country FR --code LIL 2>/dev/null
	mla init ankara --authority 'Ministry of Justice' --country TR --code ANK 2>/dev/null
}
drafted() {
	offices
	mla new letter --to TR --from "$TOP/tests/data/request/letter-fr-tr.xml" \
		--register lille >/dev/null 2>&1
}
sent() {
	drafted
	day 2026-02-05
	mla send LIL-O-2026-000001 --channel direct -o letter.zip --register lille >/dev/null 2>&1
	day 2026-02-09
	mla receive letter.zip --register ankara >/dev/null 2>&1
}
day() {
	MLA_NOW=$1T10:00:00+01:00
	export MLA_NOW
}
# Hashes and identifiers are random: they are replaced by words.
plain() {
	sed -E 's/[0-9a-f]{64}/HASH/g; s/[0-9a-f]{16}\.\.\./HASH.../g; s/urn:uuid:[0-9a-f-]{36}/UID/g; s/[0-9]+ bytes/N bytes/g'
}
# A data folder of its own, whose workflows a case changes.
rules() {
	mkdir rules
	cp -R "$TOP/forms" "$TOP/workflows" "$TOP/xslt" rules
}
# Put a line behind the first one of a workflow that has the text.
add_rule() { # workflow text line
	sed -i "0,\|$2|s||&\n$3|" "rules/workflows/$1.scxml"
}
O=LIL-O-2026-000001
I=ANK-I-2026-000001
day 2026-02-02
# A register: name, country, code, authority.
office() {
	mla init "$1" --authority "$4" --country "$2" --code "$3" 2>/dev/null
}
# From one register to another: what is pending in REF, as a bundle.
carry() { # from REF to
	mla send "$2" -o "$1-$3.zip" --as-draft --register "$1" 2>/dev/null | head -1
	mla receive "$1-$3.zip" --register "$3" 2>/dev/null | head -1
	rm -f "$1-$3.zip"
}
# The end of a story: the page, the journal, the proof.
ending() { # register REF
	mla show "$2" --register "$1"
	mla log "$2" --journal --register "$1"
	mla verify --register "$1" | plain
}
# A bag whose message was changed, with manifests that agree with it.
forge() { # bag, sed script for the message, for the request, register
	rm -rf bag
	mkdir bag
	unzip -q "$1" -d bag
	(
		cd bag/*/ || exit
		sed -i "$2" data/message.xml
		[ -z "${3:-}" ] || sed -i "$3" data/request.xml
		for a in 256 512; do
			find data -type f | sort | xargs sha${a}sum >manifest-sha$a.txt
		done
		sed -i '/Oxum/d' bag-info.txt
		rm tagmanifest-*
	)
	mla receive bag/* --register "${4:-lille}" 2>&1 | plain
}
# Of that folder only two languages, and a small form that has everything.
small_rules() {
	rules
	find rules/forms/lang -type f ! -name en.xlf ! -name fr.xlf -delete
	cat >rules/forms/form/try.xml <<'X'
<form xmlns="urn:mla:form:1" id="try" version="7" source="Act of the tests, Annex Z" verified="no" unverified="everything" languages="EU">
  <section id="facts">
    <note id="eio-certify"/>
    <field id="facts" path="r:facts" type="text" required="always"><basis treaty="ETS182" article="4(1)"/><basis article="good practice"/></field>
    <field id="urgency-fixed" path="r:urgency/@fixed" type="yes-no"/>
    <group id="measure" path="r:measures/r:measure" title="r:place">
      <field id="sex" path="r:sex/@code" type="code" codes="sex"/>
      <field id="refusal" path="@refusal" type="code" codes="refusal"/>
    </group>
  </section>
  <section id="persons" when="r:persons">
    <table id="person" path="r:persons/r:person">
      <field id="name" path="r:name" type="string"/>
      <field id="sex" path="r:sex/@code" type="code" codes="sex" required="r:name"/>
    </table>
  </section>
</form>
X
}
# Certificates and keys in $PKI; what is random in them becomes a word.
pki() {
	PKI=$PWD/pki
	sh "$TOP/tests/pki.sh" "$PKI"
}
fingerprint() { # file
	openssl x509 -in "$1" -noout -fingerprint -sha256 | sed 's/.*=//; s/://g' | tr A-F a-f
}
# The short form of a fingerprint, as tables and hints show it.
plainer() {
	plain | sed -E 's/^(  bytes +)[0-9]+/\1N/; s/\b[0-9a-f]{16}\b/SHORT           /g; s/SHORT +$/SHORT/'
}
