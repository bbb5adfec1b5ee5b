import type { AttachmentType } from '@hrd-shield/contracts/desk';

interface Mark {
  readonly type: AttachmentType;
  /** Where the bytes stand. */
  readonly at: number;
  readonly bytes: readonly number[];
  /** Further bytes that have to be there as well. */
  readonly also?: { readonly at: number; readonly bytes: readonly number[] };
}

const ascii = (text: string): readonly number[] => [...text].map((each) => each.charCodeAt(0));

/** First bytes of the types that are taken. @source the format of each */
const MARKS: readonly Mark[] = [
  { type: 'image/png', at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/jpeg', at: 0, bytes: [0xff, 0xd8, 0xff] },
  { type: 'image/gif', at: 0, bytes: ascii('GIF87a') },
  { type: 'image/gif', at: 0, bytes: ascii('GIF89a') },
  { type: 'image/webp', at: 0, bytes: ascii('RIFF'), also: { at: 8, bytes: ascii('WEBP') } },
  { type: 'application/pdf', at: 0, bytes: ascii('%PDF-') },
  { type: 'audio/ogg', at: 0, bytes: ascii('OggS') },
  { type: 'audio/mpeg', at: 0, bytes: ascii('ID3') },
  { type: 'audio/mpeg', at: 0, bytes: [0xff, 0xfb] },
  { type: 'video/mp4', at: 4, bytes: ascii('ftyp') },
];

/** What a file is by its bytes; what its sender calls it is not asked. */
export function attachmentType(file: Uint8Array): AttachmentType | undefined {
  return MARKS.find(
    ({ also, at, bytes }) =>
      stands(file, at, bytes) && (also === undefined || stands(file, also.at, also.bytes)),
  )?.type;
}

function stands(file: Uint8Array, at: number, bytes: readonly number[]): boolean {
  return bytes.every((byte, n) => file[at + n] === byte);
}
