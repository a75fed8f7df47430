#!/usr/bin/env python3
"""hostile.py - archives and bags made to deceive, each with its verdict.

hostile.py DIR writes them below DIR, always the same bytes, and DIR/verdicts:
one line for each, of name, exit status and what must be said ("-": nothing),
with tabulators between.  tests/unit/test_bundle_corpus.c asks for them.
"""
# SPDX-License-Identifier: Apache-2.0
import gzip
import hashlib
import os
import struct
import sys
import zlib

OUT = sys.argv[1]
VERDICTS = []
VALID, INVALID, HOSTILE = 0, 1, 5
DECLARATION = b'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'
OLD = b'BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n'


def case(name, status, says, data):
    assert all(v[0] != name for v in VERDICTS), name
    VERDICTS.append((name, status, says))
    with open(os.path.join(OUT, name), 'wb') as f:
        f.write(data)


# --- ZIP, field by field ---

class Entry:
    def __init__(self, name, data=b'', **odd):
        self.name = name if isinstance(name, bytes) else name.encode()
        self.data = data
        self.odd = odd

    def get(self, key, usual):
        return self.odd.get(key, usual)


def zip_bytes(entries, **odd):
    out, places = b'', []
    for e in entries:
        deflate = e.get('method', 0) == 8
        z = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = z.compress(e.data) + z.flush() if deflate else e.data
        packed = e.get('packed', packed)
        crc = zlib.crc32(e.data)
        name = e.get('local_name', e.name)
        places.append((len(out), len(packed), crc))
        bit3 = e.get('flags', 0) & 8
        out += struct.pack(
            '<IHHHHHIIIHH', 0x04034b50, 20,
            e.get('local_flags', e.get('flags', 0)),
            e.get('local_method', e.get('method', 0)), 0x4a21,
            e.get('local_date', 0x5cf1),
            0 if bit3 else e.get('local_crc', crc),
            0 if bit3 else e.get('local_packed', len(packed)),
            0 if bit3 else e.get('local_size', len(e.data)), len(name),
            len(e.get('local_extra', b'')))
        out += name + e.get('local_extra', b'') + packed
        if bit3:
            out += e.get('descriptor', struct.pack(
                '<IIII', 0x08074b50, crc, len(packed), len(e.data)))
        out += e.get('gap', b'')
    start = len(out)
    n = 0
    for e, (at, packed, crc) in zip(entries, places):
        if e.get('absent', False):
            continue
        n += 1
        mode = e.get('mode', 0o40755 if e.name.endswith(b'/') else 0o100644)
        out += struct.pack(
            '<IHHHHHHIIIHHHHHII', 0x02014b50, e.get('made_by', 3 << 8 | 20),
            20, e.get('flags', 0), e.get('method', 0), 0x4a21, 0x5cf1,
            e.get('crc', crc), e.get('central_packed', packed),
            e.get('size', len(e.data)), len(e.name),
            len(e.get('extra', b'')), len(e.get('comment', b'')),
            e.get('disk', 0), 0, mode << 16, e.get('offset', at))
        out += e.name + e.get('extra', b'') + e.get('comment', b'')
    out += odd.get('before_end', b'')
    n = odd.get('count', n)
    comment = odd.get('comment', b'')
    out += struct.pack('<IHHHHIIH', 0x06054b50, odd.get('disk', 0),
                       odd.get('disk', 0), odd.get('here', n), n,
                       odd.get('length', len(out) - start),
                       odd.get('start', start), len(comment))
    return out + comment + odd.get('suffix', b'')


# --- tar, field by field ---

def header(name, size=0, kind=b'0', link=b'', mode=0o644, **odd):
    name = name if isinstance(name, bytes) else name.encode()
    size = odd.get('raw_size', b'%011o\0' % size)
    h = (name[:100].ljust(100, b'\0') + b'%07o\0' % mode + b'0000000\0' * 2 +
         size + b'15176371044\0' + b' ' * 8 + kind + link.ljust(100, b'\0') +
         odd.get('magic', b'ustar\00000') + b'\0' * 32 * 2 +
         b'0000000\0' * 2 + odd.get('prefix', b'').ljust(155, b'\0'))
    h = h.ljust(512, b'\0')
    total = sum(h) + odd.get('sum', 0)
    return h[:148] + b'%06o\0 ' % total + h[156:]


def member(name, data=b'', **odd):
    return (header(name, odd.pop('size', len(data)), **odd) + data +
            b'\0' * (-len(data) % 512))


def pax(records, kind=b'x'):
    text = b''
    for key, value in records:
        body = b' ' + key + b'=' + value + b'\n'
        n = len(body) + 1
        while len(str(n)) + len(body) != n:
            n = len(str(n)) + len(body)
        text += str(n).encode() + body
    return member('pax', text, kind=kind)


END = b'\0' * 1024


def tar_bytes(files, root='bag/'):
    return b''.join(member(root + n, d) for n, d in files.items())


def gz(data):
    return gzip.compress(data, 9, mtime=0)


