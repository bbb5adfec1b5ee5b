const BLOCK = 512;
const NAME_BYTES = 100;
const SIZE_AT = 124;
const SIZE_BYTES = 12;
const TYPE_AT = 156;
const REGULAR = new Set(['0', '\0']);

/** The regular files of a tar archive by name. @source POSIX.1-1988, ustar */
export function readArchive(archive: Buffer): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const name = textAt(archive, at, NAME_BYTES);
    if (name === '') break;
    const size = Number.parseInt(textAt(archive, at + SIZE_AT, SIZE_BYTES), 8);
    const from = at + BLOCK;
    const type = archive.toString('latin1', at + TYPE_AT, at + TYPE_AT + 1);
    if (REGULAR.has(type)) files.set(name, archive.subarray(from, from + size));
    at = from + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

function textAt(archive: Buffer, at: number, bytes: number): string {
  const [text = ''] = archive.toString('utf8', at, at + bytes).split('\0');
  return text.trim();
}
