#!/bin/sh
# pki.sh - a small PKI for the tests, made anew: pki.sh FOLDER
# SPDX-License-Identifier: Apache-2.0
# All dates are fixed, keys are new each time.  What may be trusted is valid
# from 2025 to 2099.
set -eu

mkdir -p "$1"
cd "$1"
export RANDFILE=/dev/null

cat >ca.cnf <<'C'
[ca]
default_ca = d
[d]
dir = .
database = $dir/$ENV::CA.txt
serial = $dir/$ENV::CA.serial
new_certs_dir = .
private_key = $dir/$ENV::CA.key
certificate = $dir/$ENV::CA.pem
default_md = sha256
policy = any
unique_subject = no
email_in_dn = no
default_crl_days = 27000
[any]
countryName = optional
organizationName = optional
commonName = supplied
[req]
distinguished_name = dn
string_mask = utf8only
utf8 = yes
[dn]
[authority]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[sign]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature, nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[seal]
basicConstraints = critical, CA:false
keyUsage = critical, keyEncipherment, keyAgreement
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[server]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
C

key() { # name kind
	case $2 in
	rsa) openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$1.key" ;;
	ec) openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key" ;;
	esac
	chmod 600 "$1.key"
}
authority() { # name subject
	key "$1" ec
	: >"$1.txt"
	echo 1000 >"$1.serial"
	echo 1000 >"$1.crlnumber"
	CA=$1 openssl req -config ca.cnf -new -key "$1.key" -subj "$2" -out "$1.csr"
	CA=$1 openssl ca -config ca.cnf -batch -notext -selfsign -in "$1.csr" \
		-extensions authority -startdate 20250101000000Z -enddate 20991231235959Z \
		-out "$1.pem" 2>/dev/null
}
person() { # name kind authority extensions subject [from until]
	key "$1" "$2"
	CA=$3 openssl req -config ca.cnf -new -key "$1.key" -subj "$5" -out "$1.csr"
	CA=$3 openssl ca -config ca.cnf -batch -notext -in "$1.csr" -extensions "$4" \
		-startdate "${6:-20250101000000Z}" -enddate "${7:-20991231235959Z}" \
		-out "$1.pem" 2>/dev/null
}

authority root '/C=FR/O=Tests/CN=Root of the tests'
authority other '/C=XX/O=Somebody else/CN=Other root'
person lille rsa root sign '/C=FR/O=Tribunal judiciaire de Lille/CN=Greffe'
person ankara ec root sign '/C=TR/O=Ministry of Justice/CN=Central Authority'
person old ec root sign '/C=FR/O=Tests/CN=Expired' 20200101000000Z 20211231235959Z
person short ec root sign '/C=FR/O=Tests/CN=Until March' 20250101000000Z 20260301000000Z
person early ec root sign '/C=FR/O=Tests/CN=Not yet' 20300101000000Z
person revoked ec root sign '/C=FR/O=Tests/CN=Revoked'
person server ec root server '/C=FR/O=Tests/CN=www.example.org'
person sealed rsa root seal '/C=TR/O=Ministry of Justice/CN=Sealed letters'
person sealed-ec ec root seal '/C=TR/O=Ministry of Justice/CN=Sealed letters, EC'
person stranger ec other sign '/C=XX/O=Somebody else/CN=Stranger'
# A name with a terminal's control characters and one that turns the line.
person painted ec other sign "/O=$(printf 'Court\033[31m\342\200\256evil')/CN=$(head -c 60 /dev/zero | tr '\0' 'x')"

openssl pkey -in lille.key -aes256 -passout pass:open-sesame -out locked.key
chmod 600 locked.key
echo open-sesame >passphrase
chmod 600 passphrase

# Moments of a list are the clock's: it is signed for 1 March 2026.
cat >>ca.cnf <<'C'
[list]
C
CA=root openssl ca -config ca.cnf -batch -revoke revoked.pem -crl_reason keyCompromise 2>/dev/null
sed -i 's/^R\t\([^\t]*\)\t[^,]*/R\t\1\t260301000000Z/' root.txt
CA=root openssl ca -config ca.cnf -gencrl -crl_lastupdate 20260301000000Z \
	-crl_nextupdate 20991231235959Z -out root.crl 2>/dev/null
CA=root openssl ca -config ca.cnf -gencrl -crl_lastupdate 20260101000000Z \
	-crl_nextupdate 20260201000000Z -out stale.crl 2>/dev/null
rm -f ./*.csr ./*.txt* ./*.serial* ./*.crlnumber* ./*.attr* ./1*.pem ca.cnf