# --- bags ---

def manifest(files, algorithm='sha256', line='%s  %s\n'):
    return ''.join(
        line % (hashlib.new(algorithm, d).hexdigest(), n)
        for n, d in files.items() if n.startswith('data/')).encode()


PAYLOAD = {'data/a.txt': b'alpha\n', 'data/b.txt': b'beta\n'}


def bag(payload=None, declaration=DECLARATION, **tags):
    """Tag files by their names with _ for - and without .txt; None: none."""
    files = dict(PAYLOAD if payload is None else payload)
    tags.setdefault('manifest_sha256', manifest(files))
    tags['bagit'] = declaration
    for name, text in tags.items():
        if text is not None:
            files[name.replace('_', '-') + '.txt'] = (
                text if isinstance(text, bytes) else text.encode())
    return files


def rule(name, status, says, files):
    """A bag against the rules, as a tar."""
    case('rule-' + name + '.tar', status, says, tar_bytes(files) + END)


def as_entries(files=None):
    return [Entry('bag/' + n, d) for n, d in (files or bag()).items()]


# --- paths that lead elsewhere ---

NAMES = [
    ('absolute', '/etc/passwd', 'its path is absolute'),
    ('unc', '//server/share', 'its path is absolute'),
    ('up', '../evil', '. or ..'),
    ('up-inside', 'bag/../../evil', '. or ..'),
    ('up-last', 'bag/data/..', '. or ..'),
    ('dot-inside', 'bag/./data/x', '. or ..'),
    ('empty-inside', 'bag//data/x', 'an empty name'),
    ('backslash', 'bag/data\\x', 'a backslash'),
    ('backslash-up', 'bag/data/..\\..\\evil', 'a backslash'),
    ('unc-windows', '\\\\server\\share\\x', 'a backslash'),
    ('namespace', '\\\\?\\C:\\x', 'a backslash'),
    ('drive', 'C:/evil', 'its path names a drive'),
    ('drive-relative', 'c:evil', 'its path names a drive'),
    ('drive-inside', 'bag/C:/evil', 'its path names a drive'),
    ('delete', 'bag/data/a\x7f', 'a control character'),
    ('escape', 'bag/data/a\x1b[2J', 'a control character'),
    ('tabulator', 'bag/data/a\tb', 'a control character'),
    ('bell', 'bag/data/\a', 'a control character'),
    ('c1', 'bag/data/\u009b2J', 'a control character'),
    ('latin-1', b'bag/data/\xff', 'not UTF-8'),
    ('overlong', b'bag/data/\xc0\xaf', 'not UTF-8'),
    ('surrogate', b'bag/data/\xed\xa0\x80', 'not UTF-8'),
    ('cut-character', b'bag/data/\xe2\x82', 'not UTF-8'),
    ('beside', 'other/x', 'this lies beside'),
    ('beside-flat', 'x', 'this lies beside'),
    ('long-element', 'bag/data/' + 'x' * 1025, 'longer than 1,024 bytes'),
    ('long-path', 'bag/data' + ('/' + 'x' * 1000) * 5,
     'longer than 4,096 bytes'),
    ('deep', 'bag' + '/d' * 301, 'nested too deep'),
]


def hostile_names():
    for name, path, says in NAMES:
        raw = path if isinstance(path, bytes) else path.encode()
        case('name-' + name + '.zip', HOSTILE, says,
             zip_bytes(as_entries() + [Entry(path, b'evil\n')]))
        if says == 'not UTF-8':
            says = ''  # libarchive says it first
        case('name-' + name + '.tar', HOSTILE, says,
             tar_bytes(bag()) + pax([(b'path', raw)]) +
             member('short', b'evil\n') + END)
    fine = 'bag/data/' + '/'.join(['d' * 60] * 60)
    case('name-long-and-fine.zip', INVALID, 'does not list it',
         zip_bytes(as_entries() + [Entry(fine, b'x')]))
    case('name-256-folders.zip', INVALID, 'does not list it',
         zip_bytes(as_entries() + [Entry('bag/data' + '/d' * 256, b'x')]))


# --- ZIP files that two readers may read in two ways ---

