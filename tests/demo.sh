#!/bin/sh
# demo.sh - a made-up case between Lille and Ankara, told as a tutorial
# SPDX-License-Identifier: Apache-2.0
# Prints each command and what it answers.  demo.sh BUILD; files in BUILD/demo.
set -eu

top=$(pwd)
build=$(cd "$1" && pwd)
PATH=$build:$PATH
export PATH TZ=UTC LC_ALL=C.UTF-8
: "${COLUMNS:=110}"
export COLUMNS
dir=$build/demo
rm -rf "$dir"
mkdir -p "$dir/evidence"
cd "$dir"

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
	bold=$(printf '\033[1m') dim=$(printf '\033[2m') off=$(printf '\033[0m')
else
	bold='' dim='' off=''
fi

chapter() {
	printf '\n%s── %s ──%s\n' "$bold" "$1" "$off"
}
tell() {
	printf '%s\n' "$*" | fold -s -w 100 | sed "s/^/$dim# /; s/\$/$off/"
}
# The clock of the story: each act has its day.
on() {
	MLA_NOW="$1T10:00:00+01:00"
	export MLA_NOW
	printf '\n%s[%s]%s\n' "$bold" "$1" "$off"
}
show_command() {
	line=
	for word in "$@"; do
		case $word in
		*[!A-Za-z0-9_./=:-]*) line="$line '$(printf '%s' "$word" | sed "s/'/'\\\\''/g")'" ;;
		*) line="$line $word" ;;
		esac
	done
	printf '%s$%s%s\n' "$bold" "$line" "$off"
}
run() {
	show_command "$@"
	"$@"
}
# For a command whose answer "no" is part of the story.
refused() {
	show_command "$@"
	if "$@"; then
		echo "this should have been refused"
		exit 1
	fi
}

lille() { run mla "$@" --register lille; }
ankara() { run mla "$@" --register ankara; }
O=LIL-O-2026-000001
I=ANK-I-2026-000001

chapter 'Two offices, each with its own register'
tell "An investigating judge in Lille and the central authority in Ankara. No server, no account: a register is a folder."
on 2026-02-02
run mla init lille --authority "Tribunal judiciaire de Lille, juge d'instruction" \
	--country FR --code LIL
run mla init ankara --authority 'Ministry of Justice, central authority' \
	--country TR --code ANK

chapter 'Draft: right the first time'
tell "A draft from a file. (From scratch: mla new letter --blank > answers.txt, fill it in, mla new letter --to TR --from answers.txt)"
cp "$top/tests/data/request/letter-fr-tr.xml" request.xml
lille new letter --to TR --from request.xml
lille check $O || true
tell "Evidence that supports the request goes with it; one file has 300 MB."
printf 'Sea watch log, 14 January 2026 (invented)\n02:10 vessel without lights\n' >evidence/log.txt
printf 'time,lat,lon\n02:10,36.91,27.21\n02:40,36.93,27.19\n' >evidence/track.csv
head -c 300000000 /dev/zero | openssl enc -aes-128-ctr -pass pass:demo -nosalt -pbkdf2 \
	2>/dev/null >evidence/drone.mp4
lille attach $O evidence/log.txt --title 'Watch log'
lille attach $O evidence/track.csv --title 'Track of the vessel'
lille attach $O evidence/drone.mp4 --title 'Drone video, 300 MB'

chapter 'Send and receive'
on 2026-02-05
lille send $O --channel central -o to-ankara.zip
tell "Any BagIt reader, or stock tools, can check what left; nobody needs mla for it."
run mla verify to-ankara.zip
mkdir -p unpacked
run unzip -q to-ankara.zip -d unpacked
bag=$(find unpacked -name bagit.txt -exec dirname {} \;)
printf '%s$ cd %s && sha256sum --quiet -c manifest-sha256.txt && sha256sum --quiet -c tagmanifest-sha256.txt%s\n' \
	"$bold" "$bag" "$off"
(cd "$bag" && sha256sum --quiet -c manifest-sha256.txt && sha256sum --quiet -c tagmanifest-sha256.txt && echo "every file is as it was sent")
rm -rf unpacked
on 2026-02-09
ankara receive to-ankara.zip
tell "Receiving it twice changes nothing."
ankara receive to-ankara.zip

chapter 'Acknowledge'
tell "What can happen now?"
ankara log $I </dev/null || true
ankara log $I acknowledge
ankara send $I --channel central -o to-lille-1.zip
on 2026-02-11
lille receive to-lille-1.zip

chapter 'A question, and its answer'
on 2026-02-20
ankara log $I ask --field 'questions=Which bank holds the account named in measure m2?'
ankara send $I --channel central -o to-lille-2.zip
on 2026-02-23
lille receive to-lille-2.zip
lille show $O
on 2026-02-25
lille log $O answer --field 'answers=The account is held with Marmara Bankası, Bodrum branch.'
lille send $O --channel central -o to-ankara-2.zip
on 2026-02-27
ankara receive to-ankara-2.zip

chapter 'Granted; one measure executed, one refused with its ground'
tell "The machine refuses what cannot be: results before execution was granted."
refused mla log $I transmit --register ankara
on 2026-03-16
ankara log $I grant
on 2026-03-20
ankara log $I start --part m1
on 2026-04-02
ankara log $I refuse --part m2 --field ground=not-in-own-law \
	--field 'reasons=The file does not yet show the suspicion that the law asks for before a bank must answer.'
on 2026-05-12
printf 'Record of hearing (invented), Bodrum, 12 May 2026\n' >evidence/hearing.txt
ankara attach $I evidence/hearing.txt --title 'Record of the hearing of the witness'
ankara log $I obtain --part m1

chapter 'Results'
on 2026-05-19
ankara log $I transmit
ankara send $I --channel central -o results.zip
on 2026-05-26
lille receive results.zip
lille log $O close --field use=used
lille show $O

chapter 'Look back'
lille list
ankara list
run mla render $O --to html --lang fr -o letter-fr.html --register lille
run mla render $O --to text --lang en -o letter-en.txt --register lille
printf '%s$ head -n 40 letter-en.txt%s\n' "$bold" "$off"
head -n 40 letter-en.txt
lille verify
ankara verify

chapter 'Figures'
lille stats --from issue --to transmit

chapter 'Where things lie'
cat <<EOF2
  $dir/lille           register of the requesting authority
  $dir/ankara          register of the requested authority
  $dir/letter-fr.html  the letter of request, for screen and paper
  $dir/letter-en.txt   the same in English, as text
  $dir/*.zip           the bundles that were exchanged

Look at them:  build/mla show $O --register build/demo/lille
Go on with:    README.md
EOF2