def hostile_zips():
    def one(name, says, status=HOSTILE, first=None, **odd):
        entries = as_entries()
        if first:
            entries[0].odd.update(first)
        case('zip-' + name + '.zip', status, says, zip_bytes(entries, **odd))

    end = 'something stands behind its end'
    differ = 'it and the directory differ'
    case('zip-prefix.zip', HOSTILE, '',
         b'PK\3\4 junk' + zip_bytes(as_entries()))
    one('suffix', end, suffix=b'more')
    one('comment', end, comment=b'PK\5\6 hides another end')
    one('two-ends', '', suffix=zip_bytes([]))
    one('whole-zip-behind', '', suffix=zip_bytes(as_entries()))
    one('count-high', '', count=5)
    one('count-low', 'more than it says', count=3)
    one('count-of-this-disk', 'several parts', here=1)
    one('disk', 'several parts', disk=1)
    one('start-later', 'not where it should be', start=9)
    one('length-huge', 'directory is larger than 64 MiB', length=0x7fffffff)
    one('zip64-missing', 'ZIP64 end record is missing', start=0xffffffff)
    one('before-the-end', 'not where it should be', before_end=b'hidden',
        length=sum(46 + 4 + len(n) for n in bag()))
    one('other-local-name', 'its name differs',
        first={'local_name': b'bag/data/z.txt'})
    one('longer-local-name', 'its name differs',
        first={'local_name': b'bag/data/a.txt/b'})
    one('local-size', differ, first={'local_size': 7})
    one('local-packed', differ, first={'local_packed': 7})
    one('local-crc', differ, first={'local_crc': 1})
    one('local-method', differ, first={'local_method': 8})
    one('local-flags', differ, first={'local_flags': 2})
    one('local-date', differ, first={'local_date': 1})
    one('wrong-crc', 'it is damaged', INVALID,
        first={'crc': 1, 'local_crc': 1})
    one('stored-size', 'the size of a stored entry is wrong',
        first={'size': 5})
    one('gap', 'something stands between', first={'gap': b'hidden'})
    one('hidden-entry', 'something stands before its first entry',
        first={'absent': True})
    one('overlap', '', first={'offset': 60})
    one('offset-outside', '', first={'offset': 0x10000000})
    one('encrypted', 'it is encrypted', first={'flags': 1})
    one('strongly-encrypted', 'it is encrypted', first={'flags': 65})
    for method in (1, 9, 12, 14, 93, 95, 99):
        one('method-%d' % method, 'neither stored nor deflated',
            first={'method': method})
    one('descriptor', '-', VALID, first={'flags': 8})
    one('descriptor-wrong', 'descriptor and the directory differ',
        first={'flags': 8, 'descriptor': struct.pack(
            '<IIII', 0x08074b50, 1, 6, 6)})
    one('descriptor-missing', 'something stands between',
        first={'flags': 8, 'descriptor': b''})
    one('other-disk', 'it lies in another part', first={'disk': 1})
    one('extra-broken', 'damaged', first={'extra': b'\1\0\x40\0'})
    other = struct.pack('<HHBI', 0x7075, 19, 1, zlib.crc32(b'bag/data/a.txt'))
    one('unicode-name', 'it has two names',
        first={'extra': other + b'bag/data/z.txt'})
    one('deflate-damaged', '', first={'method': 8, 'packed': b'\xff' * 9})
    one('deflate-cut', '', first={'method': 8, 'packed': b'\x4b\xcc'})
    doubled = as_entries()
    doubled.append(Entry('bag/data/a.txt', b'another\n'))
    case('zip-doubled.zip', HOSTILE, 'it is there twice', zip_bytes(doubled))
    case('zip-file-and-folder.zip', HOSTILE, 'it is a file and a folder',
         zip_bytes(as_entries() + [Entry('bag/data/a.txt/x', b'x')]))
    case('zip-folder-and-file.zip', HOSTILE, 'it is a file and a folder',
         zip_bytes(as_entries() + [Entry('bag/data/a.txt/')]))
    case('zip-folder-with-content.zip', HOSTILE, 'a folder has content',
         zip_bytes(as_entries() + [Entry('bag/data/c/', b'hidden')]))
    case('zip-zero-in-name.zip', HOSTILE, 'a zero byte',
         zip_bytes(as_entries() + [Entry(b'bag/data/a\0.exe', b'x')]))
    case('zip-no-name.zip', HOSTILE, '',
         zip_bytes(as_entries() + [Entry(b'', b'x')]))
    case('zip-nothing.zip', HOSTILE, '', zip_bytes([]))
    whole = zip_bytes(as_entries())
    for part in (1, 4, 21, len(whole) // 2, len(whole) - 1):
        case('zip-cut-%d.zip' % part, HOSTILE, '', whole[:part])
    for name, mode, what in (('link', 0o120777, 'a link'),
                             ('device', 0o020666, 'a device'),
                             ('block-device', 0o060666, 'a device'),
                             ('fifo', 0o010666, 'a FIFO'),
                             ('socket', 0o140777, 'a socket')):
        case('zip-%s.zip' % name, INVALID, 'data/c: it is ' + what,
             zip_bytes(as_entries() +
                       [Entry('bag/data/c', b'/etc/passwd', mode=mode)]))
    case('zip-link-folder.zip', HOSTILE, 'a folder and a device',
         zip_bytes(as_entries() +
                   [Entry('bag/data/c/', b'', mode=0o120777)]))
    case('zip-bomb.zip', HOSTILE, 'more than 100 times',
         zip_bytes(as_entries() +
                   [Entry('bag/data/z', b'\0' * (4 << 20), method=8)]))
    case('zip-bomb-that-lies.zip', HOSTILE, '',
         zip_bytes(as_entries() +
                   [Entry('bag/data/z', b'\0' * (4 << 20), method=8, size=9,
                          local_size=9)]))
    without = as_entries()
    for e in without:
        e.odd['mode'] = 0o600  # as Python writes it
    case('zip-mode-without-type.zip', VALID, '-', zip_bytes(without))
    case('zip-set-uid.zip', INVALID, 'does not list it',
         zip_bytes(as_entries() + [Entry('bag/data/c', b'', mode=0o104755)]))


# --- tar ---

def hostile_tars():
    sound = tar_bytes(bag())

    def one(name, status, says, more, end=END):
        case('tar-' + name + '.tar', status, says, sound + more + end)

    one('sound', VALID, '-', b'')
    case('tar-sound.tar.gz', VALID, '-', gz(sound + END))
    case('tar-blocked.tar', VALID, '-', (sound + END).ljust(10240, b'\0'))
    case('tar-dot.tar', VALID, 'not in a folder of its own',
         member('./', kind=b'5') + tar_bytes(bag(), './') + END)
    case('tar-dot-bag.tar', VALID, '-', tar_bytes(bag(), './bag/') + END)
    case('tar-top.tar', VALID, 'BagIt 0.97 4', tar_bytes(bag(), '') + END)
    for name, kind, what in (('hard-link', b'1', 'a link'),
                             ('link', b'2', 'a link'),
                             ('device', b'3', 'a device'),
                             ('block-device', b'4', 'a device'),
                             ('fifo', b'6', 'a FIFO')):
        one(name, INVALID, 'data/c: it is ' + what,
            member('bag/data/c', kind=kind, link=b'/etc/passwd'))
    one('link-over-file', INVALID, 'it is a link',
        member('bag/data/a.txt', kind=b'2', link=b'/etc/passwd'))
    one('link-to-folder', HOSTILE, '. or ..',
        member('bag/data/d', kind=b'2', link=b'../..') +
        member('bag/data/d/../../evil', b'x'))
    one('through-link', INVALID, 'data/d: it is a link',
        member('bag/data/d', kind=b'2', link=b'/tmp') +
        member('bag/data/d/x', b'x'))
    one('doubled', HOSTILE, 'it is there twice',
        member('bag/data/a.txt', b'other\n'))
    one('doubled-by-dot', HOSTILE, 'it is there twice',
        member('./bag/data/a.txt', b'other\n'))
    one('file-and-folder', HOSTILE, 'it is a file and a folder',
        member('bag/data/a.txt/x', b'x'))
    one('folder-and-file', HOSTILE, 'it is a file and a folder',
        member('bag/data/a.txt', kind=b'5'))
    one('junk-behind', HOSTILE, '', b'', END + b'junk')
    one('tar-behind', HOSTILE, 'something stands behind', b'', END + sound)
    one('no-end', HOSTILE, 'cut off', b'', b'')
    one('half-end', HOSTILE, '', b'', END[:512])
    one('cut-in-data', HOSTILE, '', header('bag/data/c', 9999), b'some')
    one('cut-in-header', HOSTILE, '', header('bag/data/c', 9999)[:300], b'')
    one('sum', HOSTILE, '', member('bag/data/c', b'x', sum=1))
    one('size-negative', HOSTILE, '',
        member('bag/data/c', raw_size=b'\xff' * 12))
    one('size-huge', HOSTILE, '',
        member('bag/data/c', raw_size=b'\x80' + b'\0' * 3 + b'\x7f' * 8))
    one('size-8-exbibytes', HOSTILE, '',
        pax([(b'size', b'9223372036854775807')]) + member('bag/data/c'))
    one('kind-unknown', INVALID, 'does not list it',
        member('bag/data/c', b'x', kind=b'Z'))
    one('volume', VALID, '-', member('volume', kind=b'V'))
    one('multi-volume', INVALID, 'neither a file nor a folder', member('bag/data/c', b'x', kind=b'M'))
    one('pax-up', HOSTILE, '. or ..',
        pax([(b'path', b'bag/../../evil')]) + member('bag/data/c', b'x'))
    one('pax-twice', HOSTILE, '. or ..',
        pax([(b'path', b'bag/data/c'), (b'path', b'../evil')]) +
        member('bag/data/c', b'x'))
    one('pax-link', INVALID, 'it is a link',
        pax([(b'linkpath', b'/etc/passwd')]) +
        member('bag/data/c', kind=b'2'))
    one('pax-zero', HOSTILE, '',
        pax([(b'path', b'bag/data/a.txt\0.exe')]) + member('x', b'x'))
    one('pax-length', HOSTILE, '',
        member('pax', b'99999 path=x\n', kind=b'x') + member('x', b'x'))
    one('pax-global-path', HOSTILE, '',
        pax([(b'path', b'../evil')], b'g') + member('../evil', b'x'))
    one('gnu-long-up', HOSTILE, '. or ..',
        member('././@LongLink', b'bag/../../evil\0', kind=b'L') +
        member('x', b'x'))
    one('gnu-long-huge', HOSTILE, '',
        header('././@LongLink', 1 << 30, kind=b'L'))
    one('sparse-bomb', HOSTILE, '',
        pax([(b'GNU.sparse.major', b'1'), (b'GNU.sparse.minor', b'0'),
             (b'GNU.sparse.name', b'bag/data/c'),
             (b'GNU.sparse.realsize', b'1099511627776')]) +
        member('x', b'0\n'.ljust(512, b'\0')))
    case('tar-bomb.tar.gz', HOSTILE, 'more than 100 times',
         gz(sound + member('bag/data/z', b'\0' * (4 << 20)) + END))
    case('tar-gzip-twice.tar.gz', HOSTILE, 'packed twice', gz(gz(sound + END)))
    case('tar-gzip-behind.tar.gz', HOSTILE, '', gz(sound + END) + b'junk')
    case('tar-gzip-cut.tar.gz', HOSTILE, '', gz(sound + END)[:-5])
    # Its bytes are hashed in any case.
    case('tar-gzip-sum.tar.gz', VALID, '-',
         gz(sound + END)[:-8] + b'\0' * 8)
    case('tar-two-gzips.tar.gz', HOSTILE, '',
         gz(sound + END) + gz(sound + END))
    case('tar-named-zip.zip', HOSTILE, '', sound + END)
    case('empty.tar', HOSTILE, '', b'')
    case('text.tar', HOSTILE, '', b'a text that goes on and on\n' * 40)
    case('only-ends.tar', INVALID, 'this is no bag', END)


# --- rules of RFC 8493 ---

def hex_of(data, algorithm='sha256'):
    return hashlib.new(algorithm, data).hexdigest()


A, B = hex_of(b'alpha\n'), hex_of(b'beta\n')
LINES = '%s  data/a.txt\n%s  data/b.txt\n' % (A, B)


def declarations():
    enc = b'Tag-File-Character-Encoding: UTF-8\n'
    first, second = 'its first line', 'its second and last line'
    for name, status, says, text in (
            ('bom', INVALID, first, b'\xef\xbb\xbf' + DECLARATION),
            ('order', INVALID, first, enc + b'BagIt-Version: 1.0\n'),
            ('three-lines', INVALID, second, DECLARATION + b'X: 1\n'),
            ('one-line', INVALID, second, b'BagIt-Version: 1.0\n'),
            ('empty', INVALID, first, b''),
            ('blank-before-colon', INVALID, first,
             b'BagIt-Version : 1.0\n' + enc),
            ('no-blank', INVALID, first, b'BagIt-Version:1.0\n' + enc),
            ('two-blanks', VALID, 'two blanks',
             b'BagIt-Version:  1.0\n' + enc),
            ('tabulator', VALID, '-', b'BagIt-Version:\t1.0\n' + enc),
            ('cr', VALID, '-', DECLARATION.replace(b'\n', b'\r')),
            ('crlf', VALID, '-', DECLARATION.replace(b'\n', b'\r\n')),
            ('no-last-end', VALID, '-', DECLARATION[:-1]),
            ('blank-line', INVALID, second,
             b'BagIt-Version: 1.0\n\n' + enc),
            ('small-letters', INVALID, first, b'bagit-version: 1.0\n' + enc),
            ('version-2', INVALID, '0.93 to 1.0',
             b'BagIt-Version: 2.0\n' + enc),
            ('version-1.1', INVALID, '0.93 to 1.0',
             b'BagIt-Version: 1.1\n' + enc),
            ('version-0.92', INVALID, '0.93 to 1.0',
             b'BagIt-Version: 0.92\n' + enc),
            ('version-word', INVALID, first, b'BagIt-Version: one\n' + enc),
            ('utf-7', INVALID, 'encoding is not known',
             DECLARATION.replace(b'UTF-8', b'UTF-7')),
            ('ebcdic', INVALID, 'encoding is not known',
             DECLARATION.replace(b'UTF-8', b'IBM037')),
            ('zero', INVALID, second, DECLARATION + b'\0'),
            ('huge', INVALID, first, DECLARATION.ljust(5000, b' '))):
        rule('declaration-' + name, status, says, bag(declaration=text))
    rule('declaration-missing', INVALID, 'this is no bag',
         bag(declaration=None))
    for version in (93, 94, 95, 96, 97):
        rule('version-0.%d' % version, VALID, '-', bag(
            declaration=OLD.replace(b'0.97', b'0.%d' % version)))
    rule('old-blanks', VALID, '-', bag(
        declaration=OLD.replace(b':', b' :  ')))


def encodings():
    def encoded(name, codec, status, says, mark=b'', old=False):
        payload = {'data/caf\u00e9.txt': b'alpha\n'}
        text = (OLD if old else DECLARATION).replace(b'UTF-8', name.encode())
        line = '%s  data/caf\u00e9.txt\n' % A
        rule('encoding-' + name + ('-mark' if mark else '') +
             ('-old' if old else ''), status, says,
             bag(payload, text, manifest_sha256=mark + line.encode(codec)))

    encoded('UTF-16', 'utf-16', VALID, '-')
    encoded('utf-16', 'utf-16-be', VALID, '-')
    encoded('UTF-16BE', 'utf-16-be', VALID, '-')
    encoded('UTF-16LE', 'utf-16-le', VALID, '-')
    encoded('UTF-16LE', 'utf-16-le', INVALID, 'byte order mark',
            b'\xff\xfe')
    encoded('UTF-16LE', 'utf-16-le', VALID, 'byte order mark',
            b'\xff\xfe', True)
    encoded('UTF-32', 'utf-32', VALID, '-')
    encoded('ISO-8859-1', 'latin-1', VALID, '-')
    encoded('iso-8859-15', 'iso8859-15', VALID, '-')
    encoded('windows-1252', 'cp1252', VALID, '-')
    encoded('UTF-8', 'utf-8', INVALID, 'byte order mark', b'\xef\xbb\xbf')
    encoded('US-ASCII', 'utf-8', INVALID, 'not in the encoding')
    encoded('ISO-8859-2', 'utf-16', INVALID, 'zero byte')
    rule('encoding-wrong', INVALID, 'it is not UTF-8',
         bag(manifest_sha256=LINES.encode() + b'\xe9\n'))


def manifests():
    def lines(name, status, says, text, **more):
        rule('manifest-' + name, status, says,
             bag(manifest_sha256=text, **more))

    lines('cr', VALID, '-', LINES.replace('\n', '\r'))
    lines('crlf', VALID, '-', LINES.replace('\n', '\r\n'))
    lines('no-last-end', VALID, '-', LINES[:-1])
    lines('tabulators', VALID, '-', LINES.replace('  ', '\t \t'))
    lines('capitals', VALID, '-', LINES.replace(A, A.upper()))
    lines('star', VALID, 'begins with *', LINES.replace('  ', ' *'))
    lines('dot', VALID, 'begins with ./', LINES.replace('  ', '  ./'))
    lines('blank-line', VALID, 'a blank line', LINES + '\n')
    lines('garbage', INVALID, 'no digest and path (line 3)',
          LINES + 'what is this\n')
    lines('comment', INVALID, 'no digest and path', '# sums\n' + LINES)
    lines('short-digest', INVALID, 'not the length',
          LINES.replace(A, A[:40]))
    lines('changed', INVALID, 'data/a.txt: it was changed',
          LINES.replace(A, B))
    lines('missing', INVALID, 'listed in a manifest and missing',
          LINES + A + '  data/c.txt\n')
    lines('unlisted', INVALID, 'data/b.txt: a payload manifest does not',
          LINES.splitlines(True)[0])
    lines('twice', INVALID, 'lists it twice', LINES + LINES)
    lines('tag-file', INVALID, 'names a tag file', LINES + A +
          '  bagit.txt\n')
    for name, path, says in (('absolute', '/etc/passwd', 'absolute'),
                             ('up', 'data/../../x', '. or ..'),
                             ('home', '~root/x', 'begins with ~'),
                             ('drive', 'C:/x', 'drive'),
                             ('backslash', 'data\\a.txt', 'backslash'),
                             ('namespace', '\\\\?\\C:\\x', 'backslash')):
        lines('leads-' + name, INVALID, says, LINES + A + '  ' + path + '\n')
    lines('zero', INVALID, 'zero byte', LINES + A + '  data/a\0\n')
    lines('long', INVALID, 'longer than 65,536', LINES + A + '  data/' +
          'x' * 70000 + '\n')
    lines('empty', INVALID, 'does not list it', '')
    rule('manifest-names-folder', INVALID, 'names a folder',
         bag({'data/c/x': b'alpha\n'}, manifest_sha256='%s  data/c/x\n'
             '%s  data/c\n' % (A, A)))
    rule('no-manifest', INVALID, 'there is no payload manifest',
         bag(manifest_sha256=None))
    rule('no-payload', INVALID, 'no folder of that name', bag({}))
    case('rule-empty-payload.tar', VALID, '-',
         tar_bytes(bag({})) + member('bag/data/', kind=b'5') + END)
    rule('capital-name', VALID, 'not in small letters',
         bag(manifest_sha256=None, manifest_SHA256=LINES))
    rule('unknown-algorithm', INVALID, 'algorithm is not known',
         bag(manifest_crc32='01234567  data/a.txt\n'))
    rule('md5-only', VALID, 'MD5 or SHA-1', bag(
        manifest_sha256=None, manifest_md5=manifest(PAYLOAD, 'md5')))
    rule('md5-and-sha512', VALID, '-', bag(
        manifest_sha256=None, manifest_md5=manifest(PAYLOAD, 'md5'),
        manifest_sha512=manifest(PAYLOAD, 'sha512')))
    rule('sha3', VALID, '-', bag(
        manifest_sha3256=manifest(PAYLOAD, 'sha3_256')))
    rule('second-manifest-short', INVALID, 'does not list it', bag(
        manifest_md5='%s  data/a.txt\n' % hex_of(b'alpha\n', 'md5')))
    rule('second-manifest-wrong', INVALID, 'it was changed', bag(
        manifest_md5=manifest({'data/a.txt': b'x', 'data/b.txt': b'y'},
                              'md5')))
    rule('old-split', VALID, '-', bag(
        declaration=OLD, manifest_sha256='%s  data/a.txt\n' % A,
        manifest_md5='%s  data/b.txt\n' % hex_of(b'beta\n', 'md5')))
    rule('old-unlisted', INVALID, 'no payload manifest lists it', bag(
        declaration=OLD, manifest_sha256='%s  data/a.txt\n' % A))
    rule('old-twice', VALID, 'lists it twice',
         bag(declaration=OLD, manifest_sha256=LINES + LINES))


def coded_names():
    def name(name, status, says, path, listed, old=False):
        rule('coded-' + name, status, says, bag(
            {path: b'alpha\n'}, OLD if old else DECLARATION,
            manifest_sha256='%s  %s\n' % (A, listed)))

    name('lf', VALID, '-', 'data/a\nb', 'data/a%0Ab')
    name('cr', VALID, '-', 'data/a\rb', 'data/a%0db')
    name('percent', VALID, '-', 'data/100%', 'data/100%25')
    name('raw-percent', VALID, 'not coded as %25', 'data/100%', 'data/100%')
    name('blank', VALID, 'not coded as %25', 'data/a%20b', 'data/a%20b')
    name('blank-decoded', INVALID, 'missing', 'data/a b', 'data/a%20b')
    name('literal', VALID, 'not coded as %25', 'data/a%0Ab', 'data/a%0Ab')
    name('once', VALID, '-', 'data/a%0Ab', 'data/a%250Ab')
    name('old-literal', VALID, '-', 'data/a%0Ab', 'data/a%0Ab', True)
    name('old-not-decoded', INVALID, 'missing', 'data/a\nb', 'data/a%0Ab',
         True)
    name('nfd', VALID, 'another Unicode normalisation', 'data/cafe\u0301',
         'data/caf\u00e9')
    name('nfc', VALID, 'another Unicode normalisation', 'data/caf\u00e9',
         'data/cafe\u0301')
    nfd = bag({'data/cafe\u0301': b'alpha\n'},
              manifest_sha256='%s  data/caf\u00e9\n' % A)
    case('coded-nfd.zip', VALID, 'another Unicode normalisation',
         zip_bytes(as_entries(nfd)))
    twins = {'data/caf\u00e9': b'alpha\n', 'data/cafe\u0301': b'alpha\n'}
    rule('twins-normalisation', VALID, 'only in its Unicode normalisation',
         bag(twins))
    case('twins-normalisation.zip', VALID,
         'only in its Unicode normalisation', zip_bytes(as_entries(bag(twins))))
    rule('twins-capitals', VALID, 'only in capital letters',
         bag({'data/A': b'alpha\n', 'data/a': b'alpha\n'}))
    rule('twins-capitals-greek', VALID, 'only in capital letters',
         bag({'data/\u03a3': b'alpha\n', 'data/\u03c3': b'alpha\n'}))
    both = '%s  data/caf\u00e9\n%s  data/cafe\u0301\n' % (A, A)
    rule('listed-in-two-normalisations', INVALID, 'lists it twice',
         bag({'data/caf\u00e9': b'alpha\n'}, manifest_sha256=both))
    rule('old-listed-in-two-normalisations', VALID, 'lists it twice',
         bag({'data/caf\u00e9': b'alpha\n'}, OLD, manifest_sha256=both))


def tag_files():
    sums = '%s  manifest-sha256.txt\n%s  bagit.txt\n' % (
        hex_of(LINES.encode()), hex_of(DECLARATION))
    rule('tags', VALID, '-', bag(tagmanifest_sha256=sums))
    rule('tags-changed', INVALID, 'bagit.txt: it was changed',
         bag(tagmanifest_sha256=sums.replace(hex_of(DECLARATION), A)))
    rule('tags-no-manifest', INVALID, 'a tag manifest does not list it',
         bag(tagmanifest_sha256=''))
    rule('old-tags-no-manifest', VALID, 'a tag manifest does not list it',
         bag(declaration=OLD, tagmanifest_sha256=''))
    rule('tags-payload', INVALID, 'names a payload file',
         bag(tagmanifest_sha256=sums + A + '  data/a.txt\n'))
    rule('tags-tag-manifest', INVALID, 'names a tag manifest',
         bag(tagmanifest_sha256=sums + A + '  tagmanifest-sha512.txt\n'))
    rule('tags-missing', INVALID, 'missing',
         bag(tagmanifest_sha256=sums + A + '  bag-info.txt\n'))
    for name, status, says, text in (
            ('sound', VALID, '-', 'Payload-Oxum: 11.2\nA: b\n c\nA: d\n'),
            ('small-letters', VALID, '-', 'payload-oxum: 11.2\n'),
            ('oxum-bytes', INVALID, 'does not agree', 'Payload-Oxum: 9.2\n'),
            ('oxum-files', INVALID, 'does not agree', 'Payload-Oxum: 11.3\n'),
            ('oxum-word', INVALID, 'does not agree', 'Payload-Oxum: x\n'),
            ('oxum-twice', INVALID, 'there twice',
             'Payload-Oxum: 11.2\n' * 2),
            ('folded-oxum', VALID, '-', 'A: b\n Payload-Oxum: 9.9\n'),
            ('no-colon', INVALID, 'no label and value', 'words\n'),
            ('indented', INVALID, 'first line is indented', ' A: b\n'),
            ('blank-line', VALID, 'a blank line', 'A: b\n\nC: d\n'),
            ('two-blanks', VALID, 'two blanks', 'A:  b\n'),
            ('blank-before', INVALID, 'before a colon', 'A : b\n'),
            ('no-blank', INVALID, 'no blank follows', 'A:b\n')):
        rule('info-' + name, status, says, bag(bag_info=text))
    rule('old-info-blanks', VALID, '-',
         bag(declaration=OLD, bag_info='Payload-Oxum :  11.2 \n'))


def fetches():
    hole = LINES + A + '  data/c.txt\n'
    url = 'https://example.org/c'
    for name, status, says, text, listed in (
            ('hole', INVALID, 'left to be fetched from ' + url,
             url + ' 6 data/c.txt\n', hole),
            ('hole-unlisted', INVALID, 'a payload manifest does not',
             url + ' 6 data/c.txt\n', LINES),
            ('nothing-missing', VALID, 'no file is missing',
             url + ' - data/a.txt\n', LINES),
            ('empty', VALID, 'no file is missing', '', LINES),
            ('length', INVALID, 'not the length',
             url + ' 7 data/a.txt\n', LINES),
            ('file', INVALID, '(file:)',
             'file:///etc/passwd 6 data/a.txt\n', LINES),
            ('relative', INVALID, 'not absolute',
             '../a.txt 6 data/a.txt\n', LINES),
            ('tag-file', INVALID, 'names a tag file',
             url + ' 6 bag-info.txt\n', LINES),
            ('up', INVALID, '. or ..', url + ' 6 data/../../x\n', LINES),
            ('home', INVALID, 'begins with ~', url + ' 6 ~/x\n', LINES),
            ('negative', INVALID, 'no URL, length and path',
             url + ' -6 data/a.txt\n', LINES),
            ('two-fields', INVALID, 'no URL, length and path',
             url + ' data/a.txt\n', LINES),
            ('huge', INVALID, 'no URL, length and path',
             url + ' 99999999999999999999 data/a.txt\n', LINES),
            ('twice', VALID, 'names it twice',
             (url + ' - data/a.txt\n') * 2, LINES),
            ('coded', INVALID, 'left to be fetched',
             url + ' 6 data/c%0A\n', LINES + A + '  data/c%0A\n')):
        rule('fetch-' + name, status, says,
             bag(fetch=text, manifest_sha256=listed))


# --- folders, which have what archives have not ---

def folders():
    def folder(name, status, says, files, odd=None):
        top = os.path.join(OUT, name)
        for path, data in files.items():
            os.makedirs(os.path.dirname(os.path.join(top, path)),
                        exist_ok=True)
            with open(os.path.join(top, path), 'wb') as f:
                f.write(data)
        if odd:
            odd(os.path.join(top, 'data'))
        VERDICTS.append((name, status, says))

    folder('folder-sound', VALID, '-', bag())
    folder('folder-empty-folder', VALID, '-', bag(),
           lambda d: os.mkdir(d + '/empty'))
    folder('folder-link', INVALID, 'data/c: it is a link', bag(),
           lambda d: os.symlink('/etc/passwd', d + '/c'))
    folder('folder-link-to-folder', INVALID, 'data/c: it is a link', bag(),
           lambda d: os.symlink('/', d + '/c'))
    folder('folder-link-to-itself', INVALID, 'data/c: it is a link', bag(),
           lambda d: os.symlink('.', d + '/c'))
    folder('folder-dangling', INVALID, 'data/c: it is a link', bag(),
           lambda d: os.symlink('nowhere', d + '/c'))
    folder('folder-fifo', INVALID, 'data/c: it is a FIFO', bag(),
           lambda d: os.mkfifo(d + '/c'))
    folder('folder-deep', HOSTILE, 'nested too deep', bag(),
           lambda d: os.makedirs(d + '/d' * 301))
    folder('folder-no-bag', INVALID, 'this is no bag', {'x': b'x'})
    folder('folder-unlisted', INVALID, 'does not list it',
           dict(bag(), **{'data/c': b'x'}))


for part in (hostile_names, hostile_zips, hostile_tars, declarations,
             encodings, manifests, coded_names, tag_files, fetches, folders):
    part()
with open(os.path.join(OUT, 'verdicts'), 'w') as verdicts:
    for verdict in VERDICTS:
        verdicts.write('%s\t%d\t%s\n' % verdict)
